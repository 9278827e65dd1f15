/** The tables as a backup sees them: every one of both schemas, rows in the order of the primary key, in one fixed text form. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { copyOut } from '../database/copy.ts';
import { quote } from '../database/roles.ts';
import type { Digest } from './manifest.ts';

export type BackedUpTable = { schema: string; name: string; columns: string[]; orderBy: string[] };

/**
 * The same value must give the same text in every session and on every server. No limits: a dump takes as long as it takes. And a role
 * that row security binds gets an error instead of an empty table.
 */
export const SESSION = `SET LOCAL row_security = off; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL search_path = pg_catalog; SET LOCAL client_encoding = 'UTF8'; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD';
  SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`;

export async function listTables(client: pg.ClientBase): Promise<BackedUpTable[]> {
  const { rows } = await client.query<{ schema: string; name: string; kind: string; columns: string[]; order_by: string[] }>(`
    SELECT n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,
      ARRAY(SELECT a.attname::text FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
      ARRAY(SELECT format(CASE WHEN a.attcollation = 0 THEN '%I' ELSE '%I COLLATE "C"' END, a.attname)
            FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
            JOIN pg_attribute a ON a.attnum = k.number
            WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid ORDER BY k.place) AS order_by
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('system', 'tenant') AND c.relkind IN ('r', 'p', 'm', 'S') AND NOT c.relispartition
    ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`);
  for (const { schema, name, kind } of rows) {
    // The schema has neither by its own rules (tenancy-check.ts); should that change, a backup must not silently leave it out.
    if (kind === 'S' || kind === 'm')
      throw new Error(`${schema}.${name} is a sequence or a materialised view, which a backup does not hold`);
  }
  return rows.map(({ schema, name, columns, order_by }) => ({ schema, name, columns, orderBy: order_by }));
}

export const tableName = ({ schema, name }: { schema: string; name: string }): string => `${quote(schema)}.${quote(name)}`;

/** Reads the table to its end; `take` gets the bytes as they come and holds the reading back while it works. */
export async function readTable(client: pg.ClientBase, table: BackedUpTable, take?: (chunk: Buffer) => Promise<void>): Promise<Digest> {
  if (table.orderBy.length === 0)
    throw new Error(`${table.schema}.${table.name} has no primary key, so its rows have no order to compare by`);
  const select = `SELECT ${table.columns.map(quote).join(', ')} FROM ${tableName(table)} ORDER BY ${table.orderBy.join(', ')}`;
  const sum = startDigest();
  for await (const chunk of copyOut(client, select)) {
    const bytes: Buffer = chunk; // a stream without encoding gives Buffers
    sum.add(bytes);
    await take?.(bytes);
  }
  return sum.end();
}

/** A row ends with a line feed, and one inside a value is written as \n: lines are rows. */
export function startDigest(): { add(bytes: Buffer): void; end(): Digest } {
  const hash = createHash('sha256');
  let [rows, bytes] = [0, 0];
  return {
    add: (chunk) => {
      hash.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1;
    },
    end: () => ({ rows, bytes, sha256: hash.digest('hex') }),
  };
}
