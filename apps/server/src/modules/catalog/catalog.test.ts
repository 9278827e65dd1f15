/** Products by hand and as a table, and listings that become products, on a real database. */
import { randomBytes } from 'node:crypto';
import type { ChannelAttribute } from '@tradewind/channels';
import type { ParsedOf, Routes } from '@tradewind/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, START_AT } from '../accounts/testing.ts';
import { buildListing } from '../onboarding/testing.ts';
import { attributesFor, leavesFor, matchListings } from './index.ts';
import { type Catalogue, catalogueOf, codesOf, good, variantOf, type Wish, wishOf, without } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let catalogue: Catalogue;
let british: BuiltShop;
let thai: BuiltShop;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database, { startAt: START_AT });
  const { merchantId } = database;
  catalogue = catalogueOf({ services: bench.services, merchantId, callerOf: (facts) => buildCaller(merchantId, facts) });
  british = await buildShop(bench, merchantId, { market: 'GB' });
  thai = await buildShop(bench, merchantId, { market: 'TH' });
});
afterAll(() => database.close());

describe('a product by hand', () => {
  test('is kept as it was given, found by what it is called, and audited', async () => {
    const made = good(
      await catalogue.create(
        wishOf('CUP', {
          title: 'Enamel cup 搪瓷杯子',
          brand: 'Harbour',
          optionNames: ['Colour'],
          variants: [
            variantOf('CUP-RED', { optionValues: ['red'], gtin: '4006381333931', weightG: 210 }),
            variantOf('CUP-BLUE', { optionValues: ['blue'] }),
          ],
        }),
      ),
    );
    expect(await catalogue.read(made.id)).toEqual(made);
    expect(made.variants.map(({ sku, optionValues, costs }) => [sku, optionValues, costs])).toEqual([
      ['CUP-BLUE', ['blue'], []],
      ['CUP-RED', ['red'], []],
    ]);
    for (const q of ['enam', 'cup enamel', '瓷杯', 'harbour', 'CUP', 'cup red', 'cupre', '4006381333931'])
      expect(await catalogue.found({ q }), q).toContain('CUP');
    for (const q of ['enamel plate', '杯瓷', '4006381333932']) expect(await catalogue.found({ q }), q).toEqual([]);
    expect(await catalogue.found({ missing: 'category' })).toContain('CUP');
    expect(await catalogue.found({ category: 'bags' })).toEqual([]);
    const written = await catalogue.inMerchant((tx) =>
      tx.selectFrom('audit_entry').select('facts').where('object_id', '=', made.id).execute(),
    );
    expect(written).toEqual([{ facts: { version: 1, variants: 2 } }]);
  });

  test('who saves on an old version is told so, and nothing is kept', async () => {
    const made = good(await catalogue.create(wishOf('OLD')));
    const saved = good(await catalogue.change(made, { title: 'Newer', attributes: { Finish: 'matt' } }));
    expect(saved).toMatchObject({ title: 'Newer', version: 2, attributes: { Finish: 'matt' } });
    expect(await catalogue.change(made, { title: 'Late' })).toMatchObject({ refused: 'conflict' });
    expect((await catalogue.read(made.id)).title).toBe('Newer');
  });

  test.each<[string, Partial<Wish>, string[]]>([
    ['a check digit', { variants: [variantOf('W1', { gtin: '4006381333930' })] }, ['/variants/0/gtin bad-gtin']],
    [
      'a SKU twice',
      { variants: [variantOf('W2'), variantOf('W2')] },
      ['/variants/1/sku repeated', '/variants/1/optionValues same-options'],
    ],
    ['a SKU of another product', { variants: [variantOf('CUP-RED')] }, ['/variants/0/sku sku-of-other-product']],
    ['a code that is taken', { code: 'CUP' }, ['/code code-taken']],
    ['options that do not fit', { optionNames: ['Size'] }, ['/variants/0/optionValues other-options']],
    ['a category that is none', { category: 'mugs' }, ['/category unknown-category']],
    [
      'a part that is not there',
      { variants: [variantOf('W3', { parts: [{ sku: 'NOBODY', quantity: 1 }] })] },
      ['/variants/0/parts/0 unknown-part'],
    ],
    [
      'a bundle of itself',
      { variants: [variantOf('W4', { parts: [{ sku: 'W4', quantity: 1 }] })] },
      ['/variants/0/parts part-of-itself', '/variants/0/parts/0 part-is-bundle'],
    ],
  ])('%s is told at its place', async (_, facts, wanted) => {
    expect(codesOf(await catalogue.create(wishOf(`W${randomBytes(4).toString('hex')}`, facts)))).toEqual(wanted);
  });

  test('a bundle holds parts; no part becomes a bundle, and no bundle a part', async () => {
    const bundle = good(
      await catalogue.create(wishOf('SET', { variants: [variantOf('SET', { parts: [{ sku: 'CUP-RED', quantity: 2 }] })] })),
    );
    expect(bundle.variants[0]?.parts).toMatchObject([{ sku: 'CUP-RED', quantity: 2 }]);
    expect(
      codesOf(await catalogue.create(wishOf('SET2', { variants: [variantOf('SET2', { parts: [{ sku: 'SET', quantity: 1 }] })] }))),
    ).toEqual(['/variants/0/parts/0 part-is-bundle']);
    const cup = await catalogue.read(await catalogue.idOf('CUP'));
    const turned = cup.variants.map(({ id, sku, optionValues }) =>
      variantOf(sku, { id, optionValues, parts: sku === 'CUP-RED' ? [{ sku: 'OLD', quantity: 1 }] : [] }),
    );
    expect(codesOf(await catalogue.change(cup, { optionNames: ['Colour'], variants: turned }))).toEqual(['/variants/1/parts is-a-part']);
  });

  test('costs are by day, and hidden from who may not see them', async () => {
    const made = good(await catalogue.create(wishOf('COSTLY')));
    const variantId = made.variants[0]?.id ?? '';
    const set = (validFrom: string, amount: number | null) =>
      catalogue.ask()['variant-costs.set']({
        ...catalogue.around(),
        params: { variantId, validFrom },
        query: {},
        body: { cost: amount === null ? null : { amount, currency: 'CNY' } },
      });
    for (const [day, amount] of [
      ['2026-01-01', 900],
      ['2026-06-01', 950],
      ['2026-07-01', 1],
    ] as const)
      good(await set(day, amount));
    const after = good(await set('2026-07-01', null));
    expect(after.variants[0]?.costs).toEqual([
      { validFrom: '2026-06-01', cost: { amount: 950, currency: 'CNY' } },
      { validFrom: '2026-01-01', cost: { amount: 900, currency: 'CNY' } },
    ]);
    expect((await catalogue.read(made.id, { scopes: without('costs:read') })).variants[0]?.costs).toBeNull();
  });

  test('several at once', async () => {
    const [one, two] = [good(await catalogue.create(wishOf('M1'))), good(await catalogue.create(wishOf('M2', { status: 'draft' })))];
    const answer = await catalogue.ask()['products.change-many']({
      ...catalogue.around(),
      params: {},
      query: {},
      body: { productIds: [one.id, two.id], status: 'draft' },
    });
    expect(answer).toEqual({ changed: 1 });
    expect([(await catalogue.read(one.id)).version, (await catalogue.read(two.id)).version]).toEqual([2, 1]);
  });

  test('a member of some shops changes none', async () => {
    expect(await catalogue.create(wishOf('NOT'), { shopIds: [british.shopId] })).toMatchObject({ refused: 'forbidden' });
  });
});

