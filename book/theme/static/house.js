// Repairs of the stock theme for whoever does not see it.
document.addEventListener("DOMContentLoaded", () => {
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
  document.addEventListener("change", () => setTimeout(reach));
});
