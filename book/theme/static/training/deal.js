// What chance deals: first weights, and the order in which samples come. The same for a seed, always.
(() => {
  // Normal numbers: of uniform ones, two at a time, by the transform of Box and Muller. A seed's
  // first ones may be known, as those of regkit's seed 0 are.
  const normals = (seed, known) => {
    const random = Laboratory.random(seed);
    let k = 0, other = null;
    return () => {
      if (k < known.length) return known[k++];
      if (other !== null) {
        const second = other;
        other = null;
        return second;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - random())), angle = 2 * Math.PI * random();
      other = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    };
  };

  // First weights of variance gain / fan-in, layer by layer and row by row; biases begin at 0.
  Training.firstWeights = ({ layers, length, activation }, seed, known = []) => {
    const normal = normals(seed, known), w = new Float64Array(length), { gain } = Training.activations[activation];
    for (const { from, at, bias } of layers) {
      for (let i = at; i < bias; i++) w[i] = Math.sqrt(gain / from) * normal();
    }
    return w;
  };
  // A function that deals n samples anew, each time that it is called.
  Training.orders = (n, seed) => {
    const random = Laboratory.random(seed ^ 0x5eed);
    return () => Laboratory.shuffled(Array.from({ length: n }, (_, i) => i), random);
  };
})();