describe('listings that are there already', () => {
  const unmatched = async () =>
    good(await catalogue.ask()['listing-matches.list']({ ...catalogue.around(), params: {}, query: { limit: 200 }, body: undefined }))
      .items;

  test('are matched by SKU and GTIN, the rest by a person, and never against a person’s word', async () => {
    good(await catalogue.create(wishOf('PLATE', { title: 'Blue plate', variants: [variantOf('PLATE-1', { gtin: '96385074' })] })));
    const bySku = await buildListing(bench, british, { sku: 'PLATE-1' });
    const byGtin = await buildListing(bench, thai, { sku: '96385074' });
    const alike = await buildListing(bench, thai, { sku: 'plate_1', title: 'จาน' });
    const titled = await buildListing(bench, british, { sku: 'ZZZ', title: 'Blue plate' });
    await catalogue.inMerchant((tx) => matchListings(tx, { merchantId: database.merchantId, now: START_AT }));
    const open = new Map((await unmatched()).map((row) => [row.listingId, row]));
    expect([open.has(bySku), open.has(byGtin)]).toEqual([false, false]);
    expect(open.get(alike)?.suggestions.map(({ sku, reason }) => [sku, reason])).toEqual([['PLATE-1', 'similar-sku']]);
    const [suggestion] = open.get(titled)?.suggestions ?? [];
    expect(suggestion).toMatchObject({ sku: 'PLATE-1', reason: 'same-title' });
    const say = (variantId: string | null, facts: Partial<Caller> = {}) =>
      catalogue.ask()['listing-matches.set']({
        ...catalogue.around(facts),
        params: {},
        query: {},
        body: { matches: [{ listingId: titled, channelSkuId: open.get(titled)?.channelSkuId ?? '', variantId }] },
      });
    expect(await say(suggestion?.variantId ?? '', { shopIds: [thai.shopId] })).toEqual({ changed: 0 });
    expect(await say(suggestion?.variantId ?? '')).toEqual({ changed: 1 });
    expect((await catalogue.read(await catalogue.idOf('PLATE'))).listings.map(({ matchedBy }) => matchedBy).sort()).toEqual([
      'gtin',
      'person',
      'sku',
    ]);
    expect((await catalogue.read(await catalogue.idOf('PLATE'), { shopIds: [thai.shopId] })).listings).toHaveLength(1);
    expect(await say(null)).toEqual({ changed: 1 });
    expect((await unmatched()).map(({ listingId }) => listingId)).toContain(titled);
  });

  test('are matched by the GTIN that their detail shows; one that several variants have is left to a person, with the reason', async () => {
    const twice = '5901234123457';
    good(await catalogue.create(wishOf('GTIN-1', { variants: [variantOf('GTIN-ONE', { gtin: '9780201379624' })] })));
    for (const code of ['GTIN-2', 'GTIN-3']) good(await catalogue.create(wishOf(code, { variants: [variantOf(code, { gtin: twice })] })));
    const shows = async (sku: string, gtin: string) => {
      const listingId = await buildListing(bench, british, { sku, title: sku });
      await catalogue.inMerchant((tx) => tx.updateTable('listing_variant').set({ gtin }).where('listing_id', '=', listingId).execute());
      await catalogue.inMerchant((tx) =>
        matchListings(tx, { merchantId: database.merchantId, now: START_AT, among: { listingIds: [listingId] } }),
      );
      return listingId;
    };
    const [clear, unclear, unknown] = [await shows('S-1', '9780201379624'), await shows('S-2', twice), await shows('', '40170725')];
    const open = new Map((await unmatched()).map((row) => [row.listingId, row]));
    expect([open.has(clear), open.has(unclear), open.has(unknown)]).toEqual([false, true, true]);
    expect(
      open
        .get(unclear)
        ?.suggestions.map(({ sku, reason }) => [sku, reason])
        .sort(),
    ).toEqual([
      ['GTIN-2', 'same-gtin'],
      ['GTIN-3', 'same-gtin'],
    ]);
    // Shops of one market write 12 digits, those of another 13 or 14: it is one number.
    const written = [await shows('S-3', '0036000291452'), await shows('00036000291452', '')];
    const short = good(await catalogue.create(wishOf('GTIN-5', { variants: [variantOf('GTIN-UPC', { gtin: '036000291452' })] })));
    const matched = (await catalogue.read(short.id)).listings;
    expect(matched.map(({ listingId }) => listingId).sort()).toEqual(written.sort());
    expect(await catalogue.found({ q: '00036000291452' })).toEqual(['GTIN-5']);
    const late = good(await catalogue.create(wishOf('GTIN-4', { variants: [variantOf('GTIN-LATE', { gtin: '40170725' })] })));
    expect((await catalogue.read(late.id)).listings.map(({ listingId, matchedBy }) => [listingId, matchedBy])).toEqual([[unknown, 'gtin']]);
  });

  test('become products, those that share a SKU as one, once', async () => {
    await buildListing(bench, british, { sku: 'TEA-1', title: 'Tea', category: 'food', brand: 'Hill' });
    await buildListing(bench, thai, { sku: 'TEA-1', title: 'ชา', category: null });
    const takeIn = async () =>
      good(await catalogue.ask()['products.take-in']({ ...catalogue.around(), params: {}, query: {}, body: undefined }));
    const first = await takeIn();
    expect(first.products).toBeGreaterThan(0);
    expect(first.isMore).toBe(false);
    const tea = await catalogue.read(await catalogue.idOf('TEA-1'));
    expect(tea).toMatchObject({ category: 'food', brand: 'Hill', variants: [{ sku: 'TEA-1' }] });
    expect(tea.listings).toHaveLength(2);
    expect(await unmatched()).toEqual([]);
    expect(await takeIn()).toEqual({ products: 0, variants: 0, matched: 0, isMore: false });
  });
});

