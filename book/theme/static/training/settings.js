// What an experiment is: its settings, the changes made while it trained, and how far it got. All of
// it can be written into an address, and read from one.
(() => {
  const LAMS = [0, 1e-4, 3e-4, 1e-3, 3e-3, 5e-3, 1e-2, 2e-2, 3e-2, 5e-2, 1e-1];
  const RATES = [0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.2];
  Training.choices = {
    data: { bank: "the bank’s ten reports", wave: "a wave", ring: "a ring", squares: "four squares", line: "one input decides" },
    units: [0, 2, 4, 8, 10, 12, 16, 50, 100, 200],
    second: [0, 2, 4, 8, 16],
    activation: { relu: "ReLU", tanh: "tanh", sigmoid: "sigmoid", identity: "none (a line)" },
    penalty: { none: "none", l1: "L1", l2: "L2", en: "Elastic Net", decay: "weight decay" },
    share: [0.1, 0.25, 0.5, 0.75, 0.9],
    how: { loss: "in the loss", prox: "by prox" },
    lam: LAMS,
    optimizer: { sgd: "SGD", momentum: "SGD, momentum 0.9", adam: "Adam" },
    lr: RATES,
    batch: [0, 5, 10, 25, 50],
    seed: Array.from({ length: 100 }, (_, k) => k),
  };
  // the bank's reports as the chapter trains on them
  Training.usual = {
    data: "bank", units: 200, second: 0, activation: "relu", penalty: "l2", share: 0.5, how: "loss",
    lam: 0.003, optimizer: "momentum", lr: 0.05, batch: 0, seed: 0,
  };
  // what cannot change without a new beginning
  Training.anew = ["data", "units", "second", "activation", "seed"];
  Training.longest = 20000;  // steps

  const keys = Object.keys(Training.usual);
  const valuesOf = (key) => (Array.isArray(Training.choices[key]) ? Training.choices[key].map(String) : Object.keys(Training.choices[key]));
  const allowed = (key, text) => key in Training.choices && valuesOf(key).includes(text);
  const typed = (key, text) => (Array.isArray(Training.choices[key]) ? Number(text) : text);

  // What a step needs to know of the settings.
  Training.forSteps = ({ penalty, share, how, lam, optimizer, lr, batch }) => ({
    optimizer, lr, batch,
    how: penalty === "decay" ? "decay" : how,
    lam1: penalty === "l1" ? lam : penalty === "en" ? lam * (1 - share) : 0,
    lam2: penalty === "l2" || penalty === "decay" ? lam : penalty === "en" ? lam * share : 0,
  });
  Training.sizesOf = ({ data, units, second }) => {
    const classes = data !== "bank";
    return [classes ? 2 : 1, units, second, classes ? 2 : 1].filter(Boolean);
  };

  // `then` is a list of { t, key, value }: what was changed after so many steps.
  Training.toAddress = ({ settings, then, steps }) => {
    const said = keys.filter((key) => key === "data" || settings[key] !== Training.usual[key]).map((key) => `${key}=${settings[key]}`);
    if (then.length) said.push(`then=${then.map(({ t, key, value }) => `${t}.${key}.${value}`).join("_")}`);
    return [...said, `steps=${steps}`].join("&");
  };
  // What an address says as far as it can be understood, or null if it names no data.
  Training.fromAddress = (text) => {
    const query = new URLSearchParams(text), settings = { ...Training.usual };
    if (!allowed("data", query.get("data") ?? "")) return null;
    for (const [key, value] of query) if (allowed(key, value)) settings[key] = typed(key, value);
    const steps = Math.min(Math.max(Math.floor(Number(query.get("steps"))) || 0, 0), Training.longest);
    const then = (query.get("then") ?? "").split("_").map((one) => {
      const [, t, key, value] = /^(\d+)\.(\w+)\.(.+)$/.exec(one) ?? [];
      return { t: Number(t), key, value };
    }).filter(({ t, key, value }) => t <= steps && allowed(key, value) && !Training.anew.includes(key))
      .map(({ t, key, value }) => ({ t, key, value: typed(key, value) })).sort((a, b) => a.t - b.t);
    return { settings, then, steps };
  };

  // The data as the page brings them, in the form in which a network takes them.
  Training.dataOf = (name, { bank, patterns }) => {
    if (name === "bank") {
      const scaled = (loans) => loans.map((x) => Float64Array.of((x - 2.25) / 2.25));
      return { X: scaled(bank.loans), y: bank.cash, held: { X: scaled(bank.others), y: bank.rule } };
    }
    const part = ({ points, side }) => ({ X: points.map((at) => Float64Array.from(at, (v) => v / 100)), y: side });
    return { ...part(patterns[name].own), held: part(patterns[name].held) };
  };
  // A training at its beginning. Of seed 0, the first weights are those of regkit's seed 0.
  Training.begin = (settings, stored) => {
    const data = Training.dataOf(settings.data, stored), { activation, seed } = settings;
    const network = Training.network({ sizes: Training.sizesOf(settings), activation, classes: settings.data !== "bank" });
    const known = seed ? [] : new Float64Array(Uint8Array.from(atob(stored.normals), (c) => c.charCodeAt(0)).buffer);
    const w = Training.firstWeights(network, seed, known);
    return Training.run(network, data, w, Training.orders(data.X.length, seed), Training.forSteps(settings));
  };
})();
