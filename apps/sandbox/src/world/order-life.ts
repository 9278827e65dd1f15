import { cancelNow, requestCancellation } from './after-sales/cancellations.ts';
import { hasOpenReturn, maybeReturn } from './after-sales/returns.ts';
import { type Core, later } from './core.ts';
import { carrierDelayMs } from './fulfilment/carriers.ts';
import { consume } from './goods/stock.ts';
import { noteSettled } from './ledger.ts';
import { isUnstaffed, type Life } from './life.ts';
import { MARKETS } from './markets.ts';
import { setStatus } from './order-events.ts';
import { dispatchPackage, openPackage, packagesOf, setPackage, splitPackage } from './parcels.ts';
import { between, type Rng } from './random.ts';
import { notShippedReason, outOfStockReason, unpaidReason, wrongPriceReason } from './reasons.ts';
import { maybeReview } from './reviews.ts';
import { falls } from './troubles.ts';
import type { Instant, Order, OrderStatus } from './types.ts';
import { DAY, HOUR, localTime, MINUTE, SECOND } from './zone.ts';

/**
 * The life of an order, one step planned at a time:
 *
 *   UNPAID ──paid──> ON_HOLD ──1 h──> AWAITING_SHIPMENT ──ships──> (PARTIALLY_SHIPPING) ──> AWAITING_COLLECTION
 *     │                 │                  │                            ──carrier──> IN_TRANSIT ──> DELIVERED ──> COMPLETED
 *     └ expires         └ buyer cancels    ├ seller has no stock
 *       (platform)        (auto-approved)  ├ buyer asks, seller agrees or refuses
 *                                          └ never shipped (platform)
 *
 * Each step checks the state it expects and does nothing otherwise: steps planned before a cancellation, or before a
 * control call moved the order ahead, run into the void. Nothing is cancelled once it is on its way; from then on
 * there are returns (returns.ts), and an order completes only when none is open.
 */
const HOLD_MS = HOUR;
const UNPAID_EXPIRY_MS = 24 * HOUR;
/** How long past the deadline the platform waits for a parcel before it cancels. */
const GIVEN_UP_MS = 4 * DAY;
const VOUCHER_EXPIRY_MS = 48 * HOUR;

/** Shares of fates by what ails the shop. */
const FATES = {
  none: { sellerCancels: 0.008, late: 0.025, never: 0.002 },
  late: { sellerCancels: 0.01, late: 0.28, never: 0.02 },
  cancels: { sellerCancels: 0.085, late: 0.05, never: 0.01 },
  returns: { sellerCancels: 0.01, late: 0.03, never: 0.002 },
  'slow-replies': { sellerCancels: 0.012, late: 0.04, never: 0.003 },
} as const;

/** A buyer of the day: most pay within minutes, some take hours, vouchers are paid at a till or never. */
export function beginLife(core: Core, life: Life): void {
  const { order, rng } = life;
  setStatus(core, order, 'UNPAID');
  const payAfterMs = order.isVoucher ? voucherPaidAfter(rng) : paidAfter(rng);
  if (payAfterMs === null) planExpiry(core, life);
  else later(core, payAfterMs, () => pay(core, life));
}

/** Null: never. Both stay below the expiry, so who pays need not be watched for expiring. */
function paidAfter(rng: Rng): number | null {
  const roll = rng();
  if (roll < 0.9) return between(15 * SECOND, 4 * MINUTE, rng);
  return roll < 0.96 ? between(5 * MINUTE, 10 * HOUR, rng) : null;
}

const voucherPaidAfter = (rng: Rng): number | null => (rng() < 0.68 ? between(HOUR, 44 * HOUR, rng) : null);

/** When an unpaid order is cancelled. */
export const payBy = ({ createdAt, isVoucher }: Order): Instant => createdAt + (isVoucher ? VOUCHER_EXPIRY_MS : UNPAID_EXPIRY_MS);

function planExpiry(core: Core, life: Life): void {
  later(core, payBy(life.order) - core.at(), () => {
    if (life.order.status === 'UNPAID') cancelNow(core, life, { by: 'platform', reason: unpaidReason(life.shop.market), refundAfterMs: 0 });
  });
}

const REACHED: OrderStatus[] = ['AWAITING_SHIPMENT', 'PARTIALLY_SHIPPING', 'AWAITING_COLLECTION', 'IN_TRANSIT', 'DELIVERED', 'COMPLETED'];

