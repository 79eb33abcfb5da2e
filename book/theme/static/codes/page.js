// For a class: whoever came by an address with ?class=WORD gets a code for each finished quiz. The
// word and the reader's name stay on the device, and the page sends nothing.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  let asked = new URLSearchParams(location.search).get("class");
  let mine = memory.get("class") ?? {}; // the word of the class, and the reader's name
  const become = (given) => {
    mine = given;
    memory.set("class", given);
  };
  if (asked?.trim()) become({ ...mine, word: asked.trim() });

  // One line to type, and what happens to it.
  const line = (label, value, press, act) => {
    const input = make("input", { autocomplete: "off", required: "", value });
    const form = make("form", {}, make("label", {}, label, input), make("button", {}, press));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = input.value.trim().replace(/\s+/g, " ");
      if (typed) act(typed);
    });
    return [form, input];
  };

  const panels = [...document.querySelectorAll(".rk-explore.rk-on[data-quiz]")].map((root) => {
    const { score, questions } = JSON.parse(root.querySelector("[type='application/json']").textContent);
    const title = score ? `Your code for \u201c${score}\u201d` : "Your code for this quiz";
    const place = make("div"), says = make("p", { role: "status" }), foot = make("div");
    const panel = make("section", { class: "rk-class", "aria-label": title, tabindex: -1 }, place, says, foot);
    return { root, title, questions, panel, place, says, foot, seen: [] };
  });

  // The first try of each question, if there was one: where nothing is kept, the first of this visit.
  const firsts = ({ root, questions, seen }) => questions.map(({ key }, k) => {
    const now = [...root.querySelectorAll("form")[k].querySelectorAll("label")].findIndex((label) => label.dataset.verdict);
    seen[k] = now < 0 ? undefined : memory.get(key)?.[0] ?? seen[k] ?? now;
    return seen[k];
  });

  // The code as a line of the instructor's list: who, and what.
  const coded = (one, options) => {
    const text = make("textarea", { readonly: "", rows: 2, "aria-label": one.title, spellcheck: "false" });
    text.value = `${mine.name}, ${quizCode(mine.word, mine.name, one.questions.map(({ key }) => key), options)}`;
    const copy = () => {
      text.select();
      // the older way: unlike navigator.clipboard it is there wherever a page comes from
      one.says.textContent = document.execCommand("copy") ? "Copied." : "The line is selected: copy it.";
    };
    const note = make("p", {}, "It holds your first answers and fits your name only. This page sends nothing: give the whole line to your class.");
    return make("div", { class: "rk-code" }, note, text, makeButton("Copy", copy));
  };

  // For good: the address that made this a class's page does so no more.
  const leave = (one) => {
    const address = new URL(location.href);
    address.searchParams.delete("class");
    history.replaceState(null, "", address);
    asked = null;
    const left = `You have left the class \u201c${mine.word}\u201d.`;
    become({});
    document.querySelector(".rk-from-class")?.remove();
    panels.forEach(show);
    one.root.after(one.panel);
    one.says.textContent = left;
    one.panel.focus();
  };

  const show = (one) => {
    const { root, title, panel, place, says, foot } = one;
    for (const part of [place, says, foot]) part.replaceChildren();
    if (asked === null && !mine.word) { panel.remove(); return; }
    if (!panel.isConnected) root.after(panel);
    if (!mine.word) {
      const [form] = line("The word of your class", "", "Join", (word) => {
        become({ ...mine, word });
        panels.forEach(show);
        panel.focus();
      });
      place.append(form);
      return;
    }
    foot.append(makeButton(`Leave the class \u201c${mine.word}\u201d`, () => leave(one), "rk-leave"));
    const options = firsts(one), left = options.filter((option) => option === undefined).length;
    if (one.left && !left) says.textContent = "All questions are answered.";
    one.left = left;
    if (left) {
      place.append(make("p", {}, `${title} appears here when all questions are answered; ${left} to go.`));
      return;
    }
    const [form, input] = line("Your name or number, as your class knows it", mine.name ?? "", "Show my code", (name) => {
      become({ ...mine, name });
      panels.forEach(show);
      place.querySelector("textarea").select();
    });
    place.append(make("strong", {}, title), form, ...(mine.name ? [coded(one, options)] : []));
    input.addEventListener("input", () => { // the code was for another name
      place.querySelector(".rk-code")?.remove();
      says.replaceChildren();
    });
  };
  // Said where the page begins, as the quiz stands at its end.
  if (asked !== null && panels.length) {
    const [{ root }] = panels;
    root.id ||= "quiz-for-a-class";
    document.querySelector(".bd-article h1").after(make("p", { class: "rk-from-class" },
      "For your class: answer the quiz on this page, and hand in the line that it gives you. ", make("a", { href: `#${root.id}` }, "To the quiz")));
  }
  document.addEventListener("regkit-counted", () => panels.forEach(show));
  panels.forEach(show);
});
