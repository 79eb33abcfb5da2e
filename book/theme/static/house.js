// What the pages do beyond the stock theme.

// From disk a browser shows a file instead of keeping it, unless a script hands its words over.
const fetchWords = (file) => {
  document.head.append(Object.assign(document.createElement("script"), { src: `${file}.js` }));
};
const handOver = (name, words) => {  // what that script calls
  const href = URL.createObjectURL(new Blob([words]));
  Object.assign(document.createElement("a"), { href, download: name }).click();
};

// One quiet mark in the contents: the chapter where this reader was last, as their device remembers.
const LAST = "regkit-last";
const markLast = () => {
  const here = location.pathname, last = localStorage.getItem(LAST);
  for (const link of document.querySelectorAll(".bd-links a.reference.internal")) {
    const page = link.pathname;  // whole: there is a page on choosing in the story and in the reference
    if (page === last && page !== here) {
      const said = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: " (you were here last)" });
      link.classList.add("rk-last");
      link.append(said);
    }
    if (page === here && !here.endsWith("/index.html")) addEventListener("pagehide", () => localStorage.setItem(LAST, here));
  }
};

// What a link leads to is open.
const unfold = () => {
  const place = document.querySelector(":target");
  let opened = false;
  for (let box = place; box; box = box.parentElement) {
    const closed = box.matches("details:not([open]), .toggle-hidden");
    if (closed && box.tagName === "DETAILS") box.open = true;
    else if (closed) box.querySelector(".toggle-button").click();
    opened ||= closed;
  }
  if (opened) place.scrollIntoView();
};
for (const come of ["load", "hashchange"]) window.addEventListener(come, unfold);
document.addEventListener("click", (event) => {
  if (event.target.closest("a")?.hash) setTimeout(unfold);  // also where the address stays the same
});

document.addEventListener("DOMContentLoaded", () => {
  // A chapter is kept, not shown as text.
  for (const source of document.querySelectorAll(".btn-download-source-button, a.download:not([href$='.whl'])")) {
    source.download = "";
    if (location.protocol === "file:") source.addEventListener("click", (event) => {
      event.preventDefault();
      fetchWords(source.href);
    });
  }
  // A drawer is shut by its button and by choosing a page or a place; else the focus goes back.
  for (const [name, label] of [["primary", "Chapters"], ["secondary", "On this page"]]) {
    const drawer = document.getElementById(`pst-${name}-sidebar-modal`);
    if (!drawer) continue;
    drawer.setAttribute("aria-label", label);
    const close = Object.assign(document.createElement("button"), { className: "rk-close", textContent: "\u00d7" });
    close.setAttribute("aria-label", "Close");
    document.getElementById(`pst-${name}-sidebar`).prepend(close);
    drawer.addEventListener("click", (event) => {
      if (event.target.closest("a")) drawer.close("chosen");
      else if (event.target === close) drawer.close();
    });
    drawer.addEventListener("close", () => {
      if (drawer.returnValue !== "chosen") document.querySelector(`.${name}-toggle`).focus();
      drawer.returnValue = "";
    });
  }
  // The search buttons show "Search" and a key, and call themselves otherwise.
  for (const button of document.querySelectorAll(".search-button, .search-button-field, .search-button__button")) {
    button.removeAttribute("aria-label");
    if (!button.textContent.trim()) button.setAttribute("aria-label", "Search");
  }
  // The sidebar is a landmark, so that its title lies inside one too.
  const sidebar = document.querySelector(".bd-sidebar-primary");
  if (sidebar) {
    sidebar.setAttribute("role", "navigation");
    sidebar.setAttribute("aria-label", "Book");
  }
  // What unfolds the pages under a page says whose they are.
  for (const fold of document.querySelectorAll(".bd-links summary")) {
    const page = fold.closest("li").querySelector("a");
    fold.setAttribute("aria-label", `Pages of ${page.textContent.trim()}`);
  }
  markLast();
  // Roles of the bibliography that the standard has withdrawn.
  for (const work of document.querySelectorAll(".citation-list, .citation")) work.removeAttribute("role");
  // What scrolls by itself must be reachable by keyboard, also once a tab has shown it. The theme
  // sees to code, but for tabs.
  const reach = (css) => {
    const all = [...document.querySelectorAll(css)];
    for (const wide of all.filter((e) => e.scrollWidth > e.clientWidth)) wide.tabIndex = 0;
  };
  reach(".bd-article table, div.math");
  document.addEventListener("change", () => setTimeout(reach, 0, ".bd-article :is(pre, table), div.math"));
  // A term's definition stays inside the window, goes away at Escape, and is what a first tap shows.
  for (const term of document.querySelectorAll(".rk-term")) {
    const [link, tip] = term.children;
    let tapped = false, finger = false;
    const open = () => {
      tip.style.left = 0;
      const over = tip.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
      if (over > 0) tip.style.left = `${-over}px`;
    };
    const shut = (event) => { if (event.key === "Escape") term.classList.add("rk-shut"); };
    for (const come of ["pointerenter", "focusin"]) term.addEventListener(come, () => {
      open();
      document.addEventListener("keydown", shut);
    });
    for (const go of ["pointerleave", "focusout"]) term.addEventListener(go, () => {
      term.classList.remove("rk-shut");
      document.removeEventListener("keydown", shut);
    });
    link.addEventListener("blur", () => { tapped = false; });
    // a click itself does not say so in Safari before 18.2
    link.addEventListener("pointerdown", ({ pointerType }) => { finger = pointerType === "touch"; });
    link.addEventListener("click", (event) => {
      const byKeyboard = event.detail === 0;
      if (!finger || byKeyboard || tapped) return;
      event.preventDefault();
      link.focus();
      tapped = true;
    });
  }
});
