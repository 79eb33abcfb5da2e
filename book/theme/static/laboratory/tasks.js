// What the worker is asked to do. Between its steps it looks whether something newer was asked.
Laboratory.part((lab) => {
  const STRENGTHS = 60, SEED = 0;
  let data = null, newest = 0;
  const pause = () => new Promise((go) => setTimeout(go));

  const tasks = {
    take(given) { data = given; },

    async fit({ standardize, mix, k, start }, tell, stale) {
      const { columns, y, classes, folds } = data;
      const problem = lab.problem(columns, y, classes, standardize), lams = lab.grid(problem, mix, STRENGTHS);
      if (!lams) return tell({ nothing: true });
      if (start) tell({ lam: lams[k], model: lab.at(problem, lams[k], mix, start) });  // at once
      const all = STRENGTHS * (folds + 1), path = lab.path(problem, lams, mix, (done) => tell({ progress: done / all }));
      tell({ lams, path });
      const fold = lab.deal(y, classes, folds, SEED), errors = [];
      for (let f = 0; f < folds; f++) {
        await pause();
        if (stale()) return;
        errors.push(lab.errorsInFold(columns, y, classes, standardize, lams, mix, fold, f,
          (done) => tell({ progress: (STRENGTHS * (f + 1) + done) / all })));
      }
      tell({ cv: lab.together(errors) });
    },

    async facts(_, tell) { tell({ carriers: lab.carriers(data.columns, data.y) }); },

    async kept({ standardize, mix, lam, start, seed, times }, tell, stale) {
      const counts = data.columns.map(() => 0);
      let dealt = 0;
      for (let t = 0; t < times; t++) {
        await pause();
        if (stale()) return;
        const one = lab.keptOnce(data, standardize, lam, mix, start, lab.random(seed + t));
        if (one) dealt++;
        one?.forEach((kept, j) => { counts[j] += kept; });
        tell({ progress: (t + 1) / times });
      }
      tell({ counts, dealt });
    },
  };

  lab.serve = ({ data: { id, task, ...given } }, post) => {
    newest = id;
    tasks[task](given, (found) => post({ id, ...found }), () => id !== newest);
  };
});
