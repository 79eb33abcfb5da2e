// The loss on the data, the penalty and the loss on others, each a curve of its own over the steps.
(() => {
  // Labels at least `gap` apart, each as near to its line as the others let it.
  const apart = (wanted, gap, low, high) => {
    const order = wanted.map((at, k) => ({ at, k })).sort((a, b) => a.at - b.at), places = [];
    order.forEach((one, i) => { one.at = Math.max(one.at, i ? order[i - 1].at + gap : low); });
    for (let i = order.length - 1; i >= 0; i--) order[i].at = Math.min(order[i].at, i === order.length - 1 ? high : order[i + 1].at - gap);
    for (const { at, k } of order) places[k] = at;
    return places;
  };
  const PARTS = [["loss", "data"], ["penalty", "penalty"], ["held", "held out"]];

  Training.curves = (svg, run) => ({
    draw(now) {
      const history = [...run.history, now], end = Math.max(now.t, 1);
      const values = history.flatMap((one) => PARTS.map(([key]) => one[key])).filter((v) => v > 0 && v < Infinity);
      const power = (v, round) => Math.min(Math.max(round(Math.log10(v)), -4), 4);
      const low = power(Math.min(...values), Math.floor), high = Math.max(power(Math.max(...values), Math.ceil), low + 1);
      const at = Training.axes(svg, {
        x: [0, end], y: [10 ** low, 10 ** high], log: true, xTicks: [0, end], yTicks: Array.from({ length: high - low + 1 }, (_, k) => 10 ** (low + k)),
        xName: "steps", yName: "loss, and penalty", margins: [62, 82, 28, 44],
      });
      const height = (v) => at.y(Math.min(Math.max(v, 10 ** low), 10 ** high));
      const places = apart(PARTS.map(([key]) => height(now[key])), 17, at.y(10 ** high) + 4, at.y(10 ** low));
      PARTS.forEach(([key, name], k) => {
        const some = history.filter((one) => one[key] > 0);  // there is no place for nothing
        at.add("path", { d: Training.line(some.map(({ t }) => at.x(t)), some.map((one) => height(one[key]))), class: `line ${key}` });
        at.add("text", { x: at.x(end) + 6, y: (places[k] + 5).toFixed(1), class: key }, name);
      });
    },
  });
})();
