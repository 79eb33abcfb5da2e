// A few questions with an answer to each option; a wrong one may be tried again. The first tries
// and the last ones are remembered; a quiz with a name counts the first tries that were right.
const quiz = (root, data) => {
  const live = make("div", { class: "rk-live" }), tally = make("p", { role: "status", "data-tally": true });
  const tries = data.questions.map((question) => memory.get(question.key) ?? []);
  data.questions.forEach((question, k) => {
    const form = askForm(question, "Check"), says = make("div", { class: "rk-says", role: "status" });
    form.querySelector("legend").prepend(`${k + 1}. `);
    form.append(says);
    const answer = (guess) => {
      const right = isRight(question, guess);
      form.querySelectorAll("label").forEach((label, option) => {
        label.dataset.verdict = option === Number(guess) ? (right ? "\u2713" : "\u2717") : "";
      });
      says.dataset.right = right;
      says.replaceChildren(make("strong", {}, right ? "\u2713 Right." : "\u2717 Not so."), make("div", {}, question.says[guess]));
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const guess = Number(new FormData(form).get("guess"));
      tries[k] = tries[k].length ? [tries[k][0], guess] : [guess];
      memory.set(question.key, tries[k]);
      answer(guess);
      document.dispatchEvent(new Event(COUNTED));
    });
    if (tries[k].length) {
      form.querySelectorAll("input")[tries[k].at(-1)].checked = true;
      answer(tries[k].at(-1));
    }
    live.append(form);
  });
  if (data.score) {
    root.count = () => {
      const tried = tries.filter((list) => list.length).length, of = tries.length;
      const right = tries.filter((list, k) => list.length && isRight(data.questions[k], list[0])).length;
      const rest = tried === of ? "" : `, ${of - tried} to go`;
      return tried ? `${data.score}: ${right} of ${tried} right at the first try${rest}.` : "";
    };
    const tell = () => {
      const counts = [...document.querySelectorAll(".rk-explore")].map((one) => one.count?.() ?? "");
      tally.textContent = counts.filter(Boolean).join(" ");
    };
    document.addEventListener(COUNTED, tell);
    const forget = makeButton("Start this test again", () => {
      tries.forEach((list, k) => { tries[k] = []; memory.set(data.questions[k].key, undefined); });
      live.querySelectorAll("form").forEach((form) => {
        form.reset();
        form.querySelector(".rk-says").replaceChildren();
        form.querySelectorAll("label").forEach((label) => { label.dataset.verdict = ""; });
      });
      document.dispatchEvent(new Event(COUNTED));
    }, "rk-small");
    live.append(tally, forget);
    queueMicrotask(tell);
  }
  root.append(live);
};
const COUNTED = "regkit-counted";
