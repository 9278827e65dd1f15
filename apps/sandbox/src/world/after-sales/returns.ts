import { type Core, later } from '../core.ts';
import { isUnstaffed, type Life } from '../life.ts';
import { paidTotal } from '../make-order.ts';
import { setReturn } from '../order-events.ts';
import { between } from '../random.ts';
import { buyerReturnReason, defectiveReturnReason, notReceivedReason } from '../reasons.ts';
import { falls, hasEpisode } from '../troubles.ts';
import type { Order, OrderLine, Return } from '../types.ts';
import { DAY, HOUR } from '../zone.ts';
import { dispute } from './disputes.ts';
import { approve, type Case, resolve } from './settling.ts';

/**
 * After delivery. RETURN_AND_REFUND: PENDING -> AWAITING_BUYER_SHIP -> BUYER_SHIPPED_ITEM -> SUCCESS -> COMPLETE;
 * REFUND (the buyer keeps the thing or never got it): PENDING -> SUCCESS -> COMPLETE. Ways out: the buyer withdraws
 * (CANCEL), the seller refuses (REJECT, or REJECT_RECEIVE_PACKAGE of what came back), and of the refused some go to the
 * platform, which decides for the buyer (COMPLETE) or the seller. A seller may offer a part once: AWAITING_BUYER_RESPONSE,
 * then SUCCESS or PENDING again. COMPLETE means: the refund was paid at that instant. One open case per order; what is refunded
 * is whole units and their share of the tax, or a part of their price when both sides agree on that.
 * A seller has two days for each answer. Where people work they keep them, or not; where nobody works and no app answers,
 * the platform then agrees with the buyer.
 */
const SHARES = { none: 0.04, late: 0.055, cancels: 0.05, returns: 0.17, 'slow-replies': 0.055 } as const;
const PENDING = 'RETURN_OR_REFUND_REQUEST_PENDING';
const OPEN = new Set([
  PENDING,
  'AWAITING_BUYER_SHIP',
  'AWAITING_BUYER_RESPONSE',
  'BUYER_SHIPPED_ITEM',
  'RETURN_OR_REFUND_REQUEST_SUCCESS',
  'REJECT_RECEIVE_PACKAGE',
]);
const ANSWER_WITHIN_MS = 48 * HOUR;
/** How long an app's approval waits for the buyer to post, and how many never do. */
const POST_WITHIN_MS = 7 * DAY;
const FORGETFUL_SHARE = 0.1;

export const isOpen = ({ status, arbitration }: Return): boolean => OPEN.has(status) || arbitration === 'IN_PROGRESS';

export const hasOpenReturn = (core: Core, order: Order): boolean => core.store.returnsOf.get(order.id)?.some(isOpen) ?? false;

export function maybeReturn(core: Core, life: Life, windowMs: number): void {
  const { order, shop, rng } = life;
  const isPlanned = shop.episodes.length > 0 && !life.isByHand && falls(core, life, 'bad-goods');
  if (!isPlanned && rng() >= SHARES[shop.trouble]) return;
  later(core, between(2 * HOUR, Math.min(windowMs * 0.9, 12 * DAY), rng), () => {
    if (order.status === 'DELIVERED' && !hasOpenReturn(core, order)) openReturn(core, life, { isDefective: isPlanned });
  });
}

export function openReturn(core: Core, life: Life, wish: { isDefective: boolean; type?: Return['type'] | undefined }): Return {
  const { order, shop, rng } = life;
  const drawn = rng() < 0.68 ? 'RETURN_AND_REFUND' : 'REFUND';
  const type = wish.type ?? drawn;
  const isLost = type === 'REFUND' && rng() < 0.4;
  const reason = wish.isDefective
    ? defectiveReturnReason(shop.market, rng)
    : isLost
      ? notReceivedReason(shop.market)
      : buyerReturnReason(shop.market, rng);
  const count = order.lines.length > 1 && rng() < 0.55 ? 1 + Math.floor(rng() * (order.lines.length - 1)) : order.lines.length;
  const lines = order.lines.slice(0, count);
  const item = addReturn(core, order, {
    role: 'BUYER',
    type,
    reason: reason.code,
    reasonText: reason.text,
    cause: reason.cause,
    refund: refundOf(order, lines, type === 'REFUND' && rng() < 0.35 ? between(0.3, 0.7, rng) : 1),
    lineIds: lines.map((line) => line.id),
  });
  ask(core, life, item);
  const isSlow = hasEpisode(core, shop, 'slow-returns') && rng() < 0.5;
  later(core, isSlow ? between(31 * DAY, 40 * DAY, rng) : between(2 * HOUR, 44 * HOUR, rng), () => decide(core, life, item));
  return item;
}

type NewReturn = Pick<Return, 'role' | 'type' | 'reason' | 'reasonText' | 'cause' | 'refund' | 'lineIds'>;

