import { z } from 'zod';
import { count } from './inputs.ts';
import { performanceFacts } from './performance-section.ts';
import { policy } from './policy.ts';
import { checkNumerator, type RateOutput, rateAnswer, rateScope } from './rate-policy.ts';
import { lateDispatchTable } from './rate-tables.ts';

/**
 * The share of the orders created in seven days that were not dispatched within the platform's time. It must stay below 4 %.
 *
 * @example { market: 'US', totalOrders: 100, lateOrders: 10 } → rate 0.1, 3 points
 * @example { market: 'US', totalOrders: 40, lateOrders: 4 } → 10 %, but fewer than 5 orders: no points, our own warning
 * @example { market: 'GB', totalOrders: 200, lateOrders: 20, averageDailyOrders: 28.5 } → 4 points, 7 days at floor(28.5 × 80 %) = 22 a day
 */
const input = z.strictObject({ ...rateScope, lateOrders: count });

export const lateDispatch = policy<typeof input, RateOutput>({
  facts: performanceFacts('late-dispatch', '5 order fulfilment: late dispatch rate'),
  input,
  example: { market: 'GB', totalOrders: 200, lateOrders: 20, averageDailyOrders: 28.5 },
  check: checkNumerator('lateOrders'),
  evaluate: ({ totalOrders, lateOrders, ...given }) =>
    rateAnswer('late-dispatch', lateDispatchTable, { ...given, total: totalOrders, events: lateOrders }),
});
