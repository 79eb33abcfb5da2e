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
    const top = largest / Math.max(1 - mix, 1e-3), deep = (n > X.length ? 1e-4 : 1e-2) * (mix === 1 ? 1e-2 : 1);
    // four digits, so that a strength is what it is said to be; the first keeps out every column
    const digits = lab.geometric(top, top * deep, k).map((lam) => Number(lam.toPrecision(4)));
    if (digits[0] < top) digits[0] = Number((top * 1.001).toPrecision(4));
    return digits;
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

  // The errors at each strength in fold f, of models of the other rows, which give the scales, too.
  lab.errorsInFold = (columns, y, classes, standardize, lams, mix, fold, f, tell) => {
    const rows = [...fold.keys()], train = rows.filter((i) => fold[i] !== f), test = rows.filter((i) => fold[i] === f);
    const part = (some) => [columns.map((c) => lab.rowsOf(c, some)), lab.rowsOf(y, some)];
    const [tested, yTest] = part(test);
    const path = lab.path(lab.problem(...part(train), classes, standardize), lams, mix, tell);
    return path.map((model) => lab.errorsOf(tested, yTest, classes, model));
  };
  // What the errors of all folds say together.
  lab.together = (folds) => {
    const strengths = [...folds[0].keys()], of = (name) => strengths.map((k) => folds.map((errors) => errors[k][name]));
    const loss = of("loss");
    return { ...lab.choice(loss), loss, wrong: "wrong" in folds[0][0] ? of("wrong").map(lab.mean) : null };
  };
  // The smallest mean, and the strongest within one standard error of it.
  lab.choice = (loss) => {
    const mean = loss.map((row) => row.reduce((a, b) => a + b, 0) / row.length);
    const se = loss.map((row, k) =>
      Math.sqrt(row.reduce((s, x) => s + (x - mean[k]) ** 2, 0) / (row.length - 1) / row.length));
    const best = mean.indexOf(Math.min(...mean));
    return { mean, se, best, oneSe: mean.findIndex((m) => m <= mean[best] + se[best]) };
  };

  // Which columns are kept when as many rows are drawn again, with replacement; null where only
  // one class was drawn.
  lab.keptOnce = ({ columns, y, classes }, standardize, lam, mix, start, random) => {
    const rows = Array.from(y, () => Math.floor(random() * y.length)), drawn = lab.rowsOf(y, rows);
    if (classes && drawn.every((v) => v === drawn[0])) return null;
    const problem = lab.problem(columns.map((c) => lab.rowsOf(c, rows)), drawn, classes, standardize);
    return lab.at(problem, lam, mix, start).coef.map((w) => Number(w !== 0));
  };
});
