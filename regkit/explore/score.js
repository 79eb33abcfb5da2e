// How many answers were right at the first try: known to this page, and to nothing else.
const keepScore = (root) => {
  const keys = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const tally = root.querySelector("[role=status][data-tally]");
  root.querySelectorAll("form").forEach((form, k) => {
    form.addEventListener("submit", () => {
      const guess = Number(new FormData(form).get("guess"));
      root.dataset.tried = Number(root.dataset.tried ?? 0) + 1;
      if (keys[k].options[guess] === keys[k].answer) root.dataset.right = Number(root.dataset.right ?? 0) + 1;
      tally.textContent = [...document.querySelectorAll(".rk-explore[data-score][data-tried]")]
        .map(({ dataset: { score, tried, right = 0, of } }) =>
          `${score}: ${right} of ${tried} right at the first try${tried === of ? "" : `, ${of - tried} to go`}.`)
        .join(" ");
      // leaving the page would lose the count
      for (const link of document.querySelectorAll("article a[href*='.html']")) link.target = "_blank";
    }, { once: true });
  });
};
document.querySelectorAll(".rk-explore[data-score]:not([data-tallied])").forEach((root) => {
  root.dataset.tallied = "yes";
  keepScore(root);
});
