// Frames drawn beforehand: the page holds the last as a picture, and of the others what differs.
const frames = (root, data) => {
  const figures = root.querySelectorAll(".rk-still figure");
  const stage = make("div", { class: "rk-stage" });
  const now = make("p", { class: "rk-now", "aria-live": "polite" });
  const link = make("a", { class: "rk-link" }, "Link to this view");
  let box, own, panels;
  const build = () => {
    [box, own] = picturesOf(figures[figures.length - 1]);
    panels = [...box.children].map((panel) => [panel.firstChild, ...panel.firstChild.querySelectorAll("*")]);
  };
  const show = () => {
    const setting = axes.get();
    const frame = data.order[setting.reduce((sum, place, k) => sum * data.axes[k].texts.length + place, 0)];
    for (const [panel, index, attribute, values, choice] of data.changes) {
      const node = panels[panel][index], value = values[choice[frame]];
      if (attribute === "") node.innerHTML = own(value);
      else if (value === null) node.removeAttribute(attribute);
      else node.setAttribute(attribute, own(value));
    }
    box.setAttribute("aria-label", data.says[frame]);
    now.textContent = data.says[frame];
    const id = root.closest("figure")?.id, query = new URLSearchParams();
    data.axes.forEach((axis, k) => query.set(axis.name, axis.values[setting[k]]));
    if (id) { link.href = `?${query}#${id}`; now.append(" ", link); }
  };
  const axes = controls(data.axes, data.start, () => {
    box.querySelectorAll(".rk-ghost").forEach((ghost) => ghost.remove());
    show();
  });
  ask(root, data, {
    stage, axes: axes.node, now,
    close() {
      const [opening] = picturesOf(figures[0]);
      opening.setAttribute("aria-label", figures[0].querySelector("img")?.alt
        || figures[0].querySelector("[aria-label]")?.getAttribute("aria-label") || "");
      stage.replaceChildren(opening);
      now.textContent = "";
    },
    open({ at, animate, guess, words }) {
      if (!box) build();
      box.querySelectorAll(".rk-ghost, .rk-guess").forEach((mark) => mark.remove());
      stage.replaceChildren(box);
      if (words !== undefined) {
        if (guess) drawGuess(box.children[guess[0]], guess[1]);
        else stage.append(make("p", { class: "rk-mark" }, `\u25b3 your guess: ${words}`));
      }
      if (!animate) {
        axes.set(at ?? data.proof);
        show();
        return;
      }
      drawGhosts(box, picturesOf(figures[0])[0]);
      glide((t) => {
        axes.set(data.start.map((from, k) => Math.round(from + t * (data.proof[k] - from))));
        show();
      });
    },
  });
};
