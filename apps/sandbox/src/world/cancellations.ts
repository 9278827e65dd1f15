import { type Core, later } from './core.ts';
import { release } from './goods/stock.ts';
import { type Life, refund } from './life.ts';
import { paidTotal } from './make-order.ts';
import { setCancellation, setStatus } from './order-events.ts';
import { packagesOf, setPackage } from './parcels.ts';
import { between } from './random.ts';
import { buyerCancelReason } from './reasons.ts';
import type { Cancellation, Order } from './types.ts';
import { HOUR, SECOND } from './zone.ts';

/**
 * Cancelling before the parcel leaves. The record goes PENDING (a buyer asked) -> SUCCESS (agreed, money on its way)
 * -> COMPLETE (refund paid, at this instant), or PENDING -> CANCELLED when the seller refused or had shipped.
 * The refund appears on the order at the same instant at which the record becomes COMPLETE; after that it never changes.
 */
type Reason = { code: string; text: string };
type CancelInput = { by: 'buyer' | 'seller' | 'platform'; reason?: Reason; refundAfterMs: number };

const ROLES = { buyer: 'BUYER', seller: 'SELLER', platform: 'SYSTEM' } as const;

export function cancelNow(core: Core, life: Life, input: CancelInput): void {
  const { order, shop, rng } = life;
  const reason = input.reason ?? buyerCancelReason(shop.market, rng);
  const item = openCancellation(core, order, { role: ROLES[input.by], reason });
  markCancelled(core, order, { by: input.by, reason });
  settle(core, { order, item, refundAfterMs: order.paidAt === null ? 0 : input.refundAfterMs });
}

/** A buyer asks while the seller is about to ship; nine of ten sellers agree within the day if the parcel is still there. */
export function requestCancellation(core: Core, life: Life): void {
  const { order, shop, rng } = life;
  if (order.status !== 'AWAITING_SHIPMENT') return;
  const reason = buyerCancelReason(shop.market, rng);
  const item = openCancellation(core, order, { role: 'BUYER', reason });
  setCancellation(core, item, 'CANCELLATION_REQUEST_PENDING');
  later(core, between(0.5 * HOUR, 12 * HOUR, rng), () => {
    if (order.status !== 'AWAITING_SHIPMENT' || rng() < 0.1) {
      setCancellation(core, item, 'CANCELLATION_REQUEST_CANCELLED');
      return;
    }
    markCancelled(core, order, { by: 'buyer', reason });
    settle(core, { order, item, refundAfterMs: between(0, 20 * HOUR, rng) });
  });
}

function openCancellation(core: Core, order: Order, input: { role: Cancellation['role']; reason: Reason }): Cancellation {
  const item: Cancellation = {
    id: core.ids('cancellation'),
    orderId: order.id,
    shopId: order.shopId,
    role: input.role,
    reason: input.reason.code,
    reasonText: input.reason.text,
    status: 'CANCELLATION_REQUEST_PENDING',
    refund: order.paidAt === null ? 0 : paidTotal(order),
    lineIds: order.lines.map((line) => line.id),
    createdAt: core.at(),
    updatedAt: core.at(),
  };
  core.store.addCancellation(item);
  return item;
}

function markCancelled(core: Core, order: Order, input: { by: 'buyer' | 'seller' | 'platform'; reason: Reason }): void {
  order.cancelledAt = core.at();
  order.cancelledBy = input.by;
  order.cancelReason = input.reason.text;
  release(core, order);
  for (const parcel of packagesOf(core, order)) setPackage(core, parcel, 'CANCELLED');
  setStatus(core, order, 'CANCELLED');
}

function settle(core: Core, input: { order: Order; item: Cancellation; refundAfterMs: number }): void {
  const { order, item } = input;
  const finish = (): void => {
    refund(core, order, item.refund);
    setCancellation(core, item, 'CANCELLATION_REQUEST_COMPLETE');
  };
  if (input.refundAfterMs < SECOND) finish();
  else {
    setCancellation(core, item, 'CANCELLATION_REQUEST_SUCCESS');
    later(core, input.refundAfterMs, finish);
  }
}
