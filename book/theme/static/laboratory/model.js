// One way to speak of both losses: a problem, its path over the strengths, its errors in folds.
Laboratory.part((lab) => {
  lab.strengths = (lam, mix) => [lam * (1 - mix), lam * mix];

  lab.problem = (columns, y, classes, standardize) =>
    (classes ? lab.logistic : lab.squares)(columns, y, standardize);

  // In the columns' own units, with the intercept.
  const inUnits = (problem, w, b) => {
    const coef = w.map((v, j) => v / problem.scales[j]);
    return { w, b, coef, intercept: b - lab.dot(coef, problem.means) };
  };
  // The minimum at one strength; `start` is a minimum nearby.
  lab.at = (problem, lam, mix, start) => {
    const [l1, l2] = lab.strengths(lam, mix), none = new Float64Array(problem.X.length);
    if (problem.kind === "logistic") {
      const found = lab.logisticAt(problem, l1, l2, start ?? { w: none, b: problem.start });
      return inUnits(problem, found.w, found.b);
    }
    return inUnits(problem, lab.squaresAt(problem, l1, l2, start?.w ?? none), problem.yMean);
  };
  // The minima at descending strengths.
  lab.path = (problem, lams, mix, tell) => {
    const found = [];
    lams.forEach((lam, k) => {
      found.push(lab.at(problem, lam, mix, found.at(-1)));
      tell?.(k + 1);
    });
    return found;
  };

  // From the strength that leaves no weight (or, for ridge, next to none) down to a small part.
  lab.grid = (problem, mix, k) => {
    const { X, y, n } = problem, mean = lab.mean(y);
    const pull = X.map((x) => Math.abs(x.reduce((sum, v, i) => sum + v * (y[i] - mean), 0) / n));
    const largest = Math.max(...pull, 0);
    if (!(largest > 0)) return null;
    const top = largest / Math.max(1 - mix, 1e-3) * (1 + 1e-12);
    const deep = n > X.length ? 1e-4 : 1e-2;
    return lab.geometric(top, top * (mix === 1 ? deep * 1e-2 : deep), k);
  };

  lab.forecast = (columns, { coef, intercept }, n) =>
    lab.combine(columns, coef, n).map((v) => v + intercept);
  // Mean squared error; or log loss and the share of rows whose more probable class is not theirs.
  lab.errorsOf = (columns, y, classes, model) => {
    const z = lab.forecast(columns, model, y.length);
    if (!classes) return { loss: lab.mean(y.map((v, i) => (v - z[i]) ** 2)) };
    return { loss: lab.logLoss(y, z), wrong: lab.mean(y.map((v, i) => Number((z[i] > 0) !== (v === 1)))) };
  };

  // Rows of each class, or all, dealt to k folds; the same deal for the same seed.
  lab.deal = (y, classes, k, seed) => {
    const random = lab.random(seed), fold = new Array(y.length);
    const groups = classes ? [0, 1].map((c) => [...y.keys()].filter((i) => y[i] === c)) : [[...y.keys()]];
    let next = 0;
    for (const rows of groups) for (const i of lab.shuffled(rows, random)) fold[i] = next++ % k;
    return fold;
  };

  // errors[k][f] for strengths and folds; scales are learned from a fold's training rows.
  lab.crossValidate = (columns, y, classes, standardize, lams, mix, fold, tell) => {
    const folds = Math.max(...fold) + 1, loss = Array.from(lams, () => []), wrong = Array.from(lams, () => []);
    for (let f = 0; f < folds; f++) {
      const rows = [...fold.keys()], train = rows.filter((i) => fold[i] !== f), test = rows.filter((i) => fold[i] === f);
      const part = (some) => [columns.map((c) => lab.rowsOf(c, some)), lab.rowsOf(y, some)];
      const [tested, yTest] = part(test);
      const path = lab.path(lab.problem(...part(train), classes, standardize), lams, mix, (k) => tell?.(f * lams.length + k));
      path.forEach((model, k) => {
        const errors = lab.errorsOf(tested, yTest, classes, model);
        loss[k].push(errors.loss);
        wrong[k].push(errors.wrong);
      });
    }
    return { ...lab.choice(loss), loss, wrong: classes ? wrong.map((w) => lab.mean(w)) : null };
  };
  // The smallest mean, and the strongest within one standard error of it.
  lab.choice = (loss) => {
    const mean = loss.map((row) => row.reduce((a, b) => a + b, 0) / row.length);
    const se = loss.map((row, k) =>
      Math.sqrt(row.reduce((s, x) => s + (x - mean[k]) ** 2, 0) / (row.length - 1) / row.length));
    const best = mean.indexOf(Math.min(...mean));
    return { mean, se, best, oneSe: mean.findIndex((m) => m <= mean[best] + se[best]) };
  };

  // How often each column is kept when as many rows are drawn again, with replacement.
  lab.kept = (columns, y, classes, standardize, lam, mix, start, seed, times, tell) => {
    const random = lab.random(seed), counts = columns.map(() => 0);
    let dealt = 0;
    for (let t = 0; t < times; t++) {
      const rows = Array.from(y, () => Math.floor(random() * y.length)), drawn = lab.rowsOf(y, rows);
      tell?.(t + 1);
      if (classes && new Set(drawn).size < 2) continue;  // nothing to tell apart
      const problem = lab.problem(columns.map((c) => lab.rowsOf(c, rows)), drawn, classes, standardize);
      lab.at(problem, lam, mix, start).coef.forEach((w, j) => { if (w) counts[j]++; });
      dealt++;
    }
    return { counts, dealt };
  };
});
