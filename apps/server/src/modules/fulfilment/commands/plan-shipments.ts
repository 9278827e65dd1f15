import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import type { HoldsOf } from '../queries/parcel-facts.ts';
import { readShipmentRun } from '../queries/shipments.ts';
import { shipPackagesJob } from '../shipment-jobs.ts';
import { type JudgedParcel, judgeParcels, packageExists, type ShipmentWish } from './judge-parcels.ts';
import { showShipmentRun, tellShipments } from './move-shipments.ts';

type Input = { caller: Caller; requestId: string; body: ShipmentWish };

export async function checkShipments(
  services: Services,
  { caller, body, holdsOf }: Omit<Input, 'requestId'> & { holdsOf: HoldsOf },
): Promise<AnswerOf<Routes['shipment-checks.create']>> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const judged = await judgeParcels(tx, services, { wish: body, shopIds, holdsOf });
    return { items: judged.map(({ parcel, reason, warnings }) => ({ orderId: parcel.orderId, code: reason, warnings })) };
  });
}

/** Each parcel is kept as an intent of its own, those kept back as well: a person sees what became of every row. */
export async function planShipments(
  services: Services,
  { caller, requestId, body, holdsOf }: Input & { holdsOf: HoldsOf },
): Promise<AnswerOf<Routes['shipment-runs.create']>> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const judged = await judgeParcels(tx, services, { wish: body, shopIds, holdsOf });
    const runId = services.newId();
    await tx
      .insertInto('shipment_run')
      .values({ merchant_id: merchantId, id: runId, created_by: caller.name, created_at: new Date(now) })
      .execute();
    const rows = judged.flatMap((one) => rowsOf(services, one, body));
    const inserted = await insert(tx, rows, { merchantId, runId, askedBy: caller.name, now });
    const facts = { parcels: rows.length, planned: inserted.planned };
    await audit(tx, {
      objectKind: 'shipment-run',
      objectId: runId,
      action: 'shipments.planned',
      id: services.newId(),
      at: now,
      caller,
      requestId,
      facts,
    });
    await showShipmentRun(tx, { merchantId, runId, now });
    await tellShipments(tx, services, merchantId);
    await enqueue(tx, { merchantId, jobs: inserted.shopIds.map((shopId) => shipPackagesJob(shopId, now)), now });
    return readShipmentRun(tx, { runId, shopIds });
  });
}

type Row = {
  id: string;
  shopId: string;
  orderId: string;
  channelOrderId: string;
  path: 'platform' | 'seller';
  channelPackageId: string | null;
  judged: JudgedParcel;
  wish: ShipmentWish;
};

/** A row for each package; an order of nobody's the caller may see has no row, and the count says so. */
function rowsOf(services: Services, judged: JudgedParcel, wish: ShipmentWish): Row[] {
  const { order, parcel, reason } = judged;
  if (!order) return [];
  const row = { shopId: order.shopId, orderId: order.id, channelOrderId: order.channelOrderId, path: order.path, judged, wish };
  const isMade = packageExists(services, order);
  const packages =
    parcel.channelPackageId !== undefined ? [parcel.channelPackageId] : reason === null && isMade ? order.openPackages : [null];
  return packages.map((channelPackageId) => ({ ...row, id: services.newId(), channelPackageId: isMade ? channelPackageId : null }));
}

type Around = { merchantId: string; runId: string; askedBy: string; now: number };

/**
 * What another clerk has sent a moment before is not planned a second time: the indexes decide, not a look before. Such a row is kept all
 * the same, as kept back.
 */
async function insert(tx: TenantTx, rows: readonly Row[], around: Around): Promise<{ planned: number; shopIds: string[] }> {
  const { now, merchantId, runId, askedBy } = around;
  const source = (chosen: readonly Row[], code: (row: Row) => string | null) =>
    unnestRows(chosen, {
      merchant_id: ['uuid', () => merchantId],
      id: ['uuid', ({ id }) => id],
      run_id: ['uuid', () => runId],
      shop_id: ['uuid', ({ shopId }) => shopId],
      order_id: ['uuid', ({ orderId }) => orderId],
      channel_order_id: ['text', ({ channelOrderId }) => channelOrderId],
      path: ['text', ({ path }) => path],
      channel_package_id: ['text', ({ channelPackageId }) => channelPackageId],
      lines: ['text', ({ judged }) => judged.parcel.channelLineIds?.join(',') ?? null],
      handover: ['jsonb', (row) => JSON.stringify(handoverOf(row))],
      channel_service_id: ['text', ({ wish, path }) => (path === 'platform' ? (wish.channelServiceId ?? null) : null)],
      channel_carrier_id: ['text', ({ judged }) => judged.own?.channelCarrierId ?? null],
      tracking_number: ['text', ({ judged }) => judged.own?.trackingNumber ?? null],
      warnings: ['text', ({ judged }) => judged.warnings.join(',')],
      state: ['text', (row) => (code(row) === null ? 'planned' : 'kept-back')],
      code: ['text', code],
      asked_by: ['text', () => askedBy],
      at: ['timestamptz', () => new Date(now)],
    }).source;
  const save = (chosen: readonly Row[], code: (row: Row) => string | null) =>
    sql<{ id: string; shop_id: string; state: string }>`
    INSERT INTO shipment (merchant_id, id, run_id, shop_id, order_id, channel_order_id, path, channel_package_id, channel_line_ids, handover,
      channel_service_id, channel_carrier_id, tracking_number, warnings, state, code, asked_by, created_at, updated_at)
    SELECT merchant_id, id, run_id, shop_id, order_id, channel_order_id, path, channel_package_id, string_to_array(lines, ','), handover,
      channel_service_id, channel_carrier_id, tracking_number, string_to_array(warnings, ','), state, code, asked_by, at, at
    FROM ${source(chosen, code)} ORDER BY id ON CONFLICT DO NOTHING RETURNING id, shop_id, state`.execute(tx);
  const saved = await save(rows, ({ judged }) => judged.reason);
  const kept = new Set(saved.rows.map(({ id }) => id));
  const others = rows.filter(({ id }) => !kept.has(id));
  if (others.length > 0) await save(others, () => 'being-shipped');
  const planned = saved.rows.filter(({ state }) => state === 'planned');
  return { planned: planned.length, shopIds: [...new Set(planned.map(({ shop_id }) => shop_id))].sort() };
}

function handoverOf({ wish, path }: Row) {
  if (path === 'seller') return null;
  const { handover } = wish;
  if (handover?.method !== 'pick-up') return { method: 'drop-off' };
  const { slot } = handover;
  return { method: 'pick-up', slot: slot && { from: Date.parse(slot.from), until: Date.parse(slot.until) } };
}