describe('groups', () => {
  type Given = ParsedOf<Routes['product-groups.create']>['body'];
  const given = (facts: Partial<Given>): Given => ({ name: 'Group', parentId: null, attributes: {}, leaves: [], ...facts });
  const make = (facts: Partial<Given>) =>
    catalogue.ask()['product-groups.create']({ ...catalogue.around(), params: {}, query: {}, body: given(facts) });
  const change = (groupId: string, version: number, facts: Partial<Given>) =>
    catalogue.ask()['product-groups.change']({ ...catalogue.around(), params: { groupId }, query: {}, body: { version, ...given(facts) } });
  const remove = (groupId: string) =>
    catalogue.ask()['product-groups.remove']({ ...catalogue.around(), params: { groupId }, query: {}, body: undefined });
  const assign = (productId: string, groupId: string | null) =>
    catalogue.ask()['products.change-many']({ ...catalogue.around(), params: {}, query: {}, body: { productIds: [productId], groupId } });
  const leaf = (market: string, channelCategoryId: string, attributeIds = {}) => ({
    ...{ channel: 'tiktok-shop' as const, market, channelCategoryId, attributeIds },
  });
  const ask = { kind: 'product' as const, channelAttributeId: '77', name: 'Surface', isRequired: true };
  beforeAll(async () => {
    const seen = { merchant_id: database.merchantId, is_open: true, read_at: new Date(START_AT) };
    // The cast: only what is read of an attribute.
    const attributes = JSON.stringify([ask as ChannelAttribute]);
    await catalogue.inMerchant((tx) =>
      tx
        .insertInto('shop_category')
        .values([
          { ...seen, shop_id: british.shopId, channel_category_id: 'cups', name: 'Home › Cups', attributes },
          { ...seen, shop_id: british.shopId, channel_category_id: 'home', name: 'Home' },
          { ...seen, shop_id: thai.shopId, channel_category_id: 'th-home', name: 'บ้าน' },
        ])
        .execute(),
    );
  });

  test('pass leaf and attributes down to products, the nearest first, and the product’s own word counts', async () => {
    const home = good(
      await make({ name: 'Home', attributes: { Origin: 'China', Finish: 'matt' }, leaves: [leaf('GB', 'home'), leaf('TH', 'th-home')] }),
    );
    const cups = good(
      await make({ name: 'Cups', parentId: home.id, attributes: { Capacity: '' }, leaves: [leaf('GB', 'cups', { Finish: '77' })] }),
    );
    const product = good(await catalogue.create(wishOf('GROUPED', { attributes: { Finish: 'gloss' } })));
    expect(await assign(product.id, cups.id)).toEqual({ changed: 1 });
    expect((await catalogue.read(product.id)).groupId).toBe(cups.id);
    expect(await catalogue.found({ groupId: home.id })).toEqual(['GROUPED']);
    const wanted = { productIds: [product.id], shopIds: [british.shopId, thai.shopId] };
    const leaves = await catalogue.inMerchant((tx) => leavesFor(tx, wanted));
    expect(new Map(leaves.map(({ shopId, channelCategoryId }) => [shopId, channelCategoryId]))).toEqual(
      new Map([
        [british.shopId, 'cups'],
        [thai.shopId, 'th-home'],
      ]),
    );
    const said = await catalogue.inMerchant((tx) => attributesFor(tx, wanted));
    expect(said.find(({ shopId }) => shopId === british.shopId)?.attributes).toEqual([
      { name: 'Finish', value: 'gloss', channelAttributeId: '77' },
      { name: 'Origin', value: 'China', channelAttributeId: null },
    ]);
    const { items } = await good(
      await catalogue.ask()['product-groups.list']({ ...catalogue.around(), params: {}, query: {}, body: undefined }),
    );
    expect(items.map(({ name, productCount, leaves: all }) => [name, productCount, all.map((each) => each.name)])).toEqual([
      ['Cups', 1, ['Home › Cups']],
      ['Home', 0, ['Home', 'บ้าน']],
    ]);
    expect(items[0]?.leaves[0]?.channelAttributes).toEqual([{ channelAttributeId: '77', name: 'Surface', isRequired: true }]);

    expect(codesOf(await change(home.id, 1, { name: 'Home', parentId: cups.id }))).toEqual(['/parentId below-itself']);
    expect(await change(home.id, 2, { name: 'Home' })).toMatchObject({ refused: 'conflict' });
    expect(await remove(cups.id)).toMatchObject({ refused: 'conflict' });
    const third = good(await make({ name: 'Tall', parentId: cups.id }));
    expect(codesOf(await make({ name: 'Taller', parentId: third.id }))).toEqual(['/parentId too-deep']);
    expect(codesOf(await change(home.id, 1, { name: 'Home', parentId: good(await make({ name: 'Above' })).id }))).toEqual([
      '/parentId too-deep',
    ]);
    expect(await assign(product.id, null)).toEqual({ changed: 1 });
    await remove(third.id);
    expect(await remove(cups.id)).toBeUndefined();
  });

  test('tell everything that is wrong at once', async () => {
    good(await make({ name: 'Twice' }));
    const answer = await make({ name: 'Twice', leaves: [leaf('GB', 'th-home'), leaf('GB', 'home')] });
    expect(codesOf(answer)).toEqual(['/name repeated', '/leaves/0 unknown-leaf', '/leaves/1 repeated']);
    expect(codesOf(await make({ name: 'Lost', parentId: british.shopId }))).toEqual(['/parentId unknown-group']);
    expect(codesOf(await assign(await catalogue.idOf('CUP'), british.shopId))).toEqual(['/groupId unknown-group']);
  });
});

