import { type RawBuilder, sql } from 'kysely';

/** A column of a bulk statement: its PostgreSQL type and where its value comes from. Array columns go as one text, split by the caller. */
export type BulkColumn<T> = readonly [
  type: 'uuid' | 'boolean' | 'text' | 'int' | 'bigint' | 'timestamptz' | 'date' | 'bytea' | 'jsonb',
  value: (row: T) => unknown,
];

/**
 * Rows as `unnest($1::uuid[], $2::text[], …)`: one parameter a column, so that a thousand rows are one statement of
 * fixed text. Column names come from the code's own literals and are quoted. The arrays are written out here, because `pg` asks of each
 * element what it is and looks it through twice, which costs more than the rest of a page's way out of this process.
 */
export function unnestRows<T>(
  rows: readonly T[],
  columns: Record<string, BulkColumn<T>>,
): { names: RawBuilder<unknown>; source: RawBuilder<unknown> } {
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)));
  const arrays = sql.join(
    Object.values(columns).map(([type, value]) => sql`${arrayText(rows.map((row) => elementText(value(row))))}::${sql.raw(type)}[]`),
  );
  return { names, source: sql`unnest(${arrays}) AS given(${names})` };
}

const arrayText = (elements: readonly string[]): string => `{${elements.join(',')}}`;

/** Texts are always quoted: bare, an empty one would be an error and "null" would be nothing. */
function elementText(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return /["\\]/.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : `"${value}"`;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return `"${instantText(value)}"`;
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`;
  throw new TypeError(`a ${typeof value} is no value of a bulk column`);
}

/** Past the year 9999 ISO writes a sign and six digits, which PostgreSQL does not read. */
function instantText(instant: Date): string {
  const text = instant.toISOString();
  return text.startsWith('+') ? text.replace(/^\+0*/, '') : text;
}
