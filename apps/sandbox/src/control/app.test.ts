import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../start.ts';
import { ENDS_AT, truthDigest } from '../testing.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    clock: 'virtual',
    seed: 3,
    merchants: 2,
    shops: 4,
    days: 12,
    ordersPerShopDay: 15,
    endsAt: ENDS_AT,
  });
});
afterAll(() => sandbox.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${sandbox.url}${path}`, { headers });
const post = (path: string, body: unknown, headers: Record<string, string> = JSON_TYPE) =>
  fetch(`${sandbox.url}/_control${path}`, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

const pageSchema = z.object({ items: z.array(z.looseObject({ id: z.string(), shopId: z.string() })), nextCursor: z.string().nullable() });
const problemSchema = z.object({ code: z.string(), errors: z.array(z.object({ path: z.string() })).optional() });

async function truth(kind: string, shopId?: string) {
  const items: z.infer<typeof pageSchema>['items'] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: URLSearchParams = new URLSearchParams({ ...(shopId ? { shopId } : {}), ...(cursor ? { cursor } : {}) });
    const page = pageSchema.parse(await (await get(`/_control/truth/${kind}?${query}`)).json());
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

describe('control calls', () => {
  it('refuse strangers', async () => {
    const foreign = await post('/clock', { advanceMs: 1 }, { ...JSON_TYPE, origin: 'http://evil.example' });
    expect(foreign.status).toBe(403);
    expect((await get('/_control/state', { origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await post('/clock', 'advanceMs=1', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('/clock', '{"advanceMs":1}', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
  });

  it('end tokens, and list what webhooks became', async () => {
    expect(await (await post('/tokens/expire', {})).json()).toEqual({ expired: 0 });
    expect((await post('/tokens/expire', { all: true })).status).toBe(422);
    expect(await truth('deliveries')).toEqual([]);
    expect((await post('/faults', { seed: 1, webhooks: { delayMs: 48 * 3_600_000 } })).status).toBe(200);
    expect((await post('/faults', {})).status).toBe(200);
  });

  it.each([
    ['/orders', '{"count":', 400, undefined],
    ['/orders', { count: 0 }, 422, '/count'],
    ['/orders', { count: 1, nonsense: true }, 422, '/nonsense'],
    ['/orders', { count: 1, shopId: 'nowhere' }, 422, '/shopId'],
    ['/orders', { count: 1, skuId: 'nothing' }, 422, '/skuId'],
    ['/orders', { count: 1, status: 'LOST' }, 422, '/status'],
    ['/listings', { shopId: 'nowhere', count: 1 }, 422, '/shopId'],
    ['/listings', { shopId: 'nowhere', count: 0 }, 422, '/count'],
    ['/messages', { count: 1 }, 422, '/shopId'],
    ['/dispatch', { shopId: 'nowhere', orderIds: ['1'] }, 422, '/shopId'],
    ['/dispatch', { shopId: 'nowhere', orderIds: [] }, 422, '/orderIds'],
    ['/flash-sale', { skus: [{ shopId: '1', skuId: '1' }], buyers: 1, unitsPerBuyer: 1, overMs: 0, seed: 1 }, 422, '/skus/0'],
    ['/flash-sale', { skus: [{ shopId: '1', skuId: '1' }], buyers: 0, unitsPerBuyer: 1, overMs: 0, seed: 1 }, 422, '/buyers'],
    ['/take-down', { productId: '1', status: 'FREEZE', reason: 'x' }, 422, '/productId'],
    ['/take-down', { productId: '1', status: 'ACTIVATE', reason: 'x' }, 422, '/status'],
    ['/edit-listing', { productId: '1', title: 'x' }, 422, '/productId'],
    ['/decide-appeal', { appealId: 'nothing' }, 422, '/appealId'],
    ['/buyers', { ordersPerMinute: -1, messagesPerMinute: 0 }, 422, '/ordersPerMinute'],
    ['/faults', { seed: 1, api: { throttle: 2 } }, 422, '/api/throttle'],
    ['/reset', { seed: 1 }, 422, '/endsAt'],
    ['/clock', { advanceMs: -5 }, 422, '/advanceMs'],
    ['/clock/ack', {}, 422, '/now'],
    ['/grant', { merchantId: 'nobody' }, 404, undefined],
    ['/nothing', {}, 404, undefined],
  ])('refuse bad input to %s: %j', async (path, body, status, field) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(status);
    const problem = problemSchema.parse(await answer.json());
    if (field !== undefined) expect(problem.errors?.map((error) => error.path)).toContain(field);
  });

  it('refuse a speed under the virtual clock, and cursors of other lists', async () => {
    expect((await post('/clock', { speed: 2 })).status).toBe(409);
    expect((await get('/_control/truth/orders?cursor=rubbish')).status).toBe(400);
    expect((await get(`/_control/truth/orders?cursor=${Buffer.from('returns:1').toString('base64url')}`)).status).toBe(400);
    expect((await get('/_control/truth/orders?limit=5')).status).toBe(422);
    expect((await get('/_control/truth/dreams')).status).toBe(404);
  });
});

describe('the truth', () => {
  it('is paged to the end, whole and by shop', async () => {
    const { world } = sandbox.sim;
    const all = await truth('orders');
    expect(all.length).toBe(world.orders.size);
    expect(all.length).toBeGreaterThan(500);
    const perShop = await Promise.all([...world.shops.keys()].map((shopId) => truth('orders', shopId)));
    expect(
      perShop
        .flat()
        .map((order) => order.id)
        .sort(),
    ).toEqual(all.map((order) => order.id).sort());
  });

  it('shows an order that was placed just now', async () => {
    const placed = z.object({ orders: z.array(z.object({ id: z.string(), shopId: z.string() })) });
    const { orders } = placed.parse(await (await post('/orders', { count: 2, quantity: 3, status: 'AWAITING_SHIPMENT' })).json());
    const [first] = orders;
    const shown = (await truth('orders', first?.shopId)).find((order) => order.id === first?.id);
    expect(shown).toMatchObject({ status: 'AWAITING_SHIPMENT', refunds: [], cancelledBy: null, dispatchedAt: null });
    const [line, ...others] = z.array(z.object({ quantity: z.number() })).parse(shown?.lines);
    expect(others).toEqual([]);
    expect(line?.quantity).toBe(3);
  });

  it('sells what was listed by hand', async () => {
    const [shopId = ''] = sandbox.sim.world.shops.keys();
    const before = (await truth('listings', shopId)).length;
    const listed = z.object({ products: z.array(z.object({ id: z.string() })) });
    const { products } = listed.parse(await (await post('/listings', { shopId, count: 3 })).json());
    const shown = await truth('listings', shopId);
    expect(shown.length).toBe(before + 3);
    expect(shown.slice(-3).map(({ id, status }) => [id, status])).toEqual(products.map(({ id }) => [id, 'ACTIVATE']));
  });

  it('plays a flash sale whose units can be added up over shops, and lets a person edit a listing behind the app’s back', async () => {
    const goods = [...sandbox.sim.world.shops.values()].slice(0, 2).flatMap(({ id }) => {
      const product = sandbox.sim.lists(id).products.find(({ status }) => status === 'ACTIVATE');
      return product?.skus.slice(0, 1).map((sku) => ({ product, sku })) ?? [];
    });
    const skus = goods.map(({ product, sku }) => ({ shopId: product.shopId, skuId: sku.id }));
    const left = goods.reduce((sum, { sku }) => sum + (sku.stock[0]?.available ?? 0), 0);
    const counted = z.object({ id: z.string(), placed: z.number(), soldOut: z.number() });
    const sale = counted.parse(await (await post('/flash-sale', { skus, buyers: 3000, unitsPerBuyer: 1, overMs: 0, seed: 4 })).json());
    expect([sale.placed, sale.soldOut]).toEqual([left, 3000 - left]);
    expect((await truth('flash-sales')).find(({ id }) => id === sale.id)).toMatchObject(sale);
    const unitsOf = z.object({ skus: z.array(z.object({ skuId: z.string(), units: z.number() })), acceptedAt: z.number() });
    const now = sandbox.sim.now();
    const sold = (await truth('sold-units')).map((item) => unitsOf.parse(item)).filter(({ acceptedAt }) => acceptedAt === now);
    expect(sold.flatMap((order) => order.skus).reduce((sum, { units }) => sum + units, 0)).toBeGreaterThanOrEqual(left);
    const [first] = goods;
    const edit = { productId: first?.product.id, title: 'Another title', skus: [{ skuId: first?.sku.id, price: 777, quantity: 12 }] };
    expect((await post('/edit-listing', edit)).status).toBe(200);
    const shown = (await truth('listings')).find(({ id }) => id === first?.product.id);
    expect(shown).toMatchObject({ title: 'Another title', skus: expect.arrayContaining([expect.objectContaining({ salePrice: 777 })]) });
    expect(first?.sku.stock[0]?.available).toBe(12);
  });

  it('shows what was shipped by hand, and refuses orders that are not waiting or not the shop’s', async () => {
    const placed = z.object({ orders: z.array(z.object({ id: z.string(), shopId: z.string() })) });
    const order = async (status: string) => placed.parse(await (await post('/orders', { count: 1, status })).json()).orders[0];
    const [waiting, done] = [await order('AWAITING_SHIPMENT'), await order('COMPLETED')];
    const ship = (shopId: string | undefined, orderIds: unknown[]) => post('/dispatch', { shopId, orderIds });
    expect(await (await ship(waiting?.shopId, [waiting?.id])).json()).toEqual({ dispatched: [waiting?.id], refused: [] });
    expect(await (await ship(done?.shopId, [done?.id])).json()).toEqual({ dispatched: [], refused: [done?.id] });
    expect((await ship(waiting?.shopId, ['1'])).status).toBe(422);
    const shown = (await truth('orders', waiting?.shopId)).find(({ id }) => id === waiting?.id);
    expect(shown).toMatchObject({ status: 'AWAITING_COLLECTION', dispatchedAt: sandbox.sim.now() });
    const parcels = (await truth('packages', waiting?.shopId)).filter(({ orderIds }) =>
      z
        .array(z.string())
        .parse(orderIds)
        .includes(waiting?.id ?? ''),
    );
    expect(parcels).toMatchObject([{ status: 'FULFILLING', trackingNumber: expect.any(String) }]);
  });

  it('says of a message who wrote what in which language', async () => {
    const [shopId] = sandbox.sim.world.shops.keys();
    await post('/messages', { shopId, count: 1, language: 'th', text: 'สวัสดีค่ะ' });
    expect((await truth('messages', shopId)).at(-1)).toEqual({
      id: expect.any(String),
      shopId,
      conversationId: expect.any(String),
      index: expect.any(Number),
      at: sandbox.sim.now(),
      from: 'buyer',
      type: 'TEXT',
      language: 'th',
      text: 'สวัสดีค่ะ',
      content: '{"content":"สวัสดีค่ะ"}',
      deletedAt: null,
    });
  });

  it.each([
    'packages',
    'cancellations',
    'returns',
    'disputes',
    'stock',
    'listings',
    'sold-units',
    'flash-sales',
    'messages',
    'statements',
    'ad-spend',
    'writes',
    'reviews',
    'violations',
    'appeals',
    'balance-holds',
    'openings',
    'programme-applications',
  ])('has %s', async (kind) => {
    const items = await truth(kind);
    const mayBeEmpty = [
      'flash-sales',
      'disputes',
      'writes',
      'statements',
      'appeals',
      'balance-holds',
      'openings',
      'programme-applications',
    ];
    if (!mayBeEmpty.includes(kind)) expect(items.length).toBeGreaterThan(0);
  });
});

describe('the sandbox around it', () => {
  it('gives a code for a seller and their shops', async () => {
    const [seller] = sandbox.sim.world.sellers.values();
    const answer = await post('/grant', { merchantId: seller?.id, shopIds: seller?.shopIds.slice(0, 1) });
    expect(z.object({ code: z.string().min(10) }).safeParse(await answer.json()).success).toBe(true);
  });

  it('shows a product as a buyer sees it, and no other pages', async () => {
    const [product] = [...sandbox.sim.world.products.values()].filter((item) => item.status === 'ACTIVATE');
    if (!product) throw new Error('no product on sale');
    product.title = '<script>alert(1)</script>';
    const page = await (await get(`/storefront/${product.shopId}/${product.id}`)).text();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    expect((await get(`/storefront/${product.shopId}/1`)).status).toBe(404);
  });

  it('publishes rates that stay as they were', async () => {
    const first = await (await get('/fx/eurofxref-hist.xml')).text();
    expect(first).toMatch(/<Cube time="2026-11-20"><Cube currency="USD" rate="\d\.\d{4}"\/>/);
    expect(first).toMatch(/simulated/);
    expect(first).not.toContain('2026-11-21');
    await post('/clock', { advanceMs: 2 * 86_400_000 });
    const second = await (await get('/fx/eurofxref-hist.xml')).text();
    expect(second).toContain('<Cube time="2026-11-23">');
    const friday = (xml: string) => xml.match(/<Cube time="2026-11-20">.*/)?.[0];
    expect(friday(second)).toBe(friday(first));
  });

  it('resets to the same world for the same arguments, as ISO or as a number', async () => {
    const args = { seed: 11, merchants: 2, shops: 3, days: 8, ordersPerShopDay: 20 };
    expect((await post('/reset', { ...args, endsAt: new Date(ENDS_AT).toISOString() })).status).toBe(200);
    const digest = truthDigest(sandbox.sim);
    await post('/orders', { count: 5 });
    expect(truthDigest(sandbox.sim)).not.toBe(digest);
    await post('/reset', { ...args, endsAt: ENDS_AT });
    expect(truthDigest(sandbox.sim)).toBe(digest);
  });

  it('moves its clock and says so', async () => {
    const before = sandbox.sim.now();
    const moved = await (await post('/clock', { advanceMs: 600_000 })).json();
    expect(moved).toEqual({ now: before + 600_000, speed: 0 });
    expect(await (await get('/_control/clock')).json()).toEqual({ now: before + 600_000, speed: 0 });
  });

  it('makes a troubled world when asked to, the same again for the same arguments', async () => {
    const args = { seed: 5, merchants: 1, shops: 2, days: 20, ordersPerShopDay: 20, endsAt: ENDS_AT, troubled: true };
    expect((await post('/reset', args)).status).toBe(200);
    const digest = truthDigest(sandbox.sim);
    expect((await truth('violations')).some(({ points }) => Number(points) >= 8)).toBe(true);
    await post('/reset', { ...args, troubled: false });
    expect((await truth('violations')).every(({ points }) => Number(points) < 8)).toBe(true);
    await post('/reset', args);
    expect(truthDigest(sandbox.sim)).toBe(digest);
  });
});
