// What the reader's own device remembers: guesses, first tries, whether to be asked. Nothing leaves
// it; where storage is refused, everything works and nothing is remembered.
const STORE = "regkit-book";
const memory = {
  all() {
    try { return JSON.parse(localStorage.getItem(STORE)) ?? {}; } catch { return {}; }
  },
  get(name) { return memory.all()[name]; },
  set(name, value) {
    const all = memory.all();
    if (value === undefined) delete all[name]; else all[name] = value;
    try { localStorage.setItem(STORE, JSON.stringify(all)); } catch { /* refused, or full */ }
  },
};
