import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { availableOf, bundlesFrom, type MovementKind, movementEffects } from '@tradewind/rules/stock';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { partsOf } from '../shelves.ts';
import { alertsOf, stockAlerts } from './alerts.ts';
import { variantChips } from './variants.ts';

type Answer = AnswerOf<Routes['stock-levels.list']>;
type Row = Answer['items'][number];
type Query = ParsedOf<Routes['stock-levels.list']>['query'];
type Level = Row['levels'][number] & { variantId: string };

const position = z.strictObject({ sku: z.string() });

/** One keyset page of variants by SKU, with what there is of each. A bundle has what its parts make. */
export async function listLevels(services: Services, { caller, query }: { caller: Caller; query: Query }): Promise<Answer> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const now = services.clock.now();
    const alert = stockAlerts.find((each) => each === query.show);
    const alerted =
      alert && [...(await alertsOf(tx, { now, variantIds: null }))].flatMap(([id, alerts]) => (alerts.includes(alert) ? [id] : []));
    const found = await variantsOf(tx, { ...query, alerted }, after?.sku ?? null);
    const page = pageOf(found, query.limit, ({ sku }) => ({ sku }));
    const ids = page.items.map(({ id }) => id);
    const variants = await variantChips(tx, ids);
    const sold = await partsOf(tx, services, ids);
    const levels = await levelsOf(tx, [...new Set([...sold.values()].flatMap(({ parts }) => parts.map(({ variantId }) => variantId)))]);
    const short = await shortOf(tx, ids);
    const alerts = await alertsOf(tx, { now, variantIds: ids });
    const items = ids.flatMap((id): Row[] => {
      const variant = variants.get(id);
      const parts = sold.get(id)?.parts ?? [];
      if (!variant) return [];
      const isCounted = parts.length > 0 && parts.every(({ countedSince }) => countedSince !== null);
      const own = variant.isBundle ? bundled(parts, levels) : levels.filter(({ variantId }) => variantId === id);
      const shown = own.map(({ variantId: _, ...level }) => level);
      return [
        {
          variant,
          alerts: alerts.get(id) ?? [],
          total: isCounted ? totalOf(shown) : null,
          levels: isCounted ? shown : [],
          short: short.get(id) ?? 0,
        },
      ];
    });
    return { items, nextCursor: page.nextCursor };
  });
}

