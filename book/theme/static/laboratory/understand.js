// From a table of cells to columns of numbers: what is left out, filled or coded is said.
(() => {
  const lab = Laboratory;
  const NUMERIC = 0.8;  // a column is one of numbers if so many of its cells are
  const FULL = 0.7;  // a column is used if so many of its cells are not missing
  const LEVELS = 12, COLUMNS = 1000, CELLS = 5e6;
  const fail = (message) => { throw new Error(message); };
  const counted = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };

  // What a column is: its numbers, or its texts, with NaN or null where one is missing.
  lab.columnOf = (table, k) => {
    const name = table.names[k], cells = table.rows.map((row) => row.cells[k]);
    const given = cells.map((cell) => !lab.isMissing(cell));
    const numbers = Float64Array.from(cells, (cell, i) => (given[i] ? lab.number(cell, table.decimal) : NaN));
    const present = given.filter(Boolean).length, numeric = numbers.filter((x) => !Number.isNaN(x)).length;
    const notes = [];
    if (present && numeric >= NUMERIC * present) {
      const odd = cells.map((_, i) => i).filter((i) => given[i] && Number.isNaN(numbers[i]));
      if (odd.length) {
        const [first] = odd;
        notes.push(`${lab.quoted(name)}, row ${table.rows[first].number}: ${lab.quoted(cells[first])} is no number; ${odd.length > 1 ? `it and ${odd.length - 1} more count` : "it counts"} as missing.`);
      }
      return { name, kind: "number", values: numbers, missing: cells.length - numeric, notes, distinct: counted(numbers.filter((x) => !Number.isNaN(x))).size };
    }
    const texts = cells.map((cell, i) => (given[i] ? cell : null));
    return { name, kind: "text", values: texts, missing: cells.length - present, notes, distinct: counted(texts.filter((x) => x !== null)).size };
  };
  const isThere = (value) => value !== null && !Number.isNaN(value);

  // What may be predicted, or why not.
  lab.refuse = (column) => {
    if (column.distinct < 2) return `${lab.quoted(column.name)} has the same value in every row: there is nothing to predict.`;
    if (column.kind === "text" && column.distinct > 2) return `${lab.quoted(column.name)} has ${column.distinct} different texts. This page predicts numbers, or one of two classes.`;
    return "";
  };

  // Why a column is no use as a predictor, or "".
  const useless = (column, rows) => {
    if (!(rows - column.missing)) return "is empty";
    if (rows - column.missing < FULL * rows) return `lacks ${column.missing} of ${rows} values`;
    if (column.distinct < 2) return "is constant";
    if (column.kind === "text" && column.distinct > LEVELS) return `has ${column.distinct} different texts, as names and dates do`;
    const counts = (first) => column.values.every((x, i) => x === first + i);  // not as years do
    if (column.kind === "number" && (counts(0) || counts(1))) return "counts the rows";
    return "";
  };

  lab.understand = (table, target) => {
    const all = table.names.map((_, k) => lab.columnOf(table, k)), yColumn = all[target];
    if (lab.refuse(yColumn)) fail(lab.refuse(yColumn));
    const n = table.rows.length, facts = [], used = [];
    all.forEach((column, k) => {
      const why = k === target ? "" : useless(column, n);
      facts.push({ name: column.name, missing: column.missing, use: why ? `left out: it ${why}` : "" });
      if (!why && k !== target) used.push({ ...column, fact: facts[k] });
    });
    const notes = [...table.notes, ...[yColumn, ...used].flatMap((column) => column.notes)];
    const keep = [...table.rows.keys()].filter((i) => isThere(yColumn.values[i]) && used.every(({ values }) => isThere(values[i])));
    if (keep.length < n) notes.push(`${n - keep.length} of ${n} rows lack a value in a column that is used; they are left out.`);
    if (keep.length < 10) fail(`Only ${keep.length} rows have a value in every column that is used. At least 10 are needed.`);

    const columns = [], coding = [];
    for (const { name, kind, values, fact } of used) {
      const here = keep.map((i) => values[i]), counts = counted(here);
      if (counts.size < 2) {
        fact.use = "left out: it is constant in the rows that are used";
      } else if (kind === "number") {
        const column = Float64Array.from(here), sd = lab.centred([column], true).scales[0];
        columns.push({ label: name, values: column });
        coding.push({ name, levels: null });
        fact.use = `a number of standard deviation ${lab.say(sd)}`;
      } else {
        const [usual, ...others] = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
        for (const level of others) columns.push({ label: `${name} = ${level}`, values: Float64Array.from(here, (x) => Number(x === level)) });
        coding.push({ name, levels: others });
        fact.use = `coded: 1 for ${others.map(lab.quoted).join(" or ")}, each in a column of its own, and 0 for ${lab.quoted(usual)}`;
        if (others.length === 1) fact.use = `coded: 1 for ${lab.quoted(others[0])}, 0 for ${lab.quoted(usual)}`;
      }
    }
    if (!columns.length) fail(`No column is left to predict ${lab.quoted(yColumn.name)} from: ${facts.filter((f) => f.use).map((f) => `${lab.quoted(f.name)} is ${f.use}`).join("; ")}.`);
    if (columns.length > COLUMNS || columns.length * keep.length > CELLS) fail(`Coded, it has ${keep.length} rows and ${columns.length} columns. This page takes up to ${COLUMNS} columns, and ${CELLS / 1e6} million cells.`);

    const yHere = keep.map((i) => yColumn.values[i]), values = [...new Set(yHere)].sort((a, b) => (a < b ? -1 : 1));
    if (values.length < 2) fail(`${lab.quoted(yColumn.name)} has the same value in every row that is used.`);
    const classes = values.length === 2 ? values.map(String) : null;
    const y = Float64Array.from(yHere, classes ? (v) => Number(v === values[1]) : Number);
    facts[target].use = classes ? `to be predicted: two classes, 1 for ${lab.quoted(classes[1])} and 0 for ${lab.quoted(classes[0])}` : `to be predicted: a number${values.length < 6 ? `, though it takes only ${values.length} values` : ""}`;
    const fewest = classes ? Math.min(lab.sum(y), y.length - lab.sum(y)) : y.length;
    if (fewest < 4) fail(`${lab.quoted(yColumn.name)} has ${fewest} rows in its smaller class. At least 4 are needed to hold some out.`);
    return {
      columns, coding, y, classes, facts, notes, target: yColumn.name, classValues: classes && values,
      yKind: yColumn.kind, rows: keep.length, folds: Math.min(5, fewest),
    };
  };
})();
