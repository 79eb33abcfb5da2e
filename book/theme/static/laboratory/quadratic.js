// argmin_w  w'Hw / 2 - c'w + l1 sum |w_j| + l2 sum w_j^2, by coordinate descent on H.
Laboratory.part((lab) => {
  const TURNS = 1000;

  // One coordinate after the other goes to its minimum; r = c - Hw is kept.
  const pass = (H, r, w, l1, l2, which) => {
    for (const j of which) {
      const row = H[j], h = row[j];
      if (!(h > 0)) continue;
      const pull = r[j] + h * w[j];
      const next = Math.abs(pull) > l1 ? (pull - Math.sign(pull) * l1) / (h + 2 * l2) : 0;
      const step = next - w[j];
      if (step === 0) continue;
      for (let k = 0; k < r.length; k++) r[k] -= step * row[k];
      w[j] = next;
    }
  };

  // The minimum over the columns with a weight, while none changes its sign: a linear system. A
  // weight that would change it stops at 0. Where a column depends on others, weight goes from it
  // to them, or back, in the direction in which the objective falls, until one of them has none.
  const settle = (H, c, w, l1, l2) => {
    for (;;) {
      const active = [];
      for (let j = 0; j < w.length; j++) if (w[j]) active.push(j);
      if (!active.length) return;
      const A = active.map((j) => Float64Array.from(active, (k) => H[j][k] + (j === k ? 2 * l2 : 0)));
      const b = Float64Array.from(active, (j) => c[j] - l1 * Math.sign(w[j]));
      const now = lab.rowsOf(w, active), slope = lab.times(A, now).map((x, k) => b[k] - x);
      const L = lab.cholesky(A), whole = L.length === active.length;
      let way;
      if (whole) {
        way = lab.solve(L, slope);
        const rest = lab.times(A, now.map((x, k) => x + way[k])).map((x, k) => b[k] - x);
        lab.solve(L, rest).forEach((x, k) => { way[k] += x; });  // what rounding left
      } else {
        way = new Float64Array(active.length);
        way.set(lab.solve(L, A[L.length].slice(0, L.length)).map((x) => -x));
        way[L.length] = 1;
        if (lab.dot(way, slope) < 0) way = way.map((x) => -x);
      }
      let far = whole ? 1 : Infinity, first = -1;
      active.forEach((j, k) => {
        const zero = -w[j] / way[k];  // where it has no weight
        if (l1 > 0 && zero > 0 && zero < far) [far, first] = [zero, j];
      });
      if (far === Infinity) return;
      active.forEach((j, k) => { w[j] += far * way[k]; });
      if (first < 0) return;
      w[first] = 0;
    }
  };

  // `size` is what a pull is compared with: the length of y, for columns of length 1.
  lab.quadratic = (H, c, l1, l2, start, size) => {
    const w = Float64Array.from(start), all = [...w.keys()];
    const r = c.map((x, j) => x - lab.dot(H[j], w));
    for (let turn = 0; turn < TURNS; turn++) {
      pass(H, r, w, l1, l2, all);
      const active = all.filter((j) => w[j]);
      for (let k = 0; k < 3; k++) pass(H, r, w, l1, l2, active);
      settle(H, c, w, l1, l2);
      for (let j = 0; j < w.length; j++) r[j] = c[j] - lab.dot(H[j], w);
      const room = (j) => 1e-14 * size * Math.sqrt(H[j][j]) + 1e-13 * l1;
      if (!all.some((j) => !w[j] && Math.abs(r[j]) - l1 > room(j))) return w;
    }
    return w;
  };
});
