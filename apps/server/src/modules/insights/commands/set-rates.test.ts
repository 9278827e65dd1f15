import type { AnswerOf, Overview, Routes } from '@tradewind/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, problemIn, startTestServer, type TestServer } from '../../../platform/http/testing.ts';
import { routeHandlers } from '../../../wiring.ts';
import { type Bench, type BuiltShop, buildShop, createBench } from '../../accounts/testing.ts';
import { buildLine, buildOrder, takeIn } from '../../orders/testing.ts';
import { feedRates } from '../testing.ts';

let server: TestServer;
let bench: Bench;
let key: string;
beforeAll(async () => {
  server = await startTestServer({
    handlers: ({ database }) => {
      bench = createBench(database);
      return routeHandlers(bench.services);
    },
  });
  key = await server.keyWith();
});
afterAll(() => server.close());

beforeEach(async () => {
  await server.test.database.system.deleteFrom('system.fx_rate').execute();
  await server.test.database.withMerchant(server.owner.merchantId, (tx) => tx.deleteFrom('fx_rate_by_hand').execute());
});

const put = (rates: object[]) => server.call('PUT', '/api/v1/fx-rates', { key, body: { rates } });
const importCsv = (csv: string) => server.call('POST', '/api/v1/fx-rates/import', { key, body: { csv } });
const rateOf = async (currency: string, { on = '2026-11-21', display = 'USD' } = {}) => {
  const shop = await shopSelling(currency);
  const query = `from=${on}&to=${on}&currency=${display}&timeZone=UTC&shopIds=${shop.shopId}`;
  return (await server.call('GET', `/api/v1/analytics/overview?${query}`, { key })).body as Overview; // parsed by the server
};

const selling = new Map<string, BuiltShop>();
/** One shop per currency with an order of 10,000 minor units on each of three days. */
async function shopSelling(currency: string): Promise<BuiltShop> {
  const known = selling.get(currency);
  if (known) return known;
  const shop = await buildShop(bench, server.owner.merchantId, { market: 'SG', currency });
  selling.set(currency, shop);
  const days = ['2026-11-16', '2026-11-20', '2026-11-21'].map((day) => Date.parse(`${day}T08:00Z`));
  const lines = [buildLine({ salePrice: 10_000 })];
  await takeIn(
    bench.services,
    shop,
    days.map((paidAt) => buildOrder({ currency, paidAt, lines })),
  );
  return shop;
}

