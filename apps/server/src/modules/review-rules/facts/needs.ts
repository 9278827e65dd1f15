import type { ConditionKind, ReviewCondition } from '@tradewind/rules/review-rules';

/** What must be looked up beside the order itself; what no rule asks for costs nothing. */
export type Needs = { profit: boolean; history: boolean; blacklist: boolean; mexico: boolean; currencies: readonly string[] };

const ofHistory: readonly ConditionKind[] = ['buyer-orders', 'buyer-cancellations', 'buyer-returns'];

export function needsOf(conditions: readonly ReviewCondition[]): Needs {
  const has = (...kinds: readonly ConditionKind[]): boolean => conditions.some(({ kind }) => kinds.includes(kind));
  return {
    profit: has('profit', 'profit-share'),
    history: has(...ofHistory),
    blacklist: has('blacklist'),
    mexico: has('us-to-mexico'),
    currencies: [...new Set(conditions.flatMap((one) => ('currency' in one && one.amount !== 0 ? [one.currency] : [])))],
  };
}
