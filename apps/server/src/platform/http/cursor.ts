/**
 * Keyset paging. A cursor is the sort key of the last row, as base64url JSON: opaque to callers, checked by a
 * schema here, and never trusted with more than a position (the merchant and the filters come from the request).
 */
import type { z } from 'zod';
import { Refused, refuse } from './problem.ts';

export const encodeCursor = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** Throws Refused (400 bad-cursor) for anything that this list did not hand out. */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | null {
  if (cursor === undefined) return null;
  const parsed = schema.safeParse(
    /^[A-Za-z0-9_-]+$/.test(cursor) ? parseJson(Buffer.from(cursor, 'base64url').toString('utf8')) : undefined,
  );
  if (!parsed.success) throw new Refused(refuse('bad-cursor'));
  return parsed.data;
}

/** A text that PostgreSQL cannot hold (NUL, half a character) is no position of ours either. */
function parseJson(text: string): unknown {
  if (text.includes('\\u') || /[\0\uFFFD]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `rows` were read with LIMIT limit + 1: one more than the page shows that there is another. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  toCursor: (last: Row) => unknown,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(toCursor(last)) : null };
}
