import { ChannelFailure, type TrackingEvent } from '@tradewind/channels';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LaneWorker } from '../../platform/lanes/lanes.ts';
import { enqueue } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { buildLine, buildOrder, takeIn } from '../orders/testing.ts';
import { applyPackages, forgetTracking, fulfilmentHandlers, trackingReading, trackingTimeline } from './index.ts';
import { createFakeShipping, type FakeShipping } from './testing.ts';

/** Parcels under way, followed by the real worker under a virtual clock, on a carrier in memory. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let fake: FakeShipping;
let worker: LaneWorker;
/** What the carrier tells, by order; a failure where it cannot. */
let told: Map<string, TrackingEvent[] | ChannelFailure>;
let questions: string[];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const within: typeof database.database.withMerchant = (...args) => database.database.withMerchant(...args);

beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  fake = createFakeShipping();
  told = new Map();
  questions = [];
  fake.channel.tracking = async (_shop, channelOrderId) => {
    questions.push(channelOrderId);
    const answer = told.get(channelOrderId) ?? [];
    if (answer instanceof ChannelFailure) throw answer;
    return answer;
  };
  bench.services.channels = { 'tiktok-shop': { ...bench.platform.channel, fulfilment: fake.channel } };
  shop = await buildShop(bench, database.merchantId, { market: 'GB' });
  await within(database.merchantId, (tx) =>
    tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: ['test.ship'] })
      .execute(),
  );
  const send = () => Promise.reject(new Error('unused'));
  worker = bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://x' }));
  const now = bench.clock.now();
  await within(database.merchantId, (tx) =>
    enqueue(tx, { merchantId: database.merchantId, jobs: [trackingReading.job(shop.shopId, now)], now }),
  );
});
afterEach(() => database.close());

let parcels = 0;
/** An order whose parcel has just left. */
async function left(): Promise<{ orderId: string; channelOrderId: string }> {
  parcels += 1;
  const order = buildOrder({ status: 'awaiting-collection', lines: [buildLine({ channelLineIds: [`T${parcels}`], quantity: 1 })] });
  const { channelOrderId } = order;
  await takeIn(bench.services, shop, [order]);
  const now = bench.clock.now();
  const item = {
    ...{ channelPackageId: `888${parcels}`, channelOrderIds: [channelOrderId], status: 'fulfilling' as const },
    ...{ trackingNumber: `RM${parcels}`, carrier: 'Post', createdAt: now, updatedAt: now },
  };
  await within(database.merchantId, (tx) => applyPackages(tx, { services: bench.services, shop, items: [item] }));
  const { id } = await within(database.merchantId, (tx) =>
    tx.selectFrom('orders').select('id').where('channel_order_id', '=', channelOrderId).executeTakeFirstOrThrow(),
  );
  return { orderId: id, channelOrderId };
}
const pass = async (ms: number): Promise<void> => {
  bench.clock.advance(ms);
  await worker.drain();
};
const troubles = () => within(database.merchantId, (tx) => tx.selectFrom('desk_trouble').select(['code', 'reason']).execute());
const event = (description: string): TrackingEvent => ({ at: bench.clock.now(), description });
const askAt = () =>
  within(database.merchantId, (tx) => tx.selectFrom('parcel_tracking').select('ask_at').executeTakeFirstOrThrow()).then(
    (row) => row.ask_at,
  );

test('a carrier that says nothing for a day is a trouble of the order; once it speaks, no more', async () => {
  const { channelOrderId } = await left();
  told.set(channelOrderId, [event('the sender has announced the parcel')]);
  await pass(23 * HOUR);
  expect(await troubles()).toEqual([]);
  await pass(HOUR + 1);
  expect(await troubles()).toEqual([{ code: 'parcel-silent', reason: 'the sender has announced the parcel' }]);
  told.set(channelOrderId, [event('picked up')]);
  await pass(7 * HOUR);
  expect(await troubles()).toEqual([]);
});

