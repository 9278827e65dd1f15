/** The control of the intake: copies of the tables, and the shortest way to put a page's rows into them. */
import type { Superuser } from './place.ts';

type Column = { name: string; type: string };
type TableRows = { table: string; columns: Column[]; values: (string | null)[][] };
/** Rows per table, column by column, as text: ready to be sent. */
export type PageRows = TableRows[];

const PLAIN = ['orders', 'order_line', 'search_term'] as const;
const SLOTS = { rollup_hour: "date_trunc('hour', o.paid_at)", rollup_day: '(o.paid_at AT TIME ZONE s.time_zone)::date' } as const;
const columnsOf = new Map<string, Column[]>();

export async function makeCopies(superuser: Superuser): Promise<void> {
  await superuser.query('CREATE SCHEMA raw');
  for (const table of [...PLAIN, ...Object.keys(SLOTS)]) {
    await superuser.query(`CREATE TABLE raw.${table} (LIKE tenant.${table} INCLUDING ALL)`);
    const { rows } = await superuser.query<Column>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
       WHERE attrelid = 'tenant.${table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    );
    columnsOf.set(table, rows);
  }
}

export async function readPageRows(superuser: Superuser, channelOrderIds: string[]): Promise<PageRows> {
  const { rows } = await superuser.query<{ id: string }>('SELECT id FROM orders WHERE channel_order_id = ANY($1)', [channelOrderIds]);
  const ids = rows.map((row) => row.id);
  const slotSums = 'sum(o.gmv_minor)::bigint AS gmv_minor, count(*)::int AS orders, sum(o.units)::int AS units, 0::bigint AS refunds_minor';
  const slotsBy = (slot: string, name: string) =>
    `SELECT o.merchant_id, o.shop_id, ${slot} AS ${name}, o.currency, ${slotSums} FROM orders o JOIN shop s ON s.id = o.shop_id WHERE o.id = ANY($1) GROUP BY 1, 2, 3, 4 ORDER BY 3`;
  return [
    await rowsOf(superuser, 'orders', { from: 'SELECT * FROM orders WHERE id = ANY($1)', ids }),
    await rowsOf(superuser, 'order_line', { from: 'SELECT * FROM order_line WHERE order_id = ANY($1)', ids }),
    await rowsOf(superuser, 'search_term', { from: 'SELECT * FROM search_term WHERE id = ANY($1)', ids }),
    await rowsOf(superuser, 'rollup_hour', { from: slotsBy(SLOTS.rollup_hour, 'hour_at'), ids }),
    await rowsOf(superuser, 'rollup_day', { from: slotsBy(SLOTS.rollup_day, 'on_day'), ids }),
  ];
}

async function rowsOf(superuser: Superuser, table: string, { from, ids }: { from: string; ids: string[] }): Promise<TableRows> {
  const columns = columnsOf.get(table) ?? [];
  const picked = columns.map(({ name }) => `array_agg(found.${name}::text) AS ${name}`).join(', ');
  const { rows } = await superuser.query<Record<string, (string | null)[]>>(`SELECT ${picked} FROM (${from}) AS found`, [ids]);
  return { table, columns, values: columns.map(({ name }) => rows[0]?.[name] ?? []) };
}

/** One transaction; each table one statement of fixed text. */
export async function copyRows(superuser: Superuser, page: PageRows): Promise<void> {
  await superuser.query('BEGIN');
  for (const { table, columns, values } of page) await superuser.query(insertOf(table, columns), values);
  await superuser.query('COMMIT');
}

function insertOf(table: string, columns: Column[]): string {
  const names = columns.map(({ name }) => name).join(', ');
  // unnest would flatten an array of arrays, so array columns travel as their text.
  const given = columns.map(({ type }, index) => `$${index + 1}::${type.endsWith('[]') ? 'text' : type}[]`).join(', ');
  const taken = columns.map(({ name, type }) => (type.endsWith('[]') ? `given.${name}::${type}` : `given.${name}`)).join(', ');
  const insert = `INSERT INTO raw.${table} AS held (${names}) SELECT ${taken} FROM unnest(${given}) AS given(${names})`;
  const slot = table === 'rollup_hour' ? 'hour_at' : table === 'rollup_day' ? 'on_day' : null;
  if (!slot) return insert;
  const added = ['gmv_minor', 'orders', 'units', 'refunds_minor'].map((name) => `${name} = held.${name} + excluded.${name}`).join(', ');
  return `${insert} ON CONFLICT (merchant_id, shop_id, ${slot}, currency) DO UPDATE SET ${added}`;
}
