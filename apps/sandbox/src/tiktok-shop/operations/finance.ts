/**
 * Statements: one per shop and day on which something was settled, cut at 00:00 UTC. `sort_field` is
 * required although there is only one: clients that leave it out fail on the platform too.
 */
import { z } from 'zod';
import { intText, pageToken, sortOrder, unixSecondsText } from '../fields.ts';
import { decimal, seconds } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';

const statements = shopOperation({
  method: 'GET',
  template: '/finance/{version}/statements',
  versions: ['202309'],
  scope: 'seller.finance.info',
  query: z.strictObject({
    statement_time_ge: unixSecondsText.optional(),
    statement_time_lt: unixSecondsText.optional(),
    payment_status: z.enum(['PAID', 'FAILED', 'PROCESSING']).optional(),
    page_size: intText(1, 100).default(20),
    page_token: pageToken,
    sort_field: z.enum(['statement_time']),
    sort_order: sortOrder.default('ASC'),
  }),
  answer({ sim, shop, query }) {
    const { statement_time_ge: from = 0, statement_time_lt: until = Number.POSITIVE_INFINITY, payment_status: status } = query;
    const rows = sim.lists(shop.id).statements.filter((item) => {
      const second = Math.floor(item.at / 1000);
      return second >= from && second < until && (status === undefined || item.status === status);
    });
    const request = { size: query.page_size, token: query.page_token, order: query.sort_order };
    const found = page(rows, request, { key: (item) => [item.at, item.id], filters: [shop.id, from, String(until), status ?? ''] });
    const shown = found.items.map((item) => ({
      id: item.id,
      statement_time: seconds(item.at),
      currency: item.currency,
      settlement_amount: decimal(item.settlement, item.currency),
      revenue_amount: decimal(item.revenue, item.currency),
      fee_amount: decimal(item.fee, item.currency),
      adjustment_amount: decimal(item.adjustment, item.currency),
      net_sales_amount: decimal(item.netSales, item.currency),
      shipping_cost_amount: decimal(item.shippingCost, item.currency),
      payment_status: item.status,
      payment_id: item.paymentId,
    }));
    return { next_page_token: found.nextToken, statements: shown };
  },
});

export const FINANCE_OPERATIONS = [statements];