describe('products as a table', () => {
  type Saved = ParsedOf<Routes['product-rows.save']>['body']['products'][number];
  const list = async (codes: readonly string[], facts: Partial<Caller> = {}) => {
    const productIds = await Promise.all(codes.map((code) => catalogue.idOf(code)));
    const query = { limit: 50, productIds };
    return good(await catalogue.ask()['product-rows.list']({ ...catalogue.around(facts), params: {}, query, body: undefined })).items;
  };
  const save = (products: Saved[], facts: Partial<Caller> = {}) =>
    catalogue.ask()['product-rows.save']({ ...catalogue.around(facts), params: {}, query: {}, body: { products } });
  const toldOf = async (products: Saved[]) => good(await save(products)).faults.map(({ column, code }) => [column, code]);
  type Listed = Awaited<ReturnType<typeof list>>[number];
  const changed = (
    { productId, version, variants }: Listed,
    cells: Saved['cells'],
    own: Saved['variants'][number]['cells'] = {},
  ): Saved => ({
    ...{ productId, version, cells },
    variants: Object.keys(own).length > 0 ? [{ variantId: variants[0]?.variantId ?? '', cells: own }] : [],
  });
  beforeAll(async () => {
    const variants = [variantOf('ROW-A-S', { optionValues: ['S'] }), variantOf('ROW-A-L', { optionValues: ['L'], gtin: '96385074' })];
    good(await catalogue.create(wishOf('ROW-A', { optionNames: ['Size'], brand: 'Harbour', category: 'bags', variants })));
    good(await catalogue.create(wishOf('ROW-B')));
    good(await catalogue.create(wishOf('ROW-C')));
  });

  test('is read in the columns of a file, saved cell by cell, and an empty cell takes away what was there', async () => {
    const [row] = await list(['ROW-A']);
    if (!row) throw new Error('not there');
    expect(row.variants.map(({ options, cells }) => [options, cells.sku, cells.gtin])).toEqual([
      ['L', 'ROW-A-L', '96385074'],
      ['S', 'ROW-A-S', ''],
    ]);
    expect(row.cells).toMatchObject({ title: 'Title of ROW-A', brand: 'Harbour', category: 'bags' });
    expect(row.variants[0]?.cells).toHaveProperty('cost');
    expect((await list(['ROW-A'], { scopes: without('costs:read') }))[0]?.variants[0]?.cells).not.toHaveProperty('cost');
    const own = { sku: 'ROW-A-XL', gtin: '', weight_g: '250', cost: '12.50', cost_currency: 'CNY' };
    const answer = good(await save([changed(row, { title: 'Renamed', materials: 'Steel; Wood', brand: '' }, own)]));
    expect(answer).toEqual({ saved: [{ productId: row.productId, version: 2 }], faults: [] });
    const product = await catalogue.read(row.productId);
    expect(product).toMatchObject({ title: 'Renamed', brand: null, category: 'bags', materials: ['Steel', 'Wood'], version: 2 });
    expect(product.variants.find(({ sku }) => sku === 'ROW-A-XL')).toMatchObject({
      ...{ gtin: null, weightG: 250, optionValues: ['L'] },
      costs: [{ cost: { amount: 1250, currency: 'CNY' } }],
    });
    expect(await catalogue.found({ q: 'renamed' })).toEqual(['ROW-A']);
  });

  test.each<[string, Saved['cells'], Saved['variants'][number]['cells'], [string | null, string][]]>([
    ['all at once', { title: '', category: 'sweets' }, { gtin: '123', weight_g: '-5' }, [['category', 'unknown-category'], ['title', 'required'], ['gtin', 'bad-gtin'], ['weight_g', 'not-positive']]], // biome-ignore format: a line a case
    ['a formula', { title: '=1+1' }, {}, [['title', 'formula']]],
    ['no SKU', {}, { sku: ' ' }, [['sku', 'required']]],
    ['a SKU of another', {}, { sku: 'CUP-RED' }, [['sku', 'sku-of-other-variant']]],
    ['a number that a spreadsheet rounded', {}, { gtin: '4.00638E+12' }, [['gtin', 'rounded-number']]],
    ['a cost of 0', {}, { cost: '0', cost_currency: 'CNY' }, [['cost', 'not-positive']]],
    ['a currency without a cost', {}, { cost_currency: 'CNY' }, [['cost', 'required']]],
    ['an unknown state', { status: 'sold' }, {}, [['status', 'unknown-value']]],
  ])('%s is told at its cell, and nothing of the product is saved', async (_, cells, own, faults) => {
    const [row] = await list(['ROW-B']);
    expect(row && (await toldOf([changed(row, cells, own)]))).toEqual(faults);
    expect(await list(['ROW-B'])).toEqual([row]);
  });

  test('what another person changed meanwhile is told at its row, and the rest of the slice is saved', async () => {
    const rows = await list(['ROW-B', 'ROW-C']);
    const [one, other] = rows;
    if (!one || !other) throw new Error('not there');
    good(await save([changed(one, { brand: 'First' })]));
    const answer = good(await save([changed(one, { brand: 'Second' }), changed(other, { brand: 'Third' }, { sku: 'ROW-NEW' })]));
    expect(answer.saved.map(({ productId }) => productId)).toEqual([other.productId]);
    expect(answer.faults).toEqual([{ productId: one.productId, variantId: null, column: null, code: 'changed-meanwhile' }]);
    expect((await catalogue.read(one.productId)).brand).toBe('First');
    const [left, right] = await list(['ROW-B', 'ROW-C']);
    expect(left && right && (await toldOf([changed(left, {}, { sku: 'ROW-X' }), changed(right, {}, { sku: 'ROW-X' })]))).toEqual([
      ['sku', 'sku-of-other-variant'],
    ]);
    const twice = await save([changed(one, { brand: 'x' }), changed(one, { brand: 'y' })]);
    expect(codesOf(twice)).toEqual(['/products/1 repeated']);
  });

  test('SKUs change places in one save, within a product and in a ring of them; where one of the ring stays, all keep theirs', async () => {
    const codes = ['ROW-D', 'ROW-E', 'ROW-F'];
    for (const code of codes) good(await catalogue.create(wishOf(code)));
    const ring = async () => (await list(codes)).sort((one, other) => one.code.localeCompare(other.code));
    const skus = async () => (await ring()).flatMap(({ variants }) => variants.map(({ cells }) => cells.sku));
    const turn = async (title: Saved['cells']) =>
      toldOf((await ring()).map((row, at) => changed(row, at === 0 ? title : {}, { sku: codes[(at + 1) % 3] ?? '' })));
    expect((await turn({ title: '' })).map(([column]) => column).sort()).toEqual(['sku', 'sku', 'sku', 'title']);
    expect(await skus()).toEqual(codes);
    expect(await turn({})).toEqual([]);
    expect(await skus()).toEqual(['ROW-E', 'ROW-F', 'ROW-D']);
    const [one] = await list(['ROW-A']);
    const held = one?.variants ?? [];
    const swapped = held.map(({ variantId }, at) => ({ variantId, cells: { sku: held[1 - at]?.cells.sku ?? '' } }));
    expect(await toldOf(one ? [{ ...one, cells: {}, variants: swapped }] : [])).toEqual([]);
    expect((await list(['ROW-A']))[0]?.variants).toMatchObject(swapped.reverse());
  });

  test('is changed only by those who may', async () => {
    const [row] = await list(['ROW-C']);
    if (!row) throw new Error('not there');
    expect(await save([changed(row, { brand: 'x' })], { shopIds: [british.shopId] })).toMatchObject({ refused: 'forbidden' });
    const cost = changed(row, {}, { cost: '3', cost_currency: 'CNY' });
    expect(await save([cost], { scopes: without('costs:write') })).toMatchObject({ refused: 'forbidden' });
    const foreign = { ...changed(row, { brand: 'x' }), productId: british.shopId };
    expect(good(await save([foreign])).faults).toMatchObject([{ code: 'gone' }]);
  });
});
