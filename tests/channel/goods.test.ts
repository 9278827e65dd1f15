import type {
  ChannelGlobalProducts,
  ChannelPublishing,
  ChannelShop,
  ChannelStock,
  GlobalDraft,
  ListingDraft,
  PublishTarget,
  ShopAccess,
} from '@tradewind/channels';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { accessOf, type Stage, startStage } from './client.ts';

/** Listings, stock and global products against the sandbox: from an image to something that buyers buy, over real HTTP. */
const MINUTE_MS = 60_000;
const AUDIT_MS = 7 * MINUTE_MS;
const CALM = { seed: 1, api: {} };

let stage: Stage;
let publishing: ChannelPublishing;
let stock: ChannelStock;
let globalProducts: ChannelGlobalProducts;
let shops: ChannelShop[];
let accessIn: (market: string) => ShopAccess;
let named = 0;

beforeAll(async () => {
  stage = await startStage({ shops: 7, days: 8, ordersPerShopDay: 2 });
});
afterAll(() => stage.close());
// Anew for each: a token lives seven days.
beforeEach(async () => {
  const consent = await stage.consent();
  shops = consent.shops;
  accessIn = (market) => {
    const shop = shops.find((each) => each.market === market);
    if (!shop) throw new Error(`the consent covers no shop in ${market}`);
    return accessOf(consent.tokens, shop);
  };
  const { channel } = stage;
  if (!channel.publishing || !channel.stock || !channel.globalProducts) throw new Error('the channel lacks a capability');
  ({ publishing, stock, globalProducts } = channel);
  expect(consent.tokens.grantedScopes).toEqual(expect.arrayContaining([publishing.scope, stock.scope, globalProducts.scope]));
});
afterEach(async () => void (await stage.control('/faults', CALM)));

/** The head of a PNG says its size, and nobody looks further. */
function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

async function leafNamed(shop: ShopAccess, name: string): Promise<string> {
  const found = (await publishing.categories(shop)).find((category) => category.name === name && category.isLeaf && category.isOpen);
  if (!found) throw new Error(`no category ${name}`);
  return found.channelCategoryId;
}

async function salesWarehouse(shop: ShopAccess): Promise<string> {
  const found = (await stock.warehouses(shop)).find(({ purpose, isDefault, isEnabled }) => purpose === 'sales' && isDefault && isEnabled);
  if (!found) throw new Error('no warehouse to sell from');
  return found.channelWarehouseId;
}

/** Two colours of something nobody asks papers for, unless `overrides` says otherwise. */
async function draftFor(shop: ShopAccess, overrides: Partial<ListingDraft> = {}): Promise<ListingDraft> {
  named += 1;
  const image = await publishing.uploadImage(shop, { bytes: png(800, 800), fileName: 'front.png', use: 'main' });
  const channelWarehouseId = await salesWarehouse(shop);
  const colour = (name: string) => ({
    channelSkuId: null,
    sellerSku: `MUG-${named}-${name}`,
    gtin: null,
    price: 1990,
    currency: shop.currency,
    options: [{ channelAttributeId: null, name: 'Colour', value: { channelValueId: null, name }, channelImageId: null }],
    quantities: [{ channelWarehouseId, quantity: 20 }],
  });
  return {
    title: `Stoneware mug no. ${named}, dishwasher safe`,
    description: '<p>Fired twice.</p>',
    channelCategoryId: await leafNamed(shop, 'Kitchen Gadgets'),
    channelBrandId: null,
    channelImageIds: [image.channelImageId],
    attributes: [],
    package: { weightG: 410, lengthMm: 121, widthMm: 95, heightMm: 100 },
    certificates: [],
    sizeChartImageId: null,
    channelManufacturerIds: [],
    channelResponsiblePersonIds: [],
    variants: [colour('Sand'), { ...colour('Moss'), gtin: '4006381333931' }],
    ...overrides,
  };
}

