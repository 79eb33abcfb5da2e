// One step of training, as regkit's: the optimizer's, and the penalty that comes in with it.
(() => {
  // What an optimizer remembers of its steps.
  Training.memory = (length) => ({ t: 0, m: new Float64Array(length), v: new Float64Array(length) });

  // The effective step of a weight: how far a steady slope of 1 moves it in the end.
  const sgd = ({ lr, momentum }) => (w, g, { v }, i) => {
    v[i] = momentum * v[i] + g[i];
    w[i] -= lr * v[i];
    return lr / (1 - momentum);
  };
  const adam = ({ lr, beta1, beta2, eps }, { t }) => {
    const first = (1 - beta1) / (1 - beta1 ** t), second = Math.sqrt((1 - beta2) / (1 - beta2 ** t));
    return (w, g, { m, v }, i) => {  // both memories are kept without their factors 1 - beta
      m[i] = beta1 * m[i] + g[i];
      v[i] = beta2 * v[i] + g[i] * g[i];
      const step = lr / second / (Math.sqrt(v[i]) + eps / second);
      w[i] -= step * m[i] * first;
      return step;
    };
  };
  Training.optimizers = {
    sgd: { momentum: 0, move: sgd },
    momentum: { momentum: 0.9, move: sgd },
    adam: { beta1: 0.9, beta2: 0.999, eps: 1e-8, move: adam },
  };

  // sign(v) max(|v| - step lam1, 0) / (1 + 2 step lam2): exactly zero for whatever is near it.
  Training.prox = (v, step, lam1, lam2) => {
    const threshold = step * lam1;
    return (v - Math.min(Math.max(v, -threshold), threshold)) / (1 + 2 * lam2 * step);
  };

  // A step along the gradient g of the data's loss, under lam1 |w| + lam2 w^2 on weights, not on
  // biases: `how` is "loss" (one more term of the loss), "prox" or "decay" (AdamW's weight decay).
  Training.step = (w, g, memory, isWeight, { optimizer, lr, how, lam1, lam2 }) => {
    memory.t++;
    const { move, ...numbers } = Training.optimizers[optimizer], one = move({ lr, ...numbers }, memory);
    for (let i = 0; i < w.length; i++) {
      if (isWeight[i] && how === "loss") g[i] += lam1 * Math.sign(w[i]) + 2 * lam2 * w[i];
      if (isWeight[i] && how === "decay") w[i] *= 1 - lr * 2 * lam2;
      const step = one(w, g, memory, i);
      if (isWeight[i] && how === "prox") w[i] = Training.prox(w[i], step, lam1, lam2);
    }
  };

  Training.penalty = (w, isWeight, { lam1, lam2 }) => {
    let sum = 0;
    for (let i = 0; i < w.length; i++) if (isWeight[i]) sum += lam1 * Math.abs(w[i]) + lam2 * w[i] * w[i];
    return sum;
  };
  Training.zeros = (w, isWeight) => {
    let count = 0;
    for (let i = 0; i < w.length; i++) if (isWeight[i] && w[i] === 0) count++;
    return count;
  };
})();
