/**
 * Keyset paging. A token names the last row given (its sort value and id) and a digest of the
 * filters, so a page is stable while rows are added or changed: nothing before the token comes
 * again and nothing after it is skipped. A row whose sort value moves while being read (update
 * time) appears again at its new place, as on the platform.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CODE, PlatformError } from './envelope.ts';
import { parseJson } from './fields.ts';

export type SortOrder = 'ASC' | 'DESC';
export type PageRequest = { size: number; token: string | undefined; order: SortOrder };
export type Page<T> = { items: T[]; nextToken: string; total: number };
type Key = readonly [number, string];

const Token = z.tuple([z.number(), z.string(), z.string()]);

/** `filters` is whatever selected the rows: a token of another selection is refused. */
export function page<T>(rows: readonly T[], request: PageRequest, by: { key: (row: T) => Key; filters: unknown }): Page<T> {
  const digest = digestOf([by.filters, request.order]);
  const after = request.token ? readToken(request.token, digest) : null;
  const direction = request.order === 'ASC' ? 1 : -1;
  const compare = (a: Key, b: Key) => direction * compareKeys(a, b);
  const rest = after === null ? [...rows] : rows.filter((row) => compare(by.key(row), after) > 0);
  rest.sort((a, b) => compare(by.key(a), by.key(b)));
  const items = rest.slice(0, request.size);
  const last = items.at(-1);
  const nextToken = last !== undefined && rest.length > items.length ? writeToken(by.key(last), digest) : '';
  return { items, nextToken, total: rows.length };
}

/** Ids are digits of differing length: the longer one is the greater, so 9 comes before 10. */
function compareKeys(a: Key, b: Key): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1].length !== b[1].length) return a[1].length - b[1].length;
  if (a[1] === b[1]) return 0;
  return a[1] < b[1] ? -1 : 1;
}

function digestOf(filters: unknown): string {
  return createHash('sha256').update(JSON.stringify(filters)).digest('base64').slice(0, 8);
}

/** Plain base64 on purpose: the platform's tokens hold + / = too, and a client must encode them. */
function writeToken(key: Key, digest: string): string {
  return Buffer.from(JSON.stringify([key[0], key[1], digest])).toString('base64');
}

function readToken(token: string, digest: string): Key {
  const read = Token.safeParse(parseJson(Buffer.from(token, 'base64').toString('utf8')));
  if (!read.success || read.data[2] !== digest) throw new PlatformError(CODE.invalid, 'page_token is invalid for this request');
  return [read.data[0], read.data[1]];
}