/** An order placed by the control call: taken at once to the state asked for, then left to its life. */
export function beginLifeAt(core: Core, life: Life, status: OrderStatus): void {
  setStatus(core, life.order, 'UNPAID');
  planExpiry(core, life);
  if (status === 'UNPAID') return;
  pay(core, life);
  if (status === 'CANCELLED') cancelNow(core, life, { by: 'buyer', refundAfterMs: 0 });
  const goal = REACHED.indexOf(status);
  if (goal >= 0) release(core, life);
  if (status === 'PARTIALLY_SHIPPING') shipFirstPart(core, life);
  else if (goal >= 2) shipAll(core, life);
  if (goal >= 3) collect(core, life);
  if (goal >= 4) deliver(core, life);
  if (goal >= 5) complete(core, life);
}

function pay(core: Core, life: Life): void {
  const { order, shop, rng } = life;
  if (order.status !== 'UNPAID') return;
  order.paidAt = core.at();
  order.shipBy = core.at() + HOLD_MS + MARKETS[shop.market].dispatchHours * HOUR;
  if (shop.market !== 'US') openPackage(core, { order, lines: order.lines, shop, rng });
  setStatus(core, order, 'ON_HOLD');
  if (rng() < 0.025) {
    later(core, between(2 * MINUTE, HOLD_MS - MINUTE, rng), () => {
      if (order.status === 'ON_HOLD') cancelNow(core, life, { by: 'buyer', refundAfterMs: 0 });
    });
  }
  later(core, HOLD_MS, () => release(core, life));
}

/** The remorse hour is over: now the seller may ship, and this is where most goes wrong. */
function release(core: Core, life: Life): void {
  const { order, shop, rng } = life;
  if (order.status !== 'ON_HOLD') return;
  setStatus(core, order, 'AWAITING_SHIPMENT');
  if (shop.episodes.length > 0 && !life.isByHand) {
    releaseByPlan(core, life);
    return;
  }
  const fates = FATES[shop.trouble];
  const roll = rng();
  if (roll < fates.sellerCancels) {
    const reason = outOfStockReason(shop.market);
    later(core, between(3 * HOUR, 30 * HOUR, rng), () => {
      if (order.status !== 'AWAITING_SHIPMENT') return;
      if (isUnstaffed(core, life)) awaitSeller(core, life);
      else cancelNow(core, life, { by: 'seller', reason, refundAfterMs: between(10 * MINUTE, 26 * HOUR, rng) });
    });
    return;
  }
  if (rng() < 0.012) later(core, between(20 * MINUTE, 20 * HOUR, rng), () => requestCancellation(core, life));
  if (roll > 1 - fates.never) {
    const reason = notShippedReason(shop.market);
    later(core, MARKETS[shop.market].dispatchHours * HOUR + GIVEN_UP_MS, () => {
      if (order.status === 'AWAITING_SHIPMENT')
        cancelNow(core, life, { by: 'platform', reason, refundAfterMs: between(HOUR, 12 * HOUR, rng) });
    });
    return;
  }
  later(core, dispatchDelay(core, life, rng() < fates.late), () => staffShips(core, life, ship));
}

/** The same in a troubled world: how many go wrong is dealt, not drawn, and parcels are not split, so that nothing is late by chance. */
function releaseByPlan(core: Core, life: Life): void {
  const { order, shop, rng } = life;
  if (falls(core, life, 'cancels')) {
    const reason = rng() < 0.6 ? outOfStockReason(shop.market) : wrongPriceReason(shop.market);
    later(core, between(3 * HOUR, 12 * HOUR, rng), () => {
      if (order.status !== 'AWAITING_SHIPMENT') return;
      if (isUnstaffed(core, life)) awaitSeller(core, life);
      else cancelNow(core, life, { by: 'seller', reason, refundAfterMs: HOUR });
    });
    return;
  }
  if (rng() < 0.012) later(core, between(20 * MINUTE, 20 * HOUR, rng), () => requestCancellation(core, life));
  later(core, dispatchDelay(core, life, falls(core, life, 'late')), () => staffShips(core, life, shipAll));
}

function staffShips(core: Core, life: Life, run: (core: Core, life: Life) => void): void {
  if (isUnstaffed(core, life)) awaitSeller(core, life);
  else run(core, life);
}

/** Nobody at the shop will ship: an app does, or the platform gives up. */
function awaitSeller(core: Core, life: Life): void {
  const { order, shop } = life;
  later(core, (order.shipBy ?? core.at()) + GIVEN_UP_MS - core.at(), () => {
    if (order.status !== 'AWAITING_SHIPMENT') return;
    cancelNow(core, life, { by: 'platform', reason: notShippedReason(shop.market), refundAfterMs: HOUR });
  });
}

/** The buyer pays at last, at a till or at home. False when there is nothing to pay. */
export function payByHand(core: Core, life: Life): boolean {
  if (life.order.status !== 'UNPAID') return false;
  pay(core, life);
  return true;
}

