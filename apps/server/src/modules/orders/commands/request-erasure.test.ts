import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createIdempotency } from '../../../platform/http/idempotency.ts';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../../accounts/testing.ts';
import { eraseBuyerJobHandler, readErasure, requestErasure } from '../index.ts';
import { readOrder } from '../queries/order-detail.ts';
import { listOrders } from '../queries/order-list.ts';
import { buildOrder, rollupsOf, takeIn } from '../testing.ts';
import { applyOrders } from './apply-orders.ts';

let database: TestDatabase;
let bench: Bench;
let shops: [BuiltShop, BuiltShop];
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
});
afterAll(() => database.close());
beforeEach(async () => {
  shops = [await buildShop(bench, database.merchantId), await buildShop(bench, database.merchantId, { market: 'TH' })];
});

const caller = (facts = {}) =>
  buildCaller(database.merchantId, { scopes: new Set(['orders:read', 'buyers:read', 'buyers:erase']), ...facts });
let buyers = 0;
function newBuyer() {
  buyers += 1;
  return {
    channelBuyerId: `74950000${buyers}`,
    name: `Ploy Srisuwan${buyers}`,
    phone: `(+66)8123456${buyers}`,
    email: `ploy${buyers}@buyers.test`,
    address: `${buyers} Secret Soi`,
    region: 'TH',
    state: '',
    postcode: '',
  };
}
const work = async () => {
  // The cast: it is only ever given payloads that its own schema produced.
  const worker = bench.worker([eraseBuyerJobHandler(bench.services) as unknown as JobHandler<unknown>]);
  await worker.drain();
  await worker.stop(0);
};
const erase = async (wish: { orderId?: string; channelBuyerId?: string }) => {
  const outcome = await requestErasure(bench.services, { caller: caller(), requestId: 'r-1', ...wish });
  if (!('id' in outcome)) throw new Error(outcome.refused);
  await work();
  return readErasure(bench.services, { caller: caller(), erasureId: outcome.id });
};
const find = async (q: string) =>
  (await listOrders(bench.services, { caller: caller(), query: { limit: 50, sort: '-createdAt', q } })).items;
const detailOf = async (channelOrderId: string) => {
  const [item] = (await listOrders(bench.services, { caller: caller(), query: { limit: 1, sort: '-createdAt', channelOrderId } })).items;
  return item ? readOrder(bench.services, { caller: caller(), orderId: item.id }) : null;
};
const asMerchant = <T>(query: ReturnType<typeof sql<T>>, merchantId = database.merchantId) =>
  database.database.withMerchant(merchantId, async (tx) => (await query.execute(tx)).rows);

test('all orders of the buyer in all shops lose their buyer and keep their figures; nobody else loses anything', async () => {
  const [buyer, neighbour] = [newBuyer(), newBuyer()];
  const orders = [buildOrder({ buyer, buyerMessage: 'ring twice' }), buildOrder({ buyer })];
  const theirs = buildOrder({ buyer: neighbour });
  await takeIn(bench.services, shops[0], [orders[0] ?? theirs, theirs]);
  await takeIn(bench.services, shops[1], orders.slice(1));
  const elsewhere = await buildShop(bench, database.otherMerchantId);
  await takeIn(bench.services, elsewhere, [buildOrder({ buyer })]);
  const before = await rollupsOf(bench.services, shops[0]);
  const first = await detailOf(orders[0]?.channelOrderId ?? '');
  expect((await find(buyer.email)).length).toBe(2);

  expect(await erase({ orderId: first?.id ?? '' })).toMatchObject({ state: 'done', orders: 2 });

  for (const { channelOrderId } of orders) {
    const detail = await detailOf(channelOrderId);
    expect(detail).toMatchObject({ buyer: null, buyerErasedAt: new Date(bench.clock.now()).toISOString(), gmv: { amount: 1000 } });
  }
  for (const word of [buyer.name, buyer.phone, buyer.email, 'Ploy'])
    expect((await find(word)).map((item) => item.channelOrderId)).not.toContain(first?.channelOrderId);
  expect((await detailOf(theirs.channelOrderId))?.buyer).toMatchObject({ email: neighbour.email });
  expect((await find(neighbour.email)).length).toBe(1);
  expect(await rollupsOf(bench.services, shops[0])).toEqual(before);
  const others = await asMerchant(sql<{ buyer_erased_at: Date | null }>`SELECT buyer_erased_at FROM orders`, database.otherMerchantId);
  expect(others).toEqual([{ buyer_erased_at: null }]);
});

