import { randomUUID } from 'node:crypto';
import type { AnswerOf, OrderDetail, Routes, TimelineEntry } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../platform/database/roles.ts';
import { codeOf, problemIn, startTestServer, type TestServer } from '../../../platform/http/testing.ts';
import { routeHandlers } from '../../../wiring.ts';
import { type Bench, type BuiltShop, buildShop, createBench } from '../../accounts/testing.ts';
import { buildAfterSale, buildLine, buildOrder, takeIn, takeInAfterSales } from '../testing.ts';

/** The list and the order page as a caller meets them: over HTTP, with the answers checked against the contract. */
let server: TestServer;
let bench: Bench;
let shops: { gb: BuiltShop; us: BuiltShop; foreign: BuiltShop };
let key: string;

const TIE = Date.UTC(2026, 10, 20, 9);
const TIED = 23;

beforeAll(async () => {
  server = await startTestServer({
    handlers: ({ database }) => {
      bench = createBench(database);
      return routeHandlers(bench.services);
    },
  });
  const { merchantId } = server.owner;
  shops = {
    gb: await buildShop(bench, merchantId, { market: 'GB' }),
    us: await buildShop(bench, merchantId, { market: 'US' }),
    foreign: await buildShop(bench, server.test.otherMerchantId, { market: 'GB' }),
  };
  key = await server.keyWith();
  // Many orders of one instant, over two shops, around a few of other instants.
  const tied = Array.from({ length: TIED }, () => buildOrder({ createdAt: TIE }));
  await takeIn(bench.services, shops.gb, [...tied.slice(0, 15), buildOrder({ createdAt: TIE + 1000 })]);
  await takeIn(bench.services, shops.us, [...tied.slice(15), buildOrder({ createdAt: TIE - 1000, status: 'cancelled', currency: 'USD' })]);
  await takeIn(bench.services, shops.foreign, [buildOrder({ createdAt: TIE })]);
});
afterAll(() => server.close());

type List = AnswerOf<Routes['orders.list']>;
const get = (query: string, how: { key?: string } = {}) => server.call('GET', `/api/v1/orders${query}`, { key: how.key ?? key });
const list = async (query: string, how: { key?: string } = {}): Promise<List> => {
  const answer = await get(query, how);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as List; // parsed by the server, which checks its answers in tests
};

async function walk(query: string, how: { key?: string; from?: string | null } = {}): Promise<List['items']> {
  const items: List['items'] = [];
  for (let cursor: string | null = how.from ?? ''; cursor !== null; ) {
    const page: List = await list(`?${query}${cursor ? `&cursor=${cursor}` : ''}`, how);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

describe('paging', () => {
  test.each([1, 2, 7, 24, 25, 26, 200])('every order once with pages of %i, newest first, ties in a fixed order', async (limit) => {
    const items = await walk(`limit=${limit}`);
    expect(items).toHaveLength(TIED + 2);
    expect(new Set(items.map((item) => item.id)).size).toBe(TIED + 2);
    const keys = items.map((item) => `${item.createdAt} ${item.id}`);
    expect(keys).toEqual([...keys].sort().reverse());
  });

  test('oldest first is the same list backwards', async () => {
    const newest = await walk('limit=4');
    expect((await walk('limit=4&sort=createdAt')).map((item) => item.id)).toEqual(newest.map((item) => item.id).reverse());
  });

  test('an order that arrives between two pages neither repeats nor hides another', async () => {
    const before = await walk('limit=200');
    const first = await list('?limit=10');
    await takeIn(bench.services, shops.gb, [buildOrder({ createdAt: TIE + 9_000, status: 'on-hold' })]);
    const rest = await walk('limit=10', { from: first.nextCursor });
    expect([...first.items, ...rest].map((item) => item.id)).toEqual(before.map((item) => item.id));
  });

  const position = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each([
    ['not base64', '!!!'],
    ['not JSON', Buffer.from('nonsense').toString('base64url')],
    ['another list’s', position({ name: 'Shop', id: randomUUID() })],
    ['SQL for an id', position({ at: '2026-11-20T09:00:00.000Z', id: "' OR 1=1 --" })],
    ['a key too many', position({ at: '2026-11-20T09:00:00.000Z', id: randomUUID(), merchantId: randomUUID() })],
    ['an instant that is none', position({ at: 'yesterday', id: randomUUID() })],
  ])('a cursor that is %s is 400 bad-cursor', async (_name, cursor) => {
    const answer = await get(`?cursor=${encodeURIComponent(cursor)}`);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'bad-cursor']);
  });

  test.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])('a cursor at the edge of time (%s) is no fault of ours', async (at) => {
    expect((await get(`?cursor=${position({ at, id: randomUUID() })}`)).status).toBe(200);
  });

  test('a cursor of another merchant shows nothing of them', async () => {
    const foreign = await server.keyWith({ merchantId: server.test.otherMerchantId });
    const { nextCursor } = await list('?limit=3');
    const items = await walk('limit=3', { key: foreign, from: nextCursor });
    expect(items.every((item) => item.shop.id === shops.foreign.shopId)).toBe(true);
  });
});

