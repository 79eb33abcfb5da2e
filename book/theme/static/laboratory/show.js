// What the page shows as tables and words. Whatever comes from a table is only ever text.
(() => {
  const lab = Laboratory, MOST = 30;
  const make = (name, text, attributes = {}) => {
    const made = Object.assign(document.createElement(name), attributes);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const rowOf = (head, ...cells) => {
    const row = make("tr");
    row.append(make("th", lab.short(head), { scope: "row", title: head }), ...cells.map((cell) => (cell instanceof Node ? cell : make("td", cell))));
    return row;
  };
  // A length from 0 to 1; with `both`, to the side that its sign says.
  const bar = (share, both) => {
    const cell = make("td", undefined, { className: both ? "bar both" : "bar" }), drawn = make("span");
    drawn.style.width = `${((both ? 50 : 100) * Math.abs(share)).toFixed(1)}%`;
    drawn.style[share < 0 ? "right" : "left"] = both ? "50%" : 0;
    cell.append(drawn);
    return cell;
  };
  lab.fill = (place, items, name) => place.replaceChildren(...items.map((item) => make(name, item)));

  lab.showFacts = (root, { facts, notes, rows, columns }) => {
    root.querySelector("tbody").replaceChildren(...facts.map(({ name, missing, use }) => rowOf(name, String(missing), use)));
    const told = [`${rows} rows and ${columns.length} ${columns.length === 1 ? "column" : "columns"} to predict from are used.`, ...notes];
    lab.fill(root.querySelector("ul"), told, "li");
    root.querySelector("summary").textContent = `What was understood: ${rows} rows, ${columns.length} ${columns.length === 1 ? "column" : "columns"}${notes.length ? `, ${notes.length} ${notes.length === 1 ? "remark" : "remarks"}` : ""}`;
  };

  lab.showWeights = (table, { w, coef }, labels, scaled) => {
    const order = [...labels.keys()].filter((j) => coef[j]).sort((a, b) => Math.abs(w[b]) - Math.abs(w[a]));
    const largest = order.length ? Math.abs(w[order[0]]) : 1, shown = order.slice(0, MOST);
    table.tBodies[0].replaceChildren(...shown.map((j) => rowOf(labels[j], bar(w[j] / largest, true), lab.say(coef[j], 3))));
    const out = labels.filter((_, j) => !coef[j]), more = order.length - shown.length;
    table.nextElementSibling.textContent = [
      more ? `${more} more are kept, with smaller weights.` : "",
      out.length ? `Weight 0: ${lab.some(out.map((name) => lab.short(name)), 12)}.` : "",
      scaled ? "The bars show the weights of the scaled columns; the numbers are in the columns' own units." : "",
    ].filter(Boolean).join(" ");
  };

  // In words: where the dials are, what is kept, and the error there.
  lab.sentence = ({ lam, mix, model, cv, k, classes }) => {
    const kept = model.coef.filter((v) => v !== 0).length;
    const where = `λ = ${lab.say(lam)}, ${mix === 0 ? "pure L1" : mix === 1 ? "pure L2" : `L2 share ${mix}`}: ${kept} of ${model.coef.length} columns kept.`;
    if (!cv) return where;
    const rate = classes ? `; ${Math.round(1000 * cv.wrong[k]) / 10} % of the rows in the wrong class` : "";
    const last = cv.mean.length - 1;
    const end = cv.best === last ? " The least error is at the weak end of the dial: less penalty, or none, may do as well." : "";
    const none = cv.best === 0 ? " The least error is that of no weight at all: no column helps." : "";
    return `${where} ${classes ? "Log loss" : "Squared error"} of rows held out: ${lab.say(cv.mean[k])} ± ${lab.say(cv.se[k], 2)}${rate}.${end}${mix < 1 ? none : ""}`;
  };

  // The least errors with and without scaling, once both are known.
  lab.compare = (one, other, name) => {
    const said = ({ cv, path, lams }) => `${lab.say(cv.mean[cv.best])} ± ${lab.say(cv.se[cv.best], 2)} at λ = ${lab.say(lams[cv.best])}, keeping ${path[cv.best].coef.filter((v) => v !== 0).length} columns`;
    const gap = Math.abs(one.cv.mean[one.cv.best] - other.cv.mean[other.cv.best]);
    const unclear = gap <= Math.max(one.cv.se[one.cv.best], other.cv.se[other.cv.best]);
    return `Least ${name} with scaled columns: ${said(one)}. As the columns are: ${said(other)}.${unclear ? " The two errors differ by less than one standard error: cannot tell which is better." : ""}`;
  };

  lab.showKept = (table, labels, { counts, dealt }) => {
    const order = [...labels.keys()].sort((a, b) => counts[b] - counts[a]).slice(0, MOST);
    table.tBodies[0].replaceChildren(...order.map((j) => rowOf(labels[j], bar(counts[j] / dealt), `${counts[j]} of ${dealt}`)));
    table.hidden = false;
  };
})();
