import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readTable } from '../../../platform/sheets/read-sheet.ts';
import { firstErrors, type RowError, rowForm } from '../../../platform/sheets/table-form.ts';

type Bin = { warehouseId: string; variantId: string; zone: string; bin: string };
type Row = { line: number; sku: string; warehouse: string; zone: string; bin: string };
type Placed = Row & Bin & { before: string };
type Imported = AnswerOf<Routes['bin-imports.create']>;

const titles = ['sku', 'warehouse', 'zone', 'bin'] as const;
const SIGN_MAX = 40;

export async function setBin(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['bins.set']>[0],
): Promise<AnswerOf<Routes['bins.set']> | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const warehouse = await tx.selectFrom('warehouse').select('id').where('id', '=', params.warehouseId).executeTakeFirst();
    const variant = await tx.selectFrom('variant').select('id').where('id', '=', params.variantId).executeTakeFirst();
    if (!warehouse || !variant) return refuse('not-found');
    await save(tx, { merchantId: caller.merchantId, by: caller.name, now, bins: [{ ...params, ...body }] });
    const act = { objectKind: 'warehouse', objectId: warehouse.id, action: 'bin.set', facts: { variant: variant.id } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    return body;
  });
}

/** All rows or none. A row names our SKU or the warehouse's own code for it; without zone and bin it forgets where the variant lies. */
export async function importBins(
  services: Services,
  { caller, requestId, query, body }: Parameters<Handlers['bin-imports.create']>[0],
): Promise<Imported> {
  const { rows: table, errors: unread } = await readTable(body.bytes, titles);
  if (unread.length > 0) return faulty(table.length, unread);
  const misshapen = table.flatMap((row) => rowForm(row, titles));
  if (misshapen.length > 0) return faulty(table.length, misshapen);
  const rows = table.map(({ line, cells }): Row => {
    const [sku = '', warehouse = '', zone = '', bin = ''] = cells.map((cell) => cell.trim());
    return { line, sku, warehouse, zone, bin };
  });
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { placed, errors } = await place(tx, rows);
    if (errors.length > 0) return faulty(rows.length, errors);
    const changed = placed.filter((row) => row.before !== nameOf(row));
    const changes = changed.map((row) => ({
      ...{ line: row.line, sku: row.sku, warehouse: row.warehouse, before: row.before, after: nameOf(row) },
    }));
    if (query.isPreview === 'true') return { isApplied: false, rows: rows.length, changes, errors: [] };
    await save(tx, { merchantId: caller.merchantId, by: caller.name, now, bins: changed });
    const act = { objectKind: 'bin-import', objectId: requestId, action: 'bins.imported', facts: { rows: changed.length } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    return { isApplied: true, rows: rows.length, changes, errors: [] };
  });
}

const nameOf = ({ zone, bin }: { zone: string; bin: string }): string => [zone, bin].filter(Boolean).join(' / ');
const faulty = (rows: number, errors: RowError[]): Imported => ({ isApplied: false, rows, changes: [], errors: firstErrors(errors) });

type Saving = { merchantId: string; by: string; now: number; bins: readonly Bin[] };

async function save(tx: TenantTx, { merchantId, by, now, bins }: Saving): Promise<void> {
  const named = bins.filter((bin) => nameOf(bin) !== '');
  if (named.length > 0) {
    const { names, source } = unnestRows(named, {
      merchant_id: ['uuid', () => merchantId],
      warehouse_id: ['uuid', ({ warehouseId }) => warehouseId],
      variant_id: ['uuid', ({ variantId }) => variantId],
      zone: ['text', ({ zone }) => zone],
      bin: ['text', ({ bin }) => bin],
      changed_by: ['text', () => by],
      changed_at: ['timestamptz', () => new Date(now)],
    });
    await sql`
      INSERT INTO bin (${names}) SELECT * FROM ${source}
      ON CONFLICT (merchant_id, warehouse_id, variant_id) DO UPDATE SET zone = excluded.zone, bin = excluded.bin,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(tx);
  }
  const gone = unnestRows(
    bins.filter((bin) => nameOf(bin) === ''),
    { warehouse_id: ['uuid', ({ warehouseId }) => warehouseId], variant_id: ['uuid', ({ variantId }) => variantId] },
  );
  await sql`
    DELETE FROM bin b USING (SELECT * FROM ${gone.source}) g
    WHERE b.warehouse_id = g.warehouse_id AND b.variant_id = g.variant_id`.execute(tx);
}

async function place(tx: TenantTx, rows: readonly Row[]): Promise<{ placed: Placed[]; errors: RowError[] }> {
  const warehouses = new Map(
    (await tx.selectFrom('warehouse').select(['id', 'name']).where('is_active', '=', true).execute()).map((row) => [row.name, row.id]),
  );
  const skus = [...new Set(rows.map(({ sku }) => sku))];
  const { rows: variants } = await sql<{ id: string; sku: string; isBundle: boolean }>`
    SELECT id, sku, is_bundle AS "isBundle" FROM variant WHERE sku = ANY (${skus}::text[])`.execute(tx);
  const { rows: aliases } = await sql<{ warehouseId: string; code: string; variantId: string }>`
    SELECT warehouse_id AS "warehouseId", code, variant_id AS "variantId" FROM warehouse_sku WHERE code = ANY (${skus}::text[])`.execute(
    tx,
  );
  const held = await tx.selectFrom('bin').select(['warehouse_id', 'variant_id', 'zone', 'bin']).execute();
  const variantOf = new Map(variants.map((row) => [row.sku, row]));
  const aliasOf = new Map(aliases.map((row) => [`${row.warehouseId} ${row.code}`, row.variantId]));
  const before = new Map(held.map((row) => [`${row.warehouse_id} ${row.variant_id}`, nameOf(row)]));
  const errors: RowError[] = [];
  const seen = new Set<string>();
  const placed = rows.flatMap((row): Placed[] => {
    const wrong = (column: (typeof titles)[number], code: string, message: string) =>
      void errors.push({ line: row.line, column, code, message });
    const warehouseId = warehouses.get(row.warehouse);
    if (!warehouseId) wrong('warehouse', 'unknown-warehouse', 'no warehouse in use has this name');
    const variant = variantOf.get(row.sku);
    const variantId = (warehouseId && aliasOf.get(`${warehouseId} ${row.sku}`)) ?? variant?.id;
    if (!variantId) wrong('sku', 'unknown-sku', 'neither a SKU nor a code of this warehouse');
    if (variant?.isBundle) wrong('sku', 'is-bundle', 'a bundle lies where its parts lie');
    for (const column of ['zone', 'bin'] as const)
      if (row[column].length > SIGN_MAX) wrong(column, 'too-long', `at most ${SIGN_MAX} characters`);
    if (!warehouseId || !variantId) return [];
    const key = `${warehouseId} ${variantId}`;
    if (seen.has(key)) wrong('sku', 'repeated', 'stands in this file already, for the same warehouse');
    seen.add(key);
    return [{ ...row, warehouseId, variantId, before: before.get(key) ?? '' }];
  });
  return { placed, errors };
}
