import type { AnswerOf, PickOrder, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { orderViews } from '../queries/wave-orders.ts';
import { visibleWave, type WaveRow, waveDetail } from '../queries/wave-views.ts';
import { lockOrder, sayPacked } from './packed.ts';
import { endIfPacked, tellWaves } from './tell-wave.ts';

type Detail = AnswerOf<Routes['pick-waves.change']>;

export async function changeWave(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['pick-waves.change']>[0],
): Promise<Detail | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const wave = await visibleWave(tx, { caller, waveId: params.waveId }, true);
    if (!wave) return refuse('not-found');
    if (wave.state === body.state) return waveDetail(tx, { caller, wave });
    if (!mayBecome(wave, body.state)) return refuse('conflict', `The wave is ${wave.state}.`);
    await move(tx, { wave, state: body.state, now });
    const act = { objectKind: 'pick-wave', objectId: wave.id, action: `pick-wave.${body.state}`, facts: { number: wave.number } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await tellWaves(tx, services, { merchantId, waveIds: [wave.id] });
    const changed = await visibleWave(tx, { caller, waveId: wave.id });
    return changed ? waveDetail(tx, { caller, wave: changed }) : refuse('not-found');
  });
}

const mayBecome = ({ state }: WaveRow, wanted: 'picking' | 'done' | 'cancelled'): boolean =>
  state === 'open' ? wanted !== 'done' : state === 'picking' && wanted !== 'picking';

type Move = { wave: WaveRow; state: 'picking' | 'done' | 'cancelled'; now: number };

async function move(tx: TenantTx, { wave, state, now }: Move): Promise<void> {
  const at = new Date(now);
  const times = state === 'picking' ? { started_at: at } : { ended_at: at };
  await tx
    .updateTable('pick_wave')
    .set({ state, ...times })
    .where('id', '=', wave.id)
    .execute();
  if (state === 'picking') return;
  // What was not packed goes back to where orders wait, and its goods to the shelf.
  await tx
    .updateTable('pick_wave_order')
    .set({ state: 'left', packer_id: null, packer_name: null, put_back: wave.state === 'picking' ? 'due' : null })
    .where('wave_id', '=', wave.id)
    .where('state', 'in', ['waiting', 'packing'])
    .execute();
  await tx.updateTable('pick_wave_order').set({ is_held: false }).where('wave_id', '=', wave.id).execute();
}

export async function changeWaveOrder(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['pick-wave-orders.change']>[0],
): Promise<PickOrder | Refusal> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    await lockOrder(tx, params.orderId);
    const wave = await visibleWave(tx, { caller, waveId: params.waveId }, true);
    const order = wave && (await orderOf(tx, { wave, orderId: params.orderId }));
    if (!wave || !order) return refuse('not-found');
    const change = changeOf(body.do, { wave, order, now });
    if (!change) return refuse('conflict', `The order is ${order.state}, its wave ${wave.state}.`);
    await tx.updateTable('pick_wave_order').set(change).where('wave_id', '=', wave.id).where('order_id', '=', params.orderId).execute();
    if (body.do === 'take-out') await endIfPacked(tx, { waveId: wave.id, now });
    if (body.do === 'take-out' && order.state === 'verified')
      await sayPacked(tx, services, { caller, requestId, orderId: params.orderId, isPacked: false });
    const act = { objectKind: 'pick-wave', objectId: wave.id, action: `pick-wave.order-${body.do}`, facts: { order: params.orderId } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await tellWaves(tx, services, { merchantId, waveIds: [wave.id] });
    const [view] = await orderViews(tx, { caller, wave, orderId: params.orderId });
    return view ?? refuse('not-found');
  });
}

const orderOf = (tx: TenantTx, { wave, orderId }: { wave: WaveRow; orderId: string }) =>
  tx.selectFrom('pick_wave_order').selectAll().where('wave_id', '=', wave.id).where('order_id', '=', orderId).executeTakeFirst();

type Standing = { wave: WaveRow; order: NonNullable<Awaited<ReturnType<typeof orderOf>>>; now: number };

/** null: not in this state. A second time is the same answer. */
function changeOf(wish: 'release' | 'take-out' | 'put-back', { wave, order, now }: Standing) {
  const isOpen = wave.state === 'open' || wave.state === 'picking';
  switch (wish) {
    case 'release':
      return isOpen && (order.state === 'packing' || order.state === 'waiting') ? { packer_id: null, packer_name: null } : null;
    case 'take-out':
      if (order.state === 'dropped') return { state: order.state };
      return isOpen ? droppedBy('taken-out', { wasPicked: wave.state === 'picking', now }) : null;
    case 'put-back':
      return order.put_back === null ? null : { put_back: 'done' as const };
  }
}

export const droppedBy = (reason: 'cancelled' | 'taken-out', { wasPicked, now }: { wasPicked: boolean; now: number }) => ({
  state: 'dropped' as const,
  is_held: false,
  packer_id: null,
  packer_name: null,
  drop_reason: reason,
  dropped_at: new Date(now),
  put_back: wasPicked ? ('due' as const) : null,
});
