/**
 * Shop and product analytics, computed from the orders. GMV counts on the shop's day of payment
 * and is the item price less the seller's discount. The world knows no traffic: impressions,
 * views, visitors and the split by content are derived from orders by fixed shares.
 */
import { z } from 'zod';
import { CODE, PlatformError } from '../envelope.ts';
import { day, intText, pageToken, sortOrder } from '../fields.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { addDays, dayOf, daysBetween } from '../shop-day.ts';
import { intervalShape, moneyIn, newerIntervalShape } from './analytics-shape.ts';
import { productSales, type ShopPeriod, shopSales } from './sales-figures.ts';

const SCOPE = 'data.shop_analytics.public.read';
const range = { start_date_ge: day, end_date_lt: day, currency: z.enum(['USD', 'LOCAL']).default('LOCAL') };

const shopPerformance = shopOperation({
  method: 'GET',
  template: '/analytics/{version}/shop/performance',
  versions: ['202405', '202509'],
  scope: SCOPE,
  query: z.strictObject({
    ...range,
    with_comparison: z.enum(['true', 'false']).default('false'),
    granularity: z.enum(['ALL', '1D']).default('ALL'),
  }),
  answer({ sim, shop, now, path, query }) {
    const { start_date_ge: from, end_date_lt: until } = checkedRange(query);
    const inCurrency = moneyIn(shop.currency, query.currency);
    const shape = path.version === '202509' ? newerIntervalShape : intervalShape;
    const show = (period: ShopPeriod) => shape(period, shopSales(sim, shop, period), inCurrency);
    const periods =
      query.granularity === 'ALL'
        ? [{ from, until }]
        : daysBetween(from, until).map((start) => ({ from: start, until: addDays(start, 1) }));
    const performance = { intervals: periods.map(show) };
    const length = daysBetween(from, until).length;
    const earlier = periods.map((period) => ({ from: addDays(period.from, -length), until: addDays(period.until, -length) }));
    const compares = query.with_comparison === 'true' && path.version === '202405';
    return {
      performance: compares ? { ...performance, comparison_intervals: earlier.map(show) } : performance,
      latest_available_date: latestDay(now, shop.timeZone),
    };
  },
});

const productPerformance = shopOperation({
  method: 'GET',
  template: '/analytics/{version}/shop_products/performance',
  versions: ['202405', '202509'],
  scope: SCOPE,
  query: z.strictObject({
    ...range,
    page_size: intText(1, 100).default(10),
    sort_field: z.enum(['gmv', 'order_count', 'unit_sold_count', 'click_through_rate', 'orders', 'items_sold']).default('gmv'),
    sort_order: sortOrder.default('DESC'),
    page_token: pageToken,
  }),
  answer({ sim, shop, now, path, query }) {
    const { start_date_ge: from, end_date_lt: until } = checkedRange(query);
    const inCurrency = moneyIn(shop.currency, query.currency);
    const rows = productSales(sim, shop, { from, until });
    const metric = {
      gmv: 'gmv',
      order_count: 'orders',
      orders: 'orders',
      unit_sold_count: 'units',
      items_sold: 'units',
      click_through_rate: 'orders',
    } as const;
    const field = metric[query.sort_field];
    const request = { size: query.page_size, token: query.page_token, order: query.sort_order };
    const found = page(rows, request, { key: (row) => [row[field], row.productId], filters: [shop.id, from, until, field] });
    const products = found.items.map((row) =>
      path.version === '202509'
        ? { id: row.productId, overall_performance: { gmv: inCurrency(row.gmv), items_sold: row.units, orders: row.orders } }
        : // The older answer carries the id as a bare number beyond 2^53.
          {
            id: BigInt(row.productId),
            gmv: inCurrency(row.gmv),
            orders: row.orders,
            units_sold: row.units,
            click_through_rate: row.orders > 0 ? '0.0420' : '0.0000',
          },
    );
    return { products, next_page_token: found.nextToken, total_count: found.total, latest_available_date: latestDay(now, shop.timeZone) };
  },
});

const MAX_DAYS = 400;

function checkedRange<R extends { start_date_ge: string; end_date_lt: string }>(query: R): R {
  const isEmpty = query.start_date_ge >= query.end_date_lt;
  if (isEmpty || addDays(query.start_date_ge, MAX_DAYS) < query.end_date_lt)
    throw new PlatformError(CODE.analyticsRange, 'The date range is invalid');
  return query;
}

/** Figures of a day are there when it is over. */
function latestDay(now: number, timeZone: string): string {
  return addDays(dayOf(now, timeZone), -1);
}

export const ANALYTICS_OPERATIONS = [shopPerformance, productPerformance];
