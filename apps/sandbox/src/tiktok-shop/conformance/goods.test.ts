import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { truthPage } from '../../control/truth.ts';
import { demandsOf } from '../../world/goods/category-demands.ts';
import { createSimulation } from '../../world/simulation.ts';
import type { Product, Shop } from '../../world/types.ts';
import { MINUTE } from '../../world/zone.ts';
import { lookAt } from '../image-size.ts';
import { type Answer, type Call, ENDS_AT, exchange, firstSeller, type Stage, shopsOf, stage } from './client.ts';

/** Writing goods over the wire: what is refused at once and with which number, and what is told afterwards. */
let set: Stage;
let token: string;
const received: { type: number; shop_id?: string; seller_open_id?: string; data: Record<string, unknown> }[] = [];
const HOOK = 'http://127.0.0.1:4310/hooks/tiktok-shop';
const Notification = z.looseObject({ type: z.number(), data: z.record(z.string(), z.unknown()) });

beforeAll(async () => {
  const sim = createSimulation({ seed: 7, merchants: 3, shops: 9, days: 3, ordersPerShopDay: 2, endsAt: ENDS_AT, clock: 'virtual' });
  const post = async (_address: string, { body }: { body: string }) => {
    received.push(Notification.parse(JSON.parse(body)));
    return 200;
  };
  set = stage({ sim, post });
});
beforeEach(async () => {
  token = await set.token();
});
afterAll(() => set.close());

function shopIn(market: string): Shop {
  const shop = shopsOf(set.sim).find((one) => one.market === market);
  if (!shop) throw new Error(`no shop in ${market}`);
  return shop;
}
const ask = (call: Call, market = 'US'): Promise<Answer> =>
  set.call({ token, ...call, query: { shop_cipher: shopIn(market).cipher, ...call.query } });
const send = (method: string, path: string, body: object): Call => ({ method, path, body: JSON.stringify(body) });
const forAccount = (method: string, path: string, body: object): Promise<Answer> => set.call({ token, ...send(method, path, body) });

function live(market = 'US'): Product {
  const product = set.sim.lists(shopIn(market).id).products.find(({ status, skus }) => status === 'ACTIVATE' && skus.length > 1);
  if (!product) throw new Error('nothing on sale');
  return product;
}

let named = 0;
function body(market = 'US', overrides: object = {}) {
  const product = live(market);
  named += 1;
  const sku = {
    seller_sku: `NEW-${named}`,
    price: { amount: '12', currency: shopIn(market).currency },
    inventory: [{ warehouse_id: shopIn(market).warehouseIds[0], quantity: 5 }],
  };
  return {
    title: `A new thing no. ${named} for the kitchen`,
    description: '<p>New</p>',
    category_id: product.categoryId,
    main_images: product.imageUris.map((uri) => ({ uri })),
    package_weight: { value: '0.4', unit: 'KILOGRAM' },
    package_dimensions: { length: '10', width: '10', height: '10', unit: 'CENTIMETER' },
    product_attributes: product.attributes.map(({ id, values }) => ({
      id,
      values: values.map(({ id: valueId }) => ({ id: valueId ?? '' })),
    })),
    certifications: product.certificates.map(({ id, imageUris }) => ({ id, images: imageUris.map((uri) => ({ uri })) })),
    ...(product.sizeChartUri === null ? {} : { size_chart: { image: { uri: product.sizeChartUri } } }),
    skus: [sku],
    ...overrides,
  };
}
const skuWith = (overrides: object, market = 'US') => ({ skus: [{ ...body(market).skus[0], ...overrides }] });
const Made = z.object({ product_id: z.string(), skus: z.array(z.object({ id: z.string(), seller_sku: z.string() })) });

