import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../../platform/database/roles.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { explained } from '../../../testing/plans.ts';
import { routeHandlers } from '../../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../../accounts/testing.ts';
import { buildOrder, takeIn } from '../testing.ts';
import { readOrder } from './order-detail.ts';
import { listOrders } from './order-list.ts';

/**
 * Under row security only leakproof operators reach an index: a list that reads well as the owner can be a full scan as the app role.
 * So the very statements of the screens are caught on their way to the database and explained there, as the app role, over some
 * ten thousand rows.
 */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
const ROWS = 12_000;
const FILLED = ['orders', 'order_line', 'search_term', 'after_sale', 'package', 'package_order', 'inbound', 'order_event'];

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  const buyer = { name: 'Rare Name', phone: '07700900123' };
  await takeIn(bench.services, shop, [buildOrder({ channelOrderId: '577000000000000001', buyer })]);
  await bench.services.database.withMerchant(database.merchantId, async (tx) => {
    const run = (statement: RawBuilder<unknown>) => statement.execute(tx);
    const id = (kind: string) => sql`md5(${kind}::text || n)::uuid`;
    const n = sql`generate_series(1, ${ROWS}) AS n`;
    const { merchantId, shopId } = shop;
    await run(sql`
      INSERT INTO orders SELECT o.merchant_id, ${id('order')}, o.shop_id, '57610000' || n, (ARRAY['in-transit', 'delivered', 'completed'])[1 + n % 3], o.currency, o.gmv_minor,
        o.units, 0, 0, 0, o.created_at - n * interval '1 minute', o.paid_at, o.updated_at, o.content_hash, NULL, NULL, NULL, NULL, NULL, NULL, 'Card', 'seller', 'GB', o.buyer, o.first_seen_at, o.applied_at
      FROM orders AS o, ${n} WHERE o.channel_order_id = '577000000000000001'`);
    await run(sql`
      INSERT INTO order_line SELECT l.merchant_id, ${id('order')}, 1, l.channel_line_ids, l.channel_sku_id, l.channel_product_id, 'S' || n, 's' || n, 'P', 'V', NULL, 1, 1, 1, 0, 0
      FROM order_line AS l, ${n} LIMIT ${ROWS}`);
    await run(sql`INSERT INTO search_term SELECT ${merchantId}::uuid, 'order.buyer', 'term' || n, ${id('order')} FROM ${n}`);
    await run(sql`
      INSERT INTO inbound SELECT ${merchantId}::uuid, 'tiktok-shop', 'note' || n, ${shopId}::uuid, 'ORDER', '57610000' || n, 'epoch', 'epoch', NULL FROM ${n}`);
    await run(sql`
      INSERT INTO after_sale SELECT ${merchantId}::uuid, ${id('case')}, ${shopId}::uuid, 'C' || n, '57610000' || n, 'return', 'completed', '', 1, 'GBP', 'epoch', 'epoch', NULL FROM ${n}`);
    await run(
      sql`INSERT INTO package SELECT ${merchantId}::uuid, ${id('package')}, ${shopId}::uuid, 'P' || n, 'completed', NULL, NULL, 'epoch', 'epoch' FROM ${n}`,
    );
    await run(sql`INSERT INTO package_order SELECT ${merchantId}::uuid, ${shopId}::uuid, '57610000' || n, ${id('package')} FROM ${n}`);
    await run(sql`
      INSERT INTO order_event SELECT ${merchantId}::uuid, ${id('order')}, ${id('event')}, 'epoch', 'epoch', 'order.status-changed', 'sweep', '{}' FROM ${n}`);
  });
  await withClient(database.access.migrator, async (client) => {
    for (const table of FILLED) await client.query(`ANALYZE tenant.${table}`);
  });
});
afterAll(() => database.close());

const plansOf = (work: (services: Bench['services']) => Promise<unknown>) => explained(bench.services, FILLED, work);

const caller = () => buildCaller(database.merchantId);
type Query = Parameters<typeof listOrders>[1]['query'];
const page: Query = { limit: 50, sort: '-createdAt' };
const cursor = Buffer.from(JSON.stringify({ at: '2026-11-18T09:00:00.000Z', id: '01a00000-0000-7000-8000-000000000000' })).toString(
  'base64url',
);

test.each<[string, Partial<Query>, string]>([
  ['newest', {}, 'orders_newest'],
  ['oldest', { sort: 'createdAt' }, 'orders_newest'],
  ['a later page', { cursor }, 'orders_newest'],
  ['one state', { status: 'unpaid' }, 'orders_status_newest'],
  ['one id', { channelOrderId: '5761000077' }, 'orders_channel_id'],
  ['search by the beginning of an id', { q: '57610000777' }, 'orders_channel_id'],
  ['search by SKU', { q: 'S11999' }, 'order_line_sku'],
  ['search by buyer', { q: 'Rare Name' }, 'search_term_pkey'],
])('the list of orders, %s, reads no table from end to end', async (_name, wish, index) => {
  const { scans, indexes } = await plansOf((services) => listOrders(services, { caller: caller(), query: { ...page, ...wish } }));
  expect(scans).toEqual([]);
  expect(indexes).toContain(index);
});

test('the list of one shop’s orders', async () => {
  const { scans } = await plansOf((services) => listOrders(services, { caller: caller(), query: { ...page, shopIds: [shop.shopId] } }));
  expect(scans).toEqual([]);
});

test('the order page and what happened to the order', async () => {
  const { items } = await listOrders(bench.services, { caller: caller(), query: { ...page, channelOrderId: '5761000077' } });
  // The bench's rows share one sealed buyer, which opens only in its own order: the page is read as one who sees no buyers.
  const reader = buildCaller(database.merchantId, { scopes: new Set(['orders:read']) });
  const orderId = items[0]?.id ?? '';
  const order = await plansOf((services) => readOrder(services, { caller: reader, orderId }));
  expect(order.scans).toEqual([]);
  expect(order.indexes).toEqual(expect.arrayContaining(['orders_pkey', 'order_line_pkey']));
  const asked = { caller: reader, requestId: 'r-1', body: undefined, params: { orderId }, query: { limit: 30 } };
  const timeline = await plansOf(async (services) => routeHandlers(services)['orders.timeline'](asked));
  expect(timeline.scans).toEqual([]);
  expect(timeline.indexes).toEqual(expect.arrayContaining(['inbound_object', 'shipment_of_order']));
});
