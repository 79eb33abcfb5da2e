// Repairs of the stock search, which only the search page loads.
// From disk it cannot read the pages that it found, so it shows their titles alone.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// An excerpt is of what a page shows: no definition that waits behind a term, no formula twice.
Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const unseen = ".headerlink, .rk-tip, .rk-posters, .katex-mathml, details.hide, script, style, svg";
  for (const part of page.querySelectorAll(unseen)) part.remove();
  for (const block of page.querySelectorAll("dt, p, li, td, th")) block.append(" ");
  return (page.getElementById(anchor.slice(1)) || page.querySelector("article")).textContent;
};
