import { formatDay } from '../../shared/time.ts';

/** A day from which something holds: with its year. */
export const dayWords = (day: string, locale: string): string =>
  formatDay(day, locale, { year: 'numeric', month: 'short', day: 'numeric' });
