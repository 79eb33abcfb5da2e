// What the network says, drawn: its curve over the loans, or the border between its two classes.
(() => {
  Training.element = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const place = (v) => v.toFixed(1);
  Training.line = (xs, ys) => xs.map((x, i) => `${i ? "L" : "M"}${place(x)} ${place(ys[i])}`).join("");

  // Axes of numbers in a drawing of 360 x 300, and the functions that place a point on them.
  // Those of y may be powers of ten.
  Training.axes = (svg, { x: [left, right], y: [low, high], log, xTicks, yTicks, xName, yName, margins = [46, 12, 28, 44] }) => {
    const [west, east, north, south] = margins, WIDTH = 360, HEIGHT = 300;
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    svg.replaceChildren();
    const x = (v) => west + ((v - left) / (right - left)) * (WIDTH - west - east);
    const share = (v) => (log ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low));
    const y = (v) => HEIGHT - south - share(v) * (HEIGHT - north - south);
    const add = (name, attributes, text) => svg.appendChild(Training.element(name, attributes, text));
    add("rect", { x: west, y: north, width: WIDTH - west - east, height: HEIGHT - north - south, class: "frame" });
    for (const v of xTicks) add("text", { x: x(v), y: HEIGHT - south + 17, "text-anchor": "middle" }, Laboratory.say(v));
    for (const v of yTicks) add("text", { x: west - 6, y: y(v) + 5, "text-anchor": "end" }, Laboratory.say(v));
    add("text", { x: (west + WIDTH - east) / 2, y: HEIGHT - 8, "text-anchor": "middle" }, xName);
    add("text", { x: 4, y: 16 }, yName);
    return { x, y, add };
  };

  const curve = (svg, run, { bank }, rule) => {
    const at = Training.axes(svg, {
      x: [0, 4.5], y: [0, 7], xTicks: [0, 1, 2, 3, 4], yTicks: [0, 2, 4, 6], xName: "new loans ($k)", yName: "cash flow ($k)",
    });
    const loans = Array.from({ length: 181 }, (_, k) => 0.1 + k * (4.2 / 180)), xs = loans.map(at.x);
    const inside = (v) => at.y(Math.min(Math.max(v, 0), 7));
    at.add("path", { d: Training.line(rule.map(([loan]) => at.x(loan)), rule.map(([, cash]) => at.y(cash))), class: "truth" });
    const ghost = at.add("path", { class: "ghost" }), line = at.add("path", { class: "curve" });
    bank.loans.forEach((loan, k) => at.add("circle", { cx: at.x(loan), cy: at.y(bank.cash[k]), r: 4, class: "dot" }));
    const one = new Float64Array(1);
    return {
      draw() {
        const ys = loans.map((loan) => {
          one[0] = (loan - 2.25) / 2.25;
          return inside(run.network.scores(run.w, one)[0]);
        });
        line.setAttribute("d", Training.line(xs, ys));
      },
      keep() { ghost.setAttribute("d", line.getAttribute("d") ?? ""); },
    };
  };

  // The side of class 1 in cells of a grid, and its edge: in a cell that the border crosses, the
  // corners inside and the crossings, in the order of the circle.
  const CELLS = 44, EDGE = 2;
  const sides = (values, x, y) => {
    const side = [], border = [], step = (2 * EDGE) / CELLS, at = (k) => -EDGE + k * step;
    const xs = Array.from({ length: CELLS + 1 }, (_, k) => x(at(k))), ys = Array.from({ length: CELLS + 1 }, (_, k) => y(at(k)));
    for (let j = 0; j < CELLS; j++) {
      for (let i = 0; i < CELLS; i++) {
        const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
        const v = corners.map(([a, b]) => values[b * (CELLS + 1) + a]);
        if (v.every((one) => one <= 0)) continue;
        if (v.every((one) => one > 0)) {  // as far to the right as all is inside
          const from = i;
          while (i + 1 < CELLS && values[j * (CELLS + 1) + i + 2] > 0 && values[(j + 1) * (CELLS + 1) + i + 2] > 0) i++;
          side.push(`M${place(xs[from])} ${place(ys[j])}H${place(xs[i + 1])}V${place(ys[j + 1])}H${place(xs[from])}Z`);
          continue;
        }
        const shape = [], crossings = [];
        for (let k = 0; k < 4; k++) {
          const [[a, b], [c, d]] = [corners[k], corners[(k + 1) % 4]], [here, there] = [v[k], v[(k + 1) % 4]];
          if (here > 0) shape.push(`${place(xs[a])} ${place(ys[b])}`);
          if (here > 0 === there > 0) continue;
          const part = here / (here - there), point = `${place(xs[a] + part * (xs[c] - xs[a]))} ${place(ys[b] + part * (ys[d] - ys[b]))}`;
          shape.push(point);
          crossings.push(point);
        }
        side.push(`M${shape.join("L")}Z`);
        for (let k = 0; k + 1 < crossings.length; k += 2) border.push(`M${crossings[k]}L${crossings[k + 1]}`);
      }
    }
    return [side.join(""), border.join("")];
  };
  const map = (svg, run, { patterns }, name) => {
    const at = Training.axes(svg, {
      x: [-EDGE, EDGE], y: [-EDGE, EDGE], xTicks: [-2, -1, 0, 1, 2], yTicks: [-2, -1, 0, 1, 2], xName: "first input", yName: "second input",
    });
    const side = at.add("path", { class: "side" }), ghost = at.add("path", { class: "ghost" }), border = at.add("path", { class: "border" });
    const { points, side: classes } = patterns[name].own;
    points.forEach(([a, b], k) => at.add("circle", { cx: at.x(a / 100), cy: at.y(b / 100), r: 3.2, class: classes[k] ? "dot" : "ring" }));
    const two = new Float64Array(2), values = new Float64Array((CELLS + 1) ** 2);
    return {
      draw() {
        for (let j = 0, k = 0; j <= CELLS; j++) {
          for (let i = 0; i <= CELLS; i++, k++) {
            two[0] = -EDGE + (i * 2 * EDGE) / CELLS;
            two[1] = -EDGE + (j * 2 * EDGE) / CELLS;
            const scores = run.network.scores(run.w, two), gap = scores[1] - scores[0];
            values[k] = Math.abs(gap) < 1e-6 ? 0 : gap;  // an empty network says the same everywhere
          }
        }
        const [filled, edge] = sides(values, at.x, at.y);
        side.setAttribute("d", filled);
        border.setAttribute("d", edge);
      },
      keep() { ghost.setAttribute("d", border.getAttribute("d") ?? ""); },
    };
  };
  Training.picture = (svg, run, name, stored) => (name === "bank"
    ? curve(svg, run, stored, stored.bank.others.map((loan, k) => [loan, stored.bank.rule[k]]))
    : map(svg, run, stored, name));
})();
