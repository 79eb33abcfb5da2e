(() => {
  const root = document.currentScript.closest('.rk-claims');
  const rows = [...root.querySelectorAll('tbody tr')];
  const [article, verdict] = root.querySelectorAll('select');
  const status = root.querySelector('[role="status"]');
  const filter = () => {
    for (const row of rows) {
      row.hidden = !((!article.value || row.dataset.article === article.value) &&
        (!verdict.value || row.dataset.verdict === verdict.value));
    }
    status.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} claims`;
  };
  root.classList.add('live');
  root.addEventListener('change', filter);
  filter();
})();
