// Each interactive begins once, whenever it comes into the page; a notebook adds them one by one.
if (window.regkit) return;
window.regkit = { ridge };
const KINDS = { frames, typo, quiz };
const begin = (root) => {
  root.dataset.ready = "yes";
  const kind = Object.keys(KINDS).find((name) => name in root.dataset);
  const data = root.querySelector("script[type='application/json']");
  if (!data) return;  // a sanitizer took it: the picture stays
  try {
    KINDS[kind](root, JSON.parse(data.textContent));
    root.classList.add("rk-on");
    // JupyterLab takes the arrows of what has the focus, unless it is told not to
    root.addEventListener("focusin", ({ target }) => { target.dataset.lmSuppressShortcuts = ""; });
  } catch (error) {
    console.error(error);  // the picture stays, and the others move
    root.querySelector(".rk-live")?.remove();
  }
};
const beginAll = () => document.querySelectorAll(".rk-explore:not([data-ready])").forEach(begin);
const watch = () => {
  beginAll();
  new MutationObserver(beginAll).observe(document.body, { childList: true, subtree: true });
};
if (document.body) watch(); else document.addEventListener("DOMContentLoaded", watch);
