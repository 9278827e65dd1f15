/** The kinds of values that queries and bodies carry. Everything in a query is text. */
import { z } from 'zod';
import { isDay } from './shop-day.ts';

const MAX_UNIX_SECONDS = 253_402_300_799;

export const platformId = z.string().regex(/^\d{1,20}$/, 'must be an id of digits');
export const ids = (max: number) => z.array(platformId).max(max);
/** `a,b,c` in a query. */
export const idList = (max: number) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(ids(max).min(1));
/** Bodies carry numbers; text in their place is refused, as the platform does. */
export const unixSeconds = z.int().min(0).max(MAX_UNIX_SECONDS);
export const intText = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));
export const unixSecondsText = intText(0, MAX_UNIX_SECONDS);
export const boolText = z.enum(['true', 'false']).transform((text) => text === 'true');
/** Upper case only. */
export const sortOrder = z.enum(['ASC', 'DESC']);
export const pageToken = z.string().max(500).optional();
export const locale = z.string().max(20).optional();
export const day = z.string().refine(isDay, 'must be a day as YYYY-MM-DD');

/** Null for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
