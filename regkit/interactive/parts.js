// Small tools that the interactives share.
const draw = (tag, attributes, parent) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent?.append(node);
  return node;
};
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Call step(t) for t from 0 to 1 within 0.6 s; at once for whoever wants no motion.
const glide = (step) => {
  if (calm()) { step(1); return; }
  const start = performance.now();
  const next = (time) => {
    const t = Math.min(1, Math.max(0, (time - start) / 600));
    step(t);
    if (t < 1) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
};

// The pictures of a figure as SVG of this page, with ids of their own: [box, what renames ids].
let copies = 0;
const picturesOf = (figure) => {
  const tag = `c${copies++}`;
  const own = (text) => text.replace(/(^#|url\(#|id=["']|href=["']#)(?:p\d+)?(f\d+-)/g, `$1${tag}$2`);
  const panels = [...figure.querySelector(".rk-panels").children].map((picture) => {
    const panel = make("div", { class: "rk-panel" });
    panel.innerHTML = own(picture.tagName === "IMG" ? decoded(picture.src) : picture.outerHTML);
    return panel;
  });
  return [make("div", { class: "rk-panels", role: "img", "data-panels": panels.length }, ...panels), own];
};
const decoded = (address) => decodeURIComponent(address.slice(address.indexOf(",") + 1));

// The reader's guess in a panel: an open, hatched triangle, never a colour.
const drawGuess = (panel, points) => {
  const { width, height } = panel.querySelector("svg").viewBox.baseVal;
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, class: "rk-guess", "aria-hidden": true }, panel);
  const [x, y] = points.at(-1), down = y > height - 120 ? -1 : 1;
  if (points.length > 1) draw("path", { d: "M" + points.map((p) => p.join(" ")).join("L"), "stroke-dasharray": "3 9" }, svg);
  draw("path", { d: `M${x} ${y + 6 * down}l-14 ${26 * down}h28zm-6 ${14 * down}l10 ${11 * down}m-15 ${-3 * down}l4 ${4 * down}` }, svg);
  const text = draw("text", { x: Math.min(Math.max(x, 70), width - 70), y: y + (down > 0 ? 56 : -40), "text-anchor": "middle" }, svg);
  text.textContent = "your guess";
};

// The earlier state of a panel, pale behind what it has become.
const drawGhosts = (box, earlier) => {
  [...earlier.children].forEach((panel, k) => {
    const ghost = panel.querySelector("svg").cloneNode(true);
    ghost.classList.add("rk-ghost");
    ghost.setAttribute("aria-hidden", true);
    box.children[k]?.prepend(ghost);
  });
};
