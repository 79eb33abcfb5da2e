// The ten stops: a place entered from the student's door leads on to the next one, and back.
document.addEventListener("DOMContentLoaded", () => {
  // This visit's stops are the window's; those ever visited the device remembers.
  const touring = () => { try { return JSON.parse(sessionStorage.getItem("regkit-tour")); } catch { return null; } };
  const visit = (tour, at) => {
    try { sessionStorage.setItem("regkit-tour", JSON.stringify({ ...tour, at })); } catch { /* refused */ }
    memory.set("stops", [...new Set([...seen(), at])]);
  };
  const seen = () => memory.get("stops") ?? [];

  const links = [...document.querySelectorAll("#ten-stops ol > li > a, #ten-stops ol > li > p > a")];
  if (links.length) {
    const tour = { door: links[0].baseURI.split(/[?#]/)[0], stops: links.map((link) => [link.textContent, link.href]) };
    document.addEventListener("click", (event) => {  // an answer's stop, too
      const at = links.findIndex((link) => link.href === event.target.closest("a")?.href);
      if (at >= 0) visit(tour, at);
    });
    addEventListener("pageshow", () => {  // also on the way back
      for (const at of seen()) {
        const item = links[at]?.closest("li");
        if (item && !item.querySelector(".rk-seen")) {
          links[at].after(make("span", { class: "rk-seen" }, " \u2713", make("span", { class: "visually-hidden" }, " visited")));
        }
      }
    });
    return;
  }

  const show = () => {
    document.querySelector(".rk-tour")?.remove();
    const tour = touring();
    if (tour?.stops[tour.at][1] !== location.href) return;
    const next = tour.at + 1;
    const [name, href] = tour.stops[next] ?? ["six new questions", `${tour.door}#after`];
    const on = make("a", { href }, name);
    if (next < tour.stops.length) on.addEventListener("click", () => visit(tour, next));
    const bar = make("nav", { class: "rk-tour", "aria-label": "Ten stops" },
      make("a", { href: `${tour.door}#ten-stops` }, `Stop ${next} of ${tour.stops.length}`), make("span", {}, "Next: ", on));
    document.getElementById(location.hash.slice(1))?.closest("section")?.append(bar);
  };
  addEventListener("hashchange", show);
  show();
});
