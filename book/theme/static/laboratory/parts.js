// The laboratory in parts: what computes is known by its text, too, of which a worker is made.
globalThis.Laboratory = { parts: [] };
// Run a part here, and keep it for the worker: a page on disk can read no file.
Laboratory.part = (make) => {
  Laboratory.parts.push(make);
  make(Laboratory);
};
// Everything that computes, as the text of a script of its own.
Laboratory.text = () =>
  `"use strict"; globalThis.Laboratory = {};\n${
    Laboratory.parts.map((make) => `(${make})(Laboratory);`).join("\n")}
onmessage = (asked) => Laboratory.serve(asked, postMessage);`;
