import type { ChannelOrder } from '@tradewind/channels';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS, START_AT } from '../../accounts/testing.ts';
import { setDispatchTime } from '../commands/set-dispatch-time.ts';
import { buildOrder, takeIn } from '../testing.ts';
import { countFreshFailures, readDispatchDays, readDispatchWindow, readOpenOrders } from './dispatch-window.ts';
import { listOrders } from './order-list.ts';

const HOUR_MS = 3_600_000;
let database: TestDatabase;
let bench: Bench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
});
afterAll(() => database.close());

type Counted = { orders: number; late: number; sellerFault: number };
type Metric = 'late-dispatch' | 'seller-fault-cancellation';

/** The definitions once more, one order after the other. */
function hasFailed(metric: Metric, order: ChannelOrder, at: number): boolean {
  const due = order.shipBy ?? Number.POSITIVE_INFINITY;
  const cancelledPast = order.cancelledAt !== null && order.cancelledAt >= due;
  if (metric === 'seller-fault-cancellation') return order.cancelledBy === 'seller' || (order.cancelledBy === 'platform' && cancelledPast);
  if (order.dispatchedAt !== null) return order.dispatchedAt > due;
  return order.cancelledAt === null ? due <= at : cancelledPast;
}
const inWindow = (orders: readonly ChannelOrder[], at: number) =>
  orders.filter((order) => order.paidAt !== null && order.createdAt > at - 7 * DAY_MS);

function recount(orders: readonly ChannelOrder[], at: number): Counted {
  const counted = inWindow(orders, at);
  const failed = (metric: Metric) => counted.filter((order) => hasFailed(metric, order, at)).length;
  return { orders: counted.length, late: failed('late-dispatch'), sellerFault: failed('seller-fault-cancellation') };
}

async function counted(shop: BuiltShop, now: number): Promise<Counted> {
  const slots = await bench.services.database.withMerchant(shop.merchantId, (tx) =>
    readDispatchWindow(tx, { shopIds: [shop.shopId], now }),
  );
  const total = { orders: 0, late: 0, sellerFault: 0 };
  for (const { orders, late, sellerFault } of slots) {
    total.orders += orders;
    total.late += late;
    total.sellerFault += sellerFault;
  }
  return total;
}

// Whole five minutes and hours are where slots begin and end: half the instants lie on them.
const instantWithin = (from: number, to: number) =>
  fc.oneof(
    fc.integer({ min: from, max: to }),
    fc.integer({ min: Math.ceil(from / 300_000), max: Math.floor(to / 300_000) }).map((slot) => slot * 300_000),
    fc.integer({ min: Math.ceil(from / HOUR_MS), max: Math.floor(to / HOUR_MS) }).map((slot) => slot * HOUR_MS),
  );

type Version = Pick<ChannelOrder, 'paidAt' | 'shipBy' | 'dispatchedAt' | 'cancelledAt' | 'cancelledBy' | 'status'>;
const fates = ['open', 'unpaid', 'dispatched', 'buyer', 'seller', 'platform'] as const;
const life = fc.record({
  createdAt: instantWithin(START_AT - 9 * DAY_MS, START_AT - HOUR_MS),
  due: fc.option(fc.oneof(instantWithin(START_AT - 9 * DAY_MS, START_AT), instantWithin(START_AT, START_AT + 2 * DAY_MS)), { freq: 8 }),
  fates: fc.array(fc.record({ fate: fc.constantFrom(...fates), at: instantWithin(START_AT - 9 * DAY_MS, START_AT) }), {
    minLength: 1,
    maxLength: 3,
  }),
});

function versionOf(createdAt: number, due: number | null, { fate, at }: { fate: (typeof fates)[number]; at: number }): Version {
  const by = fate === 'buyer' || fate === 'seller' || fate === 'platform' ? fate : null;
  return {
    paidAt: fate === 'unpaid' ? null : createdAt + 1,
    shipBy: due ?? START_AT + 30 * DAY_MS,
    dispatchedAt: fate === 'dispatched' ? at : null,
    cancelledAt: by ? at : null,
    cancelledBy: by,
    status: fate === 'dispatched' ? 'in-transit' : by ? 'cancelled' : fate === 'unpaid' ? 'unpaid' : 'awaiting-shipment',
  };
}

test('roll-up, edge and what time alone makes late equal a recount, for any history at any instant', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: 1, maxLength: 25 }),
      fc.array(instantWithin(START_AT, START_AT + 9 * DAY_MS), { minLength: 4, maxLength: 4 }),
      async (lives, instants) => {
        const shop = await buildShop(bench, database.merchantId);
        const orders = new Map<number, ChannelOrder>();
        // Each life in turn: an order is read again with another fate, as a platform that changes its mind would tell it.
        for (let round = 0; round < 3; round += 1) {
          const page = lives.flatMap(({ createdAt, due, fates: [...told] }, index) => {
            const fate = told[round];
            if (!fate) return [];
            const before = orders.get(index);
            const order = buildOrder({
              ...before,
              createdAt,
              ...versionOf(createdAt, due, fate),
              updatedAt: createdAt + round + 1,
            });
            orders.set(index, order);
            return [order];
          });
          await takeIn(bench.services, shop, page);
        }
        const held = [...orders.values()];
        // Where something happens by time alone: around deadlines, and where orders leave the window.
        const turning = lives.flatMap(({ createdAt, due }) => [due ?? START_AT, createdAt + 7 * DAY_MS]);
        const near = turning.flatMap((at) => [at - 1, at, at + 1, at + 600_000]).filter((at) => at >= START_AT);
        for (const at of [...instants, ...near.slice(0, 60)]) expect(await counted(shop, at)).toEqual(recount(held, at));
      },
    ),
    { numRuns: 15 },
  );
}, 60_000);

