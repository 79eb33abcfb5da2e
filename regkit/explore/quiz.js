// A few questions with an answer to each option; a wrong one may be tried again.
const setUp = (root) => {
  root.dataset.ready = "yes";
  const keys = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  root.querySelectorAll("form").forEach((form, k) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const guess = new FormData(form).get("guess"), right = keys[k].options.indexOf(keys[k].answer);
      const verdict = line(Number(guess) === right ? "Right." : "Not so.", "strong");
      form.querySelector(".rk-says").replaceChildren(verdict, line(keys[k].says[guess]));
    });
  });
  root.classList.add("rk-on");
};
document.querySelectorAll(".rk-explore[data-quiz]:not([data-ready])").forEach(setUp);