describe('filters', () => {
  test('by market, shop and status', async () => {
    expect(new Set((await walk('market=US')).map((item) => item.shop.id))).toEqual(new Set([shops.us.shopId]));
    expect((await walk(`shopIds=${shops.gb.shopId}&limit=200`)).every((item) => item.shop.market === 'GB')).toBe(true);
    expect((await walk('status=cancelled')).map((item) => item.gmv.currency)).toEqual(['USD']);
    expect(await walk('market=JP')).toEqual([]);
  });

  test('by days of the reader’s zone, both included', async () => {
    const at = Date.UTC(2026, 8, 9, 16, 30);
    await takeIn(bench.services, shops.us, [buildOrder({ createdAt: at, channelOrderId: 'DAY-ORDER' })]);
    const found = async (query: string) => (await walk(`q=DAY-ORDER&${query}`)).length;
    expect(await found('createdFrom=2026-09-09&createdTo=2026-09-09')).toBe(1);
    expect(await found('createdFrom=2026-09-09&createdTo=2026-09-09&timeZone=Asia/Shanghai')).toBe(0);
    expect(await found('createdFrom=2026-09-10&createdTo=2026-09-10&timeZone=Asia/Shanghai')).toBe(1);
  });

  test.each([
    ['timeZone=Nowhere/Land&createdFrom=2026-01-01', '/timeZone'],
    ['timeZone=shop&createdFrom=2026-01-01', '/timeZone'],
    ['createdFrom=0000-01-01', '/createdFrom'],
    ['createdTo=9999-12-31', '/createdTo'],
    ['createdFrom=2026-02-30', '/createdFrom'],
    ['status=lost', '/status'],
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['q=', '/q'],
    ['nonsense=1', '/nonsense'],
    ['shopIds=1', '/shopIds/0'],
  ])('%s is refused with the path', async (query, path) => {
    const answer = await get(`?${query}`);
    expect(answer.status, answer.text).toBe(422);
    expect(problemIn(answer).errors?.map((error) => error.path)).toContain(path);
  });

  test('a caller bound to one shop sees that one, and asking for another shows nothing', async () => {
    const bound = await server.keyWith({ shopIds: [shops.us.shopId] });
    expect(new Set((await walk('limit=200', { key: bound })).map((item) => item.shop.id))).toEqual(new Set([shops.us.shopId]));
    expect(await walk(`shopIds=${shops.gb.shopId}`, { key: bound })).toEqual([]);
    expect(await walk('', { key: await server.keyWith({ shopIds: [] }) })).toEqual([]);
  });

  test('another merchant’s shop reads as one that never was', async () => {
    expect(await walk(`shopIds=${shops.foreign.shopId}`)).toEqual([]);
  });
});

