/** Rules that answer buyers' requests by themselves: which they are meant for, and how much of a day's limits is left. */
import type { CaseState } from './after-sales.ts';

export type CaseRule = {
  shopId: string | null;
  act: 'approve-cancellation' | 'approve-refund' | 'approve-return';
  maximum: number;
  currency: string;
  windowDays: number | null;
  dailyCount: number;
  dailyAmount: number;
};
/** Instants in epoch milliseconds. */
export type RuledCase = Pick<CaseState, 'kind' | 'dispute' | 'hasOffer'> & {
  shopId: string;
  refund: number;
  currency: string;
  createdAt: number;
  deliveredAt: number | null;
  dispatchedAt: number | null;
  openedBy: 'buyer' | 'seller' | 'platform';
};

const DAY_MS = 86_400_000;
const kinds = { 'approve-cancellation': ['cancellation'], 'approve-refund': ['refund', 'return'], 'approve-return': ['return'] } as const;

/** A dispute, an offer or another's opening is nothing for a rule; a window counts from the delivery, its end included. */
export function isRuled(rule: CaseRule, one: RuledCase): boolean {
  if (one.openedBy !== 'buyer' || one.dispute !== null || one.hasOffer) return false;
  if (!kinds[rule.act].some((kind) => kind === one.kind)) return false;
  if (rule.shopId !== null && rule.shopId !== one.shopId) return false;
  if (one.currency !== rule.currency || one.refund <= 0 || one.refund > rule.maximum) return false;
  if (rule.act === 'approve-cancellation' && one.dispatchedAt !== null && one.dispatchedAt <= one.createdAt) return false;
  if (rule.windowDays === null) return true;
  return one.deliveredAt !== null && one.createdAt <= one.deliveredAt + rule.windowDays * DAY_MS;
}

export type Used = { count: number; amount: number };
export const fitsDay = (rule: CaseRule, used: Used, refund: number): boolean =>
  used.count < rule.dailyCount && used.amount + refund <= rule.dailyAmount;

/** What a rule would have answered of these, in the order in which they came; days are those of UTC. */
export function tryRule<T extends RuledCase>(rule: CaseRule, cases: readonly T[]): { answered: T[]; held: T[]; cost: number } {
  const days = new Map<number, Used>();
  const answered: T[] = [];
  const held: T[] = [];
  for (const one of [...cases].filter((each) => isRuled(rule, each)).sort((a, b) => a.createdAt - b.createdAt)) {
    const day = Math.floor(one.createdAt / DAY_MS);
    const used = days.get(day) ?? { count: 0, amount: 0 };
    if (!fitsDay(rule, used, one.refund)) held.push(one);
    else {
      answered.push(one);
      days.set(day, { count: used.count + 1, amount: used.amount + one.refund });
    }
  }
  return { answered, held, cost: answered.reduce((sum, { refund }) => sum + refund, 0) };
}
