/** Products by hand, their pictures, and listings that become products, on a real database. */
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, START_AT } from '../accounts/testing.ts';
import { buildListing } from '../onboarding/testing.ts';
import { matchListings } from './index.ts';
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

describe('pictures', () => {
  const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#0a7' } });
  const add = async (productId: string, bytes: Uint8Array) =>
    catalogue.ask()['product-media.create']({
      ...catalogue.around(),
      params: { productId },
      query: {},
      body: { mediaType: 'image/png', bytes, sha256: '' },
    });

  test('are written anew, upright and without what else lay in them', async () => {
    const made = good(await catalogue.create(wishOf('PICTURED')));
    const bytes = await plain(3000, 1000)
      .withExif({ IFD0: { Artist: 'Secret Name' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const kept = good(await add(made.id, bytes));
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', width: 683, height: 2048 });
    for (const size of ['whole', 'small'] as const) {
      const opened = good(
        await catalogue.ask()['product-media.file']({
          ...catalogue.around(),
          params: { productId: made.id, mediaId: kept.id },
          query: { size },
          body: undefined,
        }),
      );
      expect((await sharp(opened.file.bytes).metadata()).exif).toBeUndefined();
      expect(Buffer.from(opened.file.bytes).includes('Secret Name')).toBe(false);
    }
    await catalogue
      .ask()
      ['product-media.remove']({ ...catalogue.around(), params: { productId: made.id, mediaId: kept.id }, query: {}, body: undefined });
    expect((await catalogue.read(made.id)).media).toEqual([]);
    expect(await catalogue.inMerchant((tx) => tx.selectFrom('blob').select('part').where('object_id', '=', kept.id).execute())).toEqual([]);
  });

  const cut = async () => (await plain(800, 800).jpeg().toBuffer()).subarray(0, 900);
  /** A PNG of 60,000 × 60,000 pixels, in a few hundred bytes. */
  const bomb = async () => {
    const bytes = await plain(200, 200).png().toBuffer();
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    return bytes;
  };
  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['a page', async () => Buffer.from('<html>'), 'unknown-content'],
    ['an SVG', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unknown-content'],
    ['a GIF', () => plain(200, 200).gif().toBuffer(), 'unknown-content'],
    ['one that unpacks to gigabytes', bomb, 'too-many-pixels'],
    ['one cut off', cut, 'damaged'],
    ['a dot', () => plain(20, 20).png().toBuffer(), 'too-small'],
  ])('%s is refused', async (_, bytes, code) => {
    expect(codesOf(await add(await catalogue.idOf('CUP'), await bytes()))).toEqual([` ${code}`]);
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