test('a week on its way without news is a trouble too, told once: what a person settled is not raised again', async () => {
  const { channelOrderId } = await left();
  bench.clock.advance(HOUR);
  told.set(channelOrderId, [event('picked up')]);
  await pass(7 * DAY);
  expect(await troubles()).toEqual([]);
  await pass(7 * HOUR);
  expect(await troubles()).toEqual([{ code: 'parcel-stuck', reason: 'picked up' }]);
  await within(database.merchantId, (tx) => tx.deleteFrom('desk_trouble').execute());
  await pass(DAY);
  expect(await troubles()).toEqual([]);
});

test('delivered: asked one last time, and the trouble is gone', async () => {
  const { channelOrderId } = await left();
  await pass(DAY + HOUR);
  expect(await troubles()).toHaveLength(1);
  await within(database.merchantId, (tx) =>
    tx
      .updateTable('orders')
      .set({ delivered_at: new Date(bench.clock.now()) })
      .execute(),
  );
  told.set(channelOrderId, [event('delivered')]);
  await pass(7 * HOUR);
  expect(await troubles()).toEqual([]);
  expect(await askAt()).toBeNull();
  const before = questions.length;
  await pass(3 * DAY);
  expect(questions).toHaveLength(before);
});

test('the platform stops answering half way: what it told is kept, the rest is asked again, nobody is asked twice for nothing', async () => {
  const [first, second] = [await left(), await left()];
  told.set(first.channelOrderId, [event('picked up')]);
  told.set(second.channelOrderId, new ChannelFailure('retry-later', 'busy'));
  await pass(1);
  const kept = () =>
    within(database.merchantId, (tx) => tx.selectFrom('parcel_tracking').select(['channel_order_id', 'asked_at']).execute());
  expect((await kept()).filter(({ asked_at }) => asked_at !== null)).toHaveLength(1);
  told.set(second.channelOrderId, []);
  await pass(HOUR);
  expect((await kept()).filter(({ asked_at }) => asked_at !== null)).toHaveLength(2);
  expect(questions.filter((id) => id === first.channelOrderId)).toHaveLength(1);
});

test('a platform that does not answer now: the page shows what it said last, and since when that is', async () => {
  const { orderId, channelOrderId } = await left();
  told.set(channelOrderId, [event('picked up')]);
  await pass(1);
  const keptSince = new Date(bench.clock.now()).toISOString();
  const handlers = fulfilmentHandlers(
    bench.services,
    async () => new Map(),
    async () => new Map(),
  );
  const read = () =>
    handlers['order-tracking.get']({
      requestId: 'r',
      query: {},
      body: undefined,
      caller: buildCaller(database.merchantId),
      params: { orderId },
    });
  expect(await read()).toMatchObject({ items: [{ description: 'picked up' }], keptSince: null });
  told.set(channelOrderId, new ChannelFailure('retry-later', 'busy'));
  expect(await read()).toMatchObject({ items: [{ description: 'picked up' }], keptSince });
});

test('the carrier’s words stand in the order’s timeline, and go with the buyer', async () => {
  const { orderId, channelOrderId } = await left();
  told.set(channelOrderId, [event('left at the neighbour, Ms Rose'), event('picked up')]);
  await pass(1);
  const timeline = () =>
    within(database.merchantId, async (tx) => (await trackingTimeline({ orderId, shopId: shop.shopId, channelOrderId }).execute(tx)).rows);
  expect((await timeline()).map(({ kind, facts }) => [kind, facts.text])).toEqual([
    ['parcel.tracked', 'left at the neighbour, Ms Rose'],
    ['parcel.tracked', 'picked up'],
  ]);
  await within(database.merchantId, (tx) => forgetTracking(tx, { orders: [{ shopId: shop.shopId, channelOrderId }] }));
  expect(await timeline()).toEqual([]);
  expect(await askAt()).toBeNull();
});
