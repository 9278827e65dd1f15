import { z } from 'zod';
import { isCountry } from '../countries.ts';
import { isCurrency } from '../currencies.ts';

/**
 * The fields that many policies share. Optional keys may be absent, never null. What a JSON Schema alone cannot say (that a text is a
 * country) stands in `format`: forms are made from it.
 */

/** An instant with an offset, ISO 8601; a date alone is an error. */
export const instant = z.iso.datetime({ offset: true, error: 'must be an instant with an offset, such as 2026-02-01T00:00:00Z' });
/** Milliseconds since 1970 of an instant that was parsed before. */
export const at = (text: string): number => Date.parse(text);
/** The other way round, in UTC. */
export const iso = (ms: number): string => new Date(ms).toISOString();
export const minuteMs = 60 * 1000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** A whole number ≥ 0. */
export const count = z.int().min(0);
/** A share or rate, 0..1. */
export const share = z.number().min(0).max(1).meta({ format: 'share' });
/** An assigned ISO 3166-1 alpha-2 code, upper case: GB, not UK. */
export const country = z
  .string()
  .refine(isCountry, 'must be an assigned ISO 3166-1 alpha-2 code in upper case, such as GB')
  .meta({ format: 'country' });
/** A category code of ours or any other well-formed one (kebab-case). */
export const category = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a category code in kebab-case, such as home-daily')
  .meta({ format: 'category' });
/** Integer minor units of an ISO 4217 currency. */
export const money = z.strictObject({
  amount: z.int(),
  currency: z.string().refine(isCurrency, 'must be an ISO 4217 code in upper case, such as USD').meta({ format: 'currency' }),
});

/** Who sells: section 1 binds cross-border sellers only. */
export const sellerOrigin = z.enum(['cross-border', 'local']).default('cross-border');