async function publish(shop: ShopAccess, draft: ListingDraft) {
  const made = await publishing.createListing(shop, { draft, isDraft: false, intentKey: `intent-${named}` });
  await stage.advance(AUDIT_MS);
  return made;
}

const read = (shop: ShopAccess, channelProductId: string, version: 'live' | 'edited' = 'live') =>
  publishing.read(shop, { channelProductId, version });

test('a listing is made, examined, and then live with all that was said of it', async () => {
  const shop = accessIn('US');
  expect((await publishing.prerequisites(shop)).every(({ isMet }) => isMet)).toBe(true);
  const draft = await draftFor(shop);
  expect(await publishing.checkListing(shop, draft)).toEqual({ isPassed: true, problems: [], warnings: [] });
  const made = await publishing.createListing(shop, { draft, isDraft: false, intentKey: 'first' });
  expect(made.variants.map(({ sellerSku }) => sellerSku)).toEqual(draft.variants.map(({ sellerSku }) => sellerSku));
  expect(await read(shop, made.channelProductId)).toMatchObject({ status: 'in-review', audit: 'under-review' });
  await stage.advance(AUDIT_MS);
  const live = await read(shop, made.channelProductId);
  expect(live).toMatchObject({
    status: 'live',
    audit: 'approved',
    auditFailures: [],
    title: draft.title,
    description: draft.description,
    channelCategoryId: draft.channelCategoryId,
    images: [{ channelImageId: draft.channelImageIds[0], width: 800 }],
    // Centimetres on the wire, never smaller than the parcel.
    package: { weightG: 410, lengthMm: 130, widthMm: 100, heightMm: 100 },
  });
  expect(live?.variants.map(({ gtin, price, currency, quantities }) => ({ gtin, price, currency, quantities }))).toEqual(
    draft.variants.map(({ gtin, price, currency, quantities }) => ({ gtin, price, currency, quantities })),
  );
  expect((await stage.channel.listingDetail(shop, made.channelProductId))?.variants.map(({ gtin }) => gtin)).toEqual([
    null,
    '4006381333931',
  ]);
});

test('what the audit refuses is told by place and reason, mended, and then live', async () => {
  const shop = accessIn('DE');
  const channelCategoryId = await leafNamed(shop, 'Dresses');
  const rules = await publishing.categoryRules(shop, channelCategoryId);
  expect(rules).toMatchObject({ sizeChart: 'required', isManufacturerRequired: true, isResponsiblePersonRequired: true });
  const small = await publishing.uploadImage(shop, { bytes: png(200, 200), fileName: 'small.png', use: 'description' });
  const draft = await draftFor(shop, { channelCategoryId, title: 'Replica dress', channelImageIds: [small.channelImageId] });
  const check = await publishing.checkListing(shop, draft);
  expect(check.isPassed).toBe(false);
  const { channelProductId, variants } = await publish(shop, draft);
  const failed = await read(shop, channelProductId);
  expect(failed).toMatchObject({ status: 'review-failed', audit: 'failed' });
  expect(failed?.auditFailures.map(({ where }) => where).sort()).toEqual(
    ['Main image', 'Manufacturer', 'Product attributes', 'Responsible person', 'Size chart', 'Title'].sort(),
  );
  expect(failed?.auditFailures.flatMap(({ reasons }) => reasons)).toEqual(check.problems.map(({ message }) => message));
  const chart = await publishing.uploadImage(shop, { bytes: png(600, 400), fileName: 'sizes.png', use: 'size-chart' });
  const required = (await publishing.attributes(shop, channelCategoryId)).filter(({ isRequired }) => isRequired);
  const [maker] = await publishing.manufacturers(shop);
  const [person] = await publishing.responsiblePersons(shop);
  const sound = await draftFor(shop, {
    channelCategoryId,
    title: 'Linen dress',
    sizeChartImageId: chart.channelImageId,
    attributes: required.map(({ channelAttributeId, values }) => ({ channelAttributeId, values: values.slice(0, 1) })),
    channelManufacturerIds: maker ? [maker.channelPartyId] : [],
    channelResponsiblePersonIds: person ? [person.channelPartyId] : [],
  });
  const mended = {
    ...sound,
    variants: draft.variants.map((variant, index) => ({ ...variant, channelSkuId: variants[index]?.channelSkuId ?? null })),
  };
  await publishing.editListing(shop, { channelProductId, draft: mended, isDraft: false });
  await stage.advance(AUDIT_MS);
  expect(await read(shop, channelProductId)).toMatchObject({ status: 'live', title: 'Linen dress', auditFailures: [], variants });
});