describe('a create is refused', () => {
  const parent = () => [...set.sim.world.categories.values()].find(({ isLeaf }) => !isLeaf)?.id;
  const returns = () => shopIn('US').warehouseIds[1];
  const rows: [string, number, () => object, string?][] = [
    ['without a category that exists', 12052023, () => ({ category_id: '1' })],
    ['in a category that is no leaf', 12052024, () => ({ category_id: parent() })],
    ['with a brand that does not exist', 12052026, () => ({ brand_id: '1' })],
    ['from a foreign warehouse', 12052530, () => skuWith({ inventory: [{ warehouse_id: '1', quantity: 1 }] })],
    ['from a warehouse for returns', 12019022, () => skuWith({ inventory: [{ warehouse_id: returns(), quantity: 1 }] })],
    ['from no warehouse', 12019022, () => skuWith({ inventory: [] })],
    ['with a quantity of 0', 12052055, () => skuWith({ inventory: [{ warehouse_id: shopIn('US').warehouseIds[0], quantity: 0 }] })],
    [
      'with too large a quantity',
      12052055,
      () => skuWith({ inventory: [{ warehouse_id: shopIn('US').warehouseIds[0], quantity: 100_000 }] }),
    ],
    ['in another currency', 36009004, () => skuWith({ price: { amount: '12', currency: 'EUR' } })],
    ['finer than a cent', 36009004, () => skuWith({ price: { amount: '12.345', currency: 'USD' } })],
    ['in pounds outside the US', 12019061, () => ({ package_weight: { value: '1', unit: 'POUND' } }), 'GB'],
    ['with a SKU id of another product', 12052557, () => skuWith({ id: '1' })],
    ['with an unknown field', 36009004, () => ({ colour: 'red' })],
  ];
  test.each(rows)('%s: %d', async (_, code, overrides, market = 'US') => {
    const before = set.sim.world.products.size;
    const answer = await ask(send('POST', '/product/202309/products', body(market, overrides())), market);
    expect([answer.code, set.sim.world.products.size]).toEqual([code, before]);
  });

  test('without the scope, and when the slots of the day are used up', async () => {
    const narrow = stage({ sim: set.sim, scopes: ['seller.product.basic'] });
    const { cipher, id: shopId } = shopIn('JP');
    const call = send('POST', '/product/202309/products', body('JP'));
    expect((await narrow.call({ ...call, token: await narrow.token(), query: { shop_cipher: cipher } })).code).toBe(105005);
    narrow.shop.close();
    const { skus: _skus, ...words } = live('JP');
    for (let left = 1000; left > 0; left--) {
      const plain = { ...wordsOnly(words), title: `Slot ${left}` };
      set.sim.acts.createListing({ shopId, words: plain, skus: [], isDraft: true, key: null });
    }
    expect((await ask(call, 'JP')).code).toBe(12052093);
    const { data } = await ask({ path: '/product/202312/prerequisites' }, 'JP');
    expect(data).toMatchObject({
      check_results: expect.arrayContaining([expect.objectContaining({ check_item: 'PRODUCT_QUANTITY_LIMIT', is_failed: true })]),
    });
  });
});

function wordsOnly(product: Omit<Product, 'skus'>) {
  const { title, description, categoryId, brandId, imageUris, attributes, weightGrams, sizeMm } = product;
  const { certificates, sizeChartUri, manufacturerIds, responsiblePersonIds } = product;
  return {
    ...{ title, description, categoryId, brandId, imageUris, attributes, weightGrams, sizeMm },
    ...{ certificates, sizeChartUri, manufacturerIds, responsiblePersonIds },
  };
}

test('an edit deletes the SKUs that it leaves out, a partial one keeps what it does not name', async () => {
  const two = body();
  const [sku] = two.skus;
  const created = await ask(send('POST', '/product/202309/products', { ...two, skus: [sku, { ...sku, seller_sku: `NEW-${named}-B` }] }));
  const { product_id: id, skus } = Made.parse(created.data);
  await set.sim.advance(7 * MINUTE);
  const product = set.sim.world.products.get(id);
  expect(product?.status).toBe('ACTIVATE');
  await ask(send('POST', `/product/202509/products/${id}/partial_edit`, { title: 'Only the title is another one' }));
  await set.sim.advance(7 * MINUTE);
  expect(product).toMatchObject({ title: 'Only the title is another one', description: '<p>New</p>', skus: [{}, {}] });
  const kept = { ...sku, id: skus[1]?.id, inventory: [{ warehouse_id: sku?.inventory[0]?.warehouse_id }] };
  expect((await ask(send('PUT', `/product/202509/products/${id}`, { ...two, skus: [kept] }))).data).toMatchObject({
    audit: { status: 'AUDITING' },
  });
  await set.sim.advance(7 * MINUTE);
  expect(product?.skus).toMatchObject([{ id: skus[1]?.id, stock: [{ available: 5 }] }]);
  expect((await ask(send('POST', '/product/202309/inventory/search', { sku_ids: [skus[0]?.id] }))).data).toEqual({
    inventory: [{ product_id: id, skus: [] }],
  });
});

test('several warehouses want one named, and quantities of what cannot be sold are refused', async () => {
  const update = (product: Product, level: object, market = 'US') =>
    ask(
      send('POST', `/product/202309/products/${product.id}/inventory/update`, { skus: [{ id: product.skus[0]?.id, inventory: [level] }] }),
      market,
    );
  const several = await update(live(), { quantity: 3 });
  expect(several.data).toMatchObject({ errors: [{ code: 12019028, detail: { extra_errors: [{ code: 12019028 }] } }] });
  const single = await update(live('GB'), { quantity: 3 }, 'GB');
  expect(single.data).toEqual({ errors: [] });
  expect(live('GB').skus[0]?.stock[0]?.available).toBe(3);
  set.sim.acts.takeDown({ productId: live('MX').id, status: 'FREEZE', reason: 'A complaint' });
  const frozen = set.sim.lists(shopIn('MX').id).products.find(({ status }) => status === 'FREEZE');
  expect(frozen && (await update(frozen, { quantity: 3 }, 'MX')).code).toBe(12052308);
  const foreign = await ask(
    send('POST', `/product/202309/products/${live('GB').id}/inventory/update`, { skus: [{ id: '1', inventory: [{ quantity: 1 }] }] }),
  );
  expect(foreign.code).toBe(12052048);
});