describe('which rate counts', () => {
  beforeEach(() =>
    feedRates(bench.services, [
      { currency: 'USD', on: '2026-11-17', perEuro: '1.1' },
      { currency: 'USD', on: '2026-11-20', perEuro: '1.2' },
      { currency: 'USD', on: '2026-11-23', perEuro: '9.9' },
      { currency: 'THB', on: '2026-11-17', perEuro: '40' },
      { currency: 'THB', on: '2026-11-20', perEuro: '48' },
      { currency: 'JPY', on: '2026-11-20', perEuro: '160' },
    ]),
  );

  test('the latest on or before the last day, through the euro, converted once half-up', async () => {
    const answer = await rateOf('THB');
    expect(answer.fx).toEqual([{ from: 'THB', to: 'USD', rate: 0.025, on: '2026-11-20', source: 'Test Bank' }]);
    expect(answer.gmv).toEqual({ amount: 250, currency: 'USD' });
    expect((await rateOf('THB', { on: '2026-11-20' })).fx).toMatchObject([{ on: '2026-11-20' }]);
  });

  test('decimals of the currencies count: 10,000 yen are 75.00 dollars, and back', async () => {
    expect((await rateOf('JPY')).gmv).toEqual({ amount: 7_500, currency: 'USD' });
    expect((await rateOf('USD', { display: 'JPY' })).gmv).toEqual({ amount: 13_333, currency: 'JPY' });
  });

  test('from and into the euro', async () => {
    expect(await rateOf('EUR')).toMatchObject({ gmv: { amount: 12_000 }, fx: [{ from: 'EUR', to: 'USD', rate: 1.2, on: '2026-11-20' }] });
    expect((await rateOf('USD', { display: 'EUR' })).gmv).toEqual({ amount: 8_333, currency: 'EUR' });
  });

  test('the display currency itself needs none', async () => {
    const answer = await rateOf('USD');
    expect([answer.gmv?.amount, answer.fx, answer.missingRates]).toEqual([10_000, [], []]);
  });

  test('no rate: the money is native and nothing is guessed', async () => {
    const answer = await rateOf('VND');
    expect(answer).toMatchObject({ gmv: null, netSales: null, averageOrderValue: null, orders: 1, missingRates: ['VND'], fx: [] });
    expect(answer.native).toMatchObject([{ currency: 'VND', gmv: { amount: 10_000, currency: 'VND' } }]);
    // The first rate is of the day after.
    expect((await rateOf('THB', { on: '2026-11-16' })).missingRates).toEqual(['THB']);
  });

  test('a rate by hand wins over the feed’s on its day', async () => {
    expect((await put([{ currency: 'THB', on: '2026-11-20', perEuro: '24' }])).body).toEqual({ saved: 1 });
    expect(await rateOf('THB')).toMatchObject({
      gmv: { amount: 500 },
      fx: [{ rate: 0.05, on: '2026-11-20', source: 'by-hand, Test Bank' }],
    });
  });

  test('a currency that no feed quotes counts as soon as a rate is typed in, on whatever day that was', async () => {
    // A Saturday: the feed has nothing of that day.
    await put([{ currency: 'VND', on: '2026-11-21', perEuro: '30000' }]);
    // 1.2 dollars and 30,000 dong a euro; the older of the two days is told.
    expect(await rateOf('VND')).toMatchObject({
      gmv: { amount: 40 },
      missingRates: [],
      fx: [{ on: '2026-11-20', source: 'by-hand, Test Bank' }],
    });
  });

  test('a rate by hand of today serves although the feed is of yesterday', async () => {
    await put([{ currency: 'THB', on: '2026-11-21', perEuro: '24' }]);
    expect((await rateOf('THB')).gmv).toEqual({ amount: 500, currency: 'USD' });
  });

  test('a rate by hand is the merchant’s own', async () => {
    const foreign = await server.keyWith({ merchantId: server.test.otherMerchantId });
    await server.call('PUT', '/api/v1/fx-rates', { key: foreign, body: { rates: [{ currency: 'VND', on: '2026-11-20', perEuro: '1' }] } });
    expect((await rateOf('VND')).missingRates).toEqual(['VND']);
    const listed = await server.call('GET', '/api/v1/fx-rates', { key });
    expect(listed.text).not.toContain('VND');
  });
});

