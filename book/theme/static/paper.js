// A page on paper: white, everything open, each question in its place and the answers at its end.
(() => {
  const undo = [];  // what brings the screen back, the last first
  const words = (node) => {
    const copy = node.cloneNode(true);
    for (const mark of copy.querySelectorAll(".headerlink, .rk-tip")) mark.remove();
    return copy.textContent.trim();
  };
  const make = (tag, ...children) => {
    const node = document.createElement(tag);
    node.append(...children);
    return node;
  };
  const change = (node, name, value) => {
    const before = node[name];
    node[name] = value;
    undo.push(() => { node[name] = before; });
  };
  const add = (parent, node) => {
    parent.append(node);
    undo.push(() => node.remove());
  };
  const move = (node, to) => {
    const place = document.createComment("");
    node.replaceWith(place);
    to.append(node);
    undo.push(() => place.replaceWith(node));
  };

  // Below a picture stands what it shows; how its sliders stand is of no use here.
  const caption = (figure) => {
    const said = figure.querySelector("[aria-label]")?.getAttribute("aria-label") || figure.querySelector("img")?.alt;
    if (said) change(figure.querySelector("figcaption"), "textContent", said);
  };

  // Over the picture that answers lies, pale, the one that asked.
  const overlay = (asked, answering) => {
    const earlier = asked.querySelectorAll(".rk-panels > svg"), panels = answering.querySelectorAll(".rk-panels > img");
    if (earlier.length !== panels.length) return;
    panels.forEach((image, k) => {
      const ghost = earlier[k].cloneNode(true), panel = make("div");
      ghost.classList.add("rk-ghost");
      ghost.setAttribute("aria-hidden", true);
      panel.className = "rk-panel";
      image.replaceWith(panel);
      panel.append(image, ghost);
      undo.push(() => panel.replaceWith(image));
    });
  };

  const answersLast = (article) => {
    const answers = make("section", make("h2", "Answers"));
    answers.className = "rk-answers";
    for (const still of article.querySelectorAll(".rk-still:has(details)")) {
      const root = still.parentElement, quiz = "quiz" in root.dataset;
      const name = quiz ? root.closest("section")?.querySelector("h1, h2, h3") : root.closest("figure[id]")?.querySelector(".caption-number");
      const list = make(quiz ? "ol" : "div");
      list.className = "rk-answer";
      answers.append(make("h3", name ? words(name) : "The question"), list);
      for (const answer of still.querySelectorAll("details")) {
        if (!quiz) overlay(still.querySelector("figure"), answer.querySelector("figure"));
        move(answer, quiz ? list.appendChild(make("li")) : list);
      }
      if (!quiz) add(still, make("p", "The picture that answers stands at the end, under Answers."));
    }
    const options = article.querySelectorAll("details.sd-dropdown");  // each is a guess, and judges it
    if (options.length) {
      const list = make("ul");
      list.className = "rk-answer";
      answers.append(make("h3", "The first guess"), list);
      for (const option of options) {
        const guess = make("strong", words(option.querySelector("summary")));
        move(option.querySelector(".sd-summary-content"), list.appendChild(make("li", guess)));
      }
    }
    if (answers.children.length > 1) add(article, answers);
  };

  // Above the text stand the names of the book and of the chapter: of each where there are several.
  const heads = (articles) => {
    const book = document.title.split(" — ").pop();
    const rules = articles.map((article, k) => {
      const name = articles.length > 1 ? `rk-${k}` : "", title = words(article.querySelector("h1"));
      if (name) change(article.style, "page", name);
      const [left, right] = [book, title === book ? "" : title].map((head) => JSON.stringify(head));
      return `@page ${name} { @top-left { content: ${left}; } @top-right { content: ${right}; } }`;
    });
    add(document.head, make("style", ...rules));
  };

  // Said once, under the title of a page from which paper takes something.
  const MOVES = ".rk-explore:not([data-quiz]), .rk-converter, .rk-laboratory, .rk-training, .rk-claims";
  const where = (article) => {
    if (!article.querySelector(MOVES)) return;
    const note = make("p", "On paper nothing moves or opens. What the text asks you to move, press or open is in the page of this name.");
    note.className = "rk-printed";
    article.querySelector("h1").after(note);
    undo.push(() => note.remove());
  };

  window.addEventListener("beforeprint", () => {
    const articles = [...document.querySelectorAll("article.bd-article")];
    change(document.documentElement.dataset, "theme", "light");
    for (const box of document.querySelectorAll("article details:not([open], .hide)")) change(box, "open", true);
    document.querySelectorAll(".rk-still figure").forEach(caption);
    articles.forEach(answersLast);
    articles.forEach(where);
    heads(articles);
  });
  window.addEventListener("afterprint", () => {
    while (undo.length) undo.pop()();
  });
})();
