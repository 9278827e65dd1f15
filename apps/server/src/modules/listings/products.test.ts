/** Which listings are one product, and what a merchant says of a category that nobody knows, on a real database. */
import type { ChannelListing } from '@tradewind/channels';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { routeHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { saveDetails } from './commands/save-details.ts';
import { applyListings } from './index.ts';
import { productsOf } from './products.ts';

let database: TestDatabase;
let bench: Bench;
let shops: BuiltShop[];
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shops = [];
  for (const market of ['GB', 'DE', 'FR']) shops.push(await buildShop(bench, database.merchantId, { market }));
});
afterAll(() => database.close());

const inMerchant = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) =>
  database.database.withMerchant(database.merchantId, run);

const listing = (id: number, skus: readonly string[], facts: Partial<ChannelListing> = {}): ChannelListing => ({
  channelProductId: String(1000 + id),
  title: `Mug ${id}`,
  status: 'live',
  createdAt: bench.clock.now(),
  updatedAt: bench.clock.now(),
  variants: skus.map((sellerSku, index) => ({ channelSkuId: `${id}${index}`, sellerSku, price: 100, currency: 'GBP', quantity: 1 })),
  ...facts,
});
const apply = (shop: number, ...items: ChannelListing[]) =>
  inMerchant((tx) =>
    applyListings(tx, { services: bench.services, shop: { merchantId: database.merchantId, shopId: shops[shop]?.shopId ?? '' }, items }),
  );
const products = async (): Promise<Record<string, string>> => {
  const rows = await inMerchant((tx) => tx.selectFrom('listing').select(['channel_product_id', 'product_key', 'status']).execute());
  return Object.fromEntries(
    rows.filter(({ status }) => status !== 'deleted').map((row) => [row.channel_product_id, row.product_key ?? '']),
  );
};

test('listings that share a SKU are one product, also through others; parted SKUs and a deleted listing part it', async () => {
  await apply(0, listing(1, ['B', 'C']), listing(2, ['X']));
  await apply(1, listing(3, ['D']));
  expect(await products()).toEqual({ '1001': 'B', '1002': 'X', '1003': 'D' });
  await apply(2, listing(4, ['C', 'D', 'A']));
  expect(await products()).toEqual({ '1001': 'A', '1002': 'X', '1003': 'A', '1004': 'A' });
  await apply(2, listing(4, ['C', 'A']));
  expect(await products()).toEqual({ '1001': 'A', '1002': 'X', '1003': 'D', '1004': 'A' });
  await apply(2, listing(4, ['C', 'A'], { status: 'deleted' }));
  expect(await products()).toEqual({ '1001': 'B', '1002': 'X', '1003': 'D' });
  await apply(2, listing(4, ['X', ''], { status: 'live' }));
  expect((await products())['1004']).toBe('X');
});

test('whatever changes in whatever order, the products are those that a recount from all listings finds', async () => {
  const draw = (most: number) => (bench.services.random.bytes(1)[0] ?? 0) % most;
  for (let round = 0; round < 60; round += 1) {
    const id = 20 + draw(12);
    const skus = Array.from({ length: draw(3) }, () => `S${draw(14)}`);
    await apply(id % 3, listing(id, [...new Set(skus)], { status: draw(6) === 0 ? 'deleted' : 'live' }));
  }
  const rows = await inMerchant((tx) =>
    tx
      .selectFrom('listing')
      .leftJoin('listing_variant as variant', 'variant.listing_id', 'listing.id')
      .select(['listing.id', 'listing.product_key', 'variant.seller_sku'])
      .where('status', '!=', 'deleted')
      .execute(),
  );
  const held = new Map<string, { listingId: string; key: string | null; sellerSkus: string[] }>();
  for (const { id, product_key: key, seller_sku: sku } of rows) {
    const row = held.get(id) ?? { listingId: id, key, sellerSkus: [] };
    held.set(id, { ...row, sellerSkus: sku ? [...row.sellerSkus, sku].sort() : row.sellerSkus });
  }
  for (const { key, listings } of productsOf([...held.values()])) expect(new Set(listings.map((row) => row.key))).toEqual(new Set([key]));
});

test('a category that nobody knows: answered once for all its listings, those to come included, until the platform’s is known', async () => {
  const handlers = routeHandlers(bench.services);
  const caller = buildCaller(database.merchantId, { scopes: new Set(['listings:read', 'documents:write']) });
  const around = { caller, requestId: 'r', params: {}, query: {} };
  const detail = async (id: number, category: string | null) => {
    const { id: listingId } = await inMerchant((tx) =>
      tx
        .selectFrom('listing')
        .select('id')
        .where('channel_product_id', '=', String(1000 + id))
        .executeTakeFirstOrThrow(),
    );
    const shop = { merchantId: database.merchantId, shopId: shops[0]?.shopId ?? '' };
    const read = [
      {
        id: listingId,
        detailedFor: new Date(bench.clock.now()),
        detail: { category, channelCategory: 'Health › Massage', brand: null, variants: [] },
      },
    ];
    await inMerchant((tx) => saveDetails(tx, { services: bench.services, shop, read }));
  };
  const set = (category: string | null, channelCategory = 'Health › Massage', by = caller) =>
    handlers['category-mappings.set']({ ...around, caller: by, body: { channel: 'tiktok-shop', channelCategory, category } });
  const list = async () => {
    const answer = await handlers['category-mappings.list']({ ...around, body: undefined });
    return isRefusal(answer) ? [] : answer.items.map(({ channelCategory, category, listings }) => [channelCategory, category, listings]);
  };
  const categoryOf = (id: number) =>
    inMerchant((tx) =>
      tx
        .selectFrom('listing')
        .select(['category', 'is_own_category'])
        .where('channel_product_id', '=', String(1000 + id))
        .executeTakeFirst(),
    );
  const duty = async () => {
    const answer = await handlers['duties.list']({ ...around, body: undefined });
    return isRefusal(answer) ? [] : answer.items.filter(({ kind }) => kind === 'categories-unknown').map(({ data }) => data.count);
  };

  await apply(0, listing(51, ['M1']), listing(52, ['M2']));
  await detail(51, null);
  expect([await list(), await duty()]).toEqual([[['Health › Massage', null, 1]], [1]]);
  expect(await set('medical-devices')).toMatchObject({ category: 'medical-devices', listings: 1, setBy: 'Olive' });
  expect(await duty()).toEqual([]);
  await detail(52, null);
  expect(await categoryOf(52)).toEqual({ category: 'medical-devices', is_own_category: true });
  expect(await set('not-regulated')).toMatchObject({ category: 'not-regulated', listings: 2 });
  await detail(51, 'home-daily');
  expect(await categoryOf(51)).toEqual({ category: 'home-daily', is_own_category: false });
  await set(null);
  expect([await list(), await categoryOf(51), await categoryOf(52)]).toEqual([
    [['Health › Massage', null, 1]],
    { category: 'home-daily', is_own_category: false },
    { category: null, is_own_category: false },
  ]);
  expect(await set('bags', 'Nobody › Knows')).toMatchObject({ refused: 'not-found' });
  const bound = buildCaller(database.merchantId, { scopes: new Set(['documents:write']), shopIds: [shops[0]?.shopId ?? ''] });
  expect(await set('bags', undefined, bound)).toMatchObject({ refused: 'forbidden' });
  const written = await inMerchant((tx) =>
    tx.selectFrom('audit_entry').select('facts').where('action', '=', 'category-mapping.set').execute(),
  );
  expect(written).toContainEqual({ facts: { channelCategory: 'Health › Massage', category: 'medical-devices' } });
});
