// The loss on the data, the penalty and the loss on others, each a curve of its own over the steps.
(() => {
  const SIZES = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
  // Labels at least `gap` apart, each as near to its line as the others let it.
  const apart = (wanted, gap, low, high) => {
    const order = wanted.map((at, k) => ({ at, k })).sort((a, b) => a.at - b.at), places = [];
    order.forEach((one, i) => { one.at = Math.max(one.at, i ? order[i - 1].at + gap : low); });
    for (let i = order.length - 1; i >= 0; i--) order[i].at = Math.min(order[i].at, i === order.length - 1 ? high : order[i + 1].at - gap);
    for (const { at, k } of order) places[k] = at;
    return places;
  };
  Training.curves = (svg, run) => ({
    draw(now) {
      const history = [...run.history, now], end = Math.max(now.t, 1), late = history.filter(({ t }) => t >= 0.1 * end);
      const most = Math.max(...late.flatMap(({ loss, penalty, held }) => [loss, penalty, held]));
      const top = SIZES.find((size) => size >= most) ?? SIZES.at(-1);
      const at = Training.axes(svg, {
        x: [0, end], y: [0, top], xTicks: [0, end], yTicks: [0, top / 2, top], xName: "steps", yName: "loss, and penalty", margins: [46, 82, 28, 44],
      });
      const height = (v) => at.y(Math.min(v, top)), xs = history.map(({ t }) => at.x(t));
      const parts = [["loss", "data"], ["penalty", "penalty"], ["held", "held out"]];
      const places = apart(parts.map(([key]) => height(now[key])), 17, at.y(top) + 4, at.y(0));
      parts.forEach(([key, name], k) => {
        at.add("path", { d: Training.line(xs, history.map((one) => height(one[key]))), class: `line ${key}` });
        at.add("text", { x: at.x(end) + 6, y: (places[k] + 5).toFixed(1), class: key }, name);
      });
    },
  });
})();
