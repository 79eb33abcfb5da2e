// One explore() on the page: ask for the guess, then let the sliders choose among the frames.
// The page holds the first frame as a picture, and of the others only what differs.
(() => {
  const setUp = (root) => {
    root.dataset.ready = "yes";
    const find = (selector) => root.querySelector(selector);
    const data = JSON.parse(find("script[type='application/json']").textContent);
    const stage = find(".rk-stage"), axes = find(".rk-axes"), now = find(".rk-now");
    const sliders = [...axes.querySelectorAll("input")];
    const copy = find(".rk-posters .rk-panels").cloneNode(true);
    const panels = [...copy.children].map((svg) => [svg, ...svg.querySelectorAll("*")]);
    // A copy's ids are its own: the first of a pair may be hidden, and what it clips with it.
    for (const node of panels.flat()) {
      for (const { name, value } of [...node.attributes]) {
        const own = value.replace(/^(f[0-9a-f]{8}-)|((?:url\()?#)(f[0-9a-f]{8}-)/, "$2s$1$3");
        if (own !== value) node.setAttribute(name, own);
      }
    }
    stage.append(copy);

    const show = () => {
      let frame = 0;
      sliders.forEach((slider, k) => {
        frame = frame * data.axes[k].length + Number(slider.value);
        const text = data.axes[k][slider.value];
        slider.setAttribute("aria-valuetext", text);
        slider.nextElementSibling.textContent = text;
      });
      frame = data.order[frame];
      for (const [panel, index, attribute, values, choice] of data.changes) {
        const node = panels[panel][index], value = values[choice[frame]];
        if (attribute === "") node.innerHTML = value;
        else if (value === null) node.removeAttribute(attribute);
        else node.setAttribute(attribute, value.replace(/((?:url\()?#)(f[0-9a-f]{8}-)/, "$1s$2"));
      }
      copy.setAttribute("aria-label", data.says[frame]);
      now.textContent = data.says[frame];
    };
    sliders.forEach((slider) => slider.addEventListener("input", show));
    show();

    const form = find("form");
    if (form) {
      axes.disabled = true;
      const scale = form.querySelector("input[type=range]");
      if (scale) scale.addEventListener("input", () => {
        scale.nextElementSibling.textContent = scale.value + data.guess.unit;
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const guess = new FormData(form).get("guess");
        if (guess === null) return;
        form.querySelector(".rk-says").replaceChildren(...answer(data.guess, guess));
        form.querySelector("fieldset").disabled = true;
        axes.disabled = false;
        find(".rk-lock").remove();
        sliders[0].focus();
      });
    }
    root.classList.add("rk-on");
  };

  const line = (text, tag = "div") => Object.assign(document.createElement(tag), { textContent: text });

  // What to say to a guess; it stays beside the answer.
  const answer = (key, guess) => {
    const out = [];
    if (key.options) {
      const chosen = key.options[guess], right = chosen === key.answer;
      out.push(line(`You guessed: ${chosen}. ${right ? "Right." : "Not so."}`, "strong"));
      out.push(line(key.says[guess]));
      if (!right) out.push(line(`Answer: ${key.answer}.`, "strong"));
    } else {
      const off = Number(guess) - key.number, right = Math.abs(off) <= key.near;
      out.push(line(`You guessed ${guess}${key.unit}; it is ${key.number}${key.unit}.`, "strong"));
      out.push(scaleBar(key, Number(guess)));
      if (!right) out.push(line(key.says[off < 0 ? 0 : 1]));
    }
    if (key.reveal) out.push(line(key.reveal));
    return out;
  };

  // The guess is an open triangle, never a colour; the answer is a dot.
  const scaleBar = (key, guess) => {
    const at = (value) => 20 + 280 * (value - key.low) / (key.high - key.low);
    const bar = document.createElement("div"), x = at(guess);
    bar.innerHTML = `<svg viewBox="0 0 320 40" width="320" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"><path d="M20 20h280"/><path d="M${x} 20l-9 16h18zM${x - 5} 30l6 6M${x - 2} 24l7 10"/><circle cx="${at(key.number)}" cy="20" r="5" fill="currentColor"/></svg>`;
    return bar;
  };

  document.querySelectorAll(".rk-explore[data-frames]:not([data-ready])").forEach(setUp);
})();
