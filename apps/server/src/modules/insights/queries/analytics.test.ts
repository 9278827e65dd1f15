import type { AnswerOf, Overview, Routes } from '@tradewind/contract';
import { addDays } from '@tradewind/rules/calendar';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemIn, startTestServer, type TestServer } from '../../../platform/http/testing.ts';
import { routeHandlers } from '../../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../../accounts/testing.ts';
import { buildAfterSale, buildLine, buildOrder, takeIn, takeInAfterSales } from '../../orders/testing.ts';
import { saveAdSpend } from '../index.ts';
import { feedRates } from '../testing.ts';
import { readMarkets } from './markets.ts';
import { type PeriodQuery, readOverview } from './overview.ts';

/**
 * Both answers against a recount that knows nothing of roll-ups: every paid order and refund is put on its day by PostgreSQL-free,
 * deliberately slow arithmetic, added per currency, and converted once.
 */
let server: TestServer;
let bench: Bench;
beforeAll(async () => {
  server = await startTestServer({
    handlers: ({ database }) => {
      // The clock stands on a Sunday at noon UTC.
      bench = createBench(database);
      return routeHandlers(bench.services);
    },
  });
  await feedRates(bench.services, [
    { currency: 'USD', on: '2026-10-01', perEuro: '1.25' },
    { currency: 'GBP', on: '2026-10-01', perEuro: '0.5' },
    { currency: 'JPY', on: '2026-10-01', perEuro: '200' },
  ]);
});
afterAll(() => server.close());

type Fact = { at: number; amount: number; units: number };
type Told = { shop: BuiltShop; paid: Fact[]; refunds: Fact[]; spend: { day: string; amount: number }[] };

async function tell({ shop, paid, refunds, spend }: Told): Promise<void> {
  const { currency } = shop;
  await takeIn(
    bench.services,
    shop,
    paid.map(({ at, amount, units }) =>
      buildOrder({ currency, createdAt: at - 1000, paidAt: at, lines: [buildLine({ salePrice: amount, quantity: units })] }),
    ),
  );
  await takeInAfterSales(
    bench.services,
    shop,
    refunds.map(({ at, amount }) => buildAfterSale({ currency, refundAmount: amount, refundedAt: at, updatedAt: at })),
  );
  const items = spend.map(({ day, amount }) => ({ channelAdSpendId: `${day}`, day, amount, currency }));
  await bench.services.database.withMerchant(shop.merchantId, (tx) => saveAdSpend(tx, { shop, items }));
}

