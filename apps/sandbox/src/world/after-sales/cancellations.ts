import { type Core, later } from '../core.ts';
import { release } from '../goods/stock.ts';
import { isUnstaffed, type Life, refund } from '../life.ts';
import { paidTotal } from '../make-order.ts';
import { setCancellation, setStatus, tellPackages, touchPackage } from '../order-events.ts';
import { packagesOf, setPackage } from '../parcels.ts';
import { between } from '../random.ts';
import { buyerCancelReason } from '../reasons.ts';
import type { Cancellation, Order, Package } from '../types.ts';
import { HOUR, SECOND } from '../zone.ts';

/**
 * Cancelling before the parcel leaves. The record goes PENDING (a buyer asked) -> SUCCESS (agreed, money on its way)
 * -> COMPLETE (refund paid, at this instant), or PENDING -> CANCELLED when the seller refused or had shipped.
 * The refund appears on the order at the same instant at which the record becomes COMPLETE; after that it never changes.
 * Where nobody works and no app answers, the platform agrees with the buyer when the seller's time is over.
 */
type Reason = { code: string; text: string };
type CancelInput = { by: 'buyer' | 'seller' | 'platform'; reason?: Reason; refundAfterMs: number };

const ROLES = { buyer: 'BUYER', seller: 'SELLER', platform: 'SYSTEM' } as const;
const PENDING = 'CANCELLATION_REQUEST_PENDING';
const ANSWER_WITHIN_MS = 48 * HOUR;

export function cancelNow(core: Core, life: Life, input: CancelInput): Cancellation {
  const { order, shop, rng } = life;
  const reason = input.reason ?? buyerCancelReason(shop.market, rng);
  for (const item of core.store.cancellationsOf.get(order.id) ?? []) if (item.status === PENDING) refuseCancellation(core, item);
  const item = openCancellation(core, order, { role: ROLES[input.by], reason });
  markCancelled(core, order, { by: input.by, reason });
  settle(core, { order, item, refundAfterMs: order.paidAt === null ? 0 : input.refundAfterMs });
  return item;
}

/** A buyer asks while the seller is about to ship; nine of ten sellers agree within the day if the parcel is still there. */
export function requestCancellation(core: Core, life: Life): Cancellation | null {
  const { order, shop, rng } = life;
  if (order.status !== 'AWAITING_SHIPMENT') return null;
  const item = openCancellation(core, order, { role: 'BUYER', reason: buyerCancelReason(shop.market, rng) });
  item.respondBy = core.at() + ANSWER_WITHIN_MS;
  setCancellation(core, item, PENDING);
  later(core, between(0.5 * HOUR, 12 * HOUR, rng), () => {
    if (item.status !== PENDING || isUnstaffed(core, life)) return;
    if (order.status !== 'AWAITING_SHIPMENT' || rng() < 0.1) refuseCancellation(core, item);
    else approveCancellation(core, item, between(0, 20 * HOUR, rng));
  });
  later(core, ANSWER_WITHIN_MS, () => {
    if (item.status === PENDING) approveCancellation(core, item, HOUR);
  });
  return item;
}

/** What left in the meantime cannot be cancelled any more. */
export function approveCancellation(core: Core, item: Cancellation, refundAfterMs: number): void {
  const order = core.store.world.orders.get(item.orderId);
  if (order?.status !== 'AWAITING_SHIPMENT') {
    refuseCancellation(core, item);
    return;
  }
  markCancelled(core, order, { by: 'buyer', reason: { code: item.reason, text: item.reasonText } });
  settle(core, { order, item, refundAfterMs });
}

export function refuseCancellation(core: Core, item: Cancellation): void {
  item.respondBy = null;
  setCancellation(core, item, 'CANCELLATION_REQUEST_CANCELLED');
}

function openCancellation(core: Core, order: Order, input: { role: Cancellation['role']; reason: Reason }): Cancellation {
  const item: Cancellation = {
    id: core.ids('cancellation'),
    orderId: order.id,
    shopId: order.shopId,
    role: input.role,
    reason: input.reason.code,
    reasonText: input.reason.text,
    status: PENDING,
    refund: order.paidAt === null ? 0 : paidTotal(order),
    lineIds: order.lines.map((line) => line.id),
    createdAt: core.at(),
    updatedAt: core.at(),
    respondBy: null,
    keys: [],
  };
  core.store.addCancellation(item);
  return item;
}

function markCancelled(core: Core, order: Order, input: { by: 'buyer' | 'seller' | 'platform'; reason: Reason }): void {
  order.cancelledAt = core.at();
  order.cancelledBy = input.by;
  order.cancelReason = input.reason.text;
  release(core, order);
  for (const parcel of packagesOf(core, order)) withdraw(core, parcel, order);
  setStatus(core, order, 'CANCELLED');
}

/** A parcel that other orders share goes on without this one. */
function withdraw(core: Core, parcel: Package, order: Order): void {
  if (parcel.orderIds.length === 1) {
    setPackage(core, parcel, 'CANCELLED');
    return;
  }
  const gone = new Set(order.lines.map(({ id }) => id));
  parcel.orderIds = parcel.orderIds.filter((id) => id !== order.id);
  parcel.lineIds = parcel.lineIds.filter((id) => !gone.has(id));
  order.packageIds = order.packageIds.filter((id) => id !== parcel.id);
  for (const line of order.lines) if (line.packageId === parcel.id) line.packageId = null;
  touchPackage(core, parcel);
  tellPackages(core, 'CANCEL_COMBINE', [parcel]);
}

function settle(core: Core, input: { order: Order; item: Cancellation; refundAfterMs: number }): void {
  const { order, item } = input;
  item.respondBy = null;
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
