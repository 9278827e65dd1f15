/** The rows of a file of products as the workbench keeps them. */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Difference, RowFault, RowVerdict } from './shapes.ts';

export type ImportRow = {
  line: number;
  cells: readonly string[];
  sku: string | null;
  verdict: RowVerdict;
  faults: readonly RowFault[];
  difference: Difference | null;
};

export async function insertRows(
  tx: TenantTx,
  { merchantId, importId }: { merchantId: string; importId: string },
  rows: readonly ImportRow[],
): Promise<void> {
  const { source } = unnestRows(rows, {
    line: ['int', ({ line }) => line],
    cells: ['jsonb', ({ cells }) => JSON.stringify(cells)],
    sku: ['text', ({ sku }) => sku],
    verdict: ['text', ({ verdict }) => verdict],
    faults: ['jsonb', ({ faults }) => JSON.stringify(faults)],
    difference: ['jsonb', ({ difference }) => difference && JSON.stringify(difference)],
  });
  await sql`
    INSERT INTO product_import_row (merchant_id, import_id, line, cells, sku, verdict, faults, difference)
    SELECT ${merchantId}::uuid, ${importId}::uuid, * FROM ${source}`.execute(tx);
}

type Settled = Pick<ImportRow, 'line' | 'verdict' | 'faults' | 'difference'>;

export async function settleRows(tx: TenantTx, importId: string, rows: readonly Settled[]): Promise<void> {
  const { source } = unnestRows(rows, {
    line: ['int', ({ line }) => line],
    verdict: ['text', ({ verdict }) => verdict],
    faults: ['jsonb', ({ faults }) => JSON.stringify(faults)],
    difference: ['jsonb', ({ difference }) => difference && JSON.stringify(difference)],
  });
  await sql`
    UPDATE product_import_row AS row SET verdict = given.verdict, faults = given.faults, difference = given.difference
    FROM ${source} WHERE row.import_id = ${importId} AND row.line = given.line
      AND row.line BETWEEN ${Math.min(...rows.map(({ line }) => line))} AND ${Math.max(...rows.map(({ line }) => line))}`.execute(tx);
}

const BATCH = 1_000;

/** The next rows that do something, from the top. */
export const rowsToApply = (tx: TenantTx, importId: string, after: number) =>
  tx
    .selectFrom('product_import_row')
    .select(['line', 'cells', 'verdict'])
    .where('import_id', '=', importId)
    .where('line', '>', after)
    .where('verdict', 'in', ['created', 'changed'])
    .orderBy('line')
    .limit(BATCH)
    .execute();

/** The next rows that did something, from the bottom: what was made last is taken away first. */
export const rowsToUndo = (tx: TenantTx, importId: string, before: number) =>
  tx
    .selectFrom('product_import_row')
    .select(['line', 'difference', 'verdict'])
    .where('import_id', '=', importId)
    .where('line', '<', before)
    .where('verdict', 'in', ['created', 'changed'])
    .orderBy('line', 'desc')
    .limit(BATCH)
    .execute();
