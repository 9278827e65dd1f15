import { ChannelFailure, type ChannelListing, type ChannelOrder } from '@tradewind/channels';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guardsWithout } from '../../../platform/guards.ts';
import { isRefusal } from '../../../platform/http/handler.ts';
import { enqueue, type LaneWorker } from '../../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { jobHandlers } from '../../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS, expired, START_AT } from '../../accounts/testing.ts';
import { buildOrder } from '../../orders/testing.ts';
import { keepSweeping, startStreams, taskListHandler } from '../index.ts';
import { fetchOrderJob } from '../jobs.ts';
import type { StreamName } from '../stream.ts';

/** The guarantee under the hints, against a platform in memory with pages of three, run by the real worker under a virtual clock. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let worker: LaneWorker;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  worker = newWorker();
});
afterEach(() => database.close());

function newWorker({ sweep = true } = {}): LaneWorker {
  const config = { fxFeedUrl: null };
  const services = sweep ? bench.services : { ...bench.services, guards: guardsWithout('no-sweep') };
  return bench.worker(jobHandlers({ services, config, send: () => Promise.reject(new Error('unused')), hookAddress: () => 'http://x' }));
}
const begin = (...streams: StreamName[]) =>
  database.database.withMerchant(shop.merchantId, (tx) =>
    startStreams(tx, { services: bench.services, streams, merchantId: shop.merchantId, shopId: shop.shopId, now: bench.clock.now() }),
  );
const stream = (name: StreamName = 'orders') =>
  database.database.withMerchant(shop.merchantId, (tx) =>
    tx.selectFrom('sync_stream').selectAll().where('shop_id', '=', shop.shopId).where('stream', '=', name).executeTakeFirstOrThrow(),
  );
const stored = async () => {
  const rows = await database.database.withMerchant(shop.merchantId, (tx) =>
    tx.selectFrom('orders').select('channel_order_id').orderBy('channel_order_id').execute(),
  );
  return rows.map((row) => row.channel_order_id);
};
const tasks = async () => {
  const input = { caller: buildCaller(database.merchantId), requestId: '', query: { limit: 10 }, params: {}, body: undefined };
  const answer = await taskListHandler(bench.services)(input);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
};
const orderAt = (updatedAt: number, id: string): ChannelOrder =>
  buildOrder({ channelOrderId: id, updatedAt, createdAt: updatedAt - 60_000 });
const history = (count: number, from = START_AT - 80 * DAY_MS) =>
  Array.from({ length: count }, (_, index) => orderAt(from + index * 60_000, `H${String(index).padStart(3, '0')}`));
const allIds = () => bench.platform.orders.map((order) => order.channelOrderId).sort();

describe('back-fill', () => {
  test('reads ninety days to the end, tells its progress, and is done', async () => {
    bench.platform.orders = [...history(40), orderAt(START_AT - 90 * DAY_MS, 'OLDEST')];
    const seen: (number | null)[] = [];
    bench.platform.before = async (call) => {
      if (call === 'orders') seen.push((await tasks()).items[0]?.done ?? null);
    };
    await begin('orders');
    expect((await tasks()).items).toMatchObject([{ state: 'running', done: 0, total: null }]);
    await worker.drain();
    expect(await stored()).toEqual(allIds());
    expect(seen.slice(0, 4)).toEqual([0, 3, 6, 9]);
    expect((await tasks()).items).toMatchObject([{ state: 'done' }]);
    const { cursor_at, backfilled_at } = await stream();
    expect(cursor_at.getTime()).toBe(bench.platform.orders[39]?.updatedAt);
    expect(backfilled_at?.getTime()).toBe(START_AT);
  });

  test('survives a process that dies between two pages: it goes on from the last page, not from the start', async () => {
    bench.platform.orders = history(20);
    let pages = 0;
    bench.platform.before = (call) => {
      if (call === 'orders' && ++pages === 4) throw new Error('the process is gone');
    };
    await begin('orders');
    await worker.drain();
    expect(await stored()).toHaveLength(9);
    expect((await stream()).cursor_at.getTime()).toBe(bench.platform.orders[8]?.updatedAt);
    bench.platform.before = () => undefined;
    const before = bench.platform.count('orders');
    await bench.clock.advance(60_000);
    await newWorker().drain();
    expect(await stored()).toEqual(allIds());
    expect(bench.platform.count('orders') - before).toBeLessThan(7);
  });

  test('moves no cursor for a page that could not be applied', async () => {
    bench.platform.orders = history(6);
    const [, , , bad] = bench.platform.orders;
    if (bad) bad.lines = bad.lines.map((line) => ({ ...line, quantity: 0 }));
    await begin('orders');
    await worker.drain();
    expect(await stored()).toEqual(['H000', 'H001', 'H002']);
    expect((await stream()).cursor_at.getTime()).toBe(bench.platform.orders[2]?.updatedAt);
  });

  test('lets a hinted order go before the rest of a long history', async () => {
    bench.platform.orders = history(60);
    const order: string[] = [];
    bench.platform.before = async (call) => {
      order.push(call);
      if (order.length !== 1) return;
      await database.database.withMerchant(shop.merchantId, (tx) =>
        enqueue(tx, {
          merchantId: shop.merchantId,
          jobs: [fetchOrderJob(shop.shopId, 'H059', bench.clock.now() - 1)],
          now: bench.clock.now(),
        }),
      );
    };
    await begin('orders');
    await worker.drain();
    expect(order.indexOf('fetchOrders')).toBeGreaterThan(0);
    expect(order.indexOf('fetchOrders')).toBeLessThan(15);
    expect(await stored()).toEqual(allIds());
  });
});

describe('once caught up', () => {
  const caughtUp = async () => {
    bench.platform.orders = history(5, START_AT - 3_600_000);
    await begin('orders');
    await worker.drain();
  };
  const pass = async (ms: number) => {
    await bench.clock.advance(ms);
    await worker.drain();
  };

  test('finds what no webhook announced, and counts it as a repair', async () => {
    await caughtUp();
    bench.platform.orders.push(orderAt(START_AT + 5_000, 'NEW'));
    await pass(30_000);
    expect(await stored()).toContain('NEW');
    expect((await stream()).repairs).toBe(1);
    await pass(30_000);
    expect((await stream()).repairs).toBe(1);
  });

  test('overlaps: an order that became visible late, behind the cursor, is found', async () => {
    await caughtUp();
    bench.platform.orders.push(orderAt((bench.platform.orders[4]?.updatedAt ?? 0) - 120_000, 'LATE'));
    await pass(30_000);
    expect(await stored()).toContain('LATE');
  });

  test('an hourly deep sweep goes a day back', async () => {
    await caughtUp();
    bench.platform.orders.push(orderAt(START_AT - 20 * 3_600_000, 'VERY-LATE'));
    await pass(30_000);
    expect(await stored()).not.toContain('VERY-LATE');
    await pass(3_600_000);
    expect(await stored()).toContain('VERY-LATE');
  });

  test('takes an order that the platform’s clock dates ahead of ours', async () => {
    await caughtUp();
    bench.platform.orders.push(orderAt(START_AT + 9 * 60_000, 'AHEAD'));
    await pass(30_000);
    expect(await stored()).toContain('AHEAD');
    // The cursor now stands ahead; what happens on our side of it is still found by the overlap.
    bench.platform.orders.push(orderAt(START_AT + 6 * 60_000, 'BETWEEN'));
    await pass(30_000);
    expect(await stored()).toContain('BETWEEN');
  });

  test('a drill that switches the sweep off is left without it', async () => {
    await caughtUp();
    bench.platform.orders.push(orderAt(START_AT + 5_000, 'MISSED'));
    await bench.clock.advance(30_000);
    await newWorker({ sweep: false }).drain();
    expect(await stored()).not.toContain('MISSED');
  });
});

describe('a page that changes while being read', () => {
  test('an order that moves to the end is applied in its last version, and none is skipped', async () => {
    bench.platform.orders = history(12);
    let moved = false;
    bench.platform.before = (call) => {
      const [first, , , , later] = bench.platform.orders;
      if (call !== 'orders' || moved || bench.platform.count('orders') !== 2 || !first || !later) return;
      moved = true;
      Object.assign(first, { status: 'cancelled', updatedAt: START_AT - 1_000 });
      Object.assign(later, { status: 'in-transit', updatedAt: START_AT - 500 });
    };
    await begin('orders');
    await worker.drain();
    expect(await stored()).toEqual(allIds());
    const rows = await database.database.withMerchant(shop.merchantId, (tx) =>
      tx
        .selectFrom('orders')
        .select(['channel_order_id', 'status'])
        .where('status', '<>', 'awaiting-shipment')
        .orderBy('channel_order_id')
        .execute(),
    );
    expect(rows).toEqual([
      { channel_order_id: 'H000', status: 'cancelled' },
      { channel_order_id: 'H004', status: 'in-transit' },
    ]);
  });

  test('a burst of one second longer than a whole run is read to its end and not for ever', async () => {
    const burst = Array.from({ length: 50 }, (_, index) => orderAt(START_AT - 5 * DAY_MS, `B${String(index).padStart(3, '0')}`));
    bench.platform.orders = [...history(4), ...burst, orderAt(START_AT - DAY_MS, 'AFTER')];
    await begin('orders');
    await worker.drain();
    expect(await stored()).toEqual(allIds());
    expect(bench.platform.count('orders')).toBeLessThan(60);
  });
});

describe('a stream that the platform cannot sort', () => {
  const listing = (id: string, updatedAt: number): ChannelListing => ({
    channelProductId: id,
    title: id,
    status: 'live',
    createdAt: updatedAt,
    updatedAt,
    variants: [],
  });

  test('moves its cursor only with the last page', async () => {
    // The newest comes first, so a cursor that followed the pages would stand at the end after the first.
    const ids = Array.from({ length: 8 }, (_, index) => `L${index}`);
    const items = ids.map((id, index) => listing(id, START_AT - index * DAY_MS));
    const real = bench.platform.channel.listingsUpdated;
    let fails = true;
    bench.platform.channel.listingsUpdated = async (access, range) => {
      await real(access, range);
      const from = Number(range.pageToken ?? 0);
      if (from >= 3 && fails) throw new ChannelFailure('retry-later', 'busy', { retryAfterMs: 1_000 });
      const within = items.filter((item) => item.updatedAt >= range.updatedFrom);
      return { items: within.slice(from, from + 3), nextToken: from + 3 < within.length ? String(from + 3) : null, total: within.length };
    };
    await begin('listings');
    const { cursor_at: beginning } = await stream('listings');
    await worker.drain();
    expect((await stream('listings')).cursor_at).toEqual(beginning);
    fails = false;
    await bench.clock.advance(2_000);
    await worker.drain();
    const rows = await database.database.withMerchant(shop.merchantId, (tx) =>
      tx.selectFrom('listing').select('channel_product_id').orderBy('channel_product_id').execute(),
    );
    expect(rows.map((row) => row.channel_product_id)).toEqual(ids);
    expect((await stream('listings')).cursor_at.getTime()).toBe(START_AT);
  });
});

describe('a token that expires between two pages', () => {
  test('is replaced, and the sweep reads on without a person', async () => {
    bench.platform.orders = history(12);
    let failed = false;
    bench.platform.before = (call) => {
      if (call !== 'orders' || failed || bench.platform.count('orders') !== 3) return;
      failed = true;
      bench.platform.expireTokens();
      throw expired();
    };
    await begin('orders');
    await worker.drain();
    expect(await stored()).toEqual(allIds());
    expect(bench.platform.count('refresh')).toBe(1);
  });
});

describe('storms', () => {
  test('429 and 503 for a while: the shop says so, nothing is lost, nothing parked, and it clears by itself', async () => {
    bench.platform.orders = history(9);
    let storm = true;
    bench.platform.before = (call) => {
      if (call === 'orders' && storm)
        throw new ChannelFailure('retry-later', 'slow down', { channelCode: '36009002', retryAfterMs: 5_000 });
    };
    await begin('orders');
    for (let minute = 0; minute < 5; minute += 1) {
      await worker.drain();
      await bench.clock.advance(60_000);
    }
    const error = () =>
      database.database.withMerchant(shop.merchantId, (tx) =>
        tx.selectFrom('shop').select(['last_error_code', 'state']).where('id', '=', shop.shopId).executeTakeFirstOrThrow(),
      );
    expect(await error()).toEqual({ last_error_code: '36009002', state: 'active' });
    storm = false;
    await worker.drain();
    expect(await stored()).toEqual(allIds());
    expect(await error()).toEqual({ last_error_code: null, state: 'active' });
  });
});

describe('the net under the net', () => {
  const waiting = async () =>
    (
      await sql<{
        lane: string;
        parked: boolean;
      }>`SELECT lane, parked_at IS NOT NULL AS parked FROM system.job WHERE merchant_id = ${shop.merchantId} ORDER BY lane`.execute(
        database.database.system,
      )
    ).rows;
  const keep = () => keepSweeping(bench.services, { merchantId: shop.merchantId, streams: ['orders', 'listings'] });

  test('gives an active shop the sweeps it lost, once', async () => {
    await begin('orders', 'listings');
    await sql`DELETE FROM system.job`.execute(database.database.system);
    await Promise.all([keep(), keep()]);
    await keep();
    expect((await waiting()).map((job) => job.lane.split(':').at(-1))).toEqual(['ad-spend', 'listings', 'orders']);
  });

  test('leaves an unbound shop alone', async () => {
    await database.database.withMerchant(shop.merchantId, (tx) =>
      tx.updateTable('shop').set({ state: 'unbound' }).where('id', '=', shop.shopId).execute(),
    );
    await keep();
    expect(await waiting()).toEqual([]);
  });

  test('tries a parked sweep again after a rest, not at once', async () => {
    await begin('orders');
    bench.platform.before = (call) => {
      if (call === 'orders') throw new ChannelFailure('rejected', 'no', { channelCode: '1' });
    };
    await worker.drain();
    const parked = async () => (await waiting()).filter((job) => job.parked).length;
    expect(await parked()).toBe(1);
    await keep();
    expect(await parked()).toBe(1);
    await bench.clock.advance(11 * 60_000);
    await keep();
    expect(await parked()).toBe(0);
  });
});
