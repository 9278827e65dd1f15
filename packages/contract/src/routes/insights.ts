import { z } from 'zod';
import { route } from '../route.ts';
import { currency, day, idList, instant, market, money, pageOf, paging, timeZone, uuid } from '../shapes.ts';

/** Every figure of a scope and period. Money null = nothing could be converted ("no rate"), never a guess. */
export const figures = z.strictObject({
  gmv: money.nullable(),
  netSales: money.nullable(),
  orders: z.int(),
  units: z.int(),
  refunds: money.nullable(),
  /** refunds ÷ GMV; null at 0. */
  refundRate: z.number().nullable(),
  adSpend: money.nullable(),
  /** GMV ÷ ad spend; null at 0. */
  roas: z.number().nullable(),
  averageOrderValue: money.nullable(),
});

/** 1 unit of `from` = `rate` units of `to`; `on` is the day the rate was published, `source` who published it. */
export const fxUsed = z.strictObject({ from: currency, to: currency, rate: z.number(), on: day, source: z.string() });

const period = {
  from: day,
  to: day,
  currency: currency.default('USD'),
  timeZone: timeZone.default('shop'),
  shopIds: idList.optional(),
  market: market.optional(),
};
const series = z.array(
  z.strictObject({
    /** Start of the hour (instant) or the day (YYYY-MM-DD). */ at: z.string(),
    gmv: money.nullable(),
    orders: z.int(),
    refunds: money.nullable(),
    adSpend: money.nullable(),
  }),
);

const nativeFigures = z.strictObject({ gmv: money, netSales: money, refunds: money, adSpend: money, averageOrderValue: money.nullable() });

export const overview = z.strictObject({
  from: day,
  to: day,
  timeZone: z.string(),
  currency,
  ...figures.shape,
  /** The period of the same length just before; while `to` is not over, up to the same hour of it. Same rates. */
  comparison: z.strictObject({
    from: day,
    to: day,
    /** null = whole period; else how many hours of it were counted. */ hours: z.int().nullable(),
    ...figures.shape,
  }),
  /** Days, or hours where the period is one day. */
  series,
  native: z.array(z.strictObject({ currency, gmv: money, refunds: money, adSpend: money, orders: z.int(), units: z.int() })),
  /** Currencies without a rate on or before `to`; their money is in `native` only. */
  missingRates: z.array(currency),
  fx: z.array(fxUsed),
  dataAsOf: instant.nullable(),
});

export const marketFigures = z.strictObject({
  market,
  shopCount: z.int(),
  currency,
  ...figures.shape,
  /** Share of the display-currency GMV of all markets. */
  gmvShare: z.number().nullable(),
  native: nativeFigures,
  comparison: z.strictObject(figures.shape),
  series,
  dataAsOf: instant.nullable(),
});

export const insightRoutes = {
  'analytics.overview': route({
    id: 'analytics.overview',
    method: 'get',
    path: '/analytics/overview',
    scope: 'analytics:read',
    summary: 'All shops as one: GMV, orders, units, refunds, ad spend, ROAS, AOV',
    query: z.strictObject(period),
    answer: overview,
  }),
  'analytics.markets': route({
    id: 'analytics.markets',
    method: 'get',
    path: '/analytics/markets',
    scope: 'analytics:read',
    summary: 'The same per market, native currency beside the display currency',
    query: z.strictObject(period),
    answer: z.strictObject({
      from: day,
      to: day,
      timeZone: z.string(),
      currency,
      items: z.array(marketFigures),
      missingRates: z.array(currency),
      fx: z.array(fxUsed),
      dataAsOf: instant.nullable(),
    }),
  }),
  'analytics.markets-export': route({
    id: 'analytics.markets-export',
    method: 'get',
    path: '/analytics/markets/export',
    scope: 'analytics:read',
    summary: 'The market table as a file',
    query: z.strictObject({
      ...period,
      format: z.enum(['csv', 'xlsx']),
      language: z.enum(['zh-CN', 'en', 'th', 'vi', 'ms']).default('en'),
    }),
    file: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  }),
  'analytics.figures': route({
    id: 'analytics.figures',
    method: 'get',
    path: '/analytics/figures',
    scope: 'analytics:read',
    summary: 'What each figure means',
    query: z.strictObject({ language: z.enum(['zh-CN', 'en', 'th', 'vi', 'ms']).default('en') }),
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          definition: z.string(),
          unit: z.enum(['money', 'count', 'ratio']),
          countedOn: z.string(),
        }),
      ),
    }),
  }),
  'fx-rates.list': route({
    id: 'fx-rates.list',
    method: 'get',
    path: '/fx-rates',
    scope: 'analytics:read',
    summary: 'Exchange rates against the euro, newest first',
    query: z.strictObject({ ...paging, currency: currency.optional() }),
    answer: pageOf(z.strictObject({ currency, on: day, perEuro: z.string(), source: z.string(), byHand: z.boolean() })),
  }),
  'fx-rates.set': route({
    id: 'fx-rates.set',
    method: 'put',
    path: '/fx-rates',
    scope: 'fx-rates:write',
    summary: 'Rates by hand (or from a file): they win over the feed on their day',
    body: z.strictObject({
      rates: z
        .array(z.strictObject({ currency, on: day, perEuro: z.string().regex(/^\d{1,12}(\.\d{1,12})?$/) }))
        .min(1)
        .max(1000),
    }),
    answer: z.strictObject({ saved: z.int() }),
  }),
  'fx-rates.import': route({
    id: 'fx-rates.import',
    method: 'post',
    path: '/fx-rates/import',
    scope: 'fx-rates:write',
    summary: 'Rates from CSV text: currency,on,perEuro',
    status: 200,
    body: z.strictObject({ csv: z.string().max(500_000) }),
    answer: z.strictObject({ saved: z.int() }),
  }),
  'tasks.list': route({
    id: 'tasks.list',
    method: 'get',
    path: '/tasks',
    scope: 'tasks:read',
    summary: 'Long work and its progress, newest first',
    query: z.strictObject({ ...paging, state: z.enum(['running', 'done', 'failed', 'cancelled']).optional() }),
    answer: pageOf(
      z.strictObject({
        id: uuid,
        kind: z.string(),
        shopId: uuid.nullable(),
        state: z.enum(['running', 'done', 'failed', 'cancelled']),
        done: z.int(),
        total: z.int().nullable(),
        createdAt: instant,
        updatedAt: instant,
        finishedAt: instant.nullable(),
      }),
    ),
  }),
} as const;
