// 1/n sum log(1 + exp(-s (Xw + b))) + lam ((1 - mix) sum |w_j| + mix sum w_j^2), s = 1 or -1:
// Newton steps, each of which is a problem of `quadratic.js`. The intercept is eliminated.
Laboratory.part((lab) => {
  const STEPS = 60, FURTHEST = 30;  // further off in z the model says nothing
  const ENOUGH = 1e-14;

  lab.logistic = (columns, y, standardize) => {
    const { X, means, scales, constant } = lab.centred(columns, standardize);
    const share = lab.mean(y);
    const alone = -(share * Math.log(share) + (1 - share) * Math.log(1 - share));
    return { kind: "logistic", n: y.length, X, y, means, scales, constant, alone, start: Math.log(share / (1 - share)) };
  };

  // Loss, residual y - p and curvature p (1 - p) of each row.
  const slopes = (y, z) => {
    const n = z.length, loss = new Float64Array(n), q = new Float64Array(n), d = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const s = 2 * y[i] - 1, u = s * z[i], e = Math.exp(-Math.abs(u)), inverse = 1 / (1 + e);
      loss[i] = Math.log1p(e) + Math.max(-u, 0);
      q[i] = s * inverse * (u > 0 ? e : 1);
      d[i] = e * inverse * inverse;
    }
    return { loss, q, d };
  };
  lab.logLoss = (y, z) => lab.mean(slopes(y, z).loss);
  const priceOf = (w, l1, l2) => w.reduce((sum, v) => sum + l1 * Math.abs(v) + l2 * v * v, 0);

  // Everything about the weights w and the intercept b, z = Xw + b: the objective, the pulls of
  // the columns, and the gap over the loss of the intercept alone. For the gap, residuals of one
  // class are scaled down until all sum to 0, as regkit has it.
  const placeAt = (problem, w, b, z, l1, l2) => {
    const { X, y, n } = problem, at = slopes(y, z), price = priceOf(w, l1, l2);
    return {
      ...at, w, b, z, objective: lab.mean(at.loss) + price,
      judge() {
        let up = 0, down = 0;
        for (let i = 0; i < n; i++) if (y[i]) up += at.q[i]; else down -= at.q[i];
        const least = Math.min(up, down), ups = up > 0 ? least / up : 1, downs = down > 0 ? least / down : 1;
        const q = at.q.map((v, i) => v * (y[i] ? ups : downs));
        this.pull = X.map((x) => Math.abs(lab.dot(x, q) / n));
        let by = 1, conjugate = 0;
        if (l2 > 0) conjugate = this.pull.reduce((sum, g) => sum + Math.max(g - l1, 0) ** 2, 0) / (4 * l2);
        else by = Math.min(1, l1 / Math.max(...this.pull, l1));
        const log = (t) => (t > 0 ? t * Math.log(t) : 0);
        let entropy = 0;
        for (let i = 0; i < n; i++) entropy += log(Math.abs(q[i]) * by) + log(1 - Math.abs(q[i]) * by);
        this.gap = Math.max(this.objective + entropy / n + conjugate, 0) / problem.alone;
        return this;
      },
    };
  };

  // The second-order model of the loss over some columns, without the intercept.
  const modelAt = (problem, d, which) => {
    const X = which.map((j) => problem.X[j]), n = problem.n, sum = lab.sum(d);
    const H = lab.gram(X, d), mean = Float64Array.from(X, (x) => lab.dot(x, d) / sum);
    for (let j = 0; j < X.length; j++) {
      for (let k = 0; k < X.length; k++) H[j][k] -= (mean[j] * mean[k] * sum) / n;
      // what centring leaves of a constant is rounding
      if (!(H[j][j] > 1e-13 * (mean[j] ** 2 * sum) / n)) H[j][j] = 0;
    }
    return { H, mean, sum, which, X };
  };

  // The way to the model's minimum: in the weights, the intercept and the predictor.
  const wayOf = ({ H, mean, sum, which, X }, { w, q }, l1, l2) => {
    const n = q.length, rest = lab.sum(q), here = lab.rowsOf(w, which);
    const slope = X.map((x, j) => (lab.dot(x, q) - mean[j] * rest) / n);
    const c = Float64Array.from(slope, (g, j) => g + lab.dot(H[j], here));
    const found = lab.quadratic(H, c, l1, l2, here, Math.sqrt(sum / n));
    const move = found.map((v, j) => v - here[j]), db = rest / sum - lab.dot(mean, move);
    const dw = new Float64Array(w.length), goal = w.slice();
    which.forEach((j, k) => {
      dw[j] = move[k];
      goal[j] = found[k];  // zeros are exact
    });
    const dz = lab.combine(X, move, n);
    for (let i = 0; i < n; i++) dz[i] += db;
    return { dw, db, dz, goal };
  };

  // As far along it as the objective falls.
  const walk = (problem, from, { dw, db, dz, goal }, l1, l2) => {
    const far = (a) => a.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    let length = 1;
    while (length * far(dz) > FURTHEST + far(from.z)) length /= 2;
    for (;; length /= 2) {
      const w = length === 1 ? goal : from.w.map((v, j) => v + length * dw[j]);
      const z = from.z.map((v, i) => v + length * dz[i]);
      const next = placeAt(problem, w, from.b + length * db, z, l1, l2);
      if (next.objective <= from.objective * (1 + 1e-13) || length < 1e-8) return next.judge();
    }
  };

  // The minimum, from weights and an intercept nearby.
  lab.logisticAt = (problem, l1, l2, { w, b }) => {
    const z = lab.combine(problem.X, w, problem.n).map((v) => v + b);
    let place = placeAt(problem, w, b, z, l1, l2).judge(), model = null;
    for (let step = 0, stuck = 0; step < STEPS && place.gap > ENOUGH && stuck < 2; step++) {
      // columns without a weight that pull far less than l1 stay without
      const which = [...w.keys()].filter((j) => place.w[j] || place.pull[j] > 0.8 * l1);
      if (!which.every((j) => model?.which.includes(j))) model = null;
      const fresh = !model, { gap } = place;
      model ??= modelAt(problem, place.d, which);
      place = walk(problem, place, wayOf(model, place, l1, l2), l1, l2);
      if (place.gap > 0.1 * gap) model = null;  // it is kept while its steps gain much
      stuck = fresh && place.gap > 0.5 * gap && place.gap < 1e-10 ? stuck + 1 : 0;  // by rounding
    }
    return place;
  };
});
