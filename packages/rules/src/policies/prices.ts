import { z } from 'zod';
import { money } from './inputs.ts';
import type { Found } from './policy.ts';

/** Money that is asked or paid: never below zero. */
export const price = money.extend({ amount: z.int().min(0) });
export type Price = z.output<typeof price>;

/** Money as the explanations carry it. @example moneyText({ amount: 150_000, currency: 'USD' }) // '150000 USD' */
export const moneyText = (given: Price): string => `${given.amount} ${given.currency}`;

/** What stands at a path of an input, whatever the input is; undefined where nothing does. */
const valueAt = (input: unknown, path: string): unknown =>
  path
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], input); // any shape may come: only read

/** One currency for the prices at all these paths. Prices that are absent, or whose currency is bad by itself, are left to the schema. */
export function oneCurrency(input: unknown, { currency, paths }: { currency: unknown; paths: readonly string[] }, found: Found): void {
  for (const path of paths.map((each) => `${each}/currency`)) {
    const given = valueAt(input, path);
    if (given !== undefined && found.clean(path) && given !== currency)
      found.bad(path, 'currency', `must be ${currency}, not ${given}: currencies are never mixed`);
  }
}
