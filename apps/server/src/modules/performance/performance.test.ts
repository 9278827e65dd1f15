import { randomUUID } from 'node:crypto';
import type { AnswerOf, Routes } from '@tradewind/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, problemIn, startTestServer, type TestServer } from '../../platform/http/testing.ts';
import { type Bench, type BuiltShop, buildShop, createBench, DAY_MS, START_AT } from '../accounts/testing.ts';
import { buildOrder, takeIn } from '../orders/testing.ts';
import { performanceHandlers, watchRows } from './index.ts';

const HOUR_MS = 3_600_000;
let server: TestServer;
let bench: Bench;
let shops: { gb: BuiltShop; de: BuiltShop; foreign: BuiltShop };
let key: string;

/** 100 orders of Thursday and Friday: 3 late by now, 4 more open with their deadline on Monday noon. */
beforeAll(async () => {
  let made: Bench | undefined;
  server = await startTestServer({
    handlers: ({ database }) => {
      made = createBench(database);
      return performanceHandlers(made.services);
    },
  });
  if (!made) throw new Error('the server asked for no handlers');
  bench = made;
  const { merchantId } = server.owner;
  shops = {
    gb: await buildShop(bench, merchantId, { market: 'GB' }),
    de: await buildShop(bench, merchantId, { market: 'DE' }),
    foreign: await buildShop(bench, server.test.otherMerchantId, { market: 'GB' }),
  };
  const createdAt = START_AT - 3 * DAY_MS;
  const shipBy = START_AT - DAY_MS;
  const sent = Array.from({ length: 93 }, (_, index) =>
    buildOrder({ createdAt: createdAt + index * 60_000, shipBy, dispatchedAt: createdAt + HOUR_MS * 5, status: 'in-transit' }),
  );
  const late = Array.from({ length: 3 }, () => buildOrder({ createdAt, shipBy, dispatchedAt: shipBy + 1, status: 'in-transit' }));
  const open = Array.from({ length: 4 }, () => buildOrder({ createdAt, shipBy: START_AT + DAY_MS }));
  await takeIn(bench.services, shops.gb, [...sent, ...late, ...open]);
  await takeIn(bench.services, shops.de, [buildOrder({ createdAt, shipBy })]);
  key = await server.keyWith({ scopes: ['orders:read'] });
});
afterAll(() => server.close());

const get = (path: string, with_: string = key) => server.call('GET', `/api/v1/performance${path}`, { key: with_ });
// The casts: the server checks its answers by the contract in tests.
const listOf = (body: unknown) => body as AnswerOf<Routes['performance.list']>;
const detailOf = (body: unknown) => body as AnswerOf<Routes['performance.get']>;
const replayOf = (body: unknown) => body as AnswerOf<Routes['performance.replay']>;

test('every shop with its rates, what comes next and what to ship; no target where no table applies', async () => {
  const { items } = listOf((await get('')).body);
  expect(items.map(({ shop }) => shop.market)).toEqual(['DE', 'GB']);
  const [german, british] = items.map(({ metrics }) => metrics[0]);
  expect(german).toMatchObject({ covered: false, limitPerMille: null, rows: [], numerator: 1, denominator: 1, forecast: null });
  expect(german?.verdict).toMatchObject({ rate: 1, breached: false, points: 0 });
  expect(british).toMatchObject({ covered: true, limitPerMille: 40, numerator: 3, denominator: 100 });
  expect(british?.rows).toHaveLength(5);
  expect(british?.forecast).toMatchObject({
    untilNextRow: { events: 1, verdict: { points: 2 } },
    ifNothingShips: { nextRowAt: new Date(START_AT + DAY_MS).toISOString(), worst: { points: 2 } },
    firstDeadlineAt: new Date(START_AT + DAY_MS).toISOString(),
    keepsPresentRow: true,
  });
  expect(british?.trend).toHaveLength(14);
});

test('a shop’s page names the orders to ship, which are open ones', async () => {
  const before = detailOf((await get(`/${shops.gb.shopId}`)).body);
  const [{ orders } = { orders: [] }] = before.rescue;
  expect(orders.length).toBe(before.metrics[0]?.forecast?.toShip);
  expect(orders.length).toBeGreaterThan(0);
  expect(orders.every(({ pointsSaved }) => pointsSaved === 2)).toBe(true);
  expect(before.metrics[0]?.trend).toHaveLength(30);
  await bench.services.database.withMerchant(shops.gb.merchantId, async (tx) => {
    const rows = await tx
      .selectFrom('orders')
      .select(['channel_order_id', 'created_at', 'ship_by'])
      .where('dispatched_at', 'is', null)
      .where('shop_id', '=', shops.gb.shopId)
      .execute();
    expect(rows.map((row) => row.channel_order_id)).toEqual(expect.arrayContaining(orders.map((order) => order.channelOrderId)));
  });
});

