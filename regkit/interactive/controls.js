// Numbers have a slider, words a row of buttons; both give and take the place of a value.
const slider = (axis, place, change) => {
  const input = make("input", { type: "range", min: 0, max: axis.texts.length - 1, step: 1, value: place, autocomplete: "off" });
  const output = make("output");
  const ends = make("span", { class: "rk-ends", "aria-hidden": true }, ...axis.ends.map((word) => make("span", {}, word)));
  const node = make("label", { class: "rk-slider" }, make("span", { class: "rk-name" }, axis.label), output, input, ends);
  node.style.setProperty("--steps", axis.texts.length - 1);
  const say = (text) => {
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  const tell = () => say(axis.texts[input.value]);
  input.addEventListener("input", () => { tell(); change(); });
  tell();
  return { node, say, get: () => Number(input.value), set: (value) => { input.value = value; tell(); } };
};

const METHODS = { L1: "rk-l1", L2: "rk-l2", "Elastic Net": "rk-en" };
const buttons = (axis, place, change) => {
  const name = `b${copies++}`;
  const inputs = axis.texts.map((text, k) =>
    make("input", { type: "radio", name, value: k, checked: k === place, autocomplete: "off" }));
  const labels = inputs.map((input, k) =>
    make("label", { class: METHODS[axis.texts[k]] ?? false }, input, make("span", {}, axis.texts[k])));
  const row = make("div", {}, ...labels);
  const node = make("fieldset", { class: "rk-buttons" }, make("legend", {}, axis.label), row);
  node.addEventListener("change", change);
  // on a phone the row scrolls, and says so while there are more
  const more = () => row.classList.toggle("rk-more", row.scrollWidth - row.clientWidth - row.scrollLeft > 4);
  row.addEventListener("scroll", more);
  new ResizeObserver(more).observe(row);
  return {
    node,
    get: () => inputs.findIndex((input) => input.checked),
    set: (value) => { inputs[value].checked = true; },
  };
};

const controls = (axes, places, change) => {
  const all = axes.map((axis, k) => (axis.words ? buttons : slider)(axis, places[k], change));
  const node = make("fieldset", { class: "rk-axes" }, make("legend", {}, "Move it"), ...all.map((one) => one.node));
  return { node, all, get: () => all.map((one) => one.get()), set: (to) => all.forEach((one, k) => one.set(to[k])) };
};
