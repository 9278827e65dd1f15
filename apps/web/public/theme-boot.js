// Runs before the first paint, so that a dark screen does not flash white. A file of its own: the page allows no inline script.
(() => {
  let mode = 'system';
  try {
    mode = JSON.parse(localStorage.getItem('tradewind.preferences') || '{}').theme || 'system';
  } catch {
    // Storage refused or unreadable: follow the system.
  }
  const dark = mode === 'dark' || (mode === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
