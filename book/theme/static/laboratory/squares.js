// 1/(2n) ||y - Xw - b||^2 + lam ((1 - mix) sum |w_j| + mix sum w_j^2), the intercept free.
Laboratory.part((lab) => {
  // What all strengths share: columns about their means (and scaled), and their products.
  lab.squares = (columns, y, standardize) => {
    const { X, means, scales, constant } = lab.centred(columns, standardize);
    const [moved] = lab.centred([y], false).X;
    const n = y.length;
    const c = Float64Array.from(X, (x) => lab.dot(x, moved) / n);
    return { kind: "squares", n, X, y: moved, c, means, scales, constant, yMean: lab.mean(y), ySquare: lab.dot(moved, moved) / n };
  };
  const gramOf = (problem) => (problem.G ??= lab.gram(problem.X));

  // The singular values of X (squared, over n), with the parts of y along them, and how to go
  // from there to weights. X'X and XX' have the same eigenvalues but zeros: take the smaller.
  lab.spectrum = (problem) => {
    if (problem.spectrum) return problem.spectrum;
    const { X, y, n } = problem, wide = X.length >= n;
    let G = wide ? null : gramOf(problem);
    if (wide) {
      const rows = y.map((_, i) => i);
      const asRows = Array.from(rows, (i) => Float64Array.from(X, (x) => x[i]));
      G = asRows.map((a) => Float64Array.from(asRows, (b) => lab.dot(a, b) / n));
    }
    const { values, vectors } = lab.eigen(G);
    const largest = values.reduce((a, b) => Math.max(a, b), 0);
    const seen = [...values.keys()].filter((k) => values[k] > Math.max(n, X.length) * Number.EPSILON * largest);
    const loadings = seen.map((k) =>  // right singular vectors
      wide ? Float64Array.from(X, (x) => lab.dot(x, vectors[k]) / Math.sqrt(n * values[k])) : vectors[k]);
    return (problem.spectrum = {
      values: Float64Array.from(seen, (k) => values[k]),
      loadings,
      along: Float64Array.from(loadings, (v) => lab.dot(v, problem.c)),  // of X'y / n
    });
  };
  const ridge = (problem, l2) => {
    const { values, loadings, along } = lab.spectrum(problem);
    return lab.combine(loadings, along.map((a, k) => a / (values[k] + 2 * l2)), problem.X.length);
  };

  lab.squaresAt = (problem, l1, l2, start) =>
    (l1 > 0
      ? lab.quadratic(gramOf(problem), problem.c, l1, l2, start, Math.sqrt(problem.ySquare))
      : ridge(problem, l2));

  // The duality gap in units of mean(y^2)/2, as regkit has it.
  lab.squaresGap = (problem, w, l1, l2) => {
    const { X, y, n, ySquare } = problem;
    if (!ySquare) return 0;
    const fitted = lab.combine(X, w, n), r = y.map((v, i) => v - fitted[i]);
    const pull = X.map((x) => Math.abs(lab.dot(x, r) / n));
    const rr = lab.dot(r, r) / n, yr = lab.dot(y, r) / n;
    const primal = rr / 2 + w.reduce((sum, v) => sum + l1 * Math.abs(v) + l2 * v * v, 0);
    let s = 1, dual = 0;
    if (l2 > 0) dual = -pull.reduce((sum, g) => sum + Math.max(g - l1, 0) ** 2, 0) / (4 * l2);
    else s = Math.min(1, l1 / Math.max(...pull, l1));
    dual += (2 * s * yr - s * s * rr) / 2;
    return Math.max(primal - dual, 0) / (ySquare / 2);
  };
});
