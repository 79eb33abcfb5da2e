// The path of the weights and the curve of the errors, drawn over the strength.
(() => {
  const lab = Laboratory;
  const WIDTH = 640, HEIGHT = 400, TOP = 40, BOTTOM = 78, NAMES = 200, NUMBERS = 92;
  const COLORS = ["--rk-f1", "--rk-f2", "--rk-f3", "--rk-f4", "--rk-f5"], DASHES = ["", "12 6", "3 5"];

  const element = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  // A few round numbers between two others.
  const ticks = (low, high) => {
    const rough = (high - low) / 6, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough);
    const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
    return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  };

  // Axes with the strength growing to the right, and the functions that place a point on them. Lines
  // are named where they are longest, at the weak end; the numbers then stand at the other.
  const panel = (svg, lams, [low, high], words, named) => {
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute("role", "img");
    const [top, bottom] = [Math.log10(lams[0]), Math.log10(lams.at(-1))];
    const [left, right] = named ? [NAMES, WIDTH - NUMBERS] : [NUMBERS, WIDTH - 24];
    const x = (lam) => left + ((Math.log10(lam) - bottom) / (top - bottom)) * (right - left);
    const y = (v) => TOP + ((high - Math.min(Math.max(v, low), high)) / (high - low)) * (HEIGHT - TOP - BOTTOM);
    const add = (name, attributes, text) => svg.appendChild(element(name, attributes, text));
    add("rect", { x: left, y: TOP, width: right - left, height: HEIGHT - TOP - BOTTOM, fill: "none", class: "frame" });
    for (const v of ticks(low, high)) {
      add("path", { d: `M${named ? right : left - 6} ${y(v)}h6`, class: "frame" });
      add("text", { x: named ? right + 10 : left - 10, y: y(v) + 7, "text-anchor": named ? "start" : "end" }, lab.say(v, 3));
    }
    const powers = [];
    for (let power = Math.floor(top); power >= bottom; power--) powers.push(power);
    const every = Math.ceil(powers.length / 4);
    powers.filter((_, k) => k % every === 0).forEach((power) => {
      add("path", { d: `M${x(10 ** power)} ${HEIGHT - BOTTOM}v6`, class: "frame" });
      add("text", { x: x(10 ** power), y: HEIGHT - BOTTOM + 30, "text-anchor": "middle" }, lab.say(10 ** power));
    });
    add("text", { x: (left + right) / 2, y: HEIGHT - 14, "text-anchor": "middle" }, "strength λ, stronger to the right");
    add("text", { x: left, y: 26 }, words);
    return { x, y, add };
  };
  const line = (xs, ys) => xs.map((x, i) => `${i ? "L" : "M"}${x.toFixed(1)} ${ys[i].toFixed(1)}`).join("");
  // Labels at least `gap` apart, each as near to where it belongs as the others let it.
  const spread = (wanted, gap, low, high) => {
    const places = [...wanted];
    places.forEach((place, i) => { places[i] = Math.max(place, i ? places[i - 1] + gap : low); });
    for (let i = places.length - 1; i >= 0; i--) places[i] = Math.min(places[i], i === places.length - 1 ? high : places[i + 1] - gap);
    return places;
  };

  lab.drawPath = (svg, { lams, path, labels, scaled, now }) => {
    const all = path.flatMap(({ w }) => [...w]), low = Math.min(0, ...all), high = Math.max(0, ...all), edge = 0.05 * (high - low || 1);
    const { x, y, add } = panel(svg, [...lams], [low - edge, high + edge], scaled ? "weights of the scaled columns" : "weights", true);
    const size = (j) => Math.max(...path.map(({ w }) => Math.abs(w[j])));
    const order = [...labels.keys()].sort((a, b) => size(b) - size(a)), named = order.slice(0, 8), xs = [...lams].map(x);
    for (const j of order.slice(8)) add("path", { d: line(xs, path.map(({ w }) => y(w[j]))), class: "rest" });
    const colour = (k) => `stroke: var(${COLORS[k % 5]}); stroke-dasharray: ${DASHES[Math.floor(k / 5)]}`;
    named.forEach((j, k) => add("path", { d: line(xs, path.map(({ w }) => y(w[j]))), class: "line", style: colour(k) }));
    const ends = named.map((j, k) => ({ j, k, at: y(path.at(-1).w[j]) })).sort((a, b) => a.at - b.at);
    const places = spread(ends.map(({ at }) => at), 26, TOP + 6, HEIGHT - BOTTOM);
    ends.forEach(({ j, k }, i) => {
      add("path", { d: `M${NAMES} ${ends[i].at}l-14 ${places[i] - ends[i].at}`, class: "line thin", style: colour(k) });
      add("text", { x: NAMES - 18, y: places[i] + 7, "text-anchor": "end" }, lab.short(labels[j], 16));
    });
    add("path", { d: `M${x(lams[now])} ${TOP}V${HEIGHT - BOTTOM}`, class: "now" });
    svg.setAttribute("aria-label", `The weights of ${labels.length} columns over the strength. The largest are those of ${named.slice(0, 3).map((j) => labels[j]).join(", ")}. The table of weights has the numbers.`);
  };

  lab.drawErrors = (svg, { lams, cv, classes, now, folds }) => {
    const { mean, se, best, oneSe } = cv, lowest = Math.min(...mean.map((m, k) => m - se[k]));
    const start = mean[0] + se[0], highest = Math.min(Math.max(...mean.map((m, k) => m + se[k])), start + 0.5 * (start - lowest));
    const edge = 0.05 * (highest - lowest || 1);
    const { x, y, add } = panel(svg, [...lams], [Math.max(0, lowest - edge), highest + edge], classes ? "log loss of rows held out" : "squared error of rows held out", false);
    const xs = [...lams].map(x), upper = mean.map((m, k) => y(m + se[k])), lower = mean.map((m, k) => y(m - se[k]));
    add("path", { d: `${line(xs, upper)}${line([...xs].reverse(), [...lower].reverse()).replace("M", "L")}Z`, class: "band" });
    add("path", { d: line(xs, mean.map(y)), class: "line mean" });
    const mark = (k, style, words, row) => {
      add("path", { d: `M${x(lams[k])} ${TOP}V${HEIGHT - BOTTOM}`, class: "mark", style: `stroke-dasharray: ${style}` });
      const left = x(lams[k]) > WIDTH / 2;
      add("text", { x: x(lams[k]) + (left ? -6 : 6), y: TOP + 26 + 28 * row, "text-anchor": left ? "end" : "start", class: "halo" }, words);
    };
    mark(best, "2 5", "best", 0);
    if (oneSe !== best) mark(oneSe, "9 6", "one standard error", 1);
    add("path", { d: `M${x(lams[now])} ${TOP}V${HEIGHT - BOTTOM}`, class: "now" });
    svg.setAttribute("aria-label", `The error of ${folds} folds over the strength, with one standard error on both sides. It is least, ${lab.say(mean[best])}, at λ = ${lab.say(lams[best])}.`);
  };
})();
