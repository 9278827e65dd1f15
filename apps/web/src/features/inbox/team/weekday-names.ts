import { formatDay } from '../../../shared/time.ts';

// A Monday: names of the days of the week are those of the days after it.
const monday = Date.UTC(2026, 2, 2);

/** Monday first. */
export const weekdayNames = (locale: string): string[] =>
  Array.from({ length: 7 }, (_, at) =>
    formatDay(new Date(monday + at * 86_400_000).toISOString().slice(0, 10), locale, { weekday: 'short' }),
  );
