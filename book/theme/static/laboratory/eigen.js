// Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals,
// then the implicit QL method (Bowdler, Martin, Reinsch and Wilkinson 1968, tred2 and tql2).
Laboratory.part((lab) => {
  // Leaves the diagonal in d, what is beside it in e, and the reflections in the rows of V.
  const reduce = (V, d, e) => {
    const n = V.length;
    d.set(V[n - 1]);
    for (let i = n - 1; i > 0; i--) {
      let scale = 0, h = 0;
      for (let k = 0; k < i; k++) scale += Math.abs(d[k]);
      if (scale === 0) {
        e[i] = d[i - 1];
        for (let j = 0; j < i; j++) {
          d[j] = V[i - 1][j];
          V[i][j] = V[j][i] = 0;
        }
      } else {
        for (let k = 0; k < i; k++) {
          d[k] /= scale;
          h += d[k] * d[k];
        }
        let f = d[i - 1], g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
        e[i] = scale * g;
        h -= f * g;
        d[i - 1] = f - g;
        e.fill(0, 0, i);
        for (let j = 0; j < i; j++) {
          f = V[j][i] = d[j];
          g = e[j] + V[j][j] * f;
          for (let k = j + 1; k < i; k++) {
            g += V[k][j] * d[k];
            e[k] += V[k][j] * f;
          }
          e[j] = g;
        }
        f = 0;
        for (let j = 0; j < i; j++) {
          e[j] /= h;
          f += e[j] * d[j];
        }
        for (let j = 0; j < i; j++) e[j] -= (f / (h + h)) * d[j];
        for (let j = 0; j < i; j++) {
          for (let k = j; k < i; k++) V[k][j] -= d[j] * e[k] + e[j] * d[k];
          d[j] = V[i - 1][j];
          V[i][j] = 0;
        }
      }
      d[i] = h;
    }
    for (let i = 0; i < n - 1; i++) {
      V[n - 1][i] = V[i][i];
      V[i][i] = 1;
      const h = d[i + 1];
      if (h !== 0) {
        for (let k = 0; k <= i; k++) d[k] = V[k][i + 1] / h;
        for (let j = 0; j <= i; j++) {
          let g = 0;
          for (let k = 0; k <= i; k++) g += V[k][i + 1] * V[k][j];
          for (let k = 0; k <= i; k++) V[k][j] -= g * d[k];
        }
      }
      for (let k = 0; k <= i; k++) V[k][i + 1] = 0;
    }
    d.set(V[n - 1]);
    V[n - 1].fill(0);
    V[n - 1][n - 1] = 1;
    e[0] = 0;
  };

  // Turns three diagonals into one; rows of T are then the eigenvectors.
  const diagonalize = (T, d, e) => {
    const n = d.length;
    e.copyWithin(0, 1);
    e[n - 1] = 0;
    let shift = 0, size = 0;
    for (let l = 0; l < n; l++) {
      size = Math.max(size, Math.abs(d[l]) + Math.abs(e[l]));
      let m = l;
      while (Math.abs(e[m]) > Number.EPSILON * size) m++;
      for (let turn = 0; m > l && turn < 100 && (turn === 0 || Math.abs(e[l]) > Number.EPSILON * size); turn++) {
        let g = d[l], p = (d[l + 1] - g) / (2 * e[l]), r = Math.hypot(p, 1);
        if (p < 0) r = -r;
        d[l] = e[l] / (p + r);
        d[l + 1] = e[l] * (p + r);
        const next = d[l + 1], h = g - d[l], beside = e[l + 1];
        for (let i = l + 2; i < n; i++) d[i] -= h;
        shift += h;
        p = d[m];
        let c = 1, c2 = 1, c3 = 1, s = 0, s2 = 0;
        for (let i = m - 1; i >= l; i--) {
          c3 = c2;
          c2 = c;
          s2 = s;
          g = c * e[i];
          const q = c * p;
          r = Math.hypot(p, e[i]);
          e[i + 1] = s * r;
          s = e[i] / r;
          c = p / r;
          p = c * d[i] - s * g;
          d[i + 1] = q + s * (c * g + s * d[i]);
          const low = T[i], high = T[i + 1];
          for (let k = 0; k < n; k++) {
            const was = high[k];
            high[k] = s * low[k] + c * was;
            low[k] = c * low[k] - s * was;
          }
        }
        p = (-s * s2 * c3 * beside * e[l]) / next;
        e[l] = s * p;
        d[l] = c * p;
      }
      d[l] += shift;
      e[l] = 0;
    }
  };

  // The eigenvalues of A, and the eigenvectors as rows.
  lab.eigen = (A) => {
    const n = A.length, V = A.map((row) => Float64Array.from(row));
    const d = new Float64Array(n), e = new Float64Array(n);
    if (!n) return { values: d, vectors: [] };
    reduce(V, d, e);
    const T = V.map((_, j) => Float64Array.from(V, (row) => row[j]));
    diagonalize(T, d, e);
    return { values: d, vectors: T };
  };
});
