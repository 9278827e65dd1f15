/**
 * A page that was opened before a new release asks for parts that are gone. One reload brings the new release with its parts. A part
 * that is missing for another reason would make the page reload for ever, so within a while of a reload the error is shown instead.
 */
const storageKey = 'tradewind.reloadedAt';
const againAfterMs = 5 * 60_000;

export function isReloadWorthwhile(lastReloadAt: string | null, nowMs: number): boolean {
  const last = Number(lastReloadAt ?? Number.NaN);
  // A time ahead of the clock says nothing: the clock was set back.
  return !(nowMs - last >= 0 && nowMs - last < againAfterMs);
}

/** Listens to `vite:preloadError`; cancelling the event keeps the error from the page that is about to go. */
export function reloadForNewRelease(event: Event): void {
  try {
    if (!isReloadWorthwhile(sessionStorage.getItem(storageKey), Date.now())) return;
    sessionStorage.setItem(storageKey, String(Date.now()));
  } catch {
    // Without storage nothing tells a first time from a second: show the error.
    return;
  }
  event.preventDefault();
  location.reload();
}
