/** Every zone the browser knows, with what a reader may type for it: its name, its offset now, its name in their language. */
export type Zone = { name: string; words: string; offset: string; search: string };

function longName(locale: string, zone: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'long' }).formatToParts(0);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** The offset at `atMs`, as "UTC+8": summer time moves it. */
export function offsetOf(zone: string, atMs: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(atMs);
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC');
}

export function zonesFor(locale: string, atMs: number, extra: readonly string[]): Zone[] {
  const names = [...new Set([...extra, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return names.map((name) => {
    const words = name.replaceAll('_', ' ');
    const offset = offsetOf(name, atMs);
    return { name, words, offset, search: `${words} ${offset} ${longName(locale, name)}` };
  });
}
