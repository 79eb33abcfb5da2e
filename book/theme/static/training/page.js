// The page: one network, what the reader asks of it, and what there is to see.
(() => {
  const { experiments, choices } = Training, say = Laboratory.say;
  const root = document.querySelector(".rk-training"), part = (name) => root.querySelector(`[data-part=${name}]`);
  const stored = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  // `start`: the settings at the beginning; `then`: what was changed since; `plan`: what will be
  const state = { experiment: null, start: null, settings: null, then: [], plan: [], run: null, ghost: null };
  let views = [], speaking = 0, writing = 0, arrived = () => {};

  // --- what there is to see ---
  const isBank = () => state.settings.data === "bank";
  const percent = (v) => `${Math.round(1000 * v) / 10} %`;
  const errors = ({ error, heldError }) => (isBank()
    ? `off by $${say(error, 2)}k on the reports, by $${say(heldError, 2)}k from the rule`
    : `${percent(error)} of its points are on the wrong side, of other points ${percent(heldError)}`);
  const total = () => state.run.network.isWeight.reduce((a, b) => a + b, 0);
  const squares = () => state.run.w.reduce((sum, w, i) => sum + (state.run.network.isWeight[i] ? w * w : 0), 0);
  const facts = () => ({ ...state.run.measure(), squares: squares() });
  const sentence = (now, { living, hidden }) => [
    `After ${say(now.t, 5)} steps: loss on the data ${say(now.loss, 3)}, penalty ${say(now.penalty, 3)}, held out ${say(now.held, 3)}.`,
    `${now.zeros} of ${total()} wires are missing${hidden ? `, ${living} of ${hidden} units are left` : ""}; ${errors(now)}.`,
  ].join(" ");
  const tell = (words, wait = 400) => {  // spoken when it rests
    clearTimeout(speaking);
    speaking = setTimeout(() => { part("spoken").textContent = words; }, wait);
  };
  let seen = null;  // the last sentence
  const draw = () => {
    const now = facts(), [picture, wires, curves] = views, left = wires.draw();
    picture.draw();
    curves.draw(now);
    const shown = {
      steps: say(now.t, 5), loss: say(now.loss, 3), penalty: say(now.penalty, 3), held: say(now.held, 3), errors: errors(now),
      zeros: `${now.zeros} of ${total()}`, units: left.hidden ? `${left.living} of ${left.hidden}` : "none",
    };
    for (const [name, words] of Object.entries(shown)) part(name).textContent = words;
    seen = sentence(now, left);
  };
  const clock = Training.clock({
    draw,
    step() {
      follow();
      if (state.run.t >= Math.min(clock.until, Training.longest)) return false;
      state.run.step();
      return !state.run.broken;
    },
    stopped() {
      const said = state.run.broken ? "It has exploded: the loss is a thousand times what it was. Take a smaller step, and begin anew."
        : state.run.t >= Training.longest ? `${say(Training.longest)} steps are enough. Begin anew, or change something and begin anew.` : "";
      part("fault").textContent = said;
      part("train").textContent = "Train";
      settled();
      tell(`${said} ${seen}`);
      const then = arrived;
      arrived = () => {};
      then();
    },
  });
  clock.watch(root);

  // --- what the network does ---
  const tune = () => Object.assign(state.run.settings, Training.forSteps(state.settings));
  const method = () => ({ l1: "l1", l2: "l2", decay: "l2", en: "en" })[state.settings.penalty] ?? "none";
  const begin = (settings, then = []) => {
    clock.halt();
    Object.assign(state, { start: { ...settings }, settings: { ...settings }, then: [], plan: [...then], ghost: null });
    state.run = Training.begin(state.settings, stored);
    views = [Training.picture(part("picture"), state.run, settings.data, stored), Training.wires(part("wires"), state.run), Training.curves(part("curves"), state.run)];
    for (const name of ["fault", "found"]) part(name).textContent = "";
    part("train").textContent = "Train";
    part("picture").setAttribute("aria-label", isBank() ? "The curve of the network, the ten reports and the rule" : "The points of two classes, and the side that the network gives to one of them");
    shown();
  };
  const set = (key, value) => {
    state.settings[key] = value;
    const { t } = state.run;
    if (t) state.then = [...state.then.filter((one) => one.t !== t || one.key !== key), { t, key, value }];
    else state.start[key] = value;
    tune();
    shown();
  };
  // What is planned for this step.
  const follow = () => {
    while (state.plan.length && state.plan[0].t <= state.run.t) {
      const { key, value } = state.plan.shift();
      set(key, value);
    }
  };
  const go = (until, speed, quiet = false, then = () => {}) => {
    clock.until = until;
    arrived = then;
    root.setAttribute("aria-busy", quiet);
    if (quiet) part("errors").textContent = `Training, up to step ${say(until, 5)} …`;
    clock.go(speed, quiet);
  };
  const settled = () => {
    follow();
    root.removeAttribute("aria-busy");
    clearTimeout(writing);
    writing = setTimeout(write, 300);
  };

  // --- the address ---
  let touched = false;  // until the reader does something, the address stays
  const address = () => Training.toAddress({ settings: state.start, then: state.then, steps: state.run.t });
  const write = () => {
    part("address").value = `${location.href.split("#")[0]}#${address()}`;
    if (touched) history.replaceState(history.state, "", state.experiment && !root.classList.contains("open") ? `#experiment=${state.experiment.name}` : `#${address()}`);
  };
  const restore = ({ settings, then, steps }) => {
    begin(settings, then);
    leave();
    go(steps, Infinity, true);
  };

  // --- the experiments ---
  const leave = () => {
    state.experiment = null;
    part("below").replaceChildren();
    part("asks").replaceChildren(make("p", { class: "asked" }, "Your own experiment"), make("p", { "data-part": "told" }));
    root.classList.add("open");
    mark();
    control();
  };
  const mark = () => {
    for (const one of part("list").children) one.firstChild.setAttribute("aria-pressed", state.experiment?.name === one.firstChild.value);
  };
  const found = (before) => {
    const now = facts(), pairs = [["loss on the data", "loss"], ["penalty", "penalty"], ["held out", "held"], ["missing wires", "zeros"], ["squared weights", "squares"]];
    const words = pairs.map(([name, key]) => `${name} ${say(before[key], 3)} → ${say(now[key], 3)}`).join("; ");
    part("found").textContent = `Before → after: ${words}.`;
  };
  // What is said and what moves, both in view: the words under the page's head.
  const together = () => {
    const says = part("asks").querySelector(".says") ?? part("asks"), { top } = says.getBoundingClientRect();
    const bottom = part("picture").getBoundingClientRect().bottom;
    if (top < 64 || bottom > part("control").getBoundingClientRect().top) says.scrollIntoView({ behavior: Training.calm() ? "auto" : "smooth" });
  };
  const open = (experiment) => {
    const plan = Training.planOf(experiment);
    state.experiment = experiment;
    root.classList.remove("open");
    mark();
    let ready = false, wanted = null;
    const play = (moving) => {
      views[0].keep();
      const before = facts(), more = plan.steps - plan.before;
      state.plan = [...plan.then];
      go(plan.steps, moving && !Training.calm() ? more / 2.5 : Infinity, !moving || Training.calm(), () => found(before));
    };
    const first = () => {
      begin(plan.settings);
      control();
      ready = false;
      go(plan.before, Infinity, true, () => {
        ready = true;
        if (wanted !== null) play(wanted);
      });
    };
    first();
    Training.ask(part("asks"), part("below"), experiment, {
      open(moving) {
        root.classList.add("open");
        control();
        wanted = moving;
        if (moving) together();
        if (ready) play(moving);
      },
      close() {
        root.classList.remove("open");
        wanted = null;
        first();
      },
    });
  };
  experiments.forEach((experiment) => {
    const one = makeButton(experiment.title, () => {
      touched = true;
      open(experiment);
    }, "small");
    one.value = experiment.name;
    part("list").append(make("li", {}, one));
  });

  // --- what can be turned ---
  // By the reader: training goes on, under the new setting.
  const turn = (key, value) => {
    touched = true;
    part("fault").textContent = "";
    if (Training.anew.includes(key)) begin({ ...state.settings, [key]: value });
    else set(key, value);
    draw();
    settled();
    tell(seen, 1500);
  };
  // And by the control that stands under the pictures: then it trains on for a while.
  const turnAndGo = (key, value) => {
    turn(key, value);
    const spell = state.experiment?.then.at(-1)[2] ?? 1000;
    if (!clock.going || clock.until < Infinity) go(state.run.t + spell, Training.calm() ? Infinity : spell / 2.5, Training.calm());
  };
  // The one control of an experiment, or the strength.
  const control = () => {
    const { experiment, settings } = state, key = experiment?.control ?? "lam", place = part("control");
    if (key === "lam") {
      const dial = make("input", { type: "range", name: "dial", "aria-label": "Strength λ", min: 0, max: choices.lam.length - 1, step: 1, value: choices.lam.indexOf(settings.lam) });
      dial.addEventListener("input", () => turnAndGo("lam", choices.lam[dial.value]));
      place.replaceChildren(make("label", {}, make("span", {}, "λ = ", make("output", {})), dial));
    } else {
      place.replaceChildren(...(experiment.values ?? Object.keys(choices[key])).map((value) => {
        const radio = make("input", { type: "radio", name: "dial", value });
        radio.addEventListener("change", () => turnAndGo(key, value));
        return make("label", { class: "choice" }, radio, make("span", {}, choices[key][value]));
      }));
    }
    shown();
  };
  const told = ({ data, units, second, penalty, how, lam, optimizer, lr, batch, seed }) => [
    `Data: ${choices.data[data]}. ${units ? `${units}${second ? ` and ${second}` : ""} hidden units` : "No hidden unit"};`,
    penalty === "none" ? "no penalty;" : `${choices.penalty[penalty]}${penalty === "decay" ? "" : ` ${choices.how[how]}`}, λ = ${say(lam)};`,
    `${choices.optimizer[optimizer]}, learning rate ${say(lr)}, ${batch || "all"} samples in a step; seed ${seed}. Change what you like under “More”.`,
  ].join(" ");
  // Every control as the settings are.
  const shown = () => {
    const { settings } = state;
    root.dataset.method = method();
    if (!state.experiment && part("told")) part("told").textContent = told(settings);
    const dial = part("control").querySelector("[type=range]");
    if (dial) {
      dial.value = choices.lam.indexOf(settings.lam);
      dial.setAttribute("aria-valuetext", say(settings.lam));
      part("control").querySelector("output").textContent = say(settings.lam);
    }
    for (const radio of part("control").querySelectorAll("[type=radio]")) radio.checked = settings[state.experiment?.control] === radio.value;
    for (const one of part("more").querySelectorAll("[data-key]")) one.value = settings[one.dataset.key];
    part("more").querySelector("[data-key=how]").disabled = ["none", "decay"].includes(settings.penalty);
    part("more").querySelector("[data-key=share]").disabled = settings.penalty !== "en";
    part("more").querySelector("[data-key=second]").disabled = !settings.units;
  };
  const NAMES = {
    data: "Data", units: "Hidden units", second: "in a second layer", activation: "Activation", penalty: "Penalty", how: "It comes in",
    lam: "Strength λ", share: "L2’s share", optimizer: "Optimizer", lr: "Learning rate", batch: "Samples in a step", seed: "Seed",
  };
  for (const [key, name] of Object.entries(NAMES)) {
    const list = Array.isArray(choices[key]) ? choices[key].map((v) => [v, key === "batch" && !v ? "all" : key === "seed" || v ? say(v) : key === "lam" ? "0" : "none"]) : Object.entries(choices[key]);
    const select = make("select", { "data-key": key }, ...list.map(([value, words]) => new Option(words, value)));
    select.addEventListener("change", () => {
      if (state.experiment) leave();
      turn(key, Array.isArray(choices[key]) ? Number(select.value) : select.value);
    });
    part("settings").append(make("label", {}, `${name} `, select));
  }

  // --- train, one step, anew ---
  const speed = () => Number(root.querySelector("[name=speed]").value) || Infinity;
  const press = (name, act) => part(name).addEventListener("click", () => {
    touched = true;
    act();
  });
  press("train", () => {
    if (clock.going) return clock.stop();
    part("train").textContent = "Pause";
    part("fault").textContent = "";
    go(Infinity, speed());
  });
  press("step", () => {
    clock.halt();
    go(state.run.t + 1, Infinity);
  });
  press("anew", () => {
    begin(state.settings);
    draw();
    settled();
    tell("At the beginning, with the first weights.");
  });
  root.querySelector("[name=speed]").addEventListener("change", () => { if (clock.going && !clock.quiet) clock.go(speed()); });
  press("copy", () => {
    const text = part("address");
    text.select();
    const refused = () => tell("The address is selected: copy it with the keyboard.", 0);
    if (navigator.clipboard) navigator.clipboard.writeText(text.value).then(() => tell("Copied.", 0), refused);
    else refused();
  });

  // --- the ways in ---
  const arrive = () => {
    const text = location.hash.slice(1), asked = new URLSearchParams(text).get("experiment"), given = Training.fromAddress(text);
    const one = experiments.find(({ name }) => name === asked);
    if (given) restore(given);
    else if (one || !state.run) open(one ?? experiments[0]);
    if (given || one) root.scrollIntoView();
  };
  root.classList.add("on");
  addEventListener("hashchange", arrive);
  arrive();
})();