/** The day by formatting, the plainest way there is. */
const dayOf = (at: number, timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
const eurosPer: Record<string, number> = { USD: 1 / 1.25, GBP: 1 / 0.5, JPY: 1 / 200 };
const decimals = (currency: string) => (currency === 'JPY' ? 0 : 2);
/** In whole cents of USD; the rates are such that doubles hold the half exactly enough for amounts under 10^9. */
const inUsd = (amount: number, currency: string) =>
  Math.round((amount * (eurosPer[currency] ?? 0) * 1.25 * 100) / 10 ** decimals(currency) + 1e-6);

function recount(told: readonly Told[], { from, to, timeZone }: { from: string; to: string; timeZone: string }) {
  const money = { gmv: new Map<string, number>(), refunds: new Map<string, number>(), adSpend: new Map<string, number>() };
  let [orders, units] = [0, 0];
  const add = (kind: keyof typeof money, currency: string, amount: number) =>
    money[kind].set(currency, (money[kind].get(currency) ?? 0) + amount);
  for (const { shop, paid, refunds, spend } of told) {
    const isIn = (at: number) => {
      const day = dayOf(at, timeZone === 'shop' ? shop.timeZone : timeZone);
      return day >= from && day <= to;
    };
    for (const order of paid.filter(({ at }) => isIn(at))) {
      add('gmv', shop.currency, order.amount * order.units);
      orders += 1;
      units += order.units;
    }
    for (const refund of refunds.filter(({ at }) => isIn(at))) add('refunds', shop.currency, refund.amount);
    for (const { day, amount } of spend) if (day >= from && day <= to) add('adSpend', shop.currency, amount);
  }
  const total = (sums: Map<string, number>) => [...sums].reduce((sum, [currency, amount]) => sum + inUsd(amount, currency), 0);
  return { gmv: total(money.gmv), refunds: total(money.refunds), adSpend: total(money.adSpend), orders, units };
}

const shown = ({ gmv, refunds, adSpend, orders, units }: Pick<Overview, 'gmv' | 'refunds' | 'adSpend' | 'orders' | 'units'>) => ({
  gmv: gmv?.amount,
  refunds: refunds?.amount,
  adSpend: adSpend?.amount,
  orders,
  units,
});

describe('equal a recount', () => {
  const zones = [
    'shop',
    'UTC',
    'America/New_York',
    'Europe/London',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'America/St_Johns',
  ];
  // The ends and beginnings of summer time: Lord Howe, Europe, America; and instants often on the edge of a half hour.
  const weekends = ['2026-10-02', '2026-10-23', '2026-10-30'];
  const minute = fc.oneof(
    fc.integer({ min: 0, max: 5 * 1440 }),
    fc.integer({ min: 0, max: 5 * 48 }).map((half) => half * 30),
  );
  const fact = fc.record({ minute, amount: fc.integer({ min: 1, max: 99_999 }), units: fc.integer({ min: 1, max: 3 }) });
  const spent = fc.record({ day: fc.integer({ min: -2, max: 5 }), amount: fc.integer({ min: 1, max: 5000 }) });
  const shopFacts = fc.record({
    market: fc.constantFrom('US', 'GB', 'JP'),
    paid: fc.array(fact, { maxLength: 12 }),
    refunds: fc.array(fact, { maxLength: 5 }),
    spend: fc.uniqueArray(spent, { maxLength: 4, selector: (item) => item.day }),
  });
  const period = fc.record({ start: fc.integer({ min: 0, max: 4 }), days: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 })) });

  test('for any orders, period and zone: totals, the period before, the series and the markets', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...weekends),
        fc.array(shopFacts, { minLength: 1, maxLength: 3 }),
        period,
        fc.constantFrom(...zones),
        async (weekend, facts, { start, days }, timeZone) => {
          const told: Told[] = [];
          const dated = (items: readonly { minute: number; amount: number; units: number }[]): Fact[] =>
            items.map(({ minute, ...rest }) => ({ at: Date.parse(`${weekend}T00:00Z`) + minute * 60_000, ...rest }));
          for (const { market, paid, refunds, spend } of facts) {
            const shop = await buildShop(bench, server.owner.merchantId, { market });
            told.push({
              shop,
              paid: dated(paid),
              refunds: dated(refunds),
              spend: spend.map(({ day, amount }) => ({ day: addDays(weekend, day), amount })),
            });
          }
          const from = addDays(weekend, start);
          for (const one of told) await tell(one);
          const to = addDays(from, days);
          const query: PeriodQuery = { from, to, timeZone, currency: 'USD', shopIds: told.map(({ shop }) => shop.shopId) };
          const caller = buildCaller(server.owner.merchantId);
          const overview = await readOverview(bench.services, { caller, query });
          const wanted = recount(told, { from, to, timeZone });
          expect(shown(overview)).toEqual(wanted);
          const before = { from: addDays(from, -days - 1), to: addDays(from, -1), timeZone };
          expect(shown(overview.comparison)).toEqual(recount(told, before));
          expect(overview.comparison).toMatchObject({ from: before.from, to: before.to, hours: null });
          // Each point is converted by itself, so only what is not converted adds up exactly.
          expect(overview.series.reduce((sum, point) => sum + point.orders, 0)).toBe(wanted.orders);
          if (days > 0)
            for (const point of overview.series)
              expect(point.orders, point.at).toBe(recount(told, { from: point.at, to: point.at, timeZone }).orders);
          const markets = await readMarkets(bench.services, { caller, query });
          for (const item of markets.items) {
            const mine = told.filter(({ shop }) => shop.market === item.market);
            expect(shown(item), item.market).toEqual(recount(mine, { from, to, timeZone }));
            expect(shown(item.comparison), item.market).toEqual(recount(mine, before));
            expect(item.shopCount).toBe(mine.length);
          }
          expect(markets.items.reduce((sum, item) => sum + item.orders, 0)).toBe(wanted.orders);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the hours of a day that begins inside one show its orders and none of its neighbours’', async () => {
    const shop = await buildShop(bench, server.owner.merchantId, { market: 'GB' });
    // The 20th in Kolkata is 18:30 UTC of the 19th to 18:30 UTC of the 20th.
    const instants = [
      Date.UTC(2026, 10, 19, 18, 15),
      Date.UTC(2026, 10, 19, 18, 45),
      Date.UTC(2026, 10, 20, 18, 15),
      Date.UTC(2026, 10, 20, 18, 45),
    ];
    await tell({ shop, paid: instants.map((at) => ({ at, amount: 100, units: 1 })), refunds: [], spend: [] });
    const query = { from: '2026-11-20', to: '2026-11-20', timeZone: 'Asia/Kolkata', currency: 'GBP', shopIds: [shop.shopId] };
    const { orders, series } = await readOverview(bench.services, { caller: buildCaller(server.owner.merchantId), query });
    expect(orders).toBe(2);
    expect(series.filter((point) => point.orders > 0).map((point) => [point.at, point.orders])).toEqual([
      ['2026-11-19T18:00:00Z', 1],
      ['2026-11-20T18:00:00Z', 1],
    ]);
  });

  test('a long period of a zone that moves its clocks by half an hour puts every order on its day', async () => {
    const shop = await buildShop(bench, server.owner.merchantId, { market: 'GB' });
    // Lord Howe is at +11:00 in January and at +10:30 in June: 13:15 UTC is 00:15 of the next day then, 23:45 of the same now.
    const paid = [Date.UTC(2026, 0, 10, 13, 15), Date.UTC(2026, 5, 10, 13, 15), Date.UTC(2026, 5, 10, 13, 45)].map((at) => ({
      at,
      amount: 100,
      units: 1,
    }));
    await tell({ shop, paid, refunds: [], spend: [] });
    const query = { from: '2026-01-01', to: '2026-10-31', timeZone: 'Australia/Lord_Howe', currency: 'GBP', shopIds: [shop.shopId] };
    const { series } = await readOverview(bench.services, { caller: buildCaller(server.owner.merchantId), query });
    expect(series.filter((point) => point.orders > 0).map((point) => [point.at, point.orders])).toEqual([
      ['2026-01-11', 1],
      ['2026-06-10', 1],
      ['2026-06-11', 1],
    ]);
  });
});