describe('the list of rates', () => {
  type List = AnswerOf<Routes['fx-rates.list']>;
  const get = async (query: string) => (await server.call('GET', `/api/v1/fx-rates?${query}`, { key })).body as List; // parsed by the server

  test.each([1, 2, 3, 5, 50])('feed and hand together, newest first, each once, with pages of %i', async (limit) => {
    const currencies = ['USD', 'THB', 'JPY'];
    const days = ['2026-11-18', '2026-11-19', '2026-11-20'];
    await feedRates(
      bench.services,
      days.flatMap((on) => currencies.map((currency) => ({ currency, on, perEuro: '2' }))),
    );
    await put(days.slice(1).flatMap((on) => ['USD', 'VND'].map((currency) => ({ currency, on, perEuro: '3' }))));
    const rows: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: List = await get(`limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
      rows.push(...page.items.map((row) => `${row.on} ${row.currency} ${row.byHand}`));
      cursor = page.nextCursor;
    }
    expect(new Set(rows).size).toBe(13);
    expect(rows).toHaveLength(13);
    expect(rows.map((row) => row.slice(0, 10))).toEqual(
      rows
        .map((row) => row.slice(0, 10))
        .sort()
        .reverse(),
    );
    expect((await get('currency=VND')).items).toHaveLength(2);
  });

  const position = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each([
    ['a day before the calendar', position({ on: '0000-01-01', currency: 'USD', byHand: false })],
    ['a NUL', position({ on: '2026-11-20', currency: '\u0000', byHand: false })],
  ])('a cursor with %s is 400', async (_name, cursor) => {
    const answer = await server.call('GET', `/api/v1/fx-rates?cursor=${cursor}`, { key });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'bad-cursor']);
  });
});

describe('what is refused, all or none', () => {
  test.each([
    ['an unknown currency', { currency: 'XXX', on: '2026-11-20', perEuro: '2' }, '/rates/1/currency'],
    ['the euro itself', { currency: 'EUR', on: '2026-11-20', perEuro: '1' }, '/rates/1/currency'],
    ['a rate of nothing', { currency: 'USD', on: '2026-11-20', perEuro: '0.00' }, '/rates/1/perEuro'],
    ['a day before the calendar', { currency: 'USD', on: '0000-01-01', perEuro: '1.1' }, '/rates/1/on'],
    ['a sign', { currency: 'USD', on: '2026-11-20', perEuro: '-1.1' }, '/rates/1/perEuro'],
    ['a key too many', { currency: 'USD', on: '2026-11-20', perEuro: '1', merchantId: 'x' }, '/rates/1/merchantId'],
  ])('%s', async (_name, bad, path) => {
    const answer = await put([{ currency: 'USD', on: '2026-11-20', perEuro: '1.1' }, bad]);
    expect(answer.status, answer.text).toBe(422);
    expect(problemIn(answer).errors?.map((error) => error.path)).toEqual([path]);
    expect((await server.call('GET', '/api/v1/fx-rates', { key })).body).toMatchObject({ items: [] });
  });
});

describe('import from CSV', () => {
  test('with a mark at the beginning, Windows line ends, empty lines and spaces', async () => {
    const answer = await importCsv('\uFEFFcurrency,on,perEuro\r\nUSD,2026-11-20,1.1\r\n\r\n THB , 2026-11-20 , 40 \r\n');
    expect([answer.status, answer.body]).toEqual([200, { saved: 2 }]);
  });

  test.each([
    ['a bad number', 'currency,on,perEuro\nUSD,2026-11-20,1.1\nTHB,2026-11-20,forty\n', 'line 3, perEuro'],
    ['a bad line after an empty one', 'currency,on,perEuro\n\n\nTHB,2026-11-20,forty\n', 'line 4, perEuro'],
    ['an unknown currency', 'currency,on,perEuro\nUSD,2026-11-20,1.1\nXXX,2026-11-20,1\n', 'line 3, currency'],
    ['a rate of nothing', 'currency,on,perEuro\nUSD,2026-11-20,0\n', 'line 2, perEuro'],
    ['a day that is none', 'currency,on,perEuro\nUSD,2026-02-30,1\n', 'line 2, on'],
    ['a line too short', 'currency,on,perEuro\nUSD,2026-11-20\n', 'line 2'],
    ['another head', 'currency,day,rate\nUSD,2026-11-20,1\n', 'line 2'],
    ['an open quote', 'currency,on,perEuro\n"USD,2026-11-20,1\n', ''],
    ['no lines', 'currency,on,perEuro\n', ''],
    ['nothing', '', ''],
  ])('%s is refused, saying where, and nothing is saved', async (_name, csv, where) => {
    const answer = await importCsv(csv);
    expect(answer.status, answer.text).toBe(422);
    expect(problemIn(answer).errors?.every((error) => error.path === '/csv')).toBe(true);
    expect(answer.text).toContain(where);
    expect((await server.call('GET', '/api/v1/fx-rates', { key })).body).toMatchObject({ items: [] });
  });

  test('more lines than the limit are refused whole', async () => {
    const lines = Array.from(
      { length: 1001 },
      (_, index) => `USD,20${String(10 + (index % 80)).padStart(2, '0')}-01-${String(1 + (index % 28)).padStart(2, '0')},1`,
    );
    expect((await importCsv(`currency,on,perEuro\n${lines.join('\n')}`)).status).toBe(422);
  });
});