test('deleted listings may be recovered, and rows fail by themselves', async () => {
  const { id } = live();
  const remove = () => ask(send('DELETE', '/product/202309/products', { product_ids: [id] }));
  expect((await remove()).data).toEqual({ errors: [] });
  expect((await remove()).data).toMatchObject({ errors: [{ code: 12052048, detail: { product_id: id } }] });
  const found = await ask({ ...send('POST', '/product/202502/products/search', { status: 'DELETED' }), query: { page_size: '10' } });
  expect(found.data).toMatchObject({ products: [{ id }] });
  await ask(send('POST', '/product/202309/products/recover', { product_ids: [id] }));
  expect(set.sim.world.products.get(id)?.status).toBe('SELLER_DEACTIVATED');
});

test('an upload is a form, and only a form', async () => {
  const path = '/product/202309/images/upload';
  const upload = (call: Partial<Call>) => set.call({ token, path, method: 'POST', ...call });
  expect((await upload({ body: '{}' })).code).toBe(36009023);
  expect((await upload({ contentType: 'multipart/form-data; boundary=x', body: 'no form' })).code).toBe(36009023);
  const text = '--x\r\ncontent-disposition: form-data; name="data"\r\n\r\nwords\r\n--x--\r\n';
  expect((await upload({ contentType: 'multipart/form-data; boundary=x', body: text })).code).toBe(36009004);
});

const form = (name: string, bytes: string) =>
  `--x\r\ncontent-disposition: form-data; name="name"\r\n\r\n${name}\r\n--x\r\ncontent-disposition: form-data; name="data"; filename="a.pdf"\r\n\r\n${bytes}\r\n--x--\r\n`;
const uploadFile = (name: string, bytes: string) =>
  set.call({
    token,
    path: '/product/202309/files/upload',
    method: 'POST',
    contentType: 'multipart/form-data; boundary=x',
    body: form(name, bytes),
  });
const PDF = '%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n';
const Uploaded = z.object({ id: z.string(), url: z.string(), name: z.string(), format: z.string() });
const Rules = z.object({
  product_certifications: z.array(z.object({ id: z.string(), name: z.string(), is_required: z.boolean(), sample_image_url: z.string() })),
});

test.each([
  ['nothing', '', 12038002],
  ['what is no PDF', 'GIF89a', 12038004],
  ['half a PDF', '%PDF-1.4\n1 0 obj', 12038002],
  ['a whole PDF', PDF, 0],
])('a paper: %s', async (_, bytes, code) => {
  expect((await uploadFile('report.pdf', bytes)).code).toBe(code);
});

test('a required certification keeps a product out until its paper is shown, as a file or as a picture', async () => {
  const leaf = leafOf('US', (one) => one.certificates.some(({ isRequired }) => isRequired));
  const { product_certifications: wanted } = Rules.parse((await ask({ path: `/product/202309/categories/${leaf}/rules` }, 'US')).data);
  const required = wanted.filter((one) => one.is_required);
  expect(required[0]?.sample_image_url).toMatch(/^http.*svg$/);
  const papers = (content: object) => ({ category_id: leaf, certifications: required.map(({ id }) => ({ id, ...content })) });
  const create = (overrides: object) => ask(send('POST', '/product/202309/products', body('US', overrides)), 'US');
  const { id, name, format } = Uploaded.parse((await uploadFile('report.pdf', PDF)).data);
  const file = { id, name, format };
  expect((await create(papers({}))).code).toBe(12052990);
  expect((await create(papers({ files: [{ ...file, id: '1' }] }))).code).toBe(12052990);
  expect((await create({ ...papers({}), save_mode: 'AS_DRAFT' })).code).toBe(0);
  const picture = live('US').imageUris.map((uri) => ({ uri }));
  expect((await create(papers({ images: picture }))).code).toBe(0);
  const { product_id: productId } = Made.parse((await create(papers({ files: [file] }))).data);
  const { data } = await ask({ path: `/product/202309/products/${productId}` }, 'US');
  expect(data).toMatchObject({
    certifications: required.map((one) => ({ id: one.id, title: one.name, files: [{ name: 'report.pdf', format: 'PDF' }] })),
  });
  const shown = truthPage(set.sim, { kind: 'listings', position: 0, shopId: shopIn('US').id })?.items.find((item) => item.id === productId);
  expect(shown).toMatchObject({
    certificates: required.map((one) => ({ name: one.name, files: [{ id, name: 'report.pdf', bytes: PDF.length }] })),
  });
  const edit = (certifications: object[]) =>
    ask(send('POST', `/product/202509/products/${productId}/partial_edit`, { certifications }), 'US');
  expect([(await edit([])).code, (await edit(required.map((one) => ({ id: one.id, files: [file] })))).code]).toEqual([12052990, 0]);
});

