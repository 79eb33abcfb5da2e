// The question before an experiment moves, in the manner of the chapters: guess, then see.
(() => {
  // What was guessed stays on this device, beside what the chapters keep there.
  const guesses = () => memory.get("training") ?? {};
  const remember = (name, guess) => memory.set("training", { ...guesses(), [name]: guess });
  const unasked = () => memory.get("dontAsk") || new URLSearchParams(location.search).has("open");

  const form = ({ question, options }) => make("form", { autocomplete: "off" }, make("fieldset", {},
    make("legend", {}, `Predict first. ${question}`),
    ...options.map(([option], k) => make("label", {}, make("input", { type: "radio", name: "guess", value: k, required: true }), make("span", {}, option))),
    make("button", { type: "submit" }, "Check my guess")));

  const verdict = ({ options, answer }, guess) => {
    const right = guess === answer;
    return [
      make("p", {}, make("strong", {}, `You guessed: ${options[guess][0]}. ${right ? "\u2713 Right." : "\u2717 Not so."}`), ` ${options[guess][1]}`),
      ...(right ? [] : [make("p", {}, make("strong", {}, `Answer: ${options[answer][0]}.`))]),
    ];
  };
  const others = ({ options }, guess) => make("details", {}, make("summary", {}, "The other answers"),
    ...options.filter((_, k) => k !== guess).map(([option, why]) => make("p", {}, make("strong", {}, `${option}.`), ` ${why}`)));

  // Ask in `place`; what is said besides the verdict stands in `below`. `open(moving)` is called once
  // there was an answer, or none is wanted, and says whether the reader is to see it move; `close()`
  // when the question is put again.
  Training.ask = (place, below, experiment, { open, close }) => {
    const says = make("div", { class: "says", role: "status", tabindex: -1 });
    const again = () => makeButton("Ask me again", () => {
      remember(experiment.name, undefined);
      close();
      show(false);
      place.querySelector("input").focus({ preventScroll: true });
    }, "small");
    const asked = () => make("p", { class: "asked" }, experiment.question);
    const look = () => make("p", { class: "look" }, experiment.look);
    const answered = (guess, fresh) => {
      place.replaceChildren(asked(), says, look());
      says.replaceChildren(...verdict(experiment, guess));
      below.replaceChildren(others(experiment, guess), again());
      if (fresh) says.focus({ preventScroll: true });
      open(fresh);
    };
    const looking = (moving) => {
      place.replaceChildren(asked(), look());
      below.replaceChildren(again());
      open(moving);
    };
    const show = (first) => {
      const guess = guesses()[experiment.name];
      if (experiment.options[guess]) return answered(guess, false);
      if (first && unasked()) return looking(false);
      const asks = form(experiment);
      asks.addEventListener("submit", (event) => {
        event.preventDefault();
        const picked = Number(new FormData(asks).get("guess"));
        remember(experiment.name, picked);
        answered(picked, true);
      });
      below.replaceChildren();
      place.replaceChildren(asks, makeButton("I\u2019ll just look", () => looking(true), "small"));
    };
    show(true);
  };
})();
