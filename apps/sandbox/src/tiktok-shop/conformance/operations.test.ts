import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Order } from '../../world/types.ts';
import { type Answer, type Call, exchange, firstShop, type Stage, shopsOf, stage } from './client.ts';

let set: Stage;
let token: string;
beforeAll(async () => {
  set = stage();
  token = await set.token();
});
afterAll(() => set.close());

const ask = (call: Call, cipher = firstShop(set.sim).cipher): Promise<Answer> =>
  set.call({ token, ...call, query: { shop_cipher: cipher, ...call.query } });
const post = (path: string, query: Record<string, string>, body: object): Call => ({
  path,
  method: 'POST',
  query,
  body: JSON.stringify(body),
});
const lists = () => set.sim.lists(firstShop(set.sim).id);

const Wire = z.object({
  id: z.string(),
  status: z.string(),
  payment: z.record(z.string(), z.string()),
  line_items: z.array(
    z.object({
      id: z.string(),
      sku_id: z.string(),
      sale_price: z.string(),
      original_price: z.string(),
      platform_discount: z.string(),
      seller_discount: z.string(),
    }),
  ),
  create_time: z.number(),
  update_time: z.number(),
  paid_time: z.number().optional(),
  cancel_time: z.number().optional(),
});
const Orders = z.object({ orders: z.array(Wire) });

/** Reads a decimal of the wire back into minor units. */
const minor = (text: string, currency: string) => Math.round(Number(text) * (currency === 'JPY' || currency === 'VND' ? 1 : 100));
const total = (order: Order, of: (line: Order['lines'][number]) => number) => order.lines.reduce((sum, line) => sum + of(line), 0);

test('every shop’s orders carry the world’s money to the last unit, one line item per unit', async () => {
  for (const shop of shopsOf(set.sim)) {
    const truth = set.sim.lists(shop.id).orders.slice(-50);
    const answer = await ask({ path: '/order/202507/orders', query: { ids: truth.map(({ id }) => id).join(',') } }, shop.cipher);
    const wire = new Map(Orders.parse(answer.data).orders.map((order) => [order.id, order]));
    expect(wire.size).toBe(truth.length);
    for (const order of truth) {
      const seen = wire.get(order.id);
      const amount = (field: string) => minor(seen?.payment[field] ?? 'missing', shop.currency);
      expect(seen?.line_items.map(({ id }) => id)).toEqual(order.lines.map(({ id }) => id));
      expect(seen?.line_items.map((line) => minor(line.sale_price, shop.currency))).toEqual(order.lines.map((line) => line.salePrice));
      expect(seen?.line_items.map((line) => minor(line.platform_discount, shop.currency))).toEqual(
        order.lines.map((line) => line.platformDiscount),
      );
      expect(amount('sub_total')).toBe(total(order, (line) => line.salePrice));
      expect(amount('original_total_product_price')).toBe(amount('sub_total') + amount('seller_discount') + amount('platform_discount'));
      expect(amount('shipping_fee')).toBe(order.shipping);
      expect(amount('tax')).toBe(order.tax);
      expect(amount('total_amount')).toBe(amount('sub_total') + order.shipping + order.tax);
      expect([seen?.status, seen?.paid_time]).toEqual([order.status, order.paidAt === null ? undefined : order.paidAt / 1000]);
    }
  }
});

test('the address is hidden before the order is firm and masked after it is done', async () => {
  const Addressed = z.object({ orders: z.array(z.object({ status: z.string(), recipient_address: z.object({ name: z.string() }) })) });
  const order = lists().orders.find(({ status }) => status === 'DELIVERED' || status === 'COMPLETED');
  const [unpaid] = set.sim.acts.placeOrders({ shopId: firstShop(set.sim).id, count: 1, status: 'UNPAID' });
  const answer = await ask({ path: '/order/202309/orders', query: { ids: `${order?.id},${unpaid?.id}` } });
  const names = Addressed.parse(answer.data).orders.map((item) => item.recipient_address.name);
  expect(names).toEqual([`${[...(order?.buyer.name ?? '')][0]}***`, '***']);
});

test('an order of another shop is refused, more than fifty ids are refused, an unknown id is left out', async () => {
  const path = '/order/202309/orders';
  const foreign = [...set.sim.world.orders.values()].find(({ shopId }) => shopId !== firstShop(set.sim).id);
  expect((await ask({ path, query: { ids: foreign?.id ?? '' } })).code).toBe(21008111);
  expect((await ask({ path, query: { ids: Array.from({ length: 51 }, () => '1').join(',') } })).code).toBe(36009004);
  expect((await ask({ path, query: { ids: '1' } })).data).toEqual({ orders: [] });
});