test('a paper that the category requires is uploaded, named in the draft, and kept with the listing', async () => {
  const shop = accessIn('TH');
  const channelCategoryId = await leafNamed(shop, 'Skincare');
  const { certificates: wanted } = await publishing.categoryRules(shop, channelCategoryId);
  const required = wanted.filter(({ isRequired }) => isRequired);
  expect(required).toMatchObject([{ name: 'Thai FDA notification', sampleUrl: expect.stringMatching(/^http/) }]);
  const attributes = (await publishing.attributes(shop, channelCategoryId))
    .filter(({ isRequired }) => isRequired)
    .map(({ channelAttributeId, values }) => ({ channelAttributeId, values: values.slice(0, 1) }));
  const bare = await draftFor(shop, { channelCategoryId, attributes });
  const refused = publishing.createListing(shop, { draft: bare, isDraft: false, intentKey: 'bare' });
  await expect(refused).rejects.toMatchObject({ kind: 'rejected', channelCode: '12052990' });
  const bytes = Buffer.from('%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n');
  const file = await publishing.uploadFile(shop, { bytes, fileName: 'notification.pdf' });
  const certificates = required.map(({ channelCertificateId }) => ({
    channelCertificateId,
    channelImageIds: [],
    files: [file],
    expiresAt: null,
  }));
  const { channelProductId } = await publish(shop, { ...bare, certificates });
  expect(await read(shop, channelProductId)).toMatchObject({ status: 'live' });
  await expect(publishing.uploadFile(shop, { bytes: bytes.subarray(9), fileName: 'half.pdf' })).rejects.toMatchObject({
    channelCode: '12038004',
  });
});

test('an edit that the audit refuses leaves the live version selling; prices count at once', async () => {
  const shop = accessIn('US');
  const draft = await draftFor(shop);
  const { channelProductId, variants } = await publish(shop, draft);
  const edited = {
    ...draft,
    title: 'A miracle of a mug',
    variants: draft.variants.map((variant, index) => ({ ...variant, channelSkuId: variants[index]?.channelSkuId ?? null, price: 2490 })),
  };
  await publishing.editListing(shop, { channelProductId, draft: edited, isDraft: false });
  const during = await read(shop, channelProductId);
  expect(during).toMatchObject({ status: 'live', audit: 'under-review', title: draft.title, variants: [{ price: 2490 }, { price: 2490 }] });
  expect(await read(shop, channelProductId, 'edited')).toMatchObject({ title: 'A miracle of a mug' });
  await stage.advance(AUDIT_MS);
  expect(await read(shop, channelProductId)).toMatchObject({ status: 'live', audit: 'failed', title: draft.title });
  const rows = variants.map(({ channelSkuId }) => ({ channelSkuId, price: 1850, currency: 'USD' }));
  await publishing.setPrices(shop, { channelProductId, rows });
  expect(await read(shop, channelProductId)).toMatchObject({ variants: [{ price: 1850 }, { price: 1850 }] });
});

