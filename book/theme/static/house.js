// Repairs of the stock theme for whoever does not see it.
// From disk the search cannot read the pages it found, so it shows their titles alone.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// The paper is white, whatever the screen is.
const theme = document.documentElement.dataset;
let onScreen = theme.theme;
window.addEventListener("beforeprint", () => { onScreen = theme.theme; theme.theme = "light"; });
window.addEventListener("afterprint", () => { theme.theme = onScreen; });

document.addEventListener("DOMContentLoaded", () => {
  // A chapter is kept, not shown as text.
  for (const source of document.querySelectorAll(".btn-download-source-button")) source.download = "";
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
  // Roles of the bibliography that the standard has withdrawn.
  for (const work of document.querySelectorAll(".citation-list, .citation")) work.removeAttribute("role");
  // What scrolls by itself must be reachable by keyboard, also once a tab has shown it.
  const reach = () => {
    for (const wide of document.querySelectorAll(".bd-article pre, .bd-article table, div.math"))
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
  };
  reach();
  // A term's definition stays inside the window, goes away at Escape, and is what a first tap shows.
  for (const term of document.querySelectorAll(".rk-term")) {
    const [link, tip] = term.children;
    let tapped = false;
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
    link.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || tapped) return;
      event.preventDefault();
      link.focus();
      tapped = true;
    });
  }
  document.addEventListener("change", () => setTimeout(reach));
});
