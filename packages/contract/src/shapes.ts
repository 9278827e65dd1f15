import { z } from 'zod';

/** Building blocks of the interface. Every object refuses unknown keys. */
export const uuid = z.uuid();
export const instant = z.iso.datetime({ offset: true });
/** The database counts no year 0. */
export const day = z.iso.date().refine((on) => !on.startsWith('0000'), 'a day from 0001-01-01 on');
export const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD');
export const market = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code such as GB');
export const channel = z.enum(['tiktok-shop', 'mercado-libre', 'shopify']);
export const timeZone = z.string().refine((zone) => zone === 'shop' || isZone(zone), 'an IANA time zone such as Asia/Shanghai, or "shop"');
export const zoneName = z.string().max(64).refine(isZone, 'an IANA time zone such as Asia/Shanghai');
export const language = z.enum(['zh-CN', 'en', 'th', 'vi', 'ms']);

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

export const category = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a category code such as beauty-personal-care');
/** A fraction 0..1, as exact as a contract states one. */
export const share = z
  .number()
  .min(0)
  .max(1)
  .refine((value) => value === Number(value.toFixed(6)), 'a share from 0 to 1 with at most six decimals');

/** Integer minor units of the currency: JPY and VND have none, so 100 JPY is { amount: 100 }. */
export const money = z.strictObject({ amount: z.int(), currency });

/** A table as somebody's file has it, CSV or a workbook; which of them it is, its content says. Preview first, then all of it. */
export const tableFile = {
  mediaTypes: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  maxBytes: 5 * 1024 * 1024,
} as const;
export const isPreview = z.enum(['true', 'false']).default('false');
/** What is wrong with a file: where a row is to blame, its line and the title of its column. */
export const rowError = z.strictObject({ line: z.int().nullable(), column: z.string().nullable(), code: z.string(), message: z.string() });

/** `?shopIds=a,b` → list. */
export const idList = z
  .string()
  .max(8000)
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(uuid).max(200));
export const paging = { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(500).optional() };
export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

/** Media types of a paper's file, and how large one may be. What it is, its content says: a lie is refused. */
export const paperFile = { mediaTypes: ['application/pdf', 'image/jpeg', 'image/png'], maxBytes: 10 * 1024 * 1024 } as const;
