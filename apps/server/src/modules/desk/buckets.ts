/**
 * Where an order stands on the desk. One place at a time, the first that fits:
 *
 *   exception       something went wrong that needs a person, whatever became of the order since
 *   unpaid          it may still be paid
 *   platform-hold   paid, and the buyer may still take it back: nothing leaves before the platform lets it
 *   held            kept back by us
 *   to-review       a rule wants a person to look first
 *   to-pack, to-ship  by whether somebody marked it as packed
 *   waiting-pickup  announced to a carrier that has not taken it
 *
 * An order that left or was cancelled stands nowhere. Late is no place but a deadline that has passed; `deadlineAt` is the order of all places.
 */
import type { OrderStatus } from '@tradewind/channels';

export type Bucket = 'unpaid' | 'platform-hold' | 'held' | 'to-review' | 'to-pack' | 'to-ship' | 'waiting-pickup' | 'exception';

/** Beyond every deadline: nobody says one. */
export const NEVER = new Date('9999-12-31T00:00:00.000Z');

const OPEN: readonly OrderStatus[] = ['unpaid', 'on-hold', 'awaiting-shipment', 'partially-shipped', 'awaiting-collection'];
export const mayBeWorked = (status: OrderStatus): boolean => OPEN.includes(status);

export type DeskFacts = {
  status: OrderStatus;
  dueAt: Date | null;
  payBy: Date | null;
  dispatchedAt: Date | null;
  cancelledAt: Date | null;
  isHeld: boolean;
  isInReview: boolean;
  isPacked: boolean;
  isTroubled: boolean;
  troubleDueAt: Date | null;
};

export function placeOf(facts: DeskFacts): { bucket: Bucket; deadlineAt: Date } | null {
  const bucket = bucketOf(facts);
  return bucket && { bucket, deadlineAt: deadlineOf(facts) };
}

function bucketOf({ status, cancelledAt, isHeld, isInReview, isPacked, isTroubled }: DeskFacts): Bucket | null {
  if (isTroubled) return 'exception';
  if (cancelledAt !== null) return null;
  if (status === 'unpaid') return 'unpaid';
  if (status === 'on-hold') return 'platform-hold';
  if (status === 'awaiting-collection') return isHeld ? 'held' : 'waiting-pickup';
  if (status !== 'awaiting-shipment' && status !== 'partially-shipped') return null;
  if (isHeld) return 'held';
  if (isInReview) return 'to-review';
  return isPacked ? 'to-ship' : 'to-pack';
}

/** A trouble of an order that has left, or will not leave, has its own deadline or none. */
function deadlineOf({ status, dueAt, payBy, dispatchedAt, cancelledAt, isTroubled, troubleDueAt }: DeskFacts): Date {
  const own = dispatchedAt !== null || cancelledAt !== null ? null : status === 'unpaid' ? payBy : dueAt;
  if (!isTroubled || troubleDueAt === null) return own ?? NEVER;
  return own !== null && own < troubleDueAt ? own : troubleDueAt;
}
