import { type Core, later, streamOf } from './core.ts';
import { type Life, refund } from './life.ts';
import { setReturn } from './order-events.ts';
import { between } from './random.ts';
import { buyerReturnReason, defectiveReturnReason, notReceivedReason } from './reasons.ts';
import { falls, hasEpisode } from './troubles.ts';
import type { Order, OrderLine, Return } from './types.ts';
import { DAY, HOUR } from './zone.ts';

/**
 * After delivery. RETURN_AND_REFUND: PENDING -> AWAITING_BUYER_SHIP -> BUYER_SHIPPED_ITEM -> SUCCESS -> COMPLETE;
 * REFUND (the buyer keeps the thing or never got it): PENDING -> SUCCESS -> COMPLETE. Ways out: the buyer withdraws
 * (CANCEL), the seller refuses (REJECT), and of the refused some go to the platform, which decides for the buyer
 * (COMPLETE) or the seller. COMPLETE means: the refund was paid at that instant. One case per order; what is refunded
 * is whole units and their share of the tax, or a part of their price when both sides agree on that.
 */
const SHARES = { none: 0.04, late: 0.055, cancels: 0.05, returns: 0.17, 'slow-replies': 0.055 } as const;
const OPEN = new Set([
  'RETURN_OR_REFUND_REQUEST_PENDING',
  'AWAITING_BUYER_SHIP',
  'BUYER_SHIPPED_ITEM',
  'RETURN_OR_REFUND_REQUEST_SUCCESS',
  'REJECT_RECEIVE_PACKAGE',
]);

export function hasOpenReturn(core: Core, order: Order): boolean {
  return core.store.returnsOf.get(order.id)?.some((item) => OPEN.has(item.status) || item.arbitration === 'IN_PROGRESS') ?? false;
}

export function maybeReturn(core: Core, life: Life, windowMs: number): void {
  const { order, shop, rng } = life;
  const isPlanned = shop.episodes.length > 0 && !life.isByHand && falls(core, life, 'bad-goods');
  if (!isPlanned && rng() >= SHARES[shop.trouble]) return;
  later(core, between(2 * HOUR, Math.min(windowMs * 0.9, 12 * DAY), rng), () => {
    if (order.status === 'DELIVERED') openReturn(core, life, isPlanned);
  });
}

function openReturn(core: Core, life: Life, isDefective: boolean): void {
  const { order, shop, rng } = life;
  const type = rng() < 0.68 ? 'RETURN_AND_REFUND' : 'REFUND';
  const isLost = type === 'REFUND' && rng() < 0.4;
  const reason = isDefective
    ? defectiveReturnReason(shop.market, rng)
    : isLost
      ? notReceivedReason(shop.market)
      : buyerReturnReason(shop.market, rng);
  const count = order.lines.length > 1 && rng() < 0.55 ? 1 + Math.floor(rng() * (order.lines.length - 1)) : order.lines.length;
  const lines = order.lines.slice(0, count);
  const item: Return = {
    id: core.ids('return'),
    orderId: order.id,
    shopId: order.shopId,
    type,
    status: 'RETURN_OR_REFUND_REQUEST_PENDING',
    reason: reason.code,
    reasonText: reason.text,
    refund: refundOf(order, lines, type === 'REFUND' && rng() < 0.35 ? between(0.3, 0.7, rng) : 1),
    lineIds: lines.map((line) => line.id),
    createdAt: core.at(),
    updatedAt: core.at(),
    arbitration: null,
    cause: reason.cause,
    resolvedAt: null,
    dispute: null,
  };
  core.store.addReturn(item);
  setReturn(core, item, item.status);
  const isSlow = hasEpisode(core, shop, 'slow-returns') && rng() < 0.5;
  later(core, isSlow ? between(31 * DAY, 40 * DAY, rng) : between(2 * HOUR, 44 * HOUR, rng), () => decide(core, life, item));
}

/** Never more than was paid: unit prices after discounts, their part of the tax, shipping only when everything goes back. */
function refundOf(order: Order, lines: readonly OrderLine[], share: number): number {
  const goods = order.lines.reduce((sum, line) => sum + line.salePrice, 0);
  const returned = lines.reduce((sum, line) => sum + line.salePrice, 0);
  const isWhole = lines.length === order.lines.length && share === 1;
  const full = returned + Math.floor((order.tax * returned) / Math.max(1, goods)) + (isWhole ? order.shipping : 0);
  return share === 1 ? full : Math.max(1, Math.floor((full * share) / 100) * 100 || Math.floor(full * share));
}

function decide(core: Core, life: Life, item: Return): void {
  const { rng } = life;
  const roll = rng();
  // Who sells bad goods also tends to deny it.
  const refusedBelow = hasEpisode(core, life.shop, 'bad-goods') ? 0.4 : 0.14;
  if (roll < 0.05) resolve(core, item, 'RETURN_OR_REFUND_REQUEST_CANCEL');
  else if (roll < refusedBelow) {
    if (rng() < 0.4) dispute(core, life, item);
    else resolve(core, item, 'REFUND_OR_RETURN_REQUEST_REJECT');
  } else if (item.type === 'REFUND') approve(core, life, item);
  else {
    setReturn(core, item, 'AWAITING_BUYER_SHIP');
    later(core, between(6 * HOUR, 4 * DAY, rng), () => {
      setReturn(core, item, 'BUYER_SHIPPED_ITEM');
      later(core, between(2 * DAY, 8 * DAY, rng), () => approve(core, life, item));
    });
  }
}

/** The buyer calls the platform in; it takes up to three days. */
function dispute(core: Core, life: Life, item: Return): void {
  item.arbitration = 'IN_PROGRESS';
  item.dispute = { openedAt: core.at(), decidedAt: null, responsible: null };
  setReturn(core, item, 'REFUND_OR_RETURN_REQUEST_REJECT');
  later(core, between(8 * HOUR, 3 * DAY, life.rng), () => {
    const isForBuyer = life.rng() < 0.6;
    item.arbitration = isForBuyer ? 'SUPPORT_BUYER' : 'SUPPORT_SELLER';
    if (item.dispute) {
      item.dispute.decidedAt = core.at();
      item.dispute.responsible = isForBuyer ? responsibleFor(core, life, item) : 'BUYER';
    }
    if (isForBuyer) approve(core, life, item);
    else resolve(core, item, 'REFUND_OR_RETURN_REQUEST_REJECT');
  });
}

function approve(core: Core, life: Life, item: Return): void {
  setReturn(core, item, 'RETURN_OR_REFUND_REQUEST_SUCCESS');
  later(core, between(10 * 60_000, 30 * HOUR, life.rng), () => {
    refund(core, life.order, item.refund);
    resolve(core, item, 'RETURN_OR_REFUND_REQUEST_COMPLETE');
  });
}

function resolve(core: Core, item: Return, status: string): void {
  item.resolvedAt = core.at();
  setReturn(core, item, status);
}

/** The buyer was right; mostly the parcel was handled badly, and only shops with bad goods or late parcels have it on themselves. */
function responsibleFor(core: Core, { shop }: Life, item: Return): 'SELLER' | 'CARRIER' | 'PLATFORM' {
  const rng = streamOf(core, `dispute:${item.id}`);
  const isTroubled = (shop.trouble !== 'none' && shop.trouble !== 'slow-replies') || hasEpisode(core, shop, 'bad-goods');
  if (rng() < (isTroubled ? 0.7 : 0.02)) return 'SELLER';
  return rng() < 0.7 ? 'CARRIER' : 'PLATFORM';
}
