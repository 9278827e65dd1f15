/**
 * Time as the reader meets it. The server's clock may be a followed one (a demo, a drill), so "now" is the browser's
 * clock plus the offset last learnt from `me`.
 */
let offsetMs = 0;

export const learnServerNow = (serverNow: string): void => {
  offsetMs = Date.parse(serverNow) - Date.now();
};
export const nowMs = (): number => Date.now() + offsetMs;

let chosenZone: string | null = null;

/** What the reader chose in their profile; a name this browser does not know leaves it at the browser's own zone. */
export function setReaderZone(zone: string | null): void {
  chosenZone = zone && isKnownZone(zone) ? zone : null;
}

function isKnownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
export const readerZone = (): string => chosenZone ?? browserZone();

const formats = new Map<string, Intl.DateTimeFormat>();
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

/** "22 Nov, 14:05"; with the zone's own name where `isNamed`. */
export function formatInstant(
  at: string,
  locale: string,
  zone: { timeZone?: string; isNamed?: boolean; hasSeconds?: boolean; hasYear?: boolean } = {},
): string {
  return format(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone.hasSeconds ? { second: '2-digit' } : {}),
    ...(zone.hasSeconds || zone.hasYear ? { year: 'numeric' } : {}),
    timeZone: zone.timeZone ?? readerZone(),
    ...(zone.isNamed ? { timeZoneName: 'short' } : {}),
  }).format(new Date(at));
}

/** "14:00" in the reader's zone, for the axis of one day. */
export const formatHour = (at: string, locale: string): string =>
  format(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: readerZone() }).format(new Date(at));

/** A calendar day without a zone: never shifted. */
export const formatDay = (day: string, locale: string, options: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' }): string =>
  format(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** The reader's day of an instant, with its weekday: "Sat, 22 Nov 2026". */
export const formatLongDay = (at: string, locale: string): string =>
  format(locale, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', timeZone: readerZone() }).format(new Date(at));

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** "3 min ago", "in 2 hr"; this very second is a second ago, because a language's word for now reads like a command beside a verb. */
export function formatAgo(at: string, locale: string, now = nowMs()): string {
  const seconds = Math.round((Date.parse(at) - now) / 1000) || -1;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

const unitFormat = (locale: string, unit: Intl.RelativeTimeFormatUnit, value: number): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);

/** "2 days 4 hr", "35 min": the two largest units of a stretch, which is what one plans by. */
export function formatStretch(seconds: number, locale: string): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const parts = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const;
  const first = parts.findIndex(([, value]) => value > 0);
  if (first < 0) return unitFormat(locale, 'minute', 0);
  return parts
    .slice(first, first + 2)
    .filter(([, value]) => value > 0)
    .map(([unit, value]) => unitFormat(locale, unit, value))
    .join(' ');
}

/** "2 d": how long something lasts. */
export function formatSpan(seconds: number, locale: string): string {
  const [unit, size] = steps.find(([, length]) => seconds >= length) ?? ['second', 1];
  return unitFormat(locale, unit, Math.trunc(seconds / size));
}
