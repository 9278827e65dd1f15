type Place = { start: number; end: number };

/** The text without those places, and without the gaps that they leave; what is left says no more than before. */
export function withoutPlaces(text: string, places: readonly Place[]): string {
  let kept = '';
  let at = 0;
  for (const { start, end } of places) {
    if (start > at) kept += text.slice(at, start);
    at = Math.max(at, end);
  }
  return (kept + text.slice(at))
    .replace(/[^\S\n]{2,}/g, ' ')
    .replace(/[^\S\n]+([.,;!?])/g, '$1')
    .trim();
}
