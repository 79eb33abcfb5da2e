// The network, drawn: a wire for each weight, the wider the larger, and none where it is exactly zero.
(() => {
  const WIDTH = 360, HEIGHT = 300, TOP = 34, BOTTOM = 16, LEFT = 34, WIDTHS = 8;

  Training.wires = (svg, { network, w }) => {
    const { sizes, layers } = network, last = sizes.length - 1;
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    svg.replaceChildren();
    svg.classList.toggle("many", sizes.some((n) => n > 30));
    const add = (name, attributes, text) => svg.appendChild(Training.element(name, attributes, text));
    const x = (i) => LEFT + (i / last) * (WIDTH - 2 * LEFT);
    const y = (i, k) => TOP + ((k + 0.5) / sizes[i]) * (HEIGHT - TOP - BOTTOM);
    // for each width, the wires of positive and of negative weights; where they are many, thinner
    const many = layers.reduce((sum, { from, to }) => sum + from * to, 0), widest = Math.min(6, 40 / Math.sqrt(many));
    const drawn = Array.from({ length: WIDTHS }, (_, k) => ["plus", "minus"].map((sign) =>
      add("path", { class: `wire ${sign}`, "stroke-width": (0.3 + (widest * k) / (WIDTHS - 1)).toFixed(2) })));
    const units = sizes.map((n, i) => Array.from({ length: n }, (_, k) =>
      add("circle", { cx: x(i), cy: y(i, k).toFixed(1), r: Math.min(9, 100 / n).toFixed(1), class: "unit" })));
    const names = ["input", ...layers.slice(1).map(() => "units"), "output"].map((name, i) => (i === 0 && sizes[0] > 1 ? "inputs" : i === last && sizes[last] > 1 ? "scores" : name));
    names.forEach((name, i) => add("text", { x: x(i), y: 18, "text-anchor": "middle" }, name));

    // A hidden unit without a wire in, or without one out, tells the output nothing about the input.
    const mute = (i, k) => {
      const { from, to, at } = layers[i - 1], next = layers[i];
      let into = false, out = false;
      for (let j = 0; j < from; j++) into ||= w[at + j * to + k] !== 0;
      for (let j = 0; j < next.to; j++) out ||= w[next.at + k * next.to + j] !== 0;
      return !into || !out;
    };
    return {
      draw() {
        const paths = drawn.map(() => ["", ""]);
        let largest = 0;
        for (let i = 0; i < w.length; i++) if (network.isWeight[i]) largest = Math.max(largest, Math.abs(w[i]));
        layers.forEach(({ from, to, at }, i) => {
          for (let j = 0; j < from; j++) for (let k = 0; k < to; k++) {
            const v = w[at + j * to + k];
            if (v === 0) continue;
            const wide = Math.round((Math.abs(v) / largest) * (WIDTHS - 1));
            paths[wide][v < 0 ? 1 : 0] += `M${x(i)} ${y(i, j).toFixed(1)}L${x(i + 1)} ${y(i + 1, k).toFixed(1)}`;
          }
        });
        drawn.forEach((pair, k) => pair.forEach((path, sign) => path.setAttribute("d", paths[k][sign])));
        let living = 0, hidden = 0;
        for (let i = 1; i < last; i++) units[i].forEach((unit, k) => {
          const off = mute(i, k);
          unit.classList.toggle("off", off);
          hidden++;
          living += off ? 0 : 1;
        });
        return { living, hidden };
      },
    };
  };
})();
