// The five experiments: how each begins, what is asked, and what happens then.
(() => {
  // `steps` at first, as `settings` say; then each of `then`: a setting, its value, and the steps
  // after it. `control` is the setting that the reader turns,
  // and `values`, if not all are offered, those that it has.
  Training.experiments = [
    {
      name: "calm", title: "Calm a curve",
      settings: { data: "bank", units: 200, penalty: "l2", lam: 0 }, steps: 2000,
      then: [["lam", 0.003, 1000]], control: "lam",
      question: "200 hidden units have learned the bank’s ten reports without a penalty, and bend after each of them. Now L2 comes in, λ = 0.003, and training goes on. What becomes of the curve?",
      options: [
        ["It stays: it has learned its reports", "The data pull as before, but now every weight pays too. What is not worth its price goes, learned or not."],
        ["It becomes a level line", "That takes a far stronger penalty: bends that fit many reports at once are worth their price."],
        ["It lets go of single reports", "The penalty falls at once, the loss on the reports rises, and the error against the rule falls: the bends after single reports were dear, and brought little."],
      ],
      answer: 2,
      look: "Look at the penalty (it falls), and at the loss on the reports (it rises). Then turn λ to 0, to 0.1, and back.",
    },
    {
      name: "prox", title: "Loss or prox",
      settings: { data: "ring", units: 12, penalty: "l1", how: "loss", lam: 0.005, lr: 0.02, batch: 10, seed: 1 }, steps: 1500,
      then: [["how", "prox", 10]], control: "how",
      question: "L1 has been one more term of the loss for 1,500 steps, and not one of the 48 wires is exactly zero. Now it comes in by prox instead, for ten steps. How many wires are missing then?",
      options: [
        ["Still none: ten steps are too few", "The weights were as good as zero already; they hopped across it. One prox stops there."],
        ["About half: twenty or thirty", "They had been hopping across zero, step by step. The prox stops them there."],
        ["All of them", "The data hold what they need: the border stays, and so do its wires."],
      ],
      answer: 1,
      look: "Look at the missing wires and at the border, which hardly moves. Then put the penalty back into the loss: the wires return within a step, a hair wide.",
    },
    {
      name: "idle", title: "An idle input",
      settings: { data: "line", units: 8, penalty: "l2", how: "prox", lam: 0.05, lr: 0.02, batch: 10, seed: 1 }, steps: 1500,
      then: [["penalty", "l1", 500]], control: "penalty", values: ["l2", "en", "l1"],
      question: "Only the first input decides the class. Under L2 all wires are there, those of the second input thin. Now L1 takes its place, with the same λ. Which wires from the inputs are left?",
      options: [
        ["One or two, from the first input only", "The border is one straight line: a unit or two can draw it, and what the second input says is not worth its price."],
        ["Half of each input’s", "L1 does not share out. What says something stays, what says nothing goes."],
        ["All of them, and thinner", "So it is under L2, whose pull fades near zero. That of L1 does not."],
      ],
      answer: 0,
      look: "Look at the wires that leave the lower input. Then try Elastic Net, half of each.",
    },
    {
      name: "gone", title: "Gone is gone",
      settings: { data: "wave", units: 12, penalty: "l1", how: "prox", lam: 0.001, seed: 1 }, steps: 2000,
      then: [["lam", 0.03, 500], ["lam", 0.001, 1000]], control: "lam",
      question: "At λ = 0.001 some wires are missing. Now λ goes up to 0.03 for 500 steps, and back to 0.001 for 1,000. How many are missing then?",
      options: [
        ["As many as before: λ is the same", "So it would be in a lasso, whose problem has one minimum. A network has many."],
        ["None: all have come back", "A wire comes back only if something passes through its unit."],
        ["Nearly all: what is gone stays gone", "A unit without wires passes nothing on and hears nothing back. Its slope is zero, so that no step can wake it."],
      ],
      answer: 2,
      look: "Look at the border: it stays as stiff as λ = 0.03 had left it. Then begin anew: from a new start, λ = 0.001 keeps most wires.",
    },
    {
      name: "decay", title: "L2 or decay",
      settings: { data: "ring", units: 8, second: 8, penalty: "l2", how: "loss", lam: 0.01, optimizer: "adam", lr: 0.01, batch: 10, seed: 1 }, steps: 2000,
      then: [["penalty", "decay", 2000]], control: "penalty", values: ["l2", "decay"],
      question: "Adam has trained with L2 in the loss. Now the same λ is taken off the weights directly, as AdamW’s weight decay. What becomes of the sum of the squared weights?",
      options: [
        ["It stays: two names for one thing", "For plain SGD they are one thing. Adam divides the penalty’s slope by the size of each weight’s gradient; the decay is not divided."],
        ["It grows, to more than twice", "In the loss, Adam enlarges the penalty’s small slope as it does every small slope. As decay it is what it says: weaker here, at the same λ."],
        ["It shrinks, to less than half", "The other way round: on these weights Adam made the penalty’s slope larger, not smaller."],
      ],
      answer: 1,
      look: "Look at the penalty, and at the border, which bends after more points. Then go back to L2.",
    },
  ];
  // An experiment in the form of an address: its changes with the steps at which they come.
  Training.planOf = ({ settings, steps, then }) => {
    let t = steps;
    const changes = then.map(([key, value, more]) => {
      const at = t;
      t += more;
      return { t: at, key, value };
    });
    return { settings: { ...Training.usual, ...settings }, before: steps, then: changes, steps: t };
  };
})();