test('a sweep that reads the orders again, as they were or newer, does not bring the buyer back; a later order is new business', async () => {
  const buyer = newBuyer();
  const order = buildOrder({ buyer, buyerMessage: 'ring twice' });
  // Placed before the request, read by us only after it.
  const unread = buildOrder({ buyer });
  await takeIn(bench.services, shops[0], [order]);
  await erase({ channelBuyerId: buyer.channelBuyerId });
  for (const version of [order, { ...order, status: 'in-transit' as const, updatedAt: order.updatedAt + 5_000 }, order]) {
    await takeIn(bench.services, shops[0], [version]);
    expect(await detailOf(order.channelOrderId)).toMatchObject({ buyer: null, buyerErasedAt: expect.any(String) });
  }
  expect((await detailOf(order.channelOrderId))?.status).toBe('in-transit');
  expect(await takeIn(bench.services, shops[0], [{ ...order, status: 'in-transit', updatedAt: order.updatedAt + 5_000 }])).toEqual({
    changed: 0,
  });
  await takeIn(bench.services, shops[1], [unread]);
  expect((await detailOf(unread.channelOrderId))?.buyer).toBeNull();
  expect(await find(buyer.email)).toEqual([]);
  const later = buildOrder({ buyer, createdAt: bench.clock.now() + 60_000 });
  await takeIn(bench.services, shops[0], [later]);
  expect((await detailOf(later.channelOrderId))?.buyer).toMatchObject({ email: buyer.email });
});

test('orders stored before their buyer was hashed are found by looking inside', async () => {
  const buyer = newBuyer();
  const orders = [buildOrder({ buyer }), buildOrder({ buyer: newBuyer() })];
  await takeIn(bench.services, shops[0], orders);
  await asMerchant(sql`UPDATE orders SET buyer_hash = NULL`);
  expect(await erase({ channelBuyerId: buyer.channelBuyerId })).toMatchObject({ orders: 1 });
  expect((await detailOf(orders[0]?.channelOrderId ?? ''))?.buyer).toBeNull();
  expect((await detailOf(orders[1]?.channelOrderId ?? ''))?.buyer).not.toBeNull();
});

test('an order whose buyer the platform does not name is erased by itself, also when the platform names the buyer later', async () => {
  const order = buildOrder({ buyer: { ...newBuyer(), channelBuyerId: '' } });
  await takeIn(bench.services, shops[0], [order]);
  expect(await erase({ orderId: (await detailOf(order.channelOrderId))?.id ?? '' })).toMatchObject({ orders: 1 });
  await takeIn(bench.services, shops[0], [{ ...order, buyer: newBuyer(), updatedAt: order.updatedAt + 1_000 }]);
  expect((await detailOf(order.channelOrderId))?.buyer).toBeNull();
});

test('raw hints and kept answers that name the buyer or an order of theirs are cleared, others stay', async () => {
  const buyer = newBuyer();
  const order = buildOrder({ buyer });
  await takeIn(bench.services, shops[0], [order]);
  const secrets = await bench.services.secrets.forMerchant(database.merchantId);
  const bodies: Record<string, [string | null, string]> = {
    'about-the-order': [order.channelOrderId, '{}'],
    'with-the-name': [null, JSON.stringify({ a: [{ b: buyer.name.toUpperCase() }] }).replace('P', '\\u0050')],
    'with-the-id': [null, `not json ${buyer.channelBuyerId}`],
    unrelated: ['999', '{"order_id":"999"}'],
  };
  for (const [id, [about, body]] of Object.entries(bodies)) {
    const sealed = secrets.seal({ object: `tiktok-shop ${id}`, field: 'hint', version: 0 }, body);
    await asMerchant(sql`INSERT INTO inbound (merchant_id, channel, notification_id, shop_id, topic, channel_object_id, occurred_at, received_at, body)
      VALUES (${database.merchantId}, 'tiktok-shop', ${id}, ${shops[0].shopId}, 'x', ${about}, 'epoch', 'epoch', ${sealed})`);
  }
  const keyed = (key: string, answer: object) => {
    const idempotency = createIdempotency({ database: database.database, secrets: bench.services.secrets, now: () => bench.clock.now() });
    return idempotency.once({ key, route: 'x', caller: caller(), request: {}, run: async () => ({ status: 201, body: answer }) });
  };
  await keyed('names', { to: buyer.name });
  await keyed('other', { to: 'nobody' });
  await erase({ channelBuyerId: buyer.channelBuyerId });
  const left = await asMerchant(sql<{ id: string }>`SELECT notification_id AS id FROM inbound WHERE body IS NOT NULL`);
  expect(left.map(({ id }) => id)).toEqual(['unrelated']);
  expect(await keyed('names', { to: 'made twice' })).toMatchObject({ refused: 'not-found' });
  expect(await keyed('other', { to: 'made twice' })).toEqual({ status: 201, body: { to: 'nobody' } });
});