test('price detail adds up to the order', async () => {
  const order = lists().orders.find(({ lines, paidAt }) => lines.length > 1 && paidAt !== null) ?? lists().orders[0];
  const answer = await ask({ path: `/order/202407/orders/${order?.id}/price_detail` });
  const Price = z.object({
    payment: z.string(),
    subtotal: z.string(),
    line_items: z.array(z.object({ subtotal: z.string(), tax_amount: z.string() })),
  });
  const price = Price.parse(answer.data);
  const currency = order?.currency ?? '';
  const lines = price.line_items.reduce((sum, line) => sum + minor(line.subtotal, currency), 0);
  const taxes = price.line_items.reduce((sum, line) => sum + minor(line.tax_amount, currency), 0);
  expect([lines, taxes]).toEqual([minor(price.subtotal, currency), order?.tax]);
});

test('refunds of cancellations and returns are the world’s', async () => {
  const Refunded = z.object({ refund_amount: z.object({ refund_total: z.string(), currency: z.string() }), order_id: z.string() });
  const found = [];
  for (const shop of shopsOf(set.sim)) {
    for (const [path, key] of [
      ['cancellations', 'cancellations'],
      ['returns', 'return_orders'],
    ] as const) {
      const answer = await ask(post(`/return_refund/202309/${path}/search`, { page_size: '50' }, {}), shop.cipher);
      const rows = z.record(z.string(), z.unknown()).parse(answer.data)[key];
      const truth = [...set.sim.lists(shop.id)[path]].slice(0, 50);
      const seen = z.array(Refunded).parse(rows);
      expect(seen.map((row) => minor(row.refund_amount.refund_total, shop.currency))).toEqual(truth.map(({ refund }) => refund));
      found.push(...seen);
    }
  }
  expect(found.length).toBeGreaterThan(0);
});

test('shop analytics of a day equal the orders paid that day', async () => {
  const shop = firstShop(set.sim);
  const inZone = new Intl.DateTimeFormat('sv-SE', { timeZone: shop.timeZone });
  const [day = ''] = lists()
    .orders.filter(({ paidAt }) => paidAt !== null)
    .map(({ paidAt }) => inZone.format(paidAt ?? 0))
    .slice(20);
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  const paid = lists().orders.filter(({ paidAt }) => paidAt !== null && inZone.format(paidAt) === day);
  const gmv = paid.reduce((sum, order) => sum + total(order, (line) => line.salePrice + line.platformDiscount), 0);
  const answer = await ask({ path: '/analytics/202405/shop/performance', query: { start_date_ge: day, end_date_lt: next } });
  const Performance = z.object({
    performance: z.object({ intervals: z.array(z.object({ orders: z.number(), gmv: z.object({ amount: z.string() }) })) }),
  });
  const [interval] = Performance.parse(answer.data).performance.intervals;
  expect(paid.length).toBeGreaterThan(0);
  expect([interval?.orders, minor(interval?.gmv.amount ?? '', shop.currency)]).toEqual([paid.length, gmv]);
});

test('the older product analytics carry ids as bare numbers beyond 2^53', async () => {
  const query = { start_date_ge: '2026-11-01', end_date_lt: '2026-11-20', page_size: '5' };
  const older = await ask({ path: '/analytics/202405/shop_products/performance', query });
  const newer = await ask({ path: '/analytics/202509/shop_products/performance', query });
  const numbers = [...older.text.matchAll(/"id":(\d{18,})/g)].map(([, digits]) => digits);
  const texts = [...newer.text.matchAll(/"id":"(\d{18,})"/g)].map(([, digits]) => digits);
  expect(numbers).toHaveLength(5);
  expect(numbers).toEqual(texts);
});

test('ad spend comes by the shop’s days, page by page', async () => {
  const Spend = z.object({
    items: z.array(z.object({ id: z.string(), day: z.string(), amount: z.string(), currency: z.string() })),
    next_page_token: z.string(),
  });
  const seen: string[] = [];
  let next = '';
  do {
    const query = { start_date_ge: '2026-10-01', end_date_lt: '2026-12-01', page_size: '7', ...(next ? { page_token: next } : {}) };
    const page = Spend.parse((await ask({ path: '/sandbox-extension/ad-spend', query })).data);
    seen.push(...page.items.map(({ day, amount }) => `${day} ${amount}`));
    next = page.next_page_token;
  } while (next !== '');
  const { currency } = firstShop(set.sim);
  expect(seen).toHaveLength(lists().adSpend.length);
  expect(new Set(seen.map((row) => `${row.slice(0, 10)} ${minor(row.slice(11), currency)}`))).toEqual(
    new Set(lists().adSpend.map(({ day, amount }) => `${day} ${amount}`)),
  );
});

