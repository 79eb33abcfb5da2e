// Ten reports that can be dragged, and two curves fitted to them again and again in the page.
const solve = (columns, target) => {  // least squares by Householder's QR
  const A = columns.map((column) => [...column]), b = [...target], p = A.length, m = b.length;
  for (let k = 0; k < p; k++) {
    const alpha = -Math.sign(A[k][k] || 1) * Math.hypot(...A[k].slice(k));
    const v = A[k].slice(k);
    v[0] -= alpha;
    const norm = v.reduce((sum, x) => sum + x * x, 0);
    if (norm === 0) continue;
    for (const column of [...A.slice(k), b]) {
      let dot = 0;
      for (let i = k; i < m; i++) dot += v[i - k] * column[i];
      for (let i = k; i < m; i++) column[i] -= 2 * dot / norm * v[i - k];
    }
  }
  const w = Array(p).fill(0);
  for (let k = p - 1; k >= 0; k--) {
    let rest = b[k];
    for (let j = k + 1; j < p; j++) rest -= A[j][k] * w[j];
    w[k] = rest / A[k][k];
  }
  return w;
};

// 1/(2n) ||y - Xw - b||^2 + lam ||w||_2^2 on the powers u, u^2, ... of u = (x - mid) / half;
// the penalty is n more rows, sqrt(2 n lam) I, and the intercept is not penalized.
const ridge = (x, y, degree, lam, mid, half) => {
  const n = x.length, mean = (a) => a.reduce((sum, v) => sum + v, 0) / a.length;
  const powers = Array.from({ length: degree }, (_, k) => x.map((v) => ((v - mid) / half) ** (k + 1)));
  const means = powers.map(mean), centre = mean(y), extra = lam > 0 ? degree : 0;
  const columns = powers.map((column, k) => [
    ...column.map((v) => v - means[k]),
    ...Array.from({ length: extra }, (_, j) => (j === k ? Math.sqrt(2 * n * lam) : 0)),
  ]);
  const coef = solve(columns, [...y.map((v) => v - centre), ...Array(extra).fill(0)]);
  const intercept = centre - coef.reduce((sum, w, k) => sum + w * means[k], 0);
  const predict = (at) => coef.reduceRight((sum, w) => (sum + w) * (at - mid) / half, 0) + intercept;
  return { coef, intercept, predict };
};

const money = (value) => `${value < 0 ? "−" : ""}$${Math.abs(value).toFixed(2)}k`;

const setUpTypo = (root) => {
  root.dataset.ready = "yes";
  const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const { x, mid, half, at, suspect, box } = data;
  const now = root.querySelector(".rk-now"), stage = root.querySelector(".rk-stage");
  const axes = root.querySelector(".rk-axes");
  const [shift, strength] = axes.querySelectorAll("input");
  const px = (v) => box.left + (v - box.xlim[0]) * box.xscale;
  const py = (v) => box.bottom - (v - box.ylim[0]) * box.yscale;
  let y = [...data.y];
  stage.innerHTML = data.panel;
  stage.firstChild.setAttribute("role", "group");  // not a picture: its reports can be moved
  const svg = stage.querySelector("svg");
  const draw = (tag, attributes, parent = svg) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return parent.appendChild(node);
  };
  const clip = draw("clipPath", { id: `${data.id}-clip` });
  draw("rect", { x: px(box.xlim[0]), y: py(box.ylim[1]), width: px(box.xlim[1]) - px(box.xlim[0]), height: py(box.ylim[0]) - py(box.ylim[1]) }, clip);
  const inside = draw("g", { "clip-path": `url(#${data.id}-clip)`, fill: "none", "stroke-width": 3.5 });
  draw("path", { d: `M${px(at)} ${py(box.ylim[0])}V${py(box.ylim[1])}`, style: data.mark, "stroke-width": 2 }, inside);
  const curves = data.styles.map((style) => draw("path", { style }, inside));
  const marks = data.styles.map((style) => draw("circle", { r: 9, cx: px(at), style }, inside));
  const grid = Array.from({ length: 161 }, (_, k) => box.xlim[0] + (box.xlim[1] - box.xlim[0]) * k / 160);

  const dots = x.map((loan, k) => {
    const dot = draw("circle", {
      cx: px(loan), r: 10, tabindex: 0, role: "slider", class: "rk-dot", style: data.dot,
      "aria-label": `Report at $${loan}k`, "aria-orientation": "vertical",
      "aria-valuemin": box.ylim[0], "aria-valuemax": box.ylim[1],
    });
    const move = (value) => {
      y[k] = Math.round(10 * Math.max(box.ylim[0], Math.min(box.ylim[1], value))) / 10;
      if (k === suspect) shift.value = data.shifts.findIndex((by) => by >= y[k] - data.y[k] - 0.05);
      show();
    };
    dot.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowLeft: -0.1, PageUp: 1, PageDown: -1 }[event.key];
      if (step === undefined || axes.disabled) return;
      event.preventDefault();
      move(y[k] + step);
    });
    dot.addEventListener("pointerdown", (event) => {
      if (axes.disabled) return;
      event.preventDefault();
      dot.setPointerCapture(event.pointerId);
    });
    dot.addEventListener("pointermove", (event) => {
      if (!dot.hasPointerCapture(event.pointerId)) return;
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      move(box.ylim[0] + (box.bottom - point.y) / box.yscale);
    });
    return dot;
  });

  const show = () => {
    const lam = data.lams[strength.value];
    shift.nextElementSibling.textContent = money(y[suspect]);
    shift.setAttribute("aria-valuetext", `${money(y[suspect])}, moved by ${money(y[suspect] - data.y[suspect])}`);
    strength.nextElementSibling.textContent = lam;
    strength.setAttribute("aria-valuetext", lam);
    const says = data.degrees.map((degree, k) => {
      const fit = ridge(x, y, degree, k ? lam : 0, mid, half), value = fit.predict(at);
      curves[k].setAttribute("d", "M" + grid.map((v) => `${px(v).toFixed(1)} ${py(fit.predict(v)).toFixed(1)}`).join("L"));
      marks[k].setAttribute("cy", py(value));
      const before = ridge(x, data.y, degree, k ? lam : 0, mid, half).predict(at);
      const name = k ? `Degree ${degree} with λ = ${lam}` : `Degree ${degree} without a penalty`;
      return `${name}: ${money(value)}, moved by ${money(value - before)}`;
    });
    dots.forEach((dot, k) => {
      dot.setAttribute("cy", py(y[k]));
      dot.setAttribute("aria-valuenow", y[k]);
      dot.setAttribute("aria-valuetext", money(y[k]));
    });
    now.textContent = `Forecast at $${at}k. ${says.join(". ")}.`;
  };
  shift.addEventListener("input", () => {
    y[suspect] = Math.round(10 * (data.y[suspect] + data.shifts[shift.value])) / 10;
    show();
  });
  strength.addEventListener("input", show);
  const reset = line("Put the reports back", "button");
  reset.type = "button";
  reset.addEventListener("click", () => {
    y = [...data.y];
    shift.value = data.shifts.indexOf(0);
    show();
  });
  axes.append(reset);
  show();
  ask(root, data.guess);
  root.classList.add("rk-on");
};
window.regkitRidge = ridge;
document.querySelectorAll(".rk-explore[data-typo]:not([data-ready])").forEach(setUpTypo);
