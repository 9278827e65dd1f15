import { SELLER_FAULTS } from '../reasons.ts';
import type { Store } from '../store.ts';
import type { Conversation, Instant, Order, Return, ReturnCause, Shop } from '../types.ts';
import { DAY, HOUR, MINUTE } from '../zone.ts';

/** What the platform counts of a shop. Every window is a row of whole days that ends at the instant of judging, exclusive. */
export const RATE_WINDOW_MS = 7 * DAY;
export const MONTH_MS = 30 * DAY;
const ANSWER_WITHIN_MS = 30 * DAY;
/** Causes that say the goods or the parcel were bad; lateness is not among them. */
const DEFECTIVE: ReadonlySet<ReturnCause> = new Set(['defect', 'damage', 'wrong', 'missing', 'lost']);

/** `behind`: the orders that a person would be shown. */
export type Count = { bad: number; total: number; behind: string[] };

/** The orders that were created since, newest first. They lie in order of creation, so only the window is walked. */
function ordersSince(store: Store, shop: Shop, from: Instant): Order[] {
  const { orders } = store.lists(shop.id);
  const found: Order[] = [];
  for (let index = orders.length - 1; index >= 0; index--) {
    const order = orders[index];
    if (!order || order.createdAt < from) break;
    found.push(order);
  }
  return found;
}

const counted = (total: number, bad: readonly { id: string }[]): Count => ({ bad: bad.length, total, behind: bad.map(({ id }) => id) });

export function rates(store: Store, shop: Shop, at: Instant): { late: Count; cancelled: Count } {
  const paid = ordersSince(store, shop, at - RATE_WINDOW_MS).filter(({ paidAt }) => paidAt !== null);
  return {
    late: counted(
      paid.length,
      paid.filter((order) => isLate(order, at)),
    ),
    cancelled: counted(paid.length, paid.filter(isSellersFault)),
  };
}

/** Orders of the last four weeks, for the daily mean that an order limit is a share of. */
export const monthsOrders = (store: Store, shop: Shop, at: Instant): number => ordersSince(store, shop, at - 28 * DAY).length;

/** The deadline's own instant is still in time. Cancelled before it is not late, cancelled after it is. */
function isLate({ shipBy, dispatchedAt, cancelledAt }: Order, at: Instant): boolean {
  if (shipBy === null || at <= shipBy) return false;
  const goneAt = dispatchedAt ?? cancelledAt;
  return goneAt === null || goneAt > shipBy;
}

/** By the seller (no stock, wrong price), or by the platform because a paid order was not shipped. */
const isSellersFault = ({ cancelledBy, paidAt }: Order): boolean =>
  cancelledBy === 'seller' || (cancelledBy === 'platform' && paidAt !== null);

type Turn = { askedAt: Instant; answeredAt: Instant | null };

/** A turn begins with the first of consecutive messages of the buyer and ends with the seller's next; machines do not count. */
function turnsOf({ messages }: Conversation): Turn[] {
  const turns: Turn[] = [];
  for (const { role, at } of messages) {
    const last = turns.at(-1);
    const isOpen = last !== undefined && last.answeredAt === null;
    if (role === 'BUYER' && !isOpen) turns.push({ askedAt: at, answeredAt: null });
    if ((role === 'CUSTOMER_SERVICE' || role === 'SHOP') && isOpen) last.answeredAt = at;
  }
  return turns;
}

/** `minutes` over the answered turns; `within` counts a turn once it was answered in time or its hours have passed. */
export function service(
  store: Store,
  shop: Shop,
  at: Instant,
): { firstReply: { minutes: number; turns: number }; within: (hours: number) => Count } {
  const turns = store
    .lists(shop.id)
    .conversations.filter(({ messages }) => (messages.at(-1)?.at ?? 0) >= at - MONTH_MS)
    .flatMap(turnsOf)
    .filter(({ askedAt }) => askedAt >= at - MONTH_MS);
  const waits = turns.flatMap(({ askedAt, answeredAt }) => (answeredAt === null ? [] : [answeredAt - askedAt]));
  return {
    firstReply: { minutes: waits.reduce((sum, wait) => sum + wait, 0) / MINUTE, turns: waits.length },
    within: (hours) => {
      const isIn = ({ askedAt, answeredAt }: Turn): boolean => answeredAt !== null && answeredAt - askedAt <= hours * HOUR;
      const due = turns.filter((turn) => isIn(turn) || at - turn.askedAt > hours * HOUR);
      return { bad: due.filter((turn) => !isIn(turn)).length, total: due.length, behind: [] };
    },
  };
}

export type Quality = { negativeReviews: Count; disputes: Count; unresolved: Count; defectiveReturns: Count; orders: number };

export function quality(store: Store, shop: Shop, at: Instant): Quality {
  const from = at - MONTH_MS;
  const { reviews, returns } = store.lists(shop.id);
  const orders = ordersSince(store, shop, from);
  const kept = orders.filter(({ cancelledAt }) => cancelledAt === null);
  const disputes = returns.flatMap(({ orderId, dispute }) => (dispute && dispute.openedAt >= from ? [{ id: orderId, ...dispute }] : []));
  const judged = returns.filter((item) => isJudged(item, { from, at }));
  const returned = orders.filter(({ id }) => (store.returnsOf.get(id) ?? []).some(({ cause }) => DEFECTIVE.has(cause)));
  return {
    negativeReviews: counted(
      kept.length,
      reviews
        .filter((review) => review.at >= from && review.stars <= 2 && review.withdrawnAt === null)
        .map(({ orderId }) => ({ id: orderId })),
    ),
    disputes: counted(
      disputes.length,
      disputes.filter(({ responsible }) => responsible === 'SELLER'),
    ),
    unresolved: counted(
      judged.length,
      judged.filter(({ createdAt, resolvedAt }) => resolvedAt === null || resolvedAt - createdAt > ANSWER_WITHIN_MS),
    ),
    defectiveReturns: counted(orders.length, returned),
    orders: orders.length,
  };
}

/** Requests that were resolved, or whose thirty days ended, within the window. */
function isJudged({ cause, createdAt, resolvedAt }: Return, window: { from: Instant; at: Instant }): boolean {
  const endedAt = Math.min(resolvedAt ?? Number.POSITIVE_INFINITY, createdAt + ANSWER_WITHIN_MS);
  return SELLER_FAULTS.has(cause) && endedAt >= window.from && endedAt <= window.at;
}