test('people are told once of a row that comes within half a day, and of the row once it is there', async () => {
  const { merchantId } = shops.gb;
  const told = async () => {
    const rows = await bench.services.database.withMerchant(merchantId, (tx) =>
      tx.selectFrom('notification').select(['kind', 'facts']).where('closed_at', 'is', null).orderBy('kind').execute(),
    );
    return rows.map(({ kind, facts }) => [kind, facts]);
  };
  await watchRows(bench.services, { merchantId });
  expect(await told()).toEqual([]); // its orders are still being read
  await bench.services.database.withMerchant(merchantId, async (tx) => {
    const stream = {
      merchant_id: merchantId,
      shop_id: shops.gb.shopId,
      cursor_at: new Date(START_AT),
      backfilled_at: new Date(START_AT),
      last_swept_at: new Date(START_AT),
    };
    await tx
      .insertInto('sync_stream')
      .values(
        ['orders', 'returns', 'cancellations'].map((name) => ({
          ...stream,
          stream: name,
          backfill_total: 1,
          backfill_done: 1,
          last_deep_swept_at: null,
          repairs: 0,
        })),
      )
      .execute();
  });
  await watchRows(bench.services, { merchantId });
  expect(await told()).toEqual([]); // a day is left
  await bench.clock.advance(DAY_MS / 2);
  await watchRows(bench.services, { merchantId });
  await watchRows(bench.services, { merchantId });
  expect(await told()).toMatchObject([['rate-forecast', { metric: 'late-dispatch', points: 2 }]]);
  await bench.clock.advance(2 * DAY_MS);
  await watchRows(bench.services, { merchantId });
  expect(await told()).toMatchObject([['rate-breached', { metric: 'late-dispatch', points: 2, numerator: 7, denominator: 100 }]]);
});

test('a replay charges the edited table beside the present one, at most once a week', async () => {
  const { body: table } = await get('/tables/late-dispatch');
  const ask = (with_: unknown) => server.call('POST', '/api/v1/performance/replay', { key, body: with_ });
  const same = replayOf((await ask({ policy: 'late-dispatch', days: 30, shopIds: [shops.gb.shopId], table })).body);
  expect(same.items[0]?.present).toEqual(same.items[0]?.edited);
  expect(same.items[0]?.days).toHaveLength(30);
  const row = {
    market: 'GB',
    fromPerMille: 10,
    belowPerMille: null,
    minimumEvents: 0,
    maximumEvents: null,
    points: 9,
    platformWarning: false,
    orderLimit: null,
  };
  const edited = replayOf(
    (await ask({ policy: 'late-dispatch', days: 30, shopIds: [shops.gb.shopId], table: { limitPerMille: 10, rows: [row] } })).body,
  );
  expect(edited.items[0]?.edited.points).toBe(9);
  const bad = await ask({ policy: 'late-dispatch', days: 181, table: { limitPerMille: -1, rows: [{ ...row, points: 0.5 }], extra: 1 } });
  expect([bad.status, codeOf(bad)]).toEqual([422, 'invalid-input']);
  expect(
    problemIn(bad)
      .errors?.map(({ path }) => path)
      .sort(),
  ).toEqual(['/days', '/table/extra', '/table/limitPerMille', '/table/rows/0/points']);
  const crossed = await ask({
    policy: 'late-dispatch',
    days: 1,
    table: { limitPerMille: 1, rows: [{ ...row, belowPerMille: 10, minimumEvents: 3, maximumEvents: 2 }] },
  });
  expect(problemIn(crossed).errors?.map(({ path }) => path)).toEqual(['/table/rows/0/belowPerMille', '/table/rows/0/maximumEvents']);
});

test('a foreign shop, one that never was and one beyond the key’s own read alike', async () => {
  const limited = await server.keyWith({ scopes: ['orders:read'], shopIds: [shops.de.shopId] });
  for (const shopId of [shops.foreign.shopId, shops.gb.shopId, randomUUID()]) expect((await get(`/${shopId}`, limited)).status).toBe(404);
  expect(listOf((await get('', limited)).body).items).toHaveLength(1);
  expect((await get('', await server.keyWith({ scopes: ['shops:read'] }))).status).toBe(403);
});