describe('search', () => {
  const buyer = { name: 'Zoë van der Berg', phone: '(+44)7700 900123', email: 'Zoe.Berg@Example.test' };
  let orderId: string;
  beforeAll(async () => {
    const order = buildOrder({
      channelOrderId: '579998887776665554',
      buyer,
      lines: [buildLine(), buildLine({ sellerSku: 'Straw-Hat_XL' })],
    });
    await takeIn(bench.services, shops.gb, [order]);
    orderId = (await list(`?channelOrderId=${order.channelOrderId}`)).items[0]?.id ?? '';
  });

  test.each([
    ['the order id', '579998887776665554'],
    ['its beginning', '57999888'],
    ['a SKU', 'Straw-Hat_XL'],
    ['the beginning of a SKU in other case', 'straw-h'],
    ['a SKU in full-width letters', 'Ｓｔｒａｗ-Hat'],
    ['the buyer’s name', 'zoë van der berg'],
    ['one word of it', 'Berg'],
    ['the phone with its signs', '+44 7700 900123'],
    ['the phone’s digits', '447700900123'],
    ['the e-mail in other case', 'zoe.berg@example.TEST'],
  ])('by %s', async (_name, q) => {
    expect((await walk(`q=${encodeURIComponent(q)}`)).map((item) => item.id)).toEqual([orderId]);
  });

  test.each(['%', '_', '9998', 'zo', "Berg' OR ''='", 'hat_xl', '\\'])('nothing by %s', async (q) => {
    expect(await walk(`q=${encodeURIComponent(q)}`)).toEqual([]);
  });

  test('a buyer renamed by the platform is found by the new name and no more by the old', async () => {
    const order = buildOrder({ channelOrderId: 'RENAMED-1', buyer: { name: 'Anselma' } });
    await takeIn(bench.services, shops.gb, [order]);
    await takeIn(bench.services, shops.gb, [{ ...order, buyer: { ...order.buyer, name: 'Bertolda' }, updatedAt: order.updatedAt + 1 }]);
    expect(await walk('q=anselma')).toEqual([]);
    expect(await walk('q=bertolda')).toHaveLength(1);
  });

  test('a buyer or SKU of very many orders: the newest first, however many there are', async () => {
    const oldest = buildOrder({
      createdAt: TIE - 900_000_000,
      buyer: { name: 'Everyone' },
      lines: [buildLine({ sellerSku: 'BESTSELLER' })],
    });
    const newest = buildOrder({
      createdAt: TIE + 900_000_000,
      buyer: { name: 'Everyone' },
      lines: [buildLine({ sellerSku: 'BESTSELLER' })],
    });
    await takeIn(bench.services, shops.gb, [oldest, newest]);
    // Between the two, more than are ever collected at once: copies of the oldest order, found in the same ways. Analysed between the
    // steps, as a running database is: the check of a foreign key planned for sixty orders would read twenty thousand for each line.
    const { items } = await list(`?channelOrderId=${oldest.channelOrderId}`);
    const times = sql`generate_series(1, 20001) AS n`;
    const copy = sql`overlay(overlay(md5('copy' || n) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`;
    const original = sql`${items[0]?.id}::uuid`;
    const steps = [
      sql`INSERT INTO orders SELECT merchant_id, ${copy}, shop_id, 'COPY-' || n, status, currency, gmv_minor, units, 0, 0, 0, created_at + n * interval '1 second', paid_at,
        updated_at, content_hash, NULL, NULL, NULL, NULL, NULL, NULL, 'Card', 'seller', 'GB', buyer, first_seen_at, applied_at FROM orders, ${times} WHERE id = ${original}`,
      sql`INSERT INTO order_line SELECT merchant_id, ${copy}, 1, channel_line_ids, channel_sku_id, channel_product_id, seller_sku, seller_sku_folded, product_name,
        variant_name, NULL, 1, 1, 1, 0, 0 FROM order_line, ${times} WHERE order_id = ${original}`,
      sql`INSERT INTO search_term SELECT merchant_id, field, term, ${copy} FROM search_term, ${times} WHERE id = ${original}`,
    ];
    for (const step of steps) {
      await bench.services.database.withMerchant(server.owner.merchantId, (tx) => step.execute(tx));
      await withClient(server.test.access.migrator, (client) =>
        client.query('ANALYZE tenant.orders, tenant.order_line, tenant.search_term'),
      );
    }
    const found = async (q: string) => (await list(`?limit=3&q=${q}`)).items.map((item) => item.channelOrderId);
    const expected = [newest.channelOrderId, 'COPY-20001', 'COPY-20000'];
    expect(await found('everyone')).toEqual(expected);
    expect(await found('bestsell')).toEqual(expected);
    expect(await found('COPY-')).toEqual(['COPY-20001', 'COPY-20000', 'COPY-19999']);
  });

  test('nothing of another merchant, whose terms are keyed with another key', async () => {
    await takeIn(bench.services, shops.foreign, [buildOrder({ buyer: { name: 'Only Theirs' } })]);
    expect(await walk('q=only')).toEqual([]);
  });
});