async function variantsOf(
  tx: TenantTx,
  { sku, warehouseId, show, limit, alerted }: Query & { alerted: readonly string[] | undefined },
  after: string | null,
): Promise<{ id: string; sku: string }[]> {
  const conditions: RawBuilder<unknown>[] = [];
  // A range and not LIKE, which under row security reaches no index.
  if (sku) conditions.push(sql`v.sku >= ${sku} AND v.sku < ${`${sku}\u{10FFFF}`}`);
  if (after !== null) conditions.push(sql`v.sku > ${after}`);
  if (warehouseId)
    conditions.push(sql`EXISTS (SELECT 1 FROM stock_level l WHERE l.variant_id = v.id AND l.warehouse_id = ${warehouseId}::uuid)`);
  if (show === 'counted')
    conditions.push(sql`(EXISTS (SELECT 1 FROM stock_item i WHERE i.variant_id = v.id)
      OR EXISTS (SELECT 1 FROM bundle_part b JOIN stock_item i ON i.variant_id = b.part_id WHERE b.bundle_id = v.id))`);
  if (show === 'sold-out')
    conditions.push(sql`EXISTS (SELECT 1 FROM stock_item i WHERE i.variant_id = v.id)
      AND NOT EXISTS (SELECT 1 FROM stock_level l WHERE l.variant_id = v.id AND l.on_hand > l.reserved + l.promotion_reserved)`);
  if (show === 'oversold')
    conditions.push(sql`EXISTS (SELECT 1 FROM stock_reservation r WHERE r.variant_id = v.id AND r.short > 0 AND r.state = 'held')`);
  if (alerted) conditions.push(sql`v.id = ANY (${alerted}::uuid[])`);
  const { rows } = await sql<{ id: string; sku: string }>`
    SELECT v.id, v.sku FROM variant v WHERE ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `)}
    ORDER BY v.sku LIMIT ${sql.lit(limit + 1)}`.execute(tx);
  return rows;
}

async function levelsOf(tx: TenantTx, variantIds: readonly string[]): Promise<Level[]> {
  if (variantIds.length === 0) return [];
  const rows = await tx.selectFrom('stock_level').selectAll().where('variant_id', 'in', variantIds).orderBy('warehouse_id').execute();
  return rows.map((row) => {
    const held = { onHand: row.on_hand, reserved: row.reserved, promotionReserved: row.promotion_reserved };
    return {
      variantId: row.variant_id,
      warehouseId: row.warehouse_id,
      ...held,
      available: availableOf(held),
      inTransfer: row.in_transfer,
      inbound: row.inbound,
    };
  });
}

function bundled(parts: readonly { variantId: string; quantity: number }[], levels: readonly Level[]): Level[] {
  return [...new Set(levels.map(({ warehouseId }) => warehouseId))].map((warehouseId) => {
    const available =
      bundlesFrom(parts, (id) => levels.find((level) => level.variantId === id && level.warehouseId === warehouseId)?.available ?? 0) ?? 0;
    return { variantId: '', warehouseId, onHand: available, reserved: 0, promotionReserved: 0, available, inTransfer: 0, inbound: 0 };
  });
}

function totalOf(levels: readonly Row['levels'][number][]): NonNullable<Row['total']> {
  const total = { onHand: 0, reserved: 0, promotionReserved: 0, available: 0, inTransfer: 0, inbound: 0 };
  // The cast: the keys of the object above.
  for (const level of levels) for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += level[key];
  return total;
}

async function shortOf(tx: TenantTx, variantIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ variantId: string; short: number }>`
    SELECT variant_id AS "variantId", sum(short)::bigint AS short FROM stock_reservation
    WHERE short > 0 AND state = 'held' AND variant_id = ANY (${variantIds}::uuid[]) GROUP BY 1`.execute(tx);
  return new Map(rows.map((row) => [row.variantId, row.short]));
}

const ledgerPosition = z.strictObject({ at: z.iso.datetime(), warehouseId: z.uuid(), number: z.int().min(0) });
type Ledger = { caller: Caller; variantId: string; query: ParsedOf<Routes['stock-movements.list']>['query'] };

export async function listMovements(
  services: Services,
  { caller, variantId, query }: Ledger,
): Promise<AnswerOf<Routes['stock-movements.list']>> {
  const after = decodeCursor(query.cursor, ledgerPosition);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    let found = tx
      .selectFrom('stock_movement')
      .selectAll()
      .where('variant_id', '=', variantId)
      .orderBy('at', 'desc')
      .orderBy('warehouse_id', 'desc')
      .orderBy('number', 'desc')
      .limit(query.limit + 1);
    if (query.warehouseId) found = found.where('warehouse_id', '=', query.warehouseId);
    if (after)
      found = found.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('at', 'warehouse_id', 'number'), '<', tuple(new Date(after.at), after.warehouseId, after.number)),
      );
    const rows = await found.execute();
    const page = pageOf(rows, query.limit, (row) => ({ at: row.at.toISOString(), warehouseId: row.warehouse_id, number: row.number }));
    return {
      items: page.items.map((row) => ({
        ...{ warehouseId: row.warehouse_id, number: row.number, kind: row.kind, units: row.units },
        before: before(row.kind, row),
        after: { onHand: row.on_hand, reserved: row.reserved },
        ...{ reason: row.reason, reference: row.reference, note: row.note, at: row.at.toISOString() },
        actor: { kind: row.actor_kind, name: row.actor_name },
      })),
      nextCursor: page.nextCursor,
    };
  });
}

/** The ledger keeps what was after; what was before follows from what the kind does. */
function before(kind: MovementKind, { units, on_hand, reserved }: { units: number; on_hand: number; reserved: number }) {
  const effects = movementEffects[kind];
  return { onHand: on_hand - (effects.onHand ?? 0) * units, reserved: reserved - (effects.reserved ?? 0) * units };
}