function leafOf(market: 'US', isSuch: (demands: ReturnType<typeof demandsOf>) => boolean): string {
  const leaves = [...set.sim.world.categories.values()].filter(({ isLeaf }) => isLeaf);
  const found = leaves.find(({ id }) => isSuch(demandsOf(set.sim.world, { categoryId: id, market })));
  if (!found) throw new Error('no such category');
  return found.id;
}

test('what needs the console goes where changes of products go; what concerns the seller names no shop', async () => {
  const registration = { address: HOOK, event_type: 'PRODUCT_INFORMATION_CHANGE' };
  await ask(send('PUT', '/event/202309/webhooks', registration), 'GB');
  const { id, skus } = live('GB');
  const [sku] = skus;
  const warehouseId = sku?.stock[0]?.warehouseId ?? '';
  set.sim.acts.setQuantities({ productId: id, rows: [{ skuId: sku?.id ?? '', warehouseId, quantity: 0 }] });
  const words = wordsOnly(live('GB'));
  const global = set.sim.acts.createGlobal({ sellerId: firstSeller(set.sim).id, sourceLocale: 'en-US', words, currency: 'USD', skus: [] });
  set.sim.acts.publishGlobal({
    globalProductId: global.id,
    shopId: shopIn('GB').id,
    manufacturerIds: [],
    responsiblePersonIds: [],
    rows: [],
  });
  await set.shop.settled();
  const told = (type: number) => received.filter((one) => one.type === type);
  expect(told(27)).toMatchObject([
    {
      shop_id: shopIn('GB').id,
      data: { product_id: id, current_inventory_status: 'OUT_OF_STOCK', inventory_distribution: { available_quantity: 0 } },
    },
  ]);
  expect(told(51)).toMatchObject([{ data: { source_product_id: global.id, replicated_product: { region: 'GB', result: 'SUCCESS' } } }]);
  expect(told(52)).toMatchObject([{ seller_open_id: firstSeller(set.sim).openId, data: { listing_method: 'GLOBAL_PUBLISHING' } }]);
  expect(told(52)[0]).not.toHaveProperty('shop_id');
});

test('global products are for sellers from across a border', async () => {
  const local = [...set.sim.world.shops.values()].find(({ sellerType }) => sellerType === 'LOCAL');
  const { access_token: athome } = await exchange(set.shop, local?.sellerId ?? '', [local?.id ?? '']);
  const path = '/product/202312/global_products/search';
  const call = { ...send('POST', path, {}), query: { page_size: '10' } };
  expect((await set.call({ ...call, token: athome })).code).toBe(12052700);
  expect((await set.call({ ...call, token })).code).toBe(0);
  expect((await ask(call)).code).toBe(36009004);
  const missing = await forAccount('POST', '/product/202309/global_products/1/publish', {
    publish_target: [{ region: 'US', skus: [{ related_global_sku_id: '1' }] }],
  });
  expect(missing.code).toBe(12052048);
});

describe('the head of an image', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));
  const webp = (kind: string, body: number[]) => bytes('RIFF', [0, 0, 0, 0], 'WEBP', kind, [0, 0, 0, 0], body, [0, 0, 0, 0]);
  test.each([
    ['PNG', bytes([0x89], 'PNG', [13, 10, 26, 10, 0, 0, 0, 13], 'IHDR', [0, 0, 2, 0, 0, 0, 1, 0]), [512, 256]],
    ['JPEG', bytes([255, 216, 255, 224, 0, 4, 1, 1, 255, 192, 0, 17, 8, 1, 0, 2, 0]), [512, 256]],
    ['WEBP', webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 0, 2, 0, 1]), [512, 256]],
    ['WEBP', webp('VP8X', [0, 0, 0, 0, 255, 1, 0, 255, 0, 0]), [512, 256]],
    ['WEBP', webp('VP8L', [0x2f, 255, 193, 63, 0]), [512, 256]],
  ])('of %s says its size', (format, head, [width, height]) => {
    expect(lookAt(head)).toEqual({ format, width, height });
  });
  test.each([bytes(), bytes('GIF89a, and more of the same'), bytes([255, 216, 255]), bytes([255, 216, 0, 0, 0, 0, 0, 0])])(
    'of what is none or cut short says nothing',
    (head) => expect(lookAt(head)).toBe(null),
  );
});
