// The sliders choose among frames drawn beforehand. The page holds the first frame as a picture,
// and of the others only what differs.
const setUp = (root) => {
  root.dataset.ready = "yes";
  const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const now = root.querySelector(".rk-now");
  const sliders = [...root.querySelectorAll(".rk-axes input")];
  const copy = root.querySelector(".rk-posters .rk-panels").cloneNode(true);
  const panels = [...copy.children].map((svg) => [svg, ...svg.querySelectorAll("*")]);
  // A copy's ids are its own: the first of a pair may be hidden, and what it clips with it.
  const own = (value) => value.replace(/^(url\()?(#?)(f[0-9a-f]{8}-)/, "$1$2s$3");
  for (const node of panels.flat())
    for (const { name, value } of [...node.attributes]) node.setAttribute(name, own(value));
  root.querySelector(".rk-stage").append(copy);

  const show = () => {
    let setting = 0;
    sliders.forEach((slider, k) => {
      setting = setting * data.axes[k].length + Number(slider.value);
      const text = data.axes[k][slider.value];
      slider.setAttribute("aria-valuetext", text);
      slider.nextElementSibling.textContent = text;
    });
    const frame = data.order[setting];
    for (const [panel, index, attribute, values, choice] of data.changes) {
      const node = panels[panel][index], value = values[choice[frame]];
      if (attribute === "") node.innerHTML = value;
      else if (value === null) node.removeAttribute(attribute);
      else node.setAttribute(attribute, own(value));
    }
    copy.setAttribute("aria-label", data.says[frame]);
    now.textContent = data.says[frame];
  };
  sliders.forEach((slider) => slider.addEventListener("input", show));
  show();
  ask(root, data.guess);
  root.classList.add("rk-on");
};
document.querySelectorAll(".rk-explore[data-frames]:not([data-ready])").forEach(setUp);
