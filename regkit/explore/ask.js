// The question before the sliders: the reader commits, and the answer comes beside the guess.
const ask = (root, key) => {
  const form = root.querySelector("form"), axes = root.querySelector(".rk-axes");
  if (!form) return;
  axes.disabled = true;
  const scale = form.querySelector("input[type=range]");
  if (scale) scale.addEventListener("input", () => {
    scale.nextElementSibling.textContent = scale.value + key.unit;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const guess = new FormData(form).get("guess");
    if (guess === null) return;
    form.querySelector(".rk-says").replaceChildren(...answer(key, guess));
    form.querySelector("fieldset").disabled = true;
    axes.disabled = false;
    root.querySelector(".rk-lock").remove();
    axes.querySelector("input").focus();
    root.dispatchEvent(new Event("answered"));
  });
};

const line = (text, tag = "div") =>
  Object.assign(document.createElement(tag), { textContent: text });

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

// The guess is an open, hatched triangle, never a colour; the answer is a dot.
const scaleBar = (key, guess) => {
  const at = (value) => 20 + 280 * (value - key.low) / (key.high - key.low);
  const bar = document.createElement("div"), x = at(guess);
  bar.innerHTML = `<svg viewBox="0 0 320 40" width="320" style="max-width:100%" aria-hidden="true"
    fill="none" stroke="currentColor" stroke-width="2"><path d="M20 20h280"/>
    <path d="M${x} 20l-9 16h18zM${x - 5} 30l6 6M${x - 2} 24l7 10"/>
    <circle cx="${at(key.number)}" cy="20" r="5" fill="currentColor"/></svg>`;
  return bar;
};