describe('the order page', () => {
  const read = (id: string, how: { key?: string } = {}) => server.call('GET', `/api/v1/orders/${id}`, { key: how.key ?? key });
  const buyer = { name: 'Nadia', phone: '5551234', email: 'nadia@example.test', address: 'Elm Street 1' };
  let id: string;
  beforeAll(async () => {
    const order = buildOrder({ channelOrderId: 'PAGE-1', buyer, shipping: 350, tax: 120, createdAt: TIE - 5_000 });
    await takeIn(bench.services, shops.gb, [order]);
    await takeIn(bench.services, shops.gb, [
      { ...order, status: 'delivered', dispatchedAt: TIE + 60_000, deliveredAt: TIE + 120_000, updatedAt: TIE + 120_000 },
    ]);
    const refundedAt = TIE + 600_000;
    await takeInAfterSales(bench.services, shops.gb, [
      buildAfterSale({ channelOrderId: 'PAGE-1', refundAmount: 400, refundedAt, updatedAt: refundedAt }),
    ]);
    id = (await list('?channelOrderId=PAGE-1')).items[0]?.id ?? '';
  });
  const detail = async (how: { key?: string } = {}) => (await read(id, how)).body as OrderDetail; // parsed by the server

  test('tells the story in order, each thing once', async () => {
    const { refunds, lines } = await detail();
    const { items } = (await server.call('GET', `/api/v1/orders/${id}/timeline?limit=50`, { key })).body as { items: TimelineEntry[] }; // parsed by the server
    expect(items.filter(({ actor }) => actor.kind === 'platform').map(({ kind }) => kind)).toEqual([
      ...['after-sale.requested', 'after-sale.refunded', 'order.delivered', 'order.status-changed', 'order.dispatched', 'order.paid'],
      'order.placed',
    ]);
    expect(lines).toHaveLength(1);
    expect(refunds).toMatchObject([{ amount: { amount: 400, currency: 'GBP' } }]);
  });

  test('shows the buyer only to who may see buyers', async () => {
    expect((await detail()).buyer).toMatchObject({ ...buyer, region: 'GB' });
    const without = await server.keyWith({ scopes: ['orders:read'] });
    const answer = await read(id, { key: without });
    expect((answer.body as OrderDetail).buyer).toBeNull(); // parsed by the server
    expect(answer.text).not.toContain('Nadia');
  });

  test('has no buyer while the platform hides them', async () => {
    await takeIn(bench.services, shops.gb, [buildOrder({ channelOrderId: 'HIDDEN-1', status: 'on-hold' })]);
    const [found] = (await list('?channelOrderId=HIDDEN-1')).items;
    expect(((await read(found?.id ?? '')).body as OrderDetail).buyer).toBeNull(); // parsed by the server
  });

  test('is absent alike for another merchant, another shop’s caller, an unknown and an impossible id', async () => {
    const foreign = await server.keyWith({ merchantId: server.test.otherMerchantId });
    const bound = await server.keyWith({ shopIds: [shops.us.shopId] });
    const problems = [
      await read(id, { key: foreign }),
      await read(id, { key: bound }),
      await read(randomUUID()),
      await read('not-an-id'),
    ].map(({ status, body }) => [status, { ...(body as object), requestId: '' }]);
    expect(new Set(problems.map((problem) => JSON.stringify(problem))).size).toBe(1);
    expect(problems[0]?.[0]).toBe(404);
  });
});