export function addReturn(core: Core, order: Order, input: NewReturn): Return {
  const item: Return = {
    id: core.ids('return'),
    orderId: order.id,
    shopId: order.shopId,
    ...input,
    status: PENDING,
    createdAt: core.at(),
    updatedAt: core.at(),
    arbitration: null,
    resolvedAt: null,
    respondBy: null,
    isKept: input.type === 'REFUND',
    offer: null,
    sentBack: null,
    records: [],
    keys: [],
    dispute: null,
  };
  core.store.addReturn(item);
  return item;
}

/** What the order may still be refunded: paid, less paid back, less promised by cases that are open. */
export function refundable(core: Core, order: Order): number {
  if (order.paidAt === null) return 0;
  const open = (core.store.returnsOf.get(order.id) ?? []).filter(isOpen);
  return paidTotal(order) - [...order.refunds.map(({ amount }) => amount), ...open.map((item) => item.refund)].reduce((a, b) => a + b, 0);
}

/** The seller's turn, at first or again after an offer was refused. */
export function ask(core: Core, life: Life, item: Return): void {
  const respondBy = core.at() + ANSWER_WITHIN_MS;
  item.respondBy = respondBy;
  setReturn(core, item, { status: PENDING, role: 'BUYER', reason: item.reason });
  later(core, ANSWER_WITHIN_MS, () => {
    if (item.status === PENDING && item.respondBy === respondBy && isUnstaffed(core, life)) agree(core, life, item);
  });
}

/** Never more than was paid: unit prices after discounts, their part of the tax, shipping only when everything goes back. */
export function refundOf(order: Order, lines: readonly OrderLine[], share: number): number {
  const goods = order.lines.reduce((sum, line) => sum + line.salePrice, 0);
  const returned = lines.reduce((sum, line) => sum + line.salePrice, 0);
  const isWhole = lines.length === order.lines.length && share === 1;
  const full = returned + Math.floor((order.tax * returned) / Math.max(1, goods)) + (isWhole ? order.shipping : 0);
  return share === 1 ? full : Math.max(1, Math.floor((full * share) / 100) * 100 || Math.floor(full * share));
}

/** The shop's people; what an app has answered or asked they leave alone. */
function decide(core: Core, life: Life, item: Return): void {
  const { rng } = life;
  if (item.status !== PENDING) return;
  if (isUnstaffed(core, life)) {
    if (core.at() >= (item.respondBy ?? 0)) agree(core, life, item);
    return;
  }
  const roll = rng();
  // Who sells bad goods also tends to deny it.
  const refusedBelow = hasEpisode(core, life.shop, 'bad-goods') ? 0.4 : 0.14;
  if (roll < 0.05) resolve(core, item, { status: 'RETURN_OR_REFUND_REQUEST_CANCEL', role: 'BUYER' });
  else if (roll < refusedBelow) {
    if (rng() < 0.4) dispute(core, life, item);
    else resolve(core, item, { status: 'REFUND_OR_RETURN_REQUEST_REJECT' });
  } else if (item.type === 'REFUND') approve(core, { life, item });
  else awaitBuyer(core, { life, item });
}

function agree(core: Core, life: Life, item: Return): void {
  if (item.type === 'REFUND') approve(core, { life, item }, 'SYSTEM');
  else awaitBuyer(core, { life, item }, 'SYSTEM');
}

export function awaitBuyer(core: Core, { life, item }: Case, role: 'SELLER' | 'SYSTEM' = 'SELLER'): void {
  const { rng } = life;
  item.respondBy = null;
  setReturn(core, item, { status: 'AWAITING_BUYER_SHIP', role });
  const isForgotten = life.isByHand === true && rng() < FORGETFUL_SHARE;
  later(core, isForgotten ? POST_WITHIN_MS : between(6 * HOUR, 4 * DAY, rng), () => {
    if (item.status !== 'AWAITING_BUYER_SHIP') return;
    if (isForgotten) resolve(core, item, { status: 'RETURN_OR_REFUND_REQUEST_CANCEL', role: 'SYSTEM' });
    else sendBack(core, life, item);
  });
}

export function sendBack(core: Core, life: Life, item: Return): void {
  const arrivesAfterMs = between(2 * DAY, 8 * DAY, life.rng);
  const parcel = core.store.world.packages.get(life.order.packageIds[0] ?? '');
  item.sentBack = { trackingNumber: `R${item.id.slice(-12)}`, carrier: parcel?.providerName ?? '', at: core.at() };
  item.respondBy = core.at() + arrivesAfterMs + ANSWER_WITHIN_MS;
  setReturn(core, item, { status: 'BUYER_SHIPPED_ITEM', role: 'BUYER' });
  later(core, arrivesAfterMs, () => {
    if (item.status !== 'BUYER_SHIPPED_ITEM') return;
    if (!isUnstaffed(core, life)) approve(core, { life, item });
    else
      later(core, ANSWER_WITHIN_MS, () => {
        if (item.status === 'BUYER_SHIPPED_ITEM') approve(core, { life, item }, 'SYSTEM');
      });
  });
}
