import { z } from 'zod';
import { above, atLeast, rateOf } from './exact.ts';
import { count } from './inputs.ts';
import { citationsOf, explain, gapOf, notCovered, performanceFacts, performanceScope } from './performance-section.ts';
import { type Explanation, type Found, type PolicyOutput, policy } from './policy.ts';

/**
 * Four rates over 30 days: how often buyers are unhappy, and whose fault it was.
 *
 * @example 1,000 orders, 0 cancelled, 7 negative reviews → 0.7 %, not above the limit; 8 of them breach it
 * @example 200 orders, 3 returned as defective → 1.5 %, which breaches; with 100 orders the rate is reported and not judged
 */
/** Limits in tenths of a percent. */
const limits = { 'negative-reviews': 7, disputes: 40, resolution: 980, 'defective-returns': 15 };
const judgedAboveOrders = 100;
export const qualityLimits: Readonly<typeof limits> = limits;
export const isJudged = (code: Breach, whole: number): boolean => code !== 'defective-returns' || whole > judgedAboveOrders;

/** Whether a rate breaks its limit; each limit carries its own sign. */
export function isQualityBreached(code: Breach, part: number, whole: number): boolean {
  if (code === 'resolution') return whole > 0 && !atLeast(part, whole, limits.resolution);
  if (code === 'defective-returns') return isJudged(code, whole) && atLeast(part, whole, limits[code]);
  return above(part, whole, limits[code]);
}

const input = z.strictObject({
  ...performanceScope,
  orders: count,
  cancelledOrders: count,
  negativeReviews: count,
  disputes: count,
  sellerFaultDisputes: count,
  sellerFaultReturns: count,
  sellerFaultReturnsResolved: count,
  defectiveReturnOrders: count,
});
type Input = z.output<typeof input>;

type Breach = 'negative-reviews' | 'disputes' | 'resolution' | 'defective-returns';
export type QualityMetricsOutput = PolicyOutput & {
  negativeReviewRate: number | null;
  disputeRate: number | null;
  resolutionRate: number | null;
  defectiveReturnRate: number | null;
  breaches: Breach[];
};

const bounded: [part: keyof Input, whole: keyof Input][] = [
  ['cancelledOrders', 'orders'],
  ['defectiveReturnOrders', 'orders'],
  ['sellerFaultDisputes', 'disputes'],
  ['sellerFaultReturnsResolved', 'sellerFaultReturns'],
];

function check(given: Input, found: Found): void {
  for (const [part, whole] of bounded)
    if (found.clean(`/${part}`, `/${whole}`) && Number(given[part]) > Number(given[whole]))
      found.bad(`/${part}`, 'above-total', `must not exceed ${whole}`);
}

type Rate = { code: Breach; part: number; whole: number; breached: boolean };

function ratesOf(given: Input): Rate[] {
  const counts: [Breach, part: number, whole: number][] = [
    ['negative-reviews', given.negativeReviews, given.orders - given.cancelledOrders],
    ['disputes', given.sellerFaultDisputes, given.disputes],
    ['resolution', given.sellerFaultReturnsResolved, given.sellerFaultReturns],
    ['defective-returns', given.defectiveReturnOrders, given.orders],
  ];
  return counts.map(([code, part, whole]) => ({ code, part, whole, breached: isQualityBreached(code, part, whole) }));
}

const say = explain('quality-metrics');

function sentenceOf({ code, part, whole, breached }: Rate): Explanation {
  const rate = rateOf(part, whole);
  if (rate === null) return say(`${code}-none`);
  if (!isJudged(code, whole)) return say('defective-returns-not-judged', { part, whole, rate, above: judgedAboveOrders });
  return say(`${code}-${breached ? 'breached' : 'met'}`, { part, whole, rate, limit: limits[code] / 1000 });
}

export const qualityMetrics = policy<typeof input, QualityMetricsOutput>({
  facts: performanceFacts('quality-metrics', '5 customer service and order fulfilment: quality rates'),
  input,
  example: {
    orders: 1000,
    cancelledOrders: 20,
    negativeReviews: 8,
    disputes: 50,
    sellerFaultDisputes: 2,
    sellerFaultReturns: 100,
    sellerFaultReturnsResolved: 98,
    defectiveReturnOrders: 14,
  },
  check,
  evaluate(given) {
    const rates = ratesOf(given);
    const [negative = null, disputed = null, resolved = null, defective = null] = rates.map(({ part, whole }) => rateOf(part, whole));
    const measured = { negativeReviewRate: negative, disputeRate: disputed, resolutionRate: resolved, defectiveReturnRate: defective };
    const gap = gapOf('quality-metrics', given);
    if (gap) return { ...measured, breaches: [], ...notCovered(gap) };
    return {
      ...measured,
      breaches: rates.flatMap(({ code, breached }) => (breached ? [code] : [])),
      covered: true,
      citations: citationsOf('5 customer service and order fulfilment: quality rates'),
      explanation: rates.map(sentenceOf),
    };
  },
});
