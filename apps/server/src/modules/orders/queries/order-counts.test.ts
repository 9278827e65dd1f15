import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { type Bench, type BuiltShop, buildShop, createBench, DAY_MS, START_AT } from '../../accounts/testing.ts';
import { buildOrder, CREATED_AT, takeIn } from '../testing.ts';
import { countOrders } from './order-counts.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  const after = (hours: number) => CREATED_AT + hours * 3_600_000;
  await takeIn(bench.services, shop, [
    buildOrder({ shipBy: after(48), dispatchedAt: after(1) }), // in time
    buildOrder({ shipBy: after(1), dispatchedAt: after(1) }), // at the very instant: in time
    buildOrder({ shipBy: after(1), dispatchedAt: after(2) }), // late
    buildOrder({ shipBy: after(1) }), // late: the deadline passed
    buildOrder({ shipBy: START_AT + 1 }), // still has time
    buildOrder({ shipBy: after(5), cancelledAt: after(1), cancelledBy: 'buyer', status: 'cancelled' }),
    buildOrder({ shipBy: after(1), cancelledAt: after(2), cancelledBy: 'platform', status: 'cancelled' }), // late, and the seller's fault
    buildOrder({ shipBy: after(5), cancelledAt: after(1), cancelledBy: 'seller', status: 'cancelled' }), // the seller's fault
    buildOrder({ paidAt: null, status: 'unpaid' }), // not counted
    buildOrder({ createdAt: START_AT - 8 * DAY_MS, shipBy: START_AT - 7 * DAY_MS }), // late, in the longer window only
  ]);
});
afterAll(() => database.close());

test.each([
  [7, { paid: 8, late: 3, cancelledBySeller: 2, cancelled: 3, gmvMinor: 8000 }],
  [28, { paid: 9, late: 4, cancelledBySeller: 2, cancelled: 3, gmvMinor: 9000 }],
])('orders of %i days are counted as the platform’s rates count them', async (days, counts) => {
  const found = await bench.services.database.withMerchant(shop.merchantId, (tx) =>
    countOrders(tx, { shopId: shop.shopId, from: START_AT - days * DAY_MS, now: START_AT }),
  );
  expect(found).toEqual(counts);
});
