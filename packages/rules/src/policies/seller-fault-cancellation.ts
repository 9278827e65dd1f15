import { z } from 'zod';
import { count } from './inputs.ts';
import { performanceFacts } from './performance-section.ts';
import { policy } from './policy.ts';
import { checkNumerator, type RateOutput, rateAnswer, rateScope } from './rate-policy.ts';
import { cancellationTable } from './rate-tables.ts';

/**
 * The share of the orders created in seven days that were cancelled for want of stock, for a pricing error, or by the platform
 * because they were not dispatched in time. It must stay below 2.5 %.
 *
 * @example { market: 'TH', totalOrders: 200, cancelledOrders: 5 } → rate 0.025, 2 points
 * @example { market: 'TH', totalOrders: 100, cancelledOrders: 4 } → 4 %, but fewer than 5 orders: no points, our own warning
 * @example { market: 'GB', totalOrders: 40, cancelledOrders: 1 } → rate 0.025, 1 point
 */
const input = z.strictObject({ ...rateScope, cancelledOrders: count });

export const sellerFaultCancellation = policy<typeof input, RateOutput>({
  facts: performanceFacts('seller-fault-cancellation', '5 order fulfilment: seller-fault cancellation rate'),
  input,
  example: { market: 'TH', totalOrders: 200, cancelledOrders: 5 },
  check: checkNumerator('cancelledOrders'),
  evaluate: ({ totalOrders, cancelledOrders, ...given }) =>
    rateAnswer('seller-fault-cancellation', cancellationTable, { ...given, total: totalOrders, events: cancelledOrders }),
});