/** A person ships in the seller centre; what was planned for the order finds it gone. False when there is nothing to ship. */
export function dispatchByHand(core: Core, life: Life): boolean {
  const { status } = life.order;
  if (status !== 'AWAITING_SHIPMENT' && status !== 'PARTIALLY_SHIPPING') return false;
  shipAll(core, life);
  return true;
}

/** Warehouses work from 8 to 19 o'clock of the market, not on Sundays; a late one overshoots the deadline by hours to two days. */
function dispatchDelay(core: Core, { shop, rng }: Life, isLate: boolean): number {
  const deadlineMs = MARKETS[shop.market].dispatchHours * HOUR;
  if (isLate) return deadlineMs + between(1 * HOUR, 50 * HOUR, rng);
  const wanted = Math.min(deadlineMs * 0.75, (2 + 26 * rng() ** 1.6) * HOUR);
  const local = localTime(shop.timeZone, core.at() + wanted);
  const toMorningMs =
    local.hour < 8 ? (8 - local.hour) * HOUR : local.hour >= 19 ? (32 - local.hour) * HOUR : local.weekday === 0 ? 12 * HOUR : 0;
  return Math.min(deadlineMs - HOUR, wanted + toMorningMs);
}

function ship(core: Core, life: Life): void {
  const { order, rng } = life;
  if (order.status !== 'AWAITING_SHIPMENT') return;
  const isSplit = new Set(order.lines.map((line) => line.skuId)).size > 1 && rng() < 0.1;
  if (isSplit) shipFirstPart(core, life);
  else shipAll(core, life);
}

function shipFirstPart(core: Core, life: Life): void {
  const { order, shop, rng } = life;
  const [firstLine] = order.lines;
  const first = order.lines.filter((line) => line.skuId === firstLine?.skuId);
  const rest = order.lines.filter((line) => line.skuId !== firstLine?.skuId);
  if (rest.length === 0) {
    shipAll(core, life);
    return;
  }
  if (shop.market === 'US') openPackage(core, { order, lines: first, shop, rng });
  else splitPackage(core, { order, first, rest, shop, rng });
  const [parcel] = packagesOf(core, order);
  if (parcel) dispatchPackage(core, parcel, rng);
  setStatus(core, order, 'PARTIALLY_SHIPPING');
  later(core, between(2 * HOUR, 20 * HOUR, rng), () => shipAll(core, life));
}

function shipAll(core: Core, life: Life): void {
  const { order, shop, rng } = life;
  if (order.status !== 'AWAITING_SHIPMENT' && order.status !== 'PARTIALLY_SHIPPING') return;
  const unpacked = order.lines.filter((line) => line.packageId === null);
  if (unpacked.length > 0) openPackage(core, { order, lines: unpacked, shop, rng });
  for (const parcel of packagesOf(core, order)) if (parcel.status === 'PROCESSING') dispatchPackage(core, parcel, rng);
  allShipped(core, life, core.at() + between(2 * HOUR, 26 * HOUR, rng));
}

/** Every unit is in a parcel that has left the seller's hands; the carrier comes at the instant given. */
export function allShipped(core: Core, life: Life, collectAt: Instant): void {
  const { order } = life;
  order.dispatchedAt = core.at();
  consume(core, order);
  setStatus(core, order, 'AWAITING_COLLECTION');
  later(core, collectAt - core.at(), () => collect(core, life));
}

function collect(core: Core, life: Life): void {
  const { order, shop, rng } = life;
  if (order.status !== 'AWAITING_COLLECTION') return;
  order.collectedAt = core.at();
  for (const parcel of packagesOf(core, order)) parcel.collectedAt ??= core.at();
  setStatus(core, order, 'IN_TRANSIT');
  const [low, high] = MARKETS[shop.market].transitDays;
  const slow = shop.trouble === 'late' && rng() < 0.3 ? 1.7 : rng() < 0.03 ? 2 : 1;
  later(core, between(low, high, rng) * slow * DAY + carrierDelayMs(core, order), () => deliver(core, life));
}

function deliver(core: Core, life: Life): void {
  const { order, shop } = life;
  if (order.status !== 'IN_TRANSIT') return;
  order.deliveredAt = core.at();
  for (const parcel of packagesOf(core, order)) setPackage(core, parcel, 'COMPLETED');
  setStatus(core, order, 'DELIVERED');
  const windowMs = MARKETS[shop.market].returnWindowDays * DAY;
  maybeReturn(core, life, windowMs);
  maybeReview(core, life);
  later(core, windowMs, () => complete(core, life));
}

function complete(core: Core, life: Life): void {
  const { order } = life;
  if (order.status !== 'DELIVERED') return;
  if (hasOpenReturn(core, order)) {
    later(core, DAY, () => complete(core, life));
    return;
  }
  order.completedAt = core.at();
  noteSettled(core, order);
  setStatus(core, order, 'COMPLETED');
}