test('quantities are absolute, count apart what orders hold, and are refused row by row', async () => {
  const shop = accessIn('US');
  const draft = await draftFor(shop);
  const { channelProductId, variants } = await publish(shop, draft);
  const [sand = '', moss = ''] = variants.map(({ channelSkuId }) => channelSkuId);
  const places = (await stock.warehouses(shop)).filter(({ purpose }) => purpose === 'sales').map((place) => place.channelWarehouseId);
  const [first = '', second = ''] = places;
  expect(places).toHaveLength(2);
  await stage.control('/orders', { skuId: sand, count: 3, quantity: 2 });
  const row = (channelSkuId: string, channelWarehouseId: string, quantity: number) => ({ channelSkuId, channelWarehouseId, quantity });
  const rows = [row(sand, first, 5), row(sand, second, 7), row(moss, first, 0), row(moss, '1', 4), row(moss, second, 100_000)];
  const told = await stock.setQuantities(shop, { channelProductId, rows });
  expect(told.map((each) => (each.outcome === 'ok' ? 'ok' : each.code))).toEqual(['ok', 'ok', 'ok', '12052530', '12052055']);
  await stock.setQuantities(shop, { channelProductId, rows: rows.slice(0, 3) });
  const levels = await stock.quantities(shop, [sand, moss]);
  expect(levels.map((level) => [level.channelSkuId, level.channelWarehouseId, level.available, level.committed])).toEqual([
    [sand, first, 5, 6],
    [sand, second, 7, 0],
    [moss, first, 0, 0],
  ]);
  expect(await stage.control('/orders', { skuId: moss, count: 1 })).toMatchObject({ placed: 0, soldOut: 1 });
  expect(await stage.control('/orders', { skuId: sand, count: 20 })).toMatchObject({ placed: 12, soldOut: 8 });
});

test('a create whose answer is lost is found again by its seller SKUs, once, and a second with the same intent makes nothing', async () => {
  const shop = accessIn('GB');
  const draft = await draftFor(shop);
  const sellerSkus = draft.variants.map(({ sellerSku }) => sellerSku);
  expect(await publishing.find(shop, sellerSkus)).toEqual([]);
  await stage.control('/faults', { seed: 1, api: { timeoutAfter: 1 } });
  const lost = publishing.createListing(shop, { draft, isDraft: false, intentKey: 'lost' });
  await expect(lost).rejects.toMatchObject({ kind: 'unknown-outcome' });
  await stage.control('/faults', CALM);
  const found = await publishing.find(shop, sellerSkus);
  expect(found).toHaveLength(1);
  const again = await publishing.createListing(shop, { draft, isDraft: false, intentKey: 'lost' });
  expect(again.channelProductId).toBe(found[0]?.channelProductId);
  const twin = await publishing.createListing(shop, { draft, isDraft: false, intentKey: 'another' });
  await stage.advance(AUDIT_MS);
  const judged = await Promise.all([again, twin].map(({ channelProductId }) => read(shop, channelProductId)));
  // Whoever repeats blindly has two listings of one seller SKU, of which the audit lets the older live.
  expect(judged.map((listing) => listing?.status)).toEqual(['live', 'review-failed']);
  expect(judged[1]?.auditFailures).toMatchObject([{ where: 'Seller SKU' }]);
});

test('a quantity whose answer is lost is of unknown outcome and has taken effect', async () => {
  const shop = accessIn('JP');
  const { channelProductId, variants } = await publish(shop, await draftFor(shop));
  const [sku = ''] = variants.map(({ channelSkuId }) => channelSkuId);
  const [level] = await stock.quantities(shop, [sku]);
  await stage.control('/faults', { seed: 1, api: { timeoutAfter: 1 } });
  const rows = [{ channelSkuId: sku, channelWarehouseId: level?.channelWarehouseId ?? '', quantity: 3 }];
  await expect(stock.setQuantities(shop, { channelProductId, rows })).rejects.toMatchObject({ kind: 'unknown-outcome' });
  await stage.control('/faults', CALM);
  expect(await stock.quantities(shop, [sku])).toMatchObject([{ available: 3 }]);
});

