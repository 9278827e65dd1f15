import type { AnswerOf, PickWave, Routes } from '@tradewind/contract';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { pickListOf } from '../pick-list.ts';
import { orderViews } from './wave-orders.ts';

export type WaveRow = Selectable<TenantTables['pick_wave']>;
type Detail = AnswerOf<Routes['pick-waves.get']>;

/** Whoever is bound to some shops sees the waves that hold nothing of others. */
const isVisible = (caller: Pick<Caller, 'shopIds'>) =>
  caller.shopIds === null
    ? sql<boolean>`true`
    : sql<boolean>`NOT EXISTS (
        SELECT 1 FROM pick_wave_order w JOIN orders o ON o.id = w.order_id
        WHERE w.wave_id = pick_wave.id AND o.shop_id <> ALL (${caller.shopIds}::uuid[]))`;

type Wanted = { caller: Pick<Caller, 'shopIds'>; waveId: string };

/** `lock`: against everybody who would change the wave, until the commit. Whoever locks waves and their orders locks the waves first. */
export async function visibleWave(tx: TenantTx, { caller, waveId }: Wanted, lock = false): Promise<WaveRow | null> {
  if (lock) await tx.selectFrom('pick_wave').select('id').where('id', '=', waveId).forUpdate().execute();
  const row = await tx.selectFrom('pick_wave').selectAll().where('id', '=', waveId).where(isVisible(caller)).executeTakeFirst();
  return row ?? null;
}

async function waveViews(tx: TenantTx, rows: readonly WaveRow[]): Promise<PickWave[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const { rows: counted } = await sql<PickWave['counts'] & { id: string }>`
    SELECT w.wave_id AS id, count(*)::int AS orders, count(*) FILTER (WHERE w.state IN ('waiting', 'packing'))::int AS waiting,
      count(*) FILTER (WHERE w.state = 'verified')::int AS verified, count(*) FILTER (WHERE w.state = 'dropped')::int AS dropped,
      COALESCE(sum(i.units) FILTER (WHERE w.state <> 'dropped'), 0)::int AS units,
      COALESCE(sum(i.units) FILTER (WHERE w.put_back = 'due'), 0)::int AS "putBack"
    FROM pick_wave_order w
    CROSS JOIN LATERAL (
      SELECT sum(units) AS units FROM pick_wave_item i WHERE i.wave_id = w.wave_id AND i.order_id = w.order_id) i
    WHERE w.wave_id = ANY (${ids}::uuid[]) GROUP BY w.wave_id`.execute(tx);
  const countsOf = new Map(counted.map(({ id, ...counts }) => [id, counts]));
  const warehouses = await tx.selectFrom('warehouse').select(['id', 'name']).execute();
  const nameOf = new Map(warehouses.map(({ id, name }) => [id, name]));
  const none = { orders: 0, waiting: 0, verified: 0, dropped: 0, units: 0, putBack: 0 };
  return rows.map((row) => ({
    ...{ id: row.id, number: row.number, kind: row.kind, zone: row.zone, state: row.state, createdBy: row.created_by },
    warehouse: { id: row.warehouse_id, name: nameOf.get(row.warehouse_id) ?? '' },
    counts: countsOf.get(row.id) ?? none,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  }));
}

export async function waveView(tx: TenantTx, row: WaveRow): Promise<PickWave> {
  const [view] = await waveViews(tx, [row]);
  if (!view) throw new Error('a wave has one view');
  return view;
}

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

export async function listWaves(
  services: Services,
  { caller, query }: Parameters<Handlers['pick-waves.list']>[0],
): Promise<AnswerOf<Routes['pick-waves.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    let found = tx
      .selectFrom('pick_wave')
      .selectAll()
      .where(isVisible(caller))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (query.show === 'open') found = found.where('state', 'in', ['open', 'picking']);
    if (after) found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(new Date(after.at), after.id)));
    const page = pageOf(await found.execute(), query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    return { items: await waveViews(tx, page.items), nextCursor: page.nextCursor };
  });
}

export async function waveDetail(tx: TenantTx, { caller, wave }: { caller: Caller; wave: WaveRow }): Promise<Detail> {
  const orders = await orderViews(tx, { caller, wave });
  const wanted = orders.filter(({ state }) => state !== 'dropped' && state !== 'left').map(({ items }) => items);
  const picks = pickListOf(wanted).map(({ item, sku, title, gtin, zone, bin, units, orders: count }) => ({
    ...{ item, sku, title, gtin, zone, bin, units, orders: count },
  }));
  return { ...(await waveView(tx, wave)), picks, orders };
}

export async function readWave(
  services: Services,
  { caller, params }: Parameters<Handlers['pick-waves.get']>[0],
): Promise<Detail | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const wave = await visibleWave(tx, { caller, waveId: params.waveId });
    return wave ? waveDetail(tx, { caller, wave }) : refuse('not-found');
  });
}
