// Elements of a page, in one line each; its other scripts use them, too. (Not `button`: a script of the
// pages that opens what is folded has a variable of that name and does not declare it.)
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...children);
  return node;
};
const makeButton = (words, press, kind = false) => {
  const node = make("button", { type: "button", class: kind }, words);
  node.addEventListener("click", press);
  return node;
};