test('listings go off and on, each told by itself', async () => {
  const shop = accessIn('TH');
  const { channelProductId } = await publish(shop, await draftFor(shop));
  expect(await publishing.deactivate(shop, [channelProductId, '1'])).toEqual([
    { channelProductId, outcome: 'ok' },
    { channelProductId: '1', outcome: 'refused', code: '12052048', message: expect.stringContaining('not exist') },
  ]);
  expect(await read(shop, channelProductId)).toMatchObject({ status: 'deactivated-by-seller' });
  expect(await publishing.activate(shop, [channelProductId])).toEqual([{ channelProductId, outcome: 'ok' }]);
  expect(await read(shop, channelProductId)).toMatchObject({ status: 'in-review' });
  await stage.advance(AUDIT_MS);
  expect(await read(shop, channelProductId)).toMatchObject({ status: 'live' });
  await stage.control('/take-down', { productId: channelProductId, status: 'FREEZE', reason: 'A brand complained' });
  expect(await publishing.deactivate(shop, [channelProductId])).toMatchObject([{ outcome: 'refused', code: '12052308' }]);
  expect(await read(shop, channelProductId)).toMatchObject({
    status: 'frozen',
    auditFailures: [{ where: 'Product', reasons: ['A brand complained'] }],
  });
});

test('images are judged by their bytes', async () => {
  const shop = accessIn('US');
  const upload = (bytes: Uint8Array) => publishing.uploadImage(shop, { bytes, fileName: 'picture.png', use: 'main' });
  await expect(upload(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))).rejects.toMatchObject({
    channelCode: '12038004',
  });
  await expect(upload(png(299, 800))).rejects.toMatchObject({ channelCode: '12019116' });
  await expect(upload(png(800, 4001))).rejects.toMatchObject({ channelCode: '12019116' });
  await expect(upload(new Uint8Array())).rejects.toMatchObject({ channelCode: '12038002' });
});

test('the limits that are told beforehand are those that the platform keeps to', async () => {
  const shop = accessIn('US');
  const { limits } = publishing;
  const sound = await draftFor(shop);
  const withTitle = (length: number) => publishing.checkListing(shop, { ...sound, title: 'x'.repeat(length) });
  expect((await withTitle(limits.title)).isPassed).toBe(true);
  expect((await withTitle(limits.title + 1)).problems).toMatchObject([{ message: expect.stringContaining('title') }]);
  const optionOf = (name: number, value: number): ListingDraft => {
    const options = [
      {
        channelAttributeId: null,
        name: 'n'.repeat(name),
        value: { channelValueId: null, name: 'v'.repeat(value) },
        channelImageId: null,
      },
    ];
    return { ...sound, variants: sound.variants.slice(0, 1).map((variant) => ({ ...variant, options })) };
  };
  const { optionName, optionValue } = limits;
  expect((await publishing.checkListing(shop, optionOf(optionName, optionValue))).isPassed).toBe(true);
  await expect(publishing.checkListing(shop, optionOf(optionName + 1, 1))).rejects.toMatchObject({ channelCode: '36009004' });
  await expect(publishing.checkListing(shop, optionOf(1, optionValue + 1))).rejects.toMatchObject({ channelCode: '36009004' });
  const upload = (side: number) => publishing.uploadImage(shop, { bytes: png(side, side), fileName: 'a.png', use: 'main' });
  for (const side of [limits.imageSideMin, limits.imageSideMax]) expect((await upload(side)).width).toBe(side);
  for (const side of [limits.imageSideMin - 1, limits.imageSideMax + 1])
    await expect(upload(side)).rejects.toMatchObject({ channelCode: '12019116' });
});