describe('a period that is not over', () => {
  test('is compared with the same hours of the period before, each shop by its own day', async () => {
    const shop = await buildShop(bench, server.owner.merchantId, { market: 'JP' });
    // It is 21:00 of the 22nd in Tokyo. Yesterday 20:59 counts in the comparison, 21:01 does not.
    const at = (day: number, hour: number, minute: number) => Date.UTC(2026, 10, day, hour - 9, minute);
    const fact = (instant: number) => ({ at: instant, amount: 1000, units: 1 });
    await tell({
      shop,
      paid: [fact(at(22, 20, 30)), fact(at(21, 20, 59)), fact(at(21, 21, 1)), fact(at(21, 3, 0))],
      refunds: [],
      spend: [],
    });
    const query = { from: '2026-11-22', to: '2026-11-22', timeZone: 'shop', currency: 'JPY', shopIds: [shop.shopId] };
    const answer = await readOverview(bench.services, { caller: buildCaller(server.owner.merchantId), query });
    expect([answer.orders, answer.comparison.orders, answer.comparison.hours]).toEqual([1, 2, 21]);
    expect(answer.series.at(-1)).toMatchObject({ at: '2026-11-22T11:00:00Z', orders: 1 });
  });
});

describe('over HTTP', () => {
  const get = async (path: string, key?: string) =>
    server.call('GET', `/api/v1/analytics/${path}`, { key: key ?? (await server.keyWith()) });

  test.each([
    ['from=2026-11-02&to=2026-11-01', '/to'],
    ['from=2020-01-01&to=2026-11-01', '/from'],
    ['from=2026-11-01&to=2026-11-02&currency=XXX', '/currency'],
    ['from=2026-11-01&to=2026-11-02&timeZone=Moon/Base', '/timeZone'],
    ['from=2026-11-01&to=2026-11-31', '/to'],
    ['from=0000-01-01&to=0000-01-02', '/from'],
    ['from=0000-01-01&to=0000-01-02&timeZone=Asia/Tokyo', '/from'],
    ['from=9999-12-30&to=9999-12-31', '/to'],
    ['to=2026-11-02', '/from'],
    ['from=2026-11-01&to=2026-11-02&shopId=1', '/shopId'],
  ])('%s is refused with the path', async (query, path) => {
    for (const answer of [await get(`overview?${query}`), await get(`markets?${query}`), await get(`markets/export?${query}&format=csv`)]) {
      expect(answer.status, answer.text).toBe(422);
      expect(problemIn(answer).errors?.map((error) => error.path)).toContain(path);
    }
  });

  test('another merchant’s shops add nothing, and a caller bound to a shop sees that shop’s figures alone', async () => {
    const [mine, other, foreign] = [
      await buildShop(bench, server.owner.merchantId, { market: 'MX', currency: 'USD' }),
      await buildShop(bench, server.owner.merchantId, { market: 'MX', currency: 'USD' }),
      await buildShop(bench, server.test.otherMerchantId, { market: 'MX', currency: 'USD' }),
    ];
    const paid = [{ at: Date.UTC(2026, 2, 5, 18), amount: 700, units: 1 }];
    for (const shop of [mine, other, foreign]) await tell({ shop, paid, refunds: [], spend: [] });
    const query = 'from=2026-03-05&to=2026-03-05&timeZone=UTC';
    const ordersOf = async (key?: string, more = '') => ((await get(`overview?${query}${more}`, key)).body as Overview).orders; // parsed by the server
    expect(await ordersOf()).toBe(2);
    const bound = await server.keyWith({ shopIds: [mine.shopId] });
    expect(await ordersOf(bound)).toBe(1);
    expect(await ordersOf(bound, `&shopIds=${other.shopId}`)).toBe(0);
    expect(await ordersOf(undefined, `&shopIds=${foreign.shopId}`)).toBe(0);
    expect(await ordersOf(undefined, '&market=MX')).toBe(2);
  });

  test('an unbound shop’s past stays in the figures', async () => {
    const shop = await buildShop(bench, server.owner.merchantId, { market: 'TH', currency: 'USD' });
    await tell({ shop, paid: [{ at: Date.UTC(2026, 3, 5, 6), amount: 700, units: 1 }], refunds: [], spend: [] });
    const key = await server.keyWith();
    expect((await server.call('POST', `/api/v1/shops/${shop.shopId}/unbind`, { key })).status).toBe(200);
    const answer = await get('markets?from=2026-04-05&to=2026-04-05&market=TH', key);
    expect((answer.body as AnswerOf<Routes['analytics.markets']>).items).toMatchObject([{ market: 'TH', orders: 1 }]); // parsed by the server
  });

  test('every zone that the interface admits can be counted in', async () => {
    const shop = await buildShop(bench, server.owner.merchantId);
    const failed: string[] = [];
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      const query = { from: '2026-10-01', to: '2026-10-02', timeZone, currency: 'GBP', shopIds: [shop.shopId] };
      await readOverview(bench.services, { caller: buildCaller(server.owner.merchantId), query }).catch(() => failed.push(timeZone));
    }
    expect(failed).toEqual([]);
  });

  test('the figures explain themselves in every language', async () => {
    for (const language of ['zh-CN', 'en', 'th', 'vi', 'ms']) {
      const { items } = (await get(`figures?language=${language}`)).body as AnswerOf<Routes['analytics.figures']>; // parsed by the server
      expect(items.map((item) => item.id)).toEqual([
        'gmv',
        'netSales',
        'orders',
        'units',
        'refunds',
        'refundRate',
        'adSpend',
        'roas',
        'averageOrderValue',
      ]);
      for (const item of items) expect(item.definition.length, `${language} ${item.id}`).toBeGreaterThan(5);
    }
  });
});
