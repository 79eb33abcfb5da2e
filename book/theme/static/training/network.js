// A small network, as regkit's: its scores, its mean loss, and the gradient of that.
globalThis.Training = {};
(() => {
  // The function of a hidden unit; its slope, told by what it brings; and the variance of a first
  // weight times the units that it comes from.
  Training.activations = {
    relu: { of: (z) => Math.max(z, 0), slope: (a) => (a > 0 ? 1 : 0), gain: 2 },
    tanh: { of: Math.tanh, slope: (a) => 1 - a * a, gain: 1 },
    sigmoid: { of: (z) => 0.5 * (Math.tanh(0.5 * z) + 1), slope: (a) => a * (1 - a), gain: 1 },
    identity: { of: (z) => z, slope: () => 1, gain: 1 },
  };

  // All weights lie in one vector: for each layer its matrix, one row for each unit that it comes
  // from, and then its biases. `classes` says whether the loss is the cross-entropy of the scores
  // or half the squared error of a single one.
  Training.network = ({ sizes, activation, classes }) => {
    const { of, slope } = Training.activations[activation], layers = [];
    let length = 0;
    for (let i = 0; i + 1 < sizes.length; i++) {
      const [from, to] = [sizes[i], sizes[i + 1]];
      layers.push({ from, to, at: length, bias: length + from * to });
      length += (from + 1) * to;
    }
    // of one sample: what the units bring, and the slope of the loss in their sums
    const units = sizes.map((n) => new Float64Array(n)), slopes = sizes.map((n) => new Float64Array(n));
    const last = layers.length, outputs = sizes[last];

    const scores = (w, x) => {
      let a = x;
      for (let i = 0; i < last; i++) {
        const { from, to, at, bias } = layers[i], z = units[i + 1];
        for (let k = 0; k < to; k++) z[k] = w[bias + k];
        for (let j = 0; j < from; j++) {
          const aj = a[j], row = at + j * to;
          if (aj !== 0) for (let k = 0; k < to; k++) z[k] += w[row + k] * aj;
        }
        if (i + 1 < last) for (let k = 0; k < to; k++) z[k] = of(z[k]);
        a = z;
      }
      return a;
    };
    const largest = (z) => {
      let most = -Infinity;
      for (let k = 0; k < z.length; k++) most = Math.max(most, z[k]);
      return most;
    };
    const lossOf = (z, y) => {
      if (!classes) return 0.5 * (z[0] - y) ** 2;
      const most = largest(z);
      let sum = 0;
      for (let k = 0; k < outputs; k++) sum += Math.exp(z[k] - most);
      return Math.log(sum) + most - z[y];
    };
    const slopeAtTheEnd = (z, y) => {
      const d = slopes[last];
      if (classes) {
        const most = largest(z);
        let sum = 0;
        for (let k = 0; k < outputs; k++) sum += d[k] = Math.exp(z[k] - most);
        for (let k = 0; k < outputs; k++) d[k] /= sum;
        d[y] -= 1;
      } else d[0] = z[0] - y;
      return d;
    };

    // The gradient of the mean loss over those rows of the data, written into g.
    const gradient = (w, { X, y }, rows, g) => {
      g.fill(0);
      for (const r of rows) {
        let d = slopeAtTheEnd(scores(w, X[r]), y[r]);
        for (let k = 0; k < outputs; k++) d[k] /= rows.length;
        for (let i = last - 1; i >= 0; i--) {
          const { from, to, at, bias } = layers[i], a = i ? units[i] : X[r], below = slopes[i];
          for (let k = 0; k < to; k++) g[bias + k] += d[k];
          for (let j = 0; j < from; j++) {
            const aj = a[j], row = at + j * to, steep = i ? slope(aj) : 0;
            if (aj !== 0) for (let k = 0; k < to; k++) g[row + k] += aj * d[k];
            let sum = 0;
            if (steep !== 0) for (let k = 0; k < to; k++) sum += w[row + k] * d[k];
            below[j] = sum * steep;
          }
          d = below;
        }
      }
    };
    // The mean loss, and of classes the share of samples that are taken for another, of numbers the
    // root of the mean squared error.
    const measure = (w, { X, y }) => {
      let loss = 0, wrong = 0;
      for (let r = 0; r < X.length; r++) {
        const z = scores(w, X[r]);
        loss += lossOf(z, y[r]);
        if (classes && z.indexOf(largest(z)) !== y[r]) wrong++;
      }
      loss /= X.length;
      return { loss, error: classes ? wrong / X.length : Math.sqrt(2 * loss) };
    };
    const isWeight = new Uint8Array(length);
    for (const { at, bias } of layers) isWeight.fill(1, at, bias);
    return { sizes, activation, layers, length, isWeight, scores, gradient, measure };
  };
})();
