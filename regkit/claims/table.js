(() => {
  const root = document.currentScript.closest('.rk-claims');
  const claims = [...root.querySelectorAll('details')];
  const links = [...root.querySelectorAll('.map a')];
  const status = root.querySelector('[role="status"]');
  const chosen = { verdict: '', chapter: '' };

  // A word of the legend, or a chapter's, becomes a button that keeps to it until pressed again.
  const buttons = [...root.querySelectorAll('[data-by]')].map((word) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...word.childNodes);
    word.append(button);
    button.addEventListener('click', () => {
      const { by, value } = word.dataset;
      chosen[by] = chosen[by] === value ? '' : value;
      filter();
    });
    return [button, word.dataset];
  });
  const filter = () => {
    claims.forEach((claim) => {
      claim.hidden = Object.entries(chosen).some(([by, value]) => value && claim.dataset[by] !== value);
    });
    links.forEach((link) => link.classList.toggle('out', root.querySelector(link.hash).hidden));
    root.querySelectorAll('section').forEach((part) => { part.hidden = !part.querySelector('details:not([hidden])'); });
    buttons.forEach(([button, { by, value }]) => button.setAttribute('aria-pressed', chosen[by] === value));
    const shown = claims.filter((claim) => !claim.hidden).length;
    status.textContent = shown === claims.length ? '' : `${shown} of ${claims.length} claims. Press the word again to show all.`;
  };

  // What a link names is shown, and open.
  const open = () => {
    const claim = claims.find((one) => `#${one.id}` === location.hash);
    if (!claim) return;
    if (claim.hidden) {
      chosen.verdict = chosen.chapter = '';
      filter();
    }
    claim.open = true;
    claim.scrollIntoView();
  };
  for (const come of ['load', 'hashchange']) window.addEventListener(come, open);
  root.querySelector('.map').addEventListener('click', () => setTimeout(open));

  root.querySelector('.map').addEventListener('keydown', (event) => {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = links[links.indexOf(document.activeElement) + way];
    if (!next || !links.includes(document.activeElement)) return;
    event.preventDefault();
    next.focus();
  });
  filter();
})();
