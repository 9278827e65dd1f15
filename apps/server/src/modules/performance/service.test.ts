import { randomUUID } from 'node:crypto';
import type { ChannelReview } from '@tradewind/channels';
import type { AnswerOf, Routes } from '@tradewind/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TenantTx } from '../../platform/database/database.ts';
import { startTestServer, type TestServer } from '../../platform/http/testing.ts';
import { type Bench, type BuiltShop, buildShop, createBench, DAY_MS, START_AT } from '../accounts/testing.ts';
import { applyDisputes } from '../orders/index.ts';
import { buildAfterSale, buildOrder, takeIn, takeInAfterSales } from '../orders/testing.ts';
import { applyReviews } from '../reviews/index.ts';
import { performanceHandlers, watchRows } from './index.ts';

let server: TestServer;
let bench: Bench;
let shop: BuiltShop;
let foreign: BuiltShop;
let key: string;
beforeAll(async () => {
  let made: Bench | undefined;
  server = await startTestServer({
    handlers: ({ database }) => {
      made = createBench(database);
      made.platform.channel.feedback = {
        scope: 'feedback',
        reviewsUpdated: async () => ({ items: [], nextToken: null, total: 0 }),
        disputesUpdated: async () => ({ items: [], nextToken: null, total: 0 }),
      };
      return performanceHandlers(made.services);
    },
  });
  if (!made) throw new Error('the server asked for no handlers');
  bench = made;
  shop = await buildShop(bench, server.owner.merchantId, { market: 'DE' });
  foreign = await buildShop(bench, server.test.otherMerchantId, { market: 'DE' });
  key = await server.keyWith({ scopes: ['orders:read'] });
});
afterAll(() => server.close());

const within = <T>(run: (tx: TenantTx) => Promise<T>): Promise<T> => bench.services.database.withMerchant(shop.merchantId, run);
// The casts: the server checks its answers by the contract in tests.
const list = async () => (await server.call('GET', '/api/v1/performance', { key })).body as AnswerOf<Routes['performance.list']>;
const standing = async (metric: string) => (await list()).items[0]?.service.find((each) => each.metric === metric);
const behind = async (metric: string, part: string) => {
  const { body } = await server.call('GET', `/api/v1/performance/${shop.shopId}/behind/${metric}?part=${part}`, { key });
  return (body as AnswerOf<Routes['performance.behind']>).items;
};
const review = (facts: Partial<ChannelReview> = {}): ChannelReview => ({
  channelReviewId: randomUUID(),
  ...{ body: '', language: 'en', author: '', isIncentivised: false, reply: null },
  channelOrderId: '576',
  channelProductId: null,
  rating: 1,
  isWithdrawn: false,
  writtenAt: START_AT - DAY_MS,
  updatedAt: START_AT - DAY_MS,
  ...facts,
});
const takeReviews = (items: ChannelReview[]) => within((tx) => applyReviews(tx, { services: bench.services, shop, items }));

test('what is not read yet, or may not be, is said and accuses nobody', async () => {
  expect(await standing('negative-reviews')).toMatchObject({ source: 'no-consent', missed: false });
  expect(await standing('resolution')).toMatchObject({ source: 'reading', missed: false, value: null });
  await within(async (tx) => {
    await tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: ['feedback', 'conversations'] })
      .execute();
    const at = new Date(START_AT);
    const stream = { merchant_id: shop.merchantId, shop_id: shop.shopId, cursor_at: at, backfilled_at: at, last_swept_at: at };
    const counts = { backfill_total: 1, backfill_done: 1, last_deep_swept_at: null, repairs: 0 };
    const names = ['orders', 'returns', 'cancellations', 'conversations', 'reviews', 'disputes'];
    await tx
      .insertInto('sync_stream')
      .values(names.map((name) => ({ ...stream, ...counts, stream: name })))
      .execute();
  });
  expect((await list()).items[0]?.service.map(({ source }) => source)).toEqual(Array.from({ length: 7 }, () => 'ready'));
});

test('negative reviews count until they are withdrawn, over orders that were not cancelled', async () => {
  const createdAt = START_AT - 2 * DAY_MS;
  const orders = Array.from({ length: 10 }, (_, index) => buildOrder({ createdAt, cancelledAt: index === 0 ? createdAt + 1000 : null }));
  await takeIn(bench.services, shop, [
    ...orders,
    buildOrder({ createdAt, paidAt: null, status: 'unpaid' }),
    buildOrder({ createdAt: START_AT - 31 * DAY_MS }),
  ]);
  const given = [review(), review({ rating: 2 }), review({ rating: 3 }), review({ writtenAt: START_AT - 30 * DAY_MS })];
  await takeReviews(given);
  await takeReviews(given);
  expect(await standing('negative-reviews')).toMatchObject({ numerator: 2, denominator: 10, value: 0.2, missed: true, covered: true });
  expect((await behind('negative-reviews', 'numerator')).map(({ rating }) => rating).sort()).toEqual([1, 2]);
  expect(await behind('negative-reviews', 'denominator')).toHaveLength(10);
  const [first] = given;
  if (!first) throw new Error('no review');
  await takeReviews([{ ...first, isWithdrawn: true, updatedAt: START_AT }]);
  await takeReviews([first]);
  expect(await standing('negative-reviews')).toMatchObject({ numerator: 1 });
});