test('the lists behind a rate hold exactly the orders that it counts, page by page', async () => {
  const shop = await buildShop(bench, database.merchantId);
  const at = (hours: number) => START_AT + hours * HOUR_MS;
  const orders = Array.from({ length: 40 }, (_, index) => {
    const createdAt = at(-index * 5);
    const fate = fates[index % fates.length] ?? 'open';
    return buildOrder({
      createdAt,
      ...versionOf(createdAt, createdAt + 3 * HOUR_MS, { fate, at: createdAt + (index % 2 ? 1 : 5) * HOUR_MS }),
    });
  });
  await takeIn(bench.services, shop, orders);
  for (const metric of ['late-dispatch', 'seller-fault-cancellation'] as const)
    for (const part of ['numerator', 'denominator'] as const) {
      const wanted = inWindow(orders, START_AT).filter((order) => part === 'denominator' || hasFailed(metric, order, START_AT));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 3, sort: '-createdAt' as const, shopIds: [shop.shopId], metric, part, ...(cursor ? { cursor } : {}) };
        const page = await listOrders(bench.services, { caller: buildCaller(shop.merchantId), query });
        seen.push(...page.items.map((item) => item.channelOrderId));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(wanted.map((order) => order.channelOrderId));
      expect(wanted.length).toBeGreaterThan(2);
    }
});

test('where the platform states no deadline the dispatch times do; editing them moves open orders and no others', async () => {
  const shop = await buildShop(bench, database.merchantId, { market: 'TH' });
  const read = <T>(run: Parameters<typeof bench.services.database.withMerchant<T>>[1]) =>
    bench.services.database.withMerchant(shop.merchantId, run);
  const monday = Date.UTC(2026, 10, 16, 3);
  const waiting = buildOrder({ createdAt: monday, fulfilment: 'seller' });
  const done = buildOrder({ createdAt: monday, fulfilment: 'seller', dispatchedAt: monday + 5 * DAY_MS, status: 'in-transit' });
  const stated = buildOrder({ createdAt: monday, fulfilment: 'seller', shipBy: START_AT + DAY_MS });
  await takeIn(bench.services, shop, [waiting, done, stated]);
  // Three working days after a Monday: until Thursday ends in Bangkok, so both are late on Sunday.
  expect(await counted(shop, START_AT)).toEqual({ orders: 3, late: 2, sellerFault: 0 });
  const edit = { caller: buildCaller(shop.merchantId), requestId: 'test', params: { market: 'TH', path: 'seller' as const }, query: {} };
  const body = { allowed: { hours: 240 }, restDays: [], holidays: [] };
  expect(await setDispatchTime(bench.services, { ...edit, body })).toMatchObject({ allowed: { hours: 240 } });
  expect(await counted(shop, START_AT)).toEqual({ orders: 3, late: 1, sellerFault: 0 });
  const open = await read((tx) => readOpenOrders(tx, { shopId: shop.shopId, now: START_AT, limit: 10 }));
  expect(open.map(({ channelOrderId }) => channelOrderId)).toEqual([stated.channelOrderId, waiting.channelOrderId]);
  // Read again, it keeps its deadline.
  await takeIn(bench.services, shop, [{ ...waiting, updatedAt: waiting.updatedAt + 1 }]);
  expect(await counted(shop, START_AT)).toEqual({ orders: 3, late: 1, sellerFault: 0 });
  expect(await setDispatchTime(bench.services, { ...edit, params: { market: 'XX', path: 'seller' }, body })).toMatchObject({
    refused: 'not-found',
  });
  const restless = { ...body, restDays: [0, 1, 2, 3, 4, 5, 6], holidays: ['1900-01-01'] };
  expect(await setDispatchTime(bench.services, { ...edit, body: restless })).toMatchObject({
    errors: [{ path: '/holidays/0' }, { path: '/restDays' }],
  });
  expect(await read((tx) => readDispatchDays(tx, { shopIds: [shop.shopId], from: '2026-11-16', now: START_AT }))).toEqual([
    { shopId: shop.shopId, day: '2026-11-16', orders: 3, late: 1, sellerFault: 0 },
  ]);
  const fresh = buildOrder({ createdAt: monday + 5 * DAY_MS, shipBy: START_AT - HOUR_MS });
  await takeIn(bench.services, shop, [fresh]);
  expect(await read((tx) => countFreshFailures(tx, { shopId: shop.shopId, now: START_AT }))).toEqual({ late: 1, sellerFault: 0 });
});
