/**
 * Advertising spend per shop and day. Not part of the real API: an extension of the sandbox, signed
 * and checked like the rest. Days are the shop's own.
 */
import { z } from 'zod';
import { day, intText, pageToken } from '../fields.ts';
import { decimal } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';

const adSpend = shopOperation({
  method: 'GET',
  template: '/sandbox-extension/ad-spend',
  versions: [],
  scope: 'sandbox.ad_spend.read',
  query: z.strictObject({ start_date_ge: day, end_date_lt: day, page_size: intText(1, 100).default(20), page_token: pageToken }),
  answer({ sim, shop, query }) {
    const rows = sim.lists(shop.id).adSpend.filter((item) => item.day >= query.start_date_ge && item.day < query.end_date_lt);
    const request = { size: query.page_size, token: query.page_token, order: 'ASC' as const };
    const filters = [shop.id, query.start_date_ge, query.end_date_lt];
    const found = page(rows, request, { key: (item) => [Date.parse(item.day), item.id], filters });
    const items = found.items.map((item) => ({
      id: item.id,
      day: item.day,
      amount: decimal(item.amount, item.currency),
      currency: item.currency,
    }));
    return { items, next_page_token: found.nextToken };
  },
});

export const AD_SPEND_OPERATIONS = [adSpend];
