// Ten sentences: the reader says when each holds, and sees where the evidence says otherwise.
(() => {
  "use strict";

  const root = document.querySelector(".rk-sentences");
  const { version, sentences, chapters } = JSON.parse(root.querySelector("[type='application/json']").textContent);
  const byId = new Map(sentences.map((one) => [one.id, one]));
  const MARKS = { "holds": "\u25cf", "holds when": "\u25d0", "does not hold": "\u25cb", "cannot tell": "?" };
  const ANOTHER = "\u25d1"; // the other half: it holds, but on another condition

  // What was dealt and answered stays on this device, beside what the chapters keep there.
  const keep = () => memory.set("sentences", state);
  const deal = () => {
    const ids = [...byId.keys()];
    for (let k = ids.length - 1; k > 0; k--) {
      const j = Math.floor(Math.random() * (k + 1));
      [ids[k], ids[j]] = [ids[j], ids[k]];
    }
    return { version, ids: ids.slice(0, 10), guesses: {} };
  };
  const before = memory.get("sentences");
  let state = before?.version === version ? before : deal();

  const live = make("div", { class: "live" });
  const says = make("div", { role: "status" });

  // An option in words, and as a mark.
  const onCondition = (one) => one.kind === "holds when";
  const words = (one, option) => (onCondition(one) ? `holds when ${one.options[option]}` : one.options[option]);
  const markOf = (one, option) => {
    if (!onCondition(one)) return MARKS[one.options[option]];
    return option === one.answer ? MARKS["holds when"] : ANOTHER;
  };

  const ask = (moved) => {
    const number = state.ids.findIndex((id) => !(id in state.guesses));
    if (number < 0) return end(moved);
    const one = byId.get(state.ids[number]);
    const claim = make("p", { class: "claim", tabindex: -1 }, `\u201c${one.text}\u201d`);
    const buttons = one.options.map((option, k) => makeButton(option, () => answer(one, k, buttons)));
    says.replaceChildren();
    live.replaceChildren(
      make("p", { class: "small" }, `Sentence ${number + 1} of ${state.ids.length}, from the ${one.article} article`),
      claim,
      make("p", { id: "rk-asked" }, onCondition(one) ? "This holds on a condition. It holds when \u2026" : "What does the evidence say?"),
      make("ul", { class: "options", "aria-labelledby": "rk-asked" }, ...buttons.map((each) => make("li", {}, each))),
      says,
    );
    if (moved) claim.focus();
  };

  const answer = (one, guess, buttons) => {
    if (one.id in state.guesses) return;
    state.guesses[one.id] = guess;
    keep();
    const agree = guess === one.answer;
    buttons.forEach((each, k) => {
      each.setAttribute("aria-disabled", true);
      const who = [k === guess && "you", k === one.answer && "the evidence"].filter(Boolean).join(", ");
      if (!who) return;
      each.classList.add("said");
      each.append(make("b", {}, `${k === one.answer ? "\u2713" : "\u2717"} ${who}`));
    });
    const figure = make("div");
    figure.innerHTML = one.figure; // made with the page
    const last = state.ids.every((id) => id in state.guesses);
    says.replaceChildren(
      make("p", {}, agree ? "You and the evidence agree: " : "Here you and the evidence part. The evidence says: ", make("strong", {}, words(one, one.answer)), "."),
      figure,
      make("p", { class: "small" }, make("a", { href: `claims.html#claim-${one.id}` }, `All the evidence on ${one.id}`), " \u00b7 ",
        make("a", { href: `${one.chapter}.html` }, `the chapter: ${chapters[one.chapter]}`)),
      makeButton(last ? "All ten, beside the evidence" : "Next sentence", () => ask(true), "next"),
    );
  };

  const asText = (ones) => [
    "Ten sentences about regularization: when do they hold?",
    `sentences  ${ones.map((one) => one.id).join(" ")}`,
    `I said     ${ones.map((one) => markOf(one, state.guesses[one.id])).join(" ")}`,
    `evidence   ${ones.map((one) => MARKS[one.kind]).join(" ")}`,
    `${MARKS.holds} holds  ${MARKS["holds when"]} on this condition  ${ANOTHER} on another  ${MARKS["does not hold"]} does not hold  ? cannot tell`,
  ].join("\n");

  const end = (moved) => {
    const ones = state.ids.map((id) => byId.get(id));
    const cell = (sign, said) => make("td", {}, make("span", { "aria-hidden": true }, sign), make("span", { class: "visually-hidden" }, said));
    const rows = ones.map((one) => make("tr", {},
      make("th", { scope: "row" }, make("a", { href: `claims.html#claim-${one.id}` }, one.id), ` ${one.text} `, make("em", {}, words(one, one.answer))),
      cell(markOf(one, state.guesses[one.id]), words(one, state.guesses[one.id])),
      cell(MARKS[one.kind], words(one, one.answer)),
    ));
    const title = make("p", { class: "claim", tabindex: -1 }, "Your marks, beside those of the evidence");
    const text = make("textarea", { readonly: true, rows: 6, wrap: "off", "aria-label": "The marks as text" });
    text.value = asText(ones);
    const copy = () => {
      text.select();
      const done = () => says.replaceChildren("Copied.");
      const refused = () => says.replaceChildren("The text is selected: copy it with the keyboard.");
      if (navigator.clipboard) navigator.clipboard.writeText(text.value).then(done, refused);
      else refused();
    };
    const again = () => {
      state = deal();
      keep();
      ask(true);
    };
    says.replaceChildren();
    live.replaceChildren(
      title,
      make("table", {},
        make("thead", {}, make("tr", {}, ...["Sentence", "You", "Evidence"].map((name) => make("th", { scope: "col" }, name)))),
        make("tbody", {}, ...rows)),
      make("p", { class: "small" }, `${MARKS.holds} holds, ${MARKS["holds when"]} holds on the condition that is given, ${ANOTHER} on another one, ${MARKS["does not hold"]} does not hold, ? cannot tell.`),
      text,
      make("p", {}, makeButton("Copy the marks", copy), " ", makeButton("Deal ten others", again)),
      says,
    );
    if (moved) title.focus();
  };

  root.classList.add("on");
  const changed = before && before.version !== version;
  root.append(...(changed ? [make("p", { class: "small screen" }, "The claims have changed since you were here, so ten new sentences were dealt.")] : []), live);
  keep();
  ask(false);
})();
