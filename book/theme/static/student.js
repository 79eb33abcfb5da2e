// The student's door: an answer's stop is a link, and first tries stand as two rows of dots.
document.addEventListener("DOMContentLoaded", () => {
  const places = [...document.querySelectorAll("#ten-stops ol a")].map((link) => link.getAttribute("href"));
  const tests = [...document.querySelectorAll(".rk-explore[data-quiz]")].map((root) => {
    const { score, questions } = JSON.parse(root.querySelector("[type='application/json']").textContent);
    const rows = Object.assign(document.createElement("div"), { className: "rk-tries" });
    root.querySelector("[data-tally]").before(rows);
    return { root, score, questions, rows, first: questions.map(() => "") };
  });
  // The first try of each question, ✓, ✗ or none: where nothing is remembered, the first of this visit.
  const look = ({ root, questions, first }) => {
    const all = memory.all();
    root.querySelectorAll("form").forEach((form, k) => {
      const { key, options, answer } = questions[k];
      const now = form.querySelector("label:not([data-verdict=''])[data-verdict]")?.dataset.verdict ?? "";
      const before = all[key] ? (options[all[key][0]] === answer ? "\u2713" : "\u2717") : first[k];
      first[k] = now && (before || now);
    });
  };
  const WORDS = { "\u2713": "right", "\u2717": "wrong", "": "not yet" };
  const row = ({ score, first }) => {
    const line = Object.assign(document.createElement("p"), { textContent: score });
    const dots = document.createElement("span");
    dots.setAttribute("role", "img");
    dots.setAttribute("aria-label", `first tries: ${first.map((sign) => WORDS[sign]).join(", ")}`);
    dots.append(...first.map((sign) => {
      const dot = Object.assign(document.createElement("i"), { textContent: sign });
      dot.dataset.said = WORDS[sign];
      return dot;
    }));
    line.append(dots);
    return line;
  };

  // "Stops 3 and 5" names two places: each number leads to its own.
  const link = (text) => {
    const place = (stop) => make("a", { href: places[stop.match(/\d+/)[0] - 1] }, stop);
    text.replaceWith(...text.data.split(/(\bstops? \d+(?: and \d+)?)/i).flatMap((part, k) => (k % 2
      ? part.split(/( and )/i).map((stop, j) => (j % 2 ? stop : place(stop)))
      : part)));
  };

  const show = () => {
    tests.forEach(look);
    const begun = tests.filter(({ first }) => first.some(Boolean));
    for (const { root, rows } of tests) {
      rows.replaceChildren(...begun.map(row));
      for (const said of root.querySelectorAll(".rk-says > div")) {
        for (const node of [...said.childNodes]) if (node.nodeType === Node.TEXT_NODE) link(node);
      }
    }
  };
  document.addEventListener("regkit-counted", show);
  show();
});
