import { type RawBuilder, sql } from 'kysely';

/** A column of a bulk statement: its PostgreSQL type and where its value comes from. Array columns go as one text, split by the caller. */
export type BulkColumn<T> = readonly [
  type: 'uuid' | 'text' | 'int' | 'bigint' | 'timestamptz' | 'date' | 'bytea' | 'jsonb',
  value: (row: T) => unknown,
];

/**
 * Rows as `unnest($1::uuid[], $2::text[], …)`: one parameter a column, so that a thousand rows are one statement of
 * fixed text. Column names come from the code's own literals and are quoted.
 */
export function unnestRows<T>(
  rows: readonly T[],
  columns: Record<string, BulkColumn<T>>,
): { names: RawBuilder<unknown>; source: RawBuilder<unknown> } {
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)));
  const arrays = sql.join(Object.values(columns).map(([type, value]) => sql`${rows.map(value)}::${sql.raw(type)}[]`));
  return { names, source: sql`unnest(${arrays}) AS given(${names})` };
}
