/**
 * What an act does to one order, decided from the order as it is locked. Nothing is written here: a decision names what is to be written,
 * or why nothing is. What is said of an order may be said whatever became of it; what moves it along only while it still can go.
 */
import type { LockedOrder } from './locked-orders.ts';

export type DeskAction =
  | { kind: 'hold'; reason: string; ruleId?: string | null }
  | { kind: 'release' }
  | { kind: 'add-tag'; tag: string }
  | { kind: 'remove-tag'; tag: string }
  | { kind: 'assign'; member: { id: string; name: string } | null }
  | { kind: 'pack' }
  | { kind: 'unpack' }
  | { kind: 'raise-review'; cause: string; reason: string; ruleId?: string | null }
  | { kind: 'raise-exception'; code: string; reason: string; dueAt?: number | null }
  /** `code` null: all of them. */
  | { kind: 'resolve-exception'; code: string | null }
  | { kind: 'choose-warehouse'; warehouseId: string | null }
  | { kind: 'note'; text: string };

export type DeskRefusal =
  | 'not-found'
  | 'order-cancelled'
  | 'order-left'
  | 'order-unpaid'
  | 'platform-hold'
  | 'order-held'
  | 'order-in-review';
export type DeskOutcome = { orderId: string; outcome: 'done' | 'unchanged' } | { orderId: string; outcome: 'refused'; code: DeskRefusal };

type Facts = Record<string, string | number | null>;
export type Decision = { outcome: 'done'; facts: Facts } | { outcome: 'unchanged' } | { outcome: 'refused'; code: DeskRefusal };

const done = (facts: Facts = {}): Decision => ({ outcome: 'done', facts });
const unchanged: Decision = { outcome: 'unchanged' };
const refused = (code: DeskRefusal): Decision => ({ outcome: 'refused', code });

/** Why it cannot be kept back or sent on any more; null: it still can. */
function goneAs({ status, cancelledAt, dispatchedAt }: LockedOrder): DeskRefusal | null {
  if (cancelledAt !== null || status === 'cancelled') return 'order-cancelled';
  const hasLeft = dispatchedAt !== null || status === 'in-transit' || status === 'delivered' || status === 'completed';
  return hasLeft && status !== 'partially-shipped' ? 'order-left' : null;
}

export function decide(order: LockedOrder, action: DeskAction): Decision {
  switch (action.kind) {
    case 'hold':
      return decideHold(order, action.reason);
    case 'release':
      return decideRelease(order);
    case 'add-tag':
      return order.tags.includes(action.tag) ? unchanged : done({ tag: action.tag });
    case 'remove-tag':
      return order.tags.includes(action.tag) ? done({ tag: action.tag }) : unchanged;
    case 'assign':
      return order.assigneeId === (action.member?.id ?? null) ? unchanged : done({ member: action.member?.name ?? null });
    case 'pack':
      return decidePack(order);
    case 'unpack':
      return order.packedAt === null ? unchanged : done();
    case 'raise-review':
      return order.reviews.some(({ cause }) => cause === action.cause) ? unchanged : done({ reason: action.reason });
    case 'raise-exception':
      return decideException(order, action);
    case 'resolve-exception':
      return order.troubles.some(({ code }) => action.code === null || code === action.code) ? done({ code: action.code }) : unchanged;
    case 'choose-warehouse':
      return decideWarehouse(order, action.warehouseId);
    case 'note':
      return done({ text: action.text });
  }
}

function decideHold(order: LockedOrder, reason: string): Decision {
  const gone = goneAs(order);
  if (gone) return refused(gone);
  return order.heldAt !== null && order.holdReason === reason ? unchanged : done({ reason });
}

/** Ends our own hold, and passes whatever review is open: somebody looked. The platform's hold is not ours to end. */
function decideRelease(order: LockedOrder): Decision {
  const waiting = order.reviews.filter(({ isPassed }) => !isPassed);
  return order.heldAt === null && waiting.length === 0 ? unchanged : done({ reviews: waiting.length });
}

function decidePack(order: LockedOrder): Decision {
  const gone = goneAs(order);
  if (gone) return refused(gone);
  if (order.status === 'unpaid') return refused('order-unpaid');
  if (order.status === 'on-hold') return refused('platform-hold');
  if (order.heldAt !== null) return refused('order-held');
  if (order.reviews.some(({ isPassed }) => !isPassed)) return refused('order-in-review');
  return order.packedAt === null ? done() : unchanged;
}

/** What has left has left from where it was. */
function decideWarehouse(order: LockedOrder, warehouseId: string | null): Decision {
  const gone = goneAs(order);
  if (gone) return refused(gone);
  return order.warehouseId === warehouseId ? unchanged : done({ warehouseId });
}

function decideException(order: LockedOrder, { code, reason, dueAt = null }: Extract<DeskAction, { kind: 'raise-exception' }>): Decision {
  const known = order.troubles.find((trouble) => trouble.code === code);
  const isSame = known?.reason === reason && (known.dueAt === null ? null : Date.parse(known.dueAt)) === dueAt;
  return isSame ? unchanged : done({ code, reason });
}
