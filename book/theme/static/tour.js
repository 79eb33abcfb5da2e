// The ten stops: a place entered from the student's door leads on to the next one, and back.
document.addEventListener("DOMContentLoaded", () => {
  // The stops are this window's; which were ever visited the device remembers.
  const TOUR = "regkit-tour";
  const begun = () => { try { return JSON.parse(sessionStorage.getItem(TOUR)); } catch { return null; } };
  const seen = () => memory.get("stops") ?? [];

  const links = [...document.querySelectorAll("#ten-stops ol > li > a, #ten-stops ol > li > p > a")];
  if (links.length) {
    const stops = links.map((link) => ({
      name: link.textContent,
      href: link.href,
      hint: [...link.closest("li").querySelectorAll("em")].map((part) => part.textContent).join(" "),
    }));
    const door = links[0].baseURI.split(/[?#]/)[0];
    try { sessionStorage.setItem(TOUR, JSON.stringify({ door, stops })); } catch { /* no tour, then */ }
    addEventListener("pageshow", () => {  // also on the way back
      for (const item of links.map((link) => link.closest("li"))) item.querySelector(".rk-seen")?.remove();
      for (const at of seen()) {
        links[at]?.after(make("span", { class: "rk-seen" }, " \u2713", make("span", { class: "visually-hidden" }, " visited")));
      }
    });
    return;
  }

  const show = () => {
    for (const old of document.querySelectorAll(".rk-stop, .rk-tour")) old.remove();
    const { door, stops } = begun() ?? { stops: [] };
    const at = stops.findIndex(({ href }) => href === location.href);
    const section = at >= 0 && document.getElementById(location.hash.slice(1))?.closest("section");
    if (!section) return;
    memory.set("stops", [...new Set([...seen(), at])]);
    const next = stops[at + 1] ?? { name: "six new questions", href: `${door}#after` };
    const ways = () => [
      make("a", { href: `${door}#ten-stops` }, `All stops (${at + 1} of ${stops.length})`),
      make("span", {}, "Next: ", make("a", { href: next.href }, next.name)),
    ];
    const { hint } = stops[at];
    section.querySelector("h2, h3").after(make("div", { class: "rk-stop" },
      ...(hint ? [make("p", {}, make("em", {}, hint))] : []), make("p", { class: "rk-ways" }, ...ways())));
    section.append(make("nav", { class: "rk-tour rk-ways", "aria-label": "Ten stops" }, ...ways()));
  };
  addEventListener("hashchange", show);
  addEventListener("pageshow", show);
});
