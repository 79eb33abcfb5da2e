// Columns of numbers, their products, and the systems and eigenvectors of these; numbers in words.
Laboratory.part((lab) => {
  lab.dot = (a, b) => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  };
  lab.sum = (a) => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i];
    return sum;
  };
  lab.mean = (a) => lab.sum(a) / a.length;
  lab.rowsOf = (column, rows) => {
    const some = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) some[i] = column[rows[i]];
    return some;
  };
  // lam[0] = top, ..., lam[k - 1] = bottom, each the same part of the one before.
  lab.geometric = (top, bottom, k) =>
    Float64Array.from({ length: k }, (_, i) => top * (bottom / top) ** (i / (k - 1)));

  // Columns about their means, and over their standard deviations (ddof 0) if they are scaled.
  // A column that rounding alone moves is a constant: it becomes 0, and can have no weight.
  lab.centred = (columns, standardize) => {
    const means = [], constant = [], scales = new Float64Array(columns.length).fill(1);
    const X = columns.map((column, j) => {
      const n = column.length, moved = new Float64Array(n), near = lab.mean(column);
      let rest = 0, farthest = 0;
      for (let i = 0; i < n; i++) rest += column[i] - near;
      const mean = near + rest / n;  // less what rounding left
      for (let i = 0; i < n; i++) {
        moved[i] = column[i] - mean;
        farthest = Math.max(farthest, Math.abs(moved[i]));
      }
      means.push(mean);
      constant.push(farthest <= 8 * Number.EPSILON * Math.abs(mean));
      if (constant[j]) return moved.fill(0);
      if (!standardize) return moved;
      let squares = 0;
      for (let i = 0; i < n; i++) squares += (moved[i] / farthest) ** 2;  // none is too large
      scales[j] = farthest * Math.sqrt(squares / n);
      for (let i = 0; i < n; i++) moved[i] /= scales[j];
      return moved;
    });
    return { X, means, scales, constant };
  };

  // X'DX / n, as rows; without d, D is the identity. Four products at a time read less.
  lab.gram = (X, d) => {
    const p = X.length, G = X.map(() => new Float64Array(p));
    for (let j = 0; j < p; j++) {
      const n = X[j].length, left = Float64Array.from(X[j]);
      if (d) for (let i = 0; i < n; i++) left[i] *= d[i];
      let k = 0;
      for (; k + 3 <= j; k += 4) {
        const [a, b, c, e] = [X[k], X[k + 1], X[k + 2], X[k + 3]];
        let sa = 0, sb = 0, sc = 0, se = 0;
        for (let i = 0; i < n; i++) {
          const x = left[i];
          sa += x * a[i];
          sb += x * b[i];
          sc += x * c[i];
          se += x * e[i];
        }
        [sa, sb, sc, se].forEach((sum, m) => { G[j][k + m] = G[k + m][j] = sum / n; });
      }
      for (; k <= j; k++) G[j][k] = G[k][j] = lab.dot(left, X[k]) / n;
    }
    return G;
  };
  lab.times = (G, w) => Float64Array.from(G, (row) => lab.dot(row, w));
  // Sum of the columns, each times its weight.
  lab.combine = (X, w, n) => {
    const z = new Float64Array(n);
    for (let j = 0; j < w.length; j++) {
      if (!w[j]) continue;
      const column = X[j], by = w[j];
      for (let i = 0; i < n; i++) z[i] += by * column[i];
    }
    return z;
  };

  // L with A = LL'. It ends before the first row that depends on those above, if one does.
  lab.cholesky = (A) => {
    const m = A.length, L = [];
    for (let i = 0; i < m; i++) {
      const row = new Float64Array(m);
      for (let j = 0; j <= i; j++) {
        let sum = A[i][j];
        const other = j < i ? L[j] : row;
        for (let k = 0; k < j; k++) sum -= row[k] * other[k];
        if (j < i) row[j] = sum / other[j];
        else if (sum > 1e-13 * A[i][i]) row[i] = Math.sqrt(sum);
        else return L;
      }
      L.push(row);
    }
    return L;
  };
  lab.solve = (L, b) => {
    const m = L.length, x = Float64Array.from(b);
    for (let i = 0; i < m; i++) {
      for (let k = 0; k < i; k++) x[i] -= L[i][k] * x[k];
      x[i] /= L[i][i];
    }
    for (let i = m - 1; i >= 0; i--) {
      for (let k = i + 1; k < m; k++) x[i] -= L[k][i] * x[k];
      x[i] /= L[i][i];
    }
    return x;
  };

  // Four digits that count, without a needless exponent.
  lab.say = (x, digits = 4) => {
    if (!Number.isFinite(x)) return "–";
    const rounded = Number(x.toPrecision(digits)), size = Math.abs(rounded);
    const plain = !size || (size < 1e7 && size >= 1e-4);
    const said = plain ? rounded.toLocaleString("en", { maximumSignificantDigits: digits, useGrouping: size >= 1e4 }) : rounded.toExponential();
    return said.replaceAll("-", "−");
  };

  // Numbers from 0 to 1 that are the same everywhere (mulberry32).
  lab.random = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  lab.shuffled = (items, random) => {
    const dealt = [...items];
    for (let i = dealt.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [dealt[i], dealt[j]] = [dealt[j], dealt[i]];
    }
    return dealt;
  };
});
