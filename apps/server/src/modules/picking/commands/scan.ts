/**
 * One scan after the other: the wave's row is locked, so that two people at one wave are told of each other, and every scan has a number.
 * The screen names each scan; one that comes a second time, because its answer was lost, is answered from what was written.
 *
 * A scan that completes an order marks it as packed at the order desk, under the order's lock. Orders are locked before waves, and which order
 * is meant shows in the wave alone: so it is looked up first, and once more under both locks; where it has changed, all begins anew.
 */
import type { AnswerOf, PickOrder, Routes, ScanOutcome } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { decideScan, type ScanDecision } from '../decide-scan.ts';
import { lastScans, orderViews, packingOrders } from '../queries/wave-orders.ts';
import { visibleWave, type WaveRow, waveView } from '../queries/wave-views.ts';
import { lockOrder, sayPacked } from './packed.ts';
import { endIfPacked, tellWaves } from './tell-wave.ts';

type Input = Parameters<Handlers['pick-scans.create']>[0];
type Answer = AnswerOf<Routes['pick-scans.create']>;

export async function scanCode(services: Services, input: Input): Promise<Answer | Refusal> {
  for (;;) {
    const answer = await scanOnce(services, input);
    if (answer !== 'moved') return answer;
  }
}

async function scanOnce(services: Services, { caller, requestId, params, body }: Input): Promise<Answer | Refusal | 'moved'> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const seen = await visibleWave(tx, { caller, waveId: params.waveId });
    const foreseen = seen && (await decided(tx, { caller, wave: seen, body }));
    const completes = foreseen?.outcome === 'verified' ? foreseen.orderId : null;
    if (completes !== null) await lockOrder(tx, completes);
    const wave = await visibleWave(tx, { caller, waveId: params.waveId }, true);
    if (!wave) return refuse('not-found');
    const before = await tx.selectFrom('pick_scan').selectAll().where('id', '=', body.scanId).executeTakeFirst();
    if (before && (before.wave_id !== wave.id || before.code !== body.code)) return refuse('conflict', 'Another scan has this id.');
    if (before) {
      const { order_id: orderId, item, outcome } = before;
      return told(tx, { caller, wave, scanId: body.scanId, decision: { orderId, item, outcome: outcome as ScanOutcome } }); // written from one
    }
    const decision = await decided(tx, { caller, wave, body });
    if (decision.outcome === 'verified' && decision.orderId !== completes) return 'moved';
    await keep(tx, { caller, wave, body, decision, now });
    if (completes !== null && decision.outcome === 'verified')
      await sayPacked(tx, services, { caller, requestId, orderId: completes, isPacked: true });
    const changed = await visibleWave(tx, { caller, waveId: wave.id });
    await tellWaves(tx, services, { merchantId, waveIds: [wave.id] });
    return told(tx, { caller, wave: changed ?? wave, scanId: body.scanId, decision });
  });
}

type Deciding = { caller: Caller; wave: WaveRow; body: Input['body'] };

async function decided(tx: TenantTx, { caller, wave, body }: Deciding): Promise<ScanDecision> {
  const isEnded = wave.state === 'done' || wave.state === 'cancelled';
  return decideScan({ ...body, orders: await packingOrders(tx, wave), packerId: caller.id, kind: wave.kind, isEnded });
}

type Keeping = { caller: Caller; wave: WaveRow; body: Input['body']; decision: ScanDecision; now: number };