test('the trail says that it was done and by whom, without a word about the buyer', async () => {
  const buyer = newBuyer();
  await takeIn(bench.services, shops[0], [buildOrder({ buyer })]);
  const { id = '' } = (await erase({ channelBuyerId: buyer.channelBuyerId })) ?? {};
  const entries = await asMerchant(
    sql<{
      action: string;
      actor_id: string;
      facts: object;
    }>`SELECT action, actor_id, facts FROM audit_entry WHERE object_kind = 'buyer-erasure' AND object_id = ${id}`,
  );
  expect(entries.map(({ action, actor_id }) => [action, actor_id]).sort()).toEqual([
    ['buyer.erased', 'orders.erase-buyer'],
    ['buyer.erasure-requested', 'user-1'],
  ]);
  const { rows } = await sql<{ all: string }>`SELECT string_agg(j::text, '') AS all FROM system.job j`.execute(database.database.system);
  const tombstones = await asMerchant(sql<{ t: string }>`SELECT t::text AS t FROM buyer_erasure t`);
  for (const word of [buyer.name, buyer.channelBuyerId, buyer.email])
    expect(JSON.stringify([entries, rows, tombstones])).not.toContain(word);
});

test('a page of orders under way is waited for, so that its orders are found', async () => {
  const buyer = newBuyer();
  const order = buildOrder({ buyer });
  const secrets = await bench.services.secrets.forMerchant(database.merchantId);
  const input = {
    services: bench.services,
    shop: shops[0],
    orders: [order],
    source: 'sweep' as const,
    now: bench.clock.now(),
    secrets,
    guards: { versionCheck: true },
  };
  let erasing: ReturnType<typeof erase> | undefined;
  let settled = false;
  await database.database.withMerchant(database.merchantId, async (tx) => {
    await applyOrders(tx, input);
    erasing = erase({ channelBuyerId: buyer.channelBuyerId }).finally(() => {
      settled = true;
    });
    await expect
      .poll(
        async () =>
          (await sql`SELECT FROM pg_locks WHERE NOT granted AND mode = 'ExclusiveLock'`.execute(database.database.system)).rows.length,
      )
      .toBe(1);
    expect(settled).toBe(false);
  });
  expect(await erasing).toMatchObject({ orders: 1 });
  expect((await detailOf(order.channelOrderId))?.buyer).toBeNull();
});

test('who is bound to some shops may not; a foreign or unknown order reads like none; one name is needed', async () => {
  const order = buildOrder({ buyer: newBuyer() });
  await takeIn(bench.services, shops[0], [order]);
  const orderId = (await detailOf(order.channelOrderId))?.id ?? '';
  const ask = (wish: object, who = caller()) => requestErasure(bench.services, { caller: who, requestId: 'r', ...wish });
  expect(await ask({ orderId }, caller({ shopIds: [shops[0].shopId] }))).toMatchObject({ refused: 'forbidden' });
  expect(await ask({ orderId }, buildCaller(database.otherMerchantId))).toMatchObject({ refused: 'not-found' });
  expect(await ask({ orderId: crypto.randomUUID() })).toMatchObject({ refused: 'not-found' });
  expect(await ask({})).toMatchObject({ refused: 'invalid-input' });
  expect(await ask({ orderId, channelBuyerId: '1' })).toMatchObject({ refused: 'invalid-input' });
  expect(await readErasure(bench.services, { caller: caller(), erasureId: crypto.randomUUID() })).toBeNull();
});