test('a category is recommended where the title says enough, and brands are found by name', async () => {
  const shop = accessIn('US');
  const words = { title: 'Wireless phone charger with cables', description: '' };
  expect(await publishing.recommendCategory(shop, words)).toBe(await leafNamed(shop, 'Chargers & Cables'));
  expect(await publishing.recommendCategory(shop, { title: 'Zzz', description: '' })).toBe(null);
  const all = await publishing.brands(shop, { name: null, pageToken: null });
  const [brand] = all.items;
  const found = await publishing.brands(shop, { name: brand?.name ?? '', pageToken: null });
  expect(found.items).toContainEqual(brand);
});

test('a global product goes to seven markets: six take it, one of them as a draft that says what it lacks, and one has no shop', async () => {
  const us = accessIn('US');
  expect(await globalProducts.isPermitted(us)).toBe(true);
  const { variants, ...words } = await draftFor(us);
  const draft: GlobalDraft = {
    ...words,
    locale: 'en-US',
    variants: variants.map(({ channelSkuId: _id, quantities: _quantities, ...variant }) => variant),
  };
  const made = await globalProducts.create(us, draft);
  const sellerSkus = variants.map(({ sellerSku }) => sellerSku);
  expect(await globalProducts.find(us, sellerSkus)).toMatchObject([
    { channelGlobalProductId: made.channelGlobalProductId, status: 'unpublished' },
  ]);
  const targetIn = async (market: string): Promise<PublishTarget> => {
    const shop = accessIn(market);
    const channelWarehouseId = await salesWarehouse(shop);
    const row = { price: 2500, currency: shop.currency, channelWarehouseId, quantity: 9 };
    return {
      market,
      channelManufacturerIds: [],
      channelResponsiblePersonIds: [],
      variants: made.variants.map(({ channelGlobalSkuId }) => ({ ...row, channelGlobalSkuId })),
    };
  };
  const inReach = await Promise.all(['US', 'GB', 'JP', 'MX', 'DE', 'TH'].map(targetIn));
  const [american] = inReach;
  const targets = american ? [...inReach, { ...american, market: 'SG' }] : [];
  const results = await globalProducts.publish(us, { channelGlobalProductId: made.channelGlobalProductId, targets });
  expect(results.map(({ market, outcome }) => `${market} ${outcome}`)).toEqual([
    ...['US published', 'GB published', 'JP published', 'MX published', 'DE draft', 'TH published', 'SG failed'],
  ]);
  expect(results.find(({ market }) => market === 'DE')?.reasons).toEqual([
    'The manufacturer is missing',
    'The EU responsible person is missing',
  ]);
  expect(results.find(({ market }) => market === 'SG')).toMatchObject({
    reasons: ['The seller has no shop in this market'],
    channelProductId: null,
  });
  await stage.advance(AUDIT_MS);
  const japanese = results.find(({ market }) => market === 'JP');
  expect(await read(accessIn('JP'), japanese?.channelProductId ?? '')).toMatchObject({
    status: 'live',
    channelGlobalProductId: made.channelGlobalProductId,
    variants: [
      { price: 2500, currency: 'JPY' },
      { price: 2500, currency: 'JPY' },
    ],
  });
  const whole = await globalProducts.read(us, made.channelGlobalProductId);
  expect(whole?.listings.map(({ market }) => market)).toEqual(['US', 'GB', 'JP', 'MX', 'DE', 'TH']);
  const second = await globalProducts.publish(us, { channelGlobalProductId: made.channelGlobalProductId, targets: targets.slice(0, 1) });
  expect(second).toMatchObject([{ outcome: 'failed', reasons: ['The product is published in this market already'] }]);
  await globalProducts.edit(us, {
    channelGlobalProductId: made.channelGlobalProductId,
    draft: { ...draft, title: 'Stoneware mug, better words' },
  });
  await stage.advance(AUDIT_MS);
  expect(await read(accessIn('JP'), japanese?.channelProductId ?? '')).toMatchObject({ title: 'Stoneware mug, better words' });
  expect(await globalProducts.read(us, '1')).toBe(null);
});