async function keep(tx: TenantTx, { caller, wave, body, decision, now }: Keeping): Promise<void> {
  const { outcome, orderId, item } = decision;
  const at = new Date(now);
  await tx
    .insertInto('pick_scan')
    .values({
      ...{ merchant_id: caller.merchantId, id: body.scanId, wave_id: wave.id, number: wave.scans + 1, order_id: orderId, item },
      ...{ code: body.code, outcome, packer_id: caller.id, packer_name: caller.name, at, undone_at: null },
    })
    .execute();
  const counts = outcome === 'counted' || outcome === 'verified';
  const begins = wave.state === 'open' && (counts || outcome === 'opened');
  await tx
    .updateTable('pick_wave')
    .set({ scans: wave.scans + 1, ...(begins ? { state: 'picking', started_at: at } : {}) })
    .where('id', '=', wave.id)
    .execute();
  if (orderId === null || !(counts || outcome === 'opened')) return;
  await tx
    .updateTable('pick_wave_order')
    .set({
      ...{ state: outcome === 'verified' ? 'verified' : 'packing', verified_at: outcome === 'verified' ? at : null },
      ...{ packer_id: caller.id, packer_name: caller.name },
    })
    .where('wave_id', '=', wave.id)
    .where('order_id', '=', orderId)
    .execute();
  if (!counts) return;
  await countUnit(tx, { waveId: wave.id, orderId, item: item ?? '', by: 1 });
  if (outcome === 'verified') await endIfPacked(tx, { waveId: wave.id, now });
}

type Unit = { waveId: string; orderId: string; item: string; by: 1 | -1 };

const countUnit = (tx: TenantTx, { waveId, orderId, item, by }: Unit) =>
  tx
    .updateTable('pick_wave_item')
    .set({ scanned: sql<number>`scanned + ${sql.lit(by)}` })
    .where('wave_id', '=', waveId)
    .where('order_id', '=', orderId)
    .where('item', '=', item)
    .execute();

type Told = { caller: Caller; wave: WaveRow; scanId: string; decision: ScanDecision };

async function told(tx: TenantTx, { caller, wave, scanId, decision }: Told): Promise<Answer> {
  const { outcome, orderId, item } = decision;
  const [order] = orderId === null ? [] : await orderViews(tx, { caller, wave, orderId });
  const meant =
    item === null
      ? undefined
      : await tx
          .selectFrom('pick_wave_item')
          .select(['sku', 'title'])
          .where('wave_id', '=', wave.id)
          .where('item', '=', item)
          .executeTakeFirst();
  return { scanId, outcome, item: meant ?? null, order: order ?? null, wave: await waveView(tx, wave) };
}

/** Only the last scan that counted, and by whoever packs the order: what lies in the parcel is what was scanned. */
export async function undoScan(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['pick-scans.undo']>[0],
): Promise<PickOrder | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  const { waveId, orderId } = params;
  return services.database.withMerchant(merchantId, async (tx) => {
    await lockOrder(tx, orderId);
    const wave = await visibleWave(tx, { caller, waveId }, true);
    const [order] = wave ? await orderViews(tx, { caller, wave, orderId }) : [];
    const scan = await tx.selectFrom('pick_scan').selectAll().where('id', '=', body.scanId).executeTakeFirst();
    if (!wave || !order || scan?.wave_id !== waveId || scan.order_id !== orderId || scan.item === null) return refuse('not-found');
    if (scan.undone_at !== null) return order;
    if (wave.state !== 'picking' || order.state === 'dropped')
      return refuse('conflict', `The wave is ${wave.state}, the order ${order.state}.`);
    if (order.packer && !order.packer.isMine) return refuse('conflict', `${order.packer.name} packs this order.`);
    const last = (await lastScans(tx, { waveId, orderId })).get(orderId);
    if (last !== scan.id) return refuse('conflict', 'It is not the last scan that counted.');
    await tx
      .updateTable('pick_scan')
      .set({ undone_at: new Date(now) })
      .where('id', '=', scan.id)
      .execute();
    await countUnit(tx, { waveId, orderId, item: scan.item, by: -1 });
    await tx
      .updateTable('pick_wave_order')
      .set({ state: 'packing', verified_at: null })
      .where('wave_id', '=', waveId)
      .where('order_id', '=', orderId)
      .execute();
    if (order.state === 'verified') await sayPacked(tx, services, { caller, requestId, orderId, isPacked: false });
    await tellWaves(tx, services, { merchantId, waveIds: [waveId] });
    const [after] = await orderViews(tx, { caller, wave, orderId });
    return after ?? refuse('not-found');
  });
}
