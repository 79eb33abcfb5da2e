// A network in training: its steps in minibatches, what was measured on the way, and its end if it
// explodes.
(() => {
  const MOST = 200;  // points of a curve; then every other one is left out

  // `settings` may be changed while it trains. `order()` deals the rows of an epoch.
  Training.run = (network, data, w, order, settings) => {
    const g = new Float64Array(w.length), rows = data.X.length;
    let memory = Training.memory(w.length), optimizer = settings.optimizer;
    let dealt = [], next = 0, every = 1;
    const run = { network, data, w, settings, t: 0, history: [], broken: false };

    run.measure = () => {
      const own = network.measure(w, data), held = data.held && network.measure(w, data.held);
      return {
        t: run.t, loss: own.loss, penalty: Training.penalty(w, network.isWeight, settings),
        held: held?.loss, error: own.error, heldError: held?.error, zeros: Training.zeros(w, network.isWeight),
      };
    };
    const record = () => {
      const now = run.measure();
      run.history.push(now);
      const [first] = run.history;  // as regkit tells it: above 100, and a thousand times the start
      run.broken = !(now.loss + now.penalty <= Math.max(100, 1000 * (first.loss + first.penalty)));
      if (run.history.length <= MOST) return;
      run.history = run.history.filter((_, k) => k % 2 === 0);
      every *= 2;
    };
    run.step = () => {
      if (settings.optimizer !== optimizer) {  // another one begins without a memory
        memory = Training.memory(w.length);
        optimizer = settings.optimizer;
      }
      const size = Math.min(settings.batch || rows, rows);
      if (next >= dealt.length) {
        dealt = order();
        next = 0;
      }
      network.gradient(w, data, dealt.slice(next, next + size), g);
      next += size;
      Training.step(w, g, memory, network.isWeight, settings);
      run.t++;
      if (run.t % every === 0) record();
    };
    record();
    return run;
  };
})();
