// The page: what a reader gives and turns, and what is shown for it.
(() => {
  const lab = Laboratory, root = document.querySelector(".rk-laboratory"), part = (name) => root.querySelector(`[data-part=${name}]`);
  const { rules, examples } = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const base = document.currentScript?.src.replace(/page\.js.*/, "") ?? "";
  const [lamDial, mixDial, scaleBox, target, goal] = ["lam", "mix", "scale", "target", "goal"].map((name) => root.querySelector(`[name=${name}]`));
  const state = { table: null, data: null, file: "", results: new Map(), k: 0, program: "scikit-learn", seed: 1 };
  const isScaled = () => scaleBox.checked, mix = () => Number(mixDial.value);
  const key = (scaled = isScaled()) => `${scaled} ${mix()}`;
  const now = () => state.results.get(key());

  // --- the worker: one at a time; what is newer goes before ---
  let worker = null, asked = 0, answer = () => {};
  const start = () => {
    worker?.terminate();  // what it was busy with is not asked for any more
    const place = URL.createObjectURL(new Blob([lab.text()], { type: "text/javascript" }));
    worker = new Worker(place);
    URL.revokeObjectURL(place);
    worker.onmessage = ({ data }) => { if (data.id === asked) answer(data); };
    ask("take", taken(), () => {});
    worker.onerror = ({ message }) => fault(`Something went wrong in the computation: ${message}. The table is still here.`);
  };
  const ask = (task, given, then) => {
    answer = (found) => ("progress" in found ? progress(found.progress) : then(found));
    worker.postMessage({ id: ++asked, task, ...given });
  };
  const progress = (share) => {
    part("busy").hidden = !(share < 1);
    root.querySelector("progress").value = share;
  };
  root.querySelector("[name=cancel]").addEventListener("click", () => {
    start();
    progress(1);
    tell("Cancelled. What was found so far stays; a dial's move begins again.");
  });

  // --- words ---
  let speaking = 0;
  const tell = (words) => {  // spoken when the dial rests
    part("now").textContent = words;
    clearTimeout(speaking);
    speaking = setTimeout(() => { part("spoken").textContent = words; }, 400);
  };
  const fault = (words) => { part("fault").textContent = words; };

  // --- a table comes in ---
  const give = (text, name) => {
    try {
      const table = lab.read(text);
      const columns = table.names.map((_, k) => lab.columnOf(table, k)), able = columns.map((column) => !lab.refuse(column));
      if (!able.includes(true)) throw new Error(`${lab.refuse(columns[0])} No other column can be predicted, either.`);
      Object.assign(state, { table, file: name });
      target.replaceChildren(...table.names.map((column, k) => Object.assign(new Option(lab.short(column), k), { title: column })));
      target.value = able.lastIndexOf(true);
      part("taken").textContent = `Taken as the last${able.at(-1) ? "" : " that can be predicted"}; choose another if you mean one.`;
      fault("");
      predict();
    } catch (error) {
      fault(`${name}: ${error.message}${state.data ? " The table from before is still here." : ""}`);
    }
  };
  const taken = () => {
    const { columns, y, classes, folds } = state.data;
    return { columns: columns.map(({ values }) => values), y, classes: !!classes, folds };
  };
  const predict = () => {
    const stays = state.data?.table === state.table ? state.data : null;
    try {
      const data = lab.understand(state.table, Number(target.value));
      state.data = { ...data, table: state.table, labels: data.columns.map(({ label }) => label), chosen: target.value };
    } catch (error) {
      fault(error.message);
      if (stays) target.value = stays.chosen;
      return;
    }
    fault("");
    state.results.clear();
    state.k = state.carriers = state.model = null;
    part("verdict").textContent = "";
    part("reasons").replaceChildren();
    part("known").hidden = false;
    part("kept").hidden = true;
    part("aim").textContent = `, predicting ${lab.quoted(state.table.names[target.value])}`;
    lab.showFacts(part("facts"), state.data);
    start();
    fit();
  };

  // --- the models ---
  const fit = () => {
    const known = key();
    part("compare").textContent = "";
    if (now()?.cv) {
      if (!state.moved) state.k = now().cv.best;
      draw();
      return rest();
    }
    ask("fit", { standardize: isScaled(), mix: mix(), k: state.k, start: state.model }, (found) => {
      if (found.model) return show({ ...found, mix: mix() });
      if (found.nothing) {
        progress(1);
        fault("No column has anything to do with what is predicted: all products are 0.");
        return;
      }
      const result = { ...state.results.get(known), ...found };
      state.results.set(known, result);
      state.k ??= Math.floor(result.lams.length / 3);
      if (found.cv && !state.moved) state.k = found.cv.best;
      draw();
      if (found.cv) rest();
    });
  };
  // What can wait: the facts for the verdict, and the same with the columns scaled, or as they are.
  const rest = () => {
    progress(1);
    const [one, two] = [state.results.get(key(true)), state.results.get(key(false))];
    if (state.carriers === null) {
      ask("facts", {}, ({ carriers }) => {
        state.carriers = carriers;
        judge();
        rest();
      });
    } else if (one?.cv && two?.cv) {
      part("compare").textContent = lab.compare(one, two, state.data.classes ? "log loss" : "squared error");
    } else {
      const at = key(!isScaled());
      ask("fit", { standardize: !isScaled(), mix: mix() }, (found) => {
        state.results.set(at, { ...state.results.get(at), ...found });
        if (found.cv) rest();
      });
    }
  };

  const current = () => {
    const { lams, path, cv } = now(), k = state.k;
    return { lam: lams[k], mix: mix(), model: path[k], cv, k, classes: state.data.classes };
  };
  // What there is to see of one model.
  const show = (at) => {
    state.model = { w: at.model.w, b: at.model.b };
    lamDial.setAttribute("aria-valuetext", lab.say(at.lam));
    part("lam").textContent = lab.say(at.lam);
    part("mix").textContent = at.mix;
    tell(lab.sentence(at));
    lab.showWeights(part("weights"), at.model, state.data.labels, isScaled());
  };
  const draw = () => {
    if (!now()?.path) return;
    const { lams, path, cv } = now(), { labels, classes, folds } = state.data;
    lamDial.max = lams.length - 1;
    lamDial.value = lams.length - 1 - state.k;  // the first strength is the largest, and right is strong
    show(current());
    lab.drawPath(part("path"), { lams, path, labels, scaled: isScaled(), now: state.k });
    part("errors").toggleAttribute("hidden", !cv);
    if (cv) lab.drawErrors(part("errors"), { lams, cv, classes, folds, now: state.k });
    for (const name of ["best", "oneSe"]) root.querySelector(`[name=${name}]`).disabled = !cv;
    program();
  };
  const judge = () => {
    if (state.carriers === null) return;
    const { title, reasons } = lab.verdict(rules, state.data.rows, state.carriers, goal.value);
    part("verdict").textContent = title;
    lab.fill(part("reasons"), reasons, "li");
  };
  const program = () => {
    if (!now()?.path) return;
    const { lam } = current(), { data, table, file } = state;
    const model = { data, table, file: file.endsWith(".csv") ? file : "your-file.csv", lam, mix: mix(), standardize: isScaled() };
    part("program").textContent = lab.programs[state.program](model);
  };

  // --- what can be pressed and turned ---
  const move = (k) => {
    state.moved = true;
    state.k = k;
    part("kept").hidden = true;
    draw();
  };
  lamDial.addEventListener("input", () => move(lamDial.max - lamDial.value));
  for (const name of ["best", "oneSe"]) root.querySelector(`[name=${name}]`).addEventListener("click", () => {
    if (now()?.cv) move(now().cv[name]);
  });
  for (const dial of [mixDial, scaleBox]) dial.addEventListener("input", () => {
    state.moved = false;
    part("kept").hidden = true;
    fit();
  });
  target.addEventListener("change", () => {
    part("taken").textContent = "";
    state.moved = false;
    predict();
  });
  goal.addEventListener("change", judge);
  root.querySelector("[name=again]").addEventListener("click", () => {
    if (!now()?.path) return;
    const { lam, model } = current();
    ask("kept", { standardize: isScaled(), mix: mix(), lam, start: { w: model.w, b: model.b }, seed: 1000 * state.seed++, times: 20 }, (found) => {
      part("kept").hidden = false;
      lab.showKept(part("kept").querySelector("table"), state.data.labels, found);
      const always = found.counts.filter((count) => count === found.dealt).length;
      rest();
      tell(`Dealt ${found.dealt} times at λ = ${lab.say(lam)}: ${always} of ${found.counts.length} columns were kept every time.${mix() === 1 ? " A pure L2 penalty drops none." : ""}`);
    });
  });
  for (const choice of root.querySelectorAll("[name=program]")) choice.addEventListener("change", () => {
    state.program = choice.value;
    program();
  });
  root.querySelector("[name=copy]").addEventListener("click", async () => {
    await navigator.clipboard.writeText(part("program").textContent);
    tell("Copied.");
  });

  // --- the ways in ---
  lab.bring = (name, text) => {
    state.moved = false;
    give(text, `${name}.csv`);
  };
  const bring = (name) => {
    if (examples[name]) lab.bring(name, examples[name]);
    else document.head.append(Object.assign(document.createElement("script"), { src: `${base}${name}.js` }));
  };
  for (const button of root.querySelectorAll("[data-example]")) button.addEventListener("click", () => bring(button.dataset.example));
  const open = (file) => {
    if (!file) return;
    state.moved = false;
    const large = lab.tooLarge(file.size);
    if (large) fault(`${file.name}: ${large}`);
    else file.text().then((text) => give(text, file.name), () => fault(`${file.name} could not be read.`));
  };
  const chooser = root.querySelector("[type=file]");
  chooser.addEventListener("change", () => open(chooser.files[0]));
  // wherever it is dropped: else the browser leaves the page to show it
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    open(event.dataTransfer.files[0]);
  });
  root.querySelector("[name=read]").addEventListener("click", () => {
    state.moved = false;
    give(root.querySelector("textarea").value, "The text");
  });

  root.classList.add("rk-on");
  const link = new URLSearchParams(location.hash.slice(1));  // #table=tumours&mix=0.5
  if (link.has("mix")) mixDial.value = link.get("mix");
  bring(root.querySelector(`[data-example="${CSS.escape(link.get("table") ?? "")}"]`)?.dataset.example ?? "bank");
})();
