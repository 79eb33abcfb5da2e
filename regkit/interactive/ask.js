// The question before a figure moves: the reader commits, and the figure itself answers.
const askForm = (key, words) => {
  const fields = key.options ? key.options.map((option, k) =>
    make("label", {}, make("input", { type: "radio", name: "guess", value: k, required: true, autocomplete: "off" }), make("span", {}, option)))
    : [scale(key)];
  const set = make("fieldset", { class: "rk-ask" }, make("legend", {}, key.question), ...fields,
    make("button", { type: "submit" }, words));
  return make("form", { autocomplete: "off" }, set);
};
const scale = (key) => {
  const middle = key.low + key.step * Math.round((key.high - key.low) / 2 / key.step);
  const input = make("input", { type: "range", name: "guess", min: key.low, max: key.high, step: key.step, value: middle, autocomplete: "off" });
  const output = make("output", {}, `${middle}${key.unit}`);
  input.addEventListener("input", () => { output.textContent = input.value + key.unit; });
  const ends = make("span", { class: "rk-ends", "aria-hidden": true }, ...[key.low, key.high].map((end) => make("span", {}, `${end}${key.unit}`)));
  return make("label", { class: "rk-slider" }, make("span", { class: "rk-name" }, "Your guess"), output, input, ends);
};

const isRight = (key, guess) => key.options
  ? key.options[guess] === key.answer : Math.abs(Number(guess) - key.number) <= key.near;
const place = (key, guess) => key.options ? Number(guess) : Math.round((Number(guess) - key.low) / key.step);

// What is said to a guess: one line, with the other page that it was made on, why, and the rest for
// whoever asks.
const verdict = (key, guess, where) => {
  const right = isRight(key, guess), mark = right ? "\u2713 Right." : "\u2717 Not so.";
  const elsewhere = where && where !== key.place ? ` ${where}` : "";
  if (!key.options) {
    const said = make("strong", {}, `You guessed ${guess}${key.unit}${elsewhere}; it is ${key.number}${key.unit}. ${right ? "\u2713" : "\u2717"}`);
    const why = right ? [] : [make("div", {}, key.says[Number(guess) < key.number ? 0 : 1])];
    return [said, ...why];
  }
  const others = key.options.map((option, k) => [option, k]).filter(([, k]) => k !== Number(guess));
  const rest = make("details", {}, make("summary", {}, "The other answers"),
    make("ul", {}, ...others.map(([option, k]) => make("li", {}, make("strong", {}, option), ` ${key.says[k]}`))));
  return [
    make("strong", {}, `You guessed${elsewhere}: ${key.options[guess]}. ${mark}`),
    make("div", {}, key.says[guess]),
    ...(right ? [] : [make("strong", {}, `Answer: ${key.answer}.`)]),
    rest,
  ];
};

// Both in view, if they are not already: under the page's head, and above the controls where these
// stick to the lower edge. The focus goes to the words without a jump.
const together = (says, { stage, axes }) => {
  says.focus({ preventScroll: true });
  const top = says.getBoundingClientRect().top, bottom = stage.getBoundingClientRect().bottom;
  if (top < 64 || bottom > Math.min(window.innerHeight, axes.getBoundingClientRect().top + 1))
    says.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });
};

// A link may name a figure and the values to open it at: need.html?degree=10#fig-need-tamed
const linked = (root, data) => {
  const query = new URLSearchParams(location.search), id = root.closest("figure")?.id;
  if (!id || decodeURIComponent(location.hash.slice(1)) !== id) return null;
  const found = data.axes.map((axis) => axis.values.indexOf(query.get(axis.name)));
  return found.every((k) => k < 0) ? null : found.map((k, axis) => (k < 0 ? data.start[axis] : k));
};

const OPENED = "regkit-opened";
const opened = () => memory.get("dontAsk") || new URLSearchParams(location.search).has("open");

// A view shows the opening (close), and after the answer what moves (open).
const ask = (root, data, view) => {
  const key = data.ask, live = make("div", { class: "rk-live" });
  root.append(live);
  const finish = (...before) => live.append(...before, view.stage, view.axes, view.now);
  if (!key) {
    finish();
    view.open({ at: linked(root, data) ?? data.start });
    return;
  }
  const form = askForm(key, "Check my guess");
  form.querySelector("legend").prepend("Predict first. ");
  const asked = make("p", { class: "rk-asked" }, key.question);
  const says = make("div", { class: "rk-says", role: "status", tabindex: -1 });
  const small = (words, act) => makeButton(words, act, "rk-small");
  const look = small("I\u2019ll just look", () => {
    memory.set("looked", (memory.get("looked") ?? 0) + 1);
    looking();
  });
  const after = make("p", { class: "rk-after" }, key.reveal ?? "");
  finish(form, look, asked, says);
  live.append(after);

  const state = (name) => {
    root.dataset.state = name;
    form.hidden = look.hidden = name !== "asked";
    asked.hidden = name === "asked";
    after.hidden = view.axes.hidden = name === "asked";
    if (name !== "answered") says.replaceChildren();
  };
  const askAgain = () => {
    memory.set(data.key, undefined);
    form.reset();
    state("asked");
    view.close();
    form.querySelector("input").focus();
  };
  const answered = ([guess, where], fresh) => {
    state("answered");
    asked.replaceChildren(key.question);
    says.dataset.right = isRight(key, guess);
    says.replaceChildren(...verdict(key, guess, where), small("Ask me again", askAgain));
    view.open({ animate: fresh, guess: key.sketches?.[place(key, guess)], words: key.options?.[guess] ?? `${guess}${key.unit}` });
    if (fresh) together(says, view);
  };
  const looking = (at) => {
    state("looked");
    asked.replaceChildren(`${key.question} `, small("Ask me", askAgain));
    if (memory.get("dontAsk")) asked.append(" ", small("Ask again in this book", () => allow(undefined)));
    else if ((memory.get("looked") ?? 0) >= 2) asked.append(" ", small("Don\u2019t ask in this book", () => allow(true)));
    view.open({ at: at ?? data.proof });
  };
  const allow = (dontAsk) => {
    memory.set("dontAsk", dontAsk);
    if (!dontAsk) memory.set("looked", undefined);
    document.dispatchEvent(new Event(OPENED));
  };
  document.addEventListener(OPENED, () => {
    if (root.dataset.state === "looked" || (opened() && root.dataset.state === "asked"))
      if (opened()) looking(); else askAgain();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const guess = new FormData(form).get("guess");
    if (guess === null) return;
    memory.set(data.key, key.place ? [guess, key.place] : guess);
    answered([guess], true);
    root.dispatchEvent(new Event("answered", { bubbles: true }));
  });

  const at = linked(root, data), before = memory.get(data.key);
  if (at) looking(at);
  else if (before !== undefined) answered([before].flat(), false);
  else if (opened()) looking();
  else { state("asked"); view.close(); }
};