describe('every other read answers with what the world knows', () => {
  const product = () => lists().products[0];
  const conversation = () => lists().conversations[0];
  const rows: [string, () => Call, () => unknown][] = [
    [
      'seller shops',
      () => ({ path: '/seller/202309/shops', query: {} }),
      () => ({ shops: expect.arrayContaining([expect.objectContaining({ region: 'US' })]) }),
    ],
    ['permissions', () => ({ path: '/seller/202309/permissions' }), () => ({ permissions: ['MANAGE_GLOBAL_PRODUCT'] })],
    [
      'categories',
      () => ({ path: '/product/202309/categories', query: { category_version: 'v2' } }),
      () => ({ categories: expect.arrayContaining([expect.objectContaining({ id: product()?.categoryId, is_leaf: true })]) }),
    ],
    [
      'rules',
      () => ({ path: `/product/202309/categories/${product()?.categoryId}/rules` }),
      () => ({ package_dimension: { is_required: true } }),
    ],
    [
      'attributes',
      () => ({ path: `/product/202309/categories/${product()?.categoryId}/attributes` }),
      () => ({ attributes: expect.any(Array) }),
    ],
    [
      'brands',
      () => ({ path: '/product/202309/brands', query: { page_size: '3' } }),
      () => ({ brands: expect.arrayContaining([]), total_count: set.sim.world.brands.size }),
    ],
    [
      'product search',
      () => post('/product/202502/products/search', { page_size: '5' }, { status: 'ACTIVATE' }),
      () => ({ total_count: expect.any(Number) }),
    ],
    [
      'product detail',
      () => ({ path: `/product/202309/products/${product()?.id}` }),
      () => ({ id: product()?.id, title: product()?.title }),
    ],
    [
      'stock',
      () => post('/product/202309/inventory/search', {}, { product_ids: [product()?.id] }),
      () => ({ inventory: [{ product_id: product()?.id, skus: product()?.skus.map(({ id }) => expect.objectContaining({ id })) }] }),
    ],
    [
      'warehouses',
      () => ({ path: '/logistics/202309/warehouses' }),
      () => ({ warehouses: firstShop(set.sim).warehouseIds.map((id) => expect.objectContaining({ id })) }),
    ],
    [
      'packages',
      () => post('/fulfillment/202309/packages/search', { page_size: '5' }, {}),
      () => ({ total_count: lists().packages.length }),
    ],
    [
      'package',
      () => ({ path: `/fulfillment/202309/packages/${lists().packages[0]?.id}` }),
      () => ({ package_id: lists().packages[0]?.id }),
    ],
    [
      'conversations',
      () => ({ path: '/customer_service/202309/conversations', query: { page_size: '5' } }),
      () => ({ conversations: expect.any(Array) }),
    ],
    [
      'messages',
      () => ({
        path: `/customer_service/202309/conversations/${conversation()?.id}/messages`,
        query: { page_size: '50', sort_order: 'ASC' },
      }),
      () => ({ messages: conversation()?.messages.map(({ id, content }) => expect.objectContaining({ id, content })) }),
    ],
    [
      'newer shop analytics',
      () => ({ path: '/analytics/202509/shop/performance', query: { start_date_ge: '2026-11-10', end_date_lt: '2026-11-12' } }),
      () => ({ latest_available_date: '2026-11-19' }),
    ],
  ];
  test.each(rows)('%s', async (_what, make, expected) => {
    const call = make();
    const takesNoCipher = call.path.startsWith('/seller/');
    const answer = takesNoCipher ? await set.call({ token, ...call }) : await ask(call);
    expect([answer.code, answer.message]).toEqual([0, 'Success']);
    expect(answer.data).toMatchObject(z.record(z.string(), z.unknown()).parse(expected()));
  });
});

test('statements show what was settled and paid', async () => {
  const shop = [...set.sim.world.shops.values()].find(({ id }) => set.sim.lists(id).statements.length > 0);
  const { access_token } = await exchange(set.shop, shop?.sellerId ?? '');
  const query = { sort_field: 'statement_time', page_size: '100', shop_cipher: shop?.cipher ?? '' };
  const answer = await set.call({ path: '/finance/202309/statements', token: access_token, query });
  const Statements = z.object({
    statements: z.array(z.object({ id: z.string(), settlement_amount: z.string(), payment_status: z.string() })),
  });
  const seen = Statements.parse(answer.data).statements.map((item) => [
    item.id,
    minor(item.settlement_amount, shop?.currency ?? ''),
    item.payment_status,
  ]);
  expect(seen).toEqual(set.sim.lists(shop?.id ?? '').statements.map(({ id, settlement, status }) => [id, settlement, status]));
  expect(seen.length).toBeGreaterThan(0);
});

test('a product or conversation of another shop cannot be read', async () => {
  const other = shopsOf(set.sim)[1];
  const foreign = set.sim.lists(other?.id ?? '');
  expect((await ask({ path: `/product/202309/products/${foreign.products[0]?.id}` })).code).toBe(12052048);
  const path = `/customer_service/202309/conversations/${foreign.conversations[0]?.id}/messages`;
  expect((await ask({ path, query: { page_size: '5' } })).code).toBe(45102007);
});
