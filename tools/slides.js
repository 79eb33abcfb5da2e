// What slides do beyond a page that scrolls: keys, the number in the address, notes, the size.
const slides = [...document.querySelectorAll(".slide")];
const contents = slides.map((slide) => slide.querySelector(".fit"));
const page = document.documentElement;
let at = 0, notes = null;

// A slide that holds more than its height is drawn smaller, and one that would be too small to
// read scrolls, as all do on a phone held upright.
const LEAST = 0.6;
const fit = (content) => {
  const room = content.parentElement, paper = page.classList.contains("paper");
  const upright = matchMedia("(orientation: portrait)").matches && !paper;
  const needed = Math.min(1, room.clientHeight / content.offsetHeight, room.clientWidth / content.scrollWidth);
  const scale = upright ? 1 : paper ? needed : Math.max(LEAST, needed);
  content.style.transform = scale < 1 ? `scale(${scale})` : "";
  room.classList.toggle("long", scale > needed && !upright);
  room.parentElement.dataset.scale = needed.toFixed(2);
};
const watcher = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));
contents.forEach((content) => watcher.observe(content));
addEventListener("resize", () => contents.forEach(fit));

const arrive = (k) => {
  at = k;
  history.replaceState(null, "", `#${at + 1}`);
  tell();
};
const go = (k) => {
  const to = Math.max(0, Math.min(slides.length - 1, k));
  slides[to].scrollIntoView({ behavior: "instant" });
  arrive(to);
};
// by finger, or by a link
const seen = new IntersectionObserver((entries) => {
  const here = entries.find((entry) => entry.isIntersecting);
  if (here && here.target !== slides[at]) arrive(slides.indexOf(here.target));
}, { threshold: 0.6 });
slides.forEach((slide) => seen.observe(slide));

// The notes are a window of their own, for the screen that the room does not see.
const tell = () => {
  if (!notes || notes.closed) return;
  const next = slides[at + 1]?.getAttribute("aria-label") ?? "The end";
  notes.document.title = `Notes, ${at + 1} of ${slides.length}`;
  notes.document.querySelector("main").innerHTML =
    `<p><strong></strong></p>${slides[at].querySelector(".notes")?.innerHTML ?? ""}<p><em></em></p>`;
  notes.document.querySelector("strong").textContent = slides[at].getAttribute("aria-label");
  notes.document.querySelector("p:last-child em").textContent = `Next: ${next}`;
};
const openNotes = () => {
  notes = window.open("", "notes", "width=640,height=720");
  if (!notes) return;
  notes.document.head.innerHTML = [...document.querySelectorAll("style:not(.screen)")].map((style) => style.outerHTML).join("");
  notes.document.documentElement.dataset.theme = page.dataset.theme;
  notes.document.body.innerHTML = '<main class="bd-article" style="display:block;padding:1rem"></main>';
  notes.onkeydown = press;
  tell();
};

const STEPS = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1,
  Home: -Infinity, End: Infinity,
};
const press = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // a control keeps its own keys; what a presenter's remote control sends always turns the page
  const taken = event.target.closest?.("input, select, textarea, button, summary, a, [data-keys]");
  if (taken && !event.key.startsWith("Page")) return;
  const step = STEPS[event.key] * (event.key === " " && event.shiftKey ? -1 : 1);
  if (step) go(at + step);
  else if (event.key === "n") openNotes();
  else if (event.key === "d") page.dataset.theme = page.dataset.theme === "dark" ? "light" : "dark";
  else return;
  event.preventDefault();
};
addEventListener("keydown", press);

// Paper is white, and a sheet has a size of its own.
let onScreen;
addEventListener("beforeprint", () => {
  onScreen = page.dataset.theme;
  page.dataset.theme = "light";
  page.classList.add("paper");
  contents.forEach(fit);
});
addEventListener("afterprint", () => {
  page.dataset.theme = onScreen;
  page.classList.remove("paper");
  contents.forEach(fit);
});

// The address names a slide, or something on one.
const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".slide");
if (named) go(slides.indexOf(named));
// a quiz counts its questions, and each stands alone here
document.querySelectorAll("[data-quiz] legend").forEach((legend) => legend.firstChild.remove());
