import type { AnswerOf, Routes } from '@tradewind/contract';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Handlers } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readTable } from '../../../platform/sheets/read-sheet.ts';
import { firstErrors, type RowError, rowForm } from '../../../platform/sheets/table-form.ts';
import { applyChange, type ChangeRow } from './change-stock.ts';

type Answer = AnswerOf<Routes['stock-counts.create']>;
type Row = { line: number; sku: string; warehouse: string; counted: string };
type Placed = Row & ChangeRow & { before: number };

const titles = ['sku', 'warehouse', 'counted'] as const;

/** Takes in a count, or says what it would change: all rows or none. A row names our SKU or the warehouse's own code for it. */
export async function importCount(
  services: Services,
  { caller, requestId, query, body }: Parameters<Handlers['stock-counts.create']>[0],
): Promise<Answer> {
  const { rows: table, errors: unread } = await readTable(body.bytes, titles);
  if (unread.length > 0) return faulty(table.length, unread);
  const misshapen = table.flatMap((row) => rowForm(row, titles));
  if (misshapen.length > 0) return faulty(table.length, misshapen);
  const rows = table.map(({ line, cells }): Row => {
    const [sku = '', warehouse = '', counted = ''] = cells.map((cell) => cell.trim());
    return { line, sku, warehouse, counted };
  });
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { placed, errors } = await place(tx, rows);
    if (errors.length > 0) return faulty(rows.length, errors);
    const changes = placed
      .filter(({ before, units }) => before !== units)
      .map(({ line, sku, warehouse, before, units }) => ({ line, sku, warehouse, before, counted: units }));
    if (query.isPreview === 'true' || placed.length === 0) return { isApplied: false, rows: rows.length, changes, errors: [] };
    const change = { kind: 'count' as const, rows: placed, reference: null, note: '' };
    const done = await applyChange(services, tx, { caller, requestId, change });
    if (!('errors' in done)) return { isApplied: true, rows: rows.length, changes, errors: [] };
    return faulty(
      rows.length,
      done.errors.map(({ path, code }) => ({
        ...{ line: placed[Number(path.split('/')[2])]?.line ?? null, column: 'counted', code },
        message: 'fewer than are reserved for orders: ship or release those first',
      })),
    );
  });
}

const faulty = (rows: number, errors: RowError[]): Answer => ({
  isApplied: false,
  rows,
  changes: [],
  errors: firstErrors(errors),
});

async function place(tx: TenantTx, rows: readonly Row[]): Promise<{ placed: Placed[]; errors: RowError[] }> {
  const warehouses = new Map(
    (await tx.selectFrom('warehouse').select(['id', 'name']).where('is_active', '=', true).execute()).map((row) => [row.name, row.id]),
  );
  const skus = [...new Set(rows.map(({ sku }) => sku))];
  const variants =
    skus.length === 0 ? [] : await tx.selectFrom('variant').select(['id', 'sku', 'is_bundle']).where('sku', 'in', skus).execute();
  const aliases = skus.length === 0 ? [] : await tx.selectFrom('warehouse_sku').selectAll().where('code', 'in', skus).execute();
  const variantOf = new Map(variants.map((row) => [row.sku, row]));
  const aliasOf = new Map(aliases.map((row) => [`${row.warehouse_id} ${row.code}`, row.variant_id]));
  const errors: RowError[] = [];
  const seen = new Set<string>();
  const found = rows.flatMap((row): Omit<Placed, 'before'>[] => {
    const wrong = (column: (typeof titles)[number], code: string, message: string) =>
      void errors.push({ line: row.line, column, code, message });
    const warehouseId = warehouses.get(row.warehouse);
    if (!warehouseId) wrong('warehouse', 'unknown-warehouse', 'no warehouse in use has this name');
    const variant = variantOf.get(row.sku);
    const variantId = (warehouseId && aliasOf.get(`${warehouseId} ${row.sku}`)) ?? variant?.id;
    if (!variantId) wrong('sku', 'unknown-sku', 'neither a SKU nor a code of this warehouse');
    if (variant?.is_bundle) wrong('sku', 'is-bundle', 'a bundle is counted by its parts');
    const isCount = /^\d{1,9}$/.test(row.counted);
    if (!isCount) wrong('counted', 'not-a-count', 'a whole number of units, 0 or more');
    if (!warehouseId || !variantId || !isCount || variant?.is_bundle) return [];
    const key = `${warehouseId} ${variantId}`;
    if (seen.has(key)) wrong('sku', 'repeated', 'is counted in this file already, for the same warehouse');
    seen.add(key);
    return [{ ...row, warehouseId, variantId, units: Number(row.counted) }];
  });
  const levels = await tx.selectFrom('stock_level').select(['variant_id', 'warehouse_id', 'on_hand']).execute();
  const onHand = new Map(levels.map((row) => [`${row.warehouse_id} ${row.variant_id}`, row.on_hand]));
  return { placed: found.map((row) => ({ ...row, before: onHand.get(`${row.warehouseId} ${row.variantId}`) ?? 0 })), errors };
}
