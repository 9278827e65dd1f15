import type { ChannelAfterSale } from '@tradewind/channels';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS } from '../../accounts/testing.ts';
import { readOrder } from '../queries/order-detail.ts';
import { listOrders } from '../queries/order-list.ts';
import { buildAfterSale, buildOrder, CREATED_AT, rollupsOf, takeIn, takeInAfterSales } from '../testing.ts';

let database: TestDatabase;
let bench: Bench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
});
afterAll(() => database.close());

const newShop = () => buildShop(bench, database.merchantId);
const apply = (shop: BuiltShop, ...items: ChannelAfterSale[]) => takeInAfterSales(bench.services, shop, items);
const refunded = async (shop: BuiltShop) => {
  const { kept, counted } = await rollupsOf(bench.services, shop);
  expect(kept).toEqual(counted);
  return kept.days.filter((day) => day.refunds !== 0).map(({ slot, refunds }) => [slot, refunds]);
};

test('a case counts once it is paid back, on that day, however often it is read', async () => {
  const shop = await newShop();
  const open = buildAfterSale({ status: 'requested', refundedAt: null, updatedAt: CREATED_AT });
  const done = { ...open, status: 'completed', updatedAt: CREATED_AT + DAY_MS, refundedAt: CREATED_AT + DAY_MS };
  expect(await apply(shop, open)).toEqual({ changed: 1 });
  expect(await refunded(shop)).toEqual([]);
  expect(await apply(shop, done)).toEqual({ changed: 1 });
  expect(await apply(shop, done)).toEqual({ changed: 0 });
  expect(await apply(shop, open)).toEqual({ changed: 0 });
  expect(await refunded(shop)).toEqual([['2026-11-21', 1000]]);
});

test('a corrected amount replaces the first', async () => {
  const shop = await newShop();
  const item = buildAfterSale();
  await apply(shop, item);
  await apply(shop, { ...item, refundAmount: 640, updatedAt: item.updatedAt + 1000 });
  expect(await refunded(shop)).toEqual([['2026-11-21', 640]]);
  await apply(shop, { ...item, refundAmount: 500, updatedAt: item.updatedAt + 1000 });
  expect(await refunded(shop)).toEqual([['2026-11-21', 500]]);
});

test('a completed case touched again days later keeps the day of its refund', async () => {
  const shop = await newShop();
  const item = buildAfterSale();
  await apply(shop, item);
  // The platform has no instant of the refund; the channel can only name the last update of a completed case.
  const touched = { ...item, updatedAt: item.updatedAt + 5 * DAY_MS, refundedAt: item.updatedAt + 5 * DAY_MS };
  await apply(shop, touched);
  expect(await refunded(shop)).toEqual([['2026-11-21', 1000]]);
  expect(await apply(shop, touched)).toEqual({ changed: 0 });
});

test('a refund that is taken back counts no longer, and again when it is paid after all', async () => {
  const shop = await newShop();
  const item = buildAfterSale();
  await apply(shop, item);
  await apply(shop, { ...item, status: 'rejected', refundedAt: null, updatedAt: item.updatedAt + 1000 });
  expect(await refunded(shop)).toEqual([]);
  await apply(shop, { ...item, updatedAt: item.updatedAt + DAY_MS, refundedAt: item.updatedAt + DAY_MS });
  expect(await refunded(shop)).toEqual([['2026-11-22', 1000]]);
});

test('a page that lists a case twice takes the later version, wherever it stands', async () => {
  const shop = await newShop();
  const open = buildAfterSale({ status: 'requested', refundedAt: null, updatedAt: CREATED_AT });
  const done = { ...open, status: 'completed', updatedAt: CREATED_AT + 1000, refundedAt: CREATED_AT + 1000 };
  await apply(shop, done, open);
  expect(await refunded(shop)).toEqual([['2026-11-20', 1000]]);
});

test('a refund before its order stands on the order’s page once that arrives', async () => {
  const shop = await newShop();
  const order = buildOrder();
  await apply(shop, buildAfterSale({ channelOrderId: order.channelOrderId, refundAmount: 300 }));
  expect(await refunded(shop)).toEqual([['2026-11-21', 300]]);
  await takeIn(bench.services, shop, [order]);
  const caller = buildCaller(database.merchantId);
  const { items } = await listOrders(bench.services, {
    caller,
    query: { limit: 5, sort: '-createdAt', channelOrderId: order.channelOrderId },
  });
  const detail = await readOrder(bench.services, { caller, orderId: items[0]?.id ?? '' });
  expect(detail?.refunds).toMatchObject([{ kind: 'return', amount: { amount: 300, currency: 'GBP' }, reason: 'Too small' }]);
});

test('a return and a cancellation of the same number are two cases', async () => {
  const shop = await newShop();
  const item = buildAfterSale();
  await apply(shop, item);
  await apply(shop, { ...item, kind: 'cancellation', refundAmount: 50 });
  expect(await refunded(shop)).toEqual([['2026-11-21', 1050]]);
});
