// The ten stops: a place entered from the student's door leads on to the next one, and back.
document.addEventListener("DOMContentLoaded", () => {
  const TOUR = "regkit-tour", SEEN = "regkit-stops";  // this visit's stops, and those ever visited
  const kept = (store, name) => { try { return JSON.parse(store.getItem(name)); } catch { return null; } };
  const keep = (store, name, value) => { try { store.setItem(name, JSON.stringify(value)); } catch { /* not remembered */ } };
  const make = (name, more, ...parts) => {
    const made = Object.assign(document.createElement(name), more);
    made.append(...parts);
    return made;
  };
  const visit = (tour, at) => {
    keep(sessionStorage, TOUR, { ...tour, at });
    keep(localStorage, SEEN, [...new Set([...kept(localStorage, SEEN) ?? [], at])]);
  };

  const links = [...document.querySelectorAll("#ten-stops ol > li > a, #ten-stops ol > li > p > a")];
  if (links.length) {
    const tour = { door: links[0].baseURI.split(/[?#]/)[0], stops: links.map((link) => [link.textContent, link.href]) };
    document.addEventListener("click", (event) => {  // an answer's stop, too
      const at = links.findIndex((link) => link.href === event.target.closest("a")?.href);
      if (at >= 0) visit(tour, at);
    });
    addEventListener("pageshow", () => {  // also on the way back
      for (const at of kept(localStorage, SEEN) ?? []) {
        const item = links[at]?.closest("li");
        if (item && !item.querySelector(".rk-seen")) {
          links[at].after(make("span", { className: "rk-seen", textContent: " \u2713" },
            make("span", { className: "visually-hidden", textContent: " visited" })));
        }
      }
    });
    return;
  }

  const show = () => {
    document.querySelector(".rk-tour")?.remove();
    const tour = kept(sessionStorage, TOUR);
    if (tour?.stops[tour.at][1] !== location.href) return;
    const next = tour.at + 1;
    const [name, href] = tour.stops[next] ?? ["six new questions", `${tour.door}#after`];
    const on = make("a", { href, textContent: name });
    if (next < tour.stops.length) on.addEventListener("click", () => visit(tour, next));
    const bar = make("nav", { className: "rk-tour" },
      make("a", { href: `${tour.door}#ten-stops`, textContent: `Stop ${next} of ${tour.stops.length}` }),
      make("span", { textContent: "Next: " }, on));
    bar.setAttribute("aria-label", "Ten stops");
    document.getElementById(location.hash.slice(1))?.closest("section")?.append(bar);
  };
  addEventListener("hashchange", show);
  show();
});
