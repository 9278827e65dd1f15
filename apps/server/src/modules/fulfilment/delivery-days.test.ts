import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, buildCaller, buildShop, createBench, DAY_MS } from '../accounts/testing.ts';
import { buildOrder, takeIn } from '../orders/testing.ts';
import { fulfilmentHandlers } from './index.ts';

/** Days on the way, reckoned by hand beside the database. */
let database: TestDatabase;
let bench: Bench;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
});
afterAll(() => database.close());

const read = async (days: 30 | 90) => {
  const handlers = fulfilmentHandlers(
    bench.services,
    async () => new Map(),
    async () => new Map(),
  );
  const asked = { caller: buildCaller(database.merchantId), requestId: 'r-1', params: {}, body: undefined };
  const answer = await handlers['delivery-days.list']({ ...asked, query: { days } });
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.items;
};

test('median, slow end and share beyond the benchmark of each path; what came before the window or never left is not in it', async () => {
  const now = bench.clock.now();
  const gb = await buildShop(bench, database.merchantId);
  const de = await buildShop(bench, database.merchantId, { market: 'DE' });
  const delivered = (daysAgo: number, onTheWay: number, path: 'platform' | 'seller' = 'platform') => {
    const deliveredAt = now - daysAgo * DAY_MS;
    const dispatchedAt = deliveredAt - onTheWay * DAY_MS;
    return buildOrder({ status: 'delivered', fulfilment: path, createdAt: dispatchedAt - DAY_MS, dispatchedAt, deliveredAt });
  };
  await takeIn(bench.services, gb, [
    ...[2, 4, 6, 8, 10].map((days) => delivered(1, days)),
    delivered(40, 30),
    delivered(2, 3, 'seller'),
    buildOrder({ status: 'in-transit', createdAt: now - 20 * DAY_MS, dispatchedAt: now - 19 * DAY_MS }),
  ]);
  await takeIn(bench.services, de, [delivered(3, 5)]);
  expect(await read(30)).toEqual([
    {
      ...{ market: 'GB', carrier: null, path: 'platform', orders: 5, medianDays: 6, p90Days: 9.2, slowerShare: 0.4 },
      benchmark: { days: 6.8, asOf: '2024-03-31' },
    },
    { market: 'DE', carrier: null, path: 'platform', orders: 1, medianDays: 5, p90Days: 5, slowerShare: null, benchmark: null },
    {
      ...{ market: 'GB', carrier: null, path: 'seller', orders: 1, medianDays: 3, p90Days: 3, slowerShare: 0 },
      benchmark: { days: 8.9, asOf: '2024-03-31' },
    },
  ]);
  expect((await read(90)).find(({ market, path }) => market === 'GB' && path === 'platform')).toMatchObject({ orders: 6, medianDays: 7 });
});
