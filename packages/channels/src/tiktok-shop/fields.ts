/**
 * The field shapes that recur in TikTok Shop's answers, and the door every answer passes.
 * Tolerant of what the platform may add or leave empty, strict about what a figure is made of.
 */
import { z } from 'zod';
import { ChannelFailure } from '../port.ts';
import { parseAmount } from '../shared/money.ts';

/** Mostly strings, at some places numbers; parseJson has already turned those past 2^53 into strings. */
export const id = z.union([z.string().min(1), z.int().nonnegative()]).transform(String);
export const optionalId = z
  .union([z.string(), z.int().nonnegative()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : String(value)));

export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** Twelve digits in both forms: past them lie no instants that a Date can hold. */
const seconds = z
  .union([z.int().nonnegative().max(999_999_999_999), z.string().regex(/^\d{1,12}$/)])
  .transform((value) => Number(value) * 1000);
/** Unix seconds on the wire, epoch milliseconds inside. */
export const instant = seconds;
/** Absent, empty and 0 all mean "has not happened". */
export const optionalInstant = z
  .union([seconds, z.literal('')])
  .nullish()
  .transform((value) => (value ? value : null));

/** Decimal text still without its currency; `amountIn` turns it into minor units once that is known. */
export const amount = z.union([z.string().min(1), z.number()]).transform(String);
export const optionalAmount = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : String(value)));

/** The platform leaves empty lists out. */
export function list<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** The platform's words about goods, for the person who must mend them; cut short, and of control characters nothing. */
const LONGEST_REFUSAL = 500;
export const refusalText = text.transform((words) =>
  words
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REFUSAL),
);

/** GTIN, EAN, UPC, JAN and the long ISBN are all trade item numbers of 8, 12, 13 or 14 digits; the short ISBN is none. */
const TRADE_ITEM_NUMBER = /^(\d{8}|\d{12,14})$/;
export const gtin = z
  .object({ code: optionalId })
  .nullish()
  .transform((identifier) => (identifier?.code && TRADE_ITEM_NUMBER.test(identifier.code) ? identifier.code : null));

/** Their word in ours, by a table of its own keys alone: `constructor` is no word of it. */
export const ours = <T>(table: Readonly<Record<string, T>>, word: string): T | null =>
  Object.hasOwn(table, word) ? (table[word] ?? null) : null;

export const pageFields = {
  next_page_token: z
    .string()
    .nullish()
    .transform((token) => token || null),
  total_count: z
    .int()
    .nullish()
    .transform((total) => total ?? null),
};

/** Names the path and the kind of surprise, never the value: it may be a buyer's name. */
export function readAnswer<T extends z.ZodType>(schema: T, data: unknown, operation: string): z.infer<T> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw oddAnswer(operation, issue?.path.join('.') || '(top)', issue?.code ?? 'unknown');
}

export function oddAnswer(operation: string, path: string, why: string): ChannelFailure {
  return new ChannelFailure('rejected', `TikTok Shop’s answer to ${operation} is not as documented at ${path} (${why})`);
}

/** Where in which answer an amount stands, for the message when it cannot be read. */
export type AmountPlace = { currency: string; operation: string; path: string };

export function amountIn(decimal: string | null, place: AmountPlace): number {
  if (decimal === null) return 0;
  const minor = parseAmount(decimal, place.currency);
  if (minor === null) throw oddAnswer(place.operation, place.path, 'no exact amount of its currency');
  return minor;
}
