// The rule of the chapter on choosing, asked of the columns: over how many is the weight spread?
Laboratory.part((lab) => {
  // Maximize the likelihood of y ~ N(b, tau^2 ZZ' + noise^2 I) over their ratio, as regkit does.
  const mostLikely = (values, along, ySquares, n) => {
    const rest = Math.max(ySquares - lab.dot(along, along), 0), m = values.length, mean = m ? lab.mean(values) : 1;
    const ratios = [0];
    if (m) ratios.push(...lab.geometric(1e-6, 1e6, 400).map((ratio) => ratio / mean));
    if (m && m < n - 1) ratios.push(...lab.geometric(1e6 / mean, 1e24 / Math.min(...values), 200).slice(1));
    let best = 0, least = Infinity;
    for (const ratio of ratios) {
      let noise = rest, logs = 0;
      for (let k = 0; k < m; k++) {
        const spread = 1 + ratio * values[k];
        noise += along[k] ** 2 / spread;
        logs += Math.log(spread);
      }
      const minusLog = (n - 1) * Math.log(noise / (n - 1)) + logs;
      if (minusLog < least) [best, least] = [ratio, minusLog];
    }
    return best;
  };

  // The share of the columns among which the forecast's weight is spread; 0 if there is none.
  lab.carriers = (columns, y) => {
    const varying = columns.filter((_, j) => !lab.centred([columns[j]], false).constant[0]);
    if (!varying.length) return 0;
    const problem = lab.squares(varying, y, true), { values, loadings, along } = lab.spectrum(problem), { n } = problem;
    const parts = along.map((a, k) => (Math.sqrt(n) * a) / Math.sqrt(values[k]));
    const ratio = mostLikely(values, parts, n * problem.ySquare, n);
    const weights = lab.combine(loadings, parts.map((a, k) => (ratio * Math.sqrt(values[k]) * a) / (1 + ratio * values[k])), varying.length);
    const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    if (!largest) return 0;
    const squares = weights.map((w) => (w / largest) ** 2);
    return lab.sum(squares) ** 2 / (varying.length * lab.dot(squares, squares));
  };

  const NAMES = { none: "no penalty", l1: "L1 (lasso)", l2: "L2 (ridge)", en: "Elastic Net" };
  const percent = (share) => `${Math.round(100 * share)} %`;
  // `rules` are regkit's thresholds, and what its study found for each answer and number of rows.
  lab.verdict = (rules, rows, carriers, goal) => {
    const { few, many } = rules, reasons = [];
    let family = "en", arm = "between";
    if (carriers === 0) {
      [family, arm] = ["l1", "few"];
      reasons.push("A ridge fit found nothing to carry: L1 can drop every column.");
    } else {
      reasons.push(`The weight is spread over ${percent(carriers)} of the columns (below ${percent(few)}, few carry it).`);
      if (carriers < few) [family, arm] = ["l1", "few"];
      else if (goal === "predict") {
        reasons.push(`It is ${carriers > many ? "above" : "not above"} ${percent(many)}, from where many carry it.`);
        if (carriers > many) [family, arm] = ["l2", "many"];
      } else if (carriers > many) arm = "many";
      if (family === "en") reasons.push("Elastic Net covers both.");
    }
    if (rows < rules.least) {
      return { family: null, title: "Cannot tell", reasons: [
        `With ${rows} rows no recommendation is made. In the study the better of L1 and L2 on ${rules.small} rows was still the better one on ${rules.large} rows in ${percent(rules.stays)} of the draws; a coin gives 50 %.`,
        ...reasons] };
    }
    const size = rules.sizes.filter((n) => n <= rows).at(-1), found = rules.evidence[arm][size][family];
    const near = Object.keys(found).filter((other) => other !== "none" && found[other][1] <= 0);
    for (const [other, [mean, low, high]] of Object.entries(found)) {
      const gap = `${mean.toFixed(2)} % (${low.toFixed(2)} to ${high.toFixed(2)})`.replaceAll("-", "−");
      reasons.push(`Where the rule said so in the study, on ${size} rows, ${NAMES[other]} had more regret by ${gap}${low <= 0 ? ": cannot tell them apart" : ""}.`);
    }
    const title = NAMES[family] + (near.length ? `; cannot tell it from ${near.map((m) => NAMES[m]).join(" and ")}` : "");
    return { family, title, reasons };
  };
});