test('an order given back as defective counts once, whichever is known first, and none for lateness', async () => {
  const createdAt = START_AT - 3 * DAY_MS;
  const order = buildOrder({ createdAt });
  const later = buildOrder({ createdAt });
  const before = (await standing('defective-returns'))?.numerator ?? -1;
  await takeIn(bench.services, shop, [order]);
  const request = { createdAt: START_AT - DAY_MS, updatedAt: START_AT - DAY_MS, refundedAt: null, resolvedAt: null };
  await takeInAfterSales(bench.services, shop, [
    buildAfterSale({ channelOrderId: order.channelOrderId, cause: 'damage', ...request }),
    buildAfterSale({ channelOrderId: order.channelOrderId, cause: 'lost', ...request }),
    buildAfterSale({ channelOrderId: later.channelOrderId, cause: 'wrong', ...request }),
    buildAfterSale({ channelOrderId: order.channelOrderId, cause: 'late', ...request }),
  ]);
  await takeIn(bench.services, shop, [later]);
  expect((await standing('defective-returns'))?.numerator).toBe(before + 2);
  expect((await behind('defective-returns', 'numerator')).map(({ channelId }) => channelId).sort()).toEqual(
    [order.channelOrderId, later.channelOrderId].sort(),
  );
});

test('a request counts when it ended, or on its thirtieth day; a later touch moves nothing', async () => {
  const counts = async () => {
    const found = await standing('resolution');
    return [found?.numerator, found?.denominator];
  };
  const open = await counts();
  const given = buildAfterSale({
    cause: 'defect',
    createdAt: START_AT - 29 * DAY_MS,
    updatedAt: START_AT - 2 * DAY_MS,
    resolvedAt: null,
    refundedAt: null,
  });
  await takeInAfterSales(bench.services, shop, [given]);
  expect(await counts()).toEqual(open);
  const done = { ...given, updatedAt: START_AT - DAY_MS, resolvedAt: START_AT - DAY_MS };
  await takeInAfterSales(bench.services, shop, [done]);
  expect(await counts()).toEqual([(open[0] ?? 0) + 1, (open[1] ?? 0) + 1]);
  await takeInAfterSales(bench.services, shop, [{ ...done, updatedAt: START_AT, resolvedAt: START_AT }]);
  expect(await counts()).toEqual([(open[0] ?? 0) + 1, (open[1] ?? 0) + 1]);
  await takeInAfterSales(bench.services, shop, [
    buildAfterSale({ cause: 'not-as-described', createdAt: START_AT - 31 * DAY_MS, updatedAt: START_AT, resolvedAt: START_AT - 60_000 }),
    buildAfterSale({ cause: 'size', createdAt: START_AT - 31 * DAY_MS, updatedAt: START_AT, resolvedAt: START_AT }),
  ]);
  expect(await counts()).toEqual([(open[0] ?? 0) + 1, (open[1] ?? 0) + 2]);
  expect(await behind('resolution', 'bad')).toMatchObject([{ kind: 'request', cause: 'not-as-described', isBad: true }]);
});

test('a dispute counts against the shop once the platform says so, and people are told of each missed target', async () => {
  const dispute = {
    channelAfterSaleId: 'D1',
    channelOrderId: '576',
    openedAt: START_AT - DAY_MS,
    updatedAt: START_AT - DAY_MS,
    decideBy: null,
  };
  const take = (facts: { decidedAt: number | null; responsible: 'seller' | null; updatedAt?: number }) =>
    within((tx) => applyDisputes(tx, { services: bench.services, shop, items: [{ ...dispute, ...facts }] }));
  await take({ decidedAt: null, responsible: null });
  expect(await standing('disputes')).toMatchObject({ numerator: 0, denominator: 1, missed: false, untilTurn: 1 });
  await take({ decidedAt: START_AT, responsible: 'seller', updatedAt: START_AT });
  await take({ decidedAt: null, responsible: null });
  expect(await standing('disputes')).toMatchObject({ numerator: 1, denominator: 1, missed: true, untilTurn: 24 });
  await watchRows(bench.services, { merchantId: shop.merchantId });
  const told = await within((tx) =>
    tx.selectFrom('notification').select('facts').where('kind', '=', 'rate-breached').where('closed_at', 'is', null).execute(),
  );
  expect(told.map(({ facts }) => facts.metric)).toContain('disputes');
});

test('a foreign shop and one that never was read alike, as does an unknown rate', async () => {
  const ask = async (shopId: string, metric = 'disputes') =>
    (await server.call('GET', `/api/v1/performance/${shopId}/behind/${metric}`, { key })).status;
  expect([await ask(foreign.shopId), await ask(randomUUID()), await ask(shop.shopId, 'luck')]).toEqual([404, 404, 404]);
});
