import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/database.ts';
import { jobHandlers } from '../../../wiring.ts';
import { type Bench, type BuiltShop, buildShop, createBench } from '../../accounts/testing.ts';
import { applyListings, keepReadingDetails } from '../index.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
});
afterEach(() => database.close());

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) => database.database.withMerchant(shop.merchantId, run);
const apply = (ids: readonly string[], updatedAt = bench.clock.now()) =>
  within((tx) =>
    applyListings(tx, {
      services: bench.services,
      shop,
      items: ids.map((channelProductId) => ({ channelProductId, title: 'Mug', status: 'live', createdAt: 1, updatedAt, variants: [] })),
    }),
  );
const work = () => {
  const config = { fxFeedUrl: null };
  const handlers = jobHandlers({
    services: bench.services,
    config,
    send: () => Promise.reject(new Error('unused')),
    hookAddress: () => '',
  });
  return bench.worker(handlers).drain();
};
const rows = () => within((tx) => tx.selectFrom('listing').selectAll().orderBy('channel_product_id').execute());
const detail = (category: string | null, brand: string | null = null) => ({
  category,
  channelCategory: 'Kitchenware › Mugs',
  brand,
  variants: [],
});

test('what the list leaves out is asked for once for each version of a listing, however many there are', async () => {
  const ids = Array.from({ length: 45 }, (_, index) => `P${String(index).padStart(2, '0')}`);
  for (const id of ids) bench.platform.details.set(id, detail('home-daily', 'Sailor'));
  await apply(ids);
  await work();
  expect(new Set((await rows()).map(({ category, brand }) => `${category} ${brand}`))).toEqual(new Set(['home-daily Sailor']));
  expect(bench.platform.count('listingDetail')).toBe(45);
  await apply(ids);
  await work();
  expect(bench.platform.count('listingDetail')).toBe(45);
  await bench.clock.advance(1_000);
  await apply(['P07']);
  bench.platform.details.set('P07', detail(null));
  await work();
  expect(bench.platform.count('listingDetail')).toBe(46);
  expect((await rows())[7]).toMatchObject({ category: null, channel_category: 'Kitchenware › Mugs', brand: null });
});

test('a listing that the platform no longer knows keeps what was known of it and is not asked for again', async () => {
  bench.platform.details.set('P1', detail('bags'));
  await apply(['P1']);
  await work();
  bench.platform.details.clear();
  await bench.clock.advance(1_000);
  await apply(['P1']);
  await work();
  expect(await rows()).toMatchObject([{ category: 'bags' }]);
  await keepReadingDetails(bench.services, shop.merchantId);
  await work();
  expect(bench.platform.count('listingDetail')).toBe(2);
});

test('the GTIN of a SKU is kept, and stays while the listing is read again without its detail', async () => {
  const sold = { channelSkuId: 'K1', sellerSku: 'MUG', price: 500, currency: 'GBP', quantity: 1 };
  const listed = { channelProductId: 'P1', title: 'Mug', status: 'live', createdAt: 1, updatedAt: bench.clock.now(), variants: [sold] };
  const takeIn = (item: typeof listed) => within((tx) => applyListings(tx, { services: bench.services, shop, items: [item] }));
  bench.platform.details.set('P1', { ...detail('bags'), variants: [{ channelSkuId: 'K1', gtin: '4006381333931' }] });
  await takeIn(listed);
  await work();
  await takeIn({ ...listed, variants: [{ ...sold, quantity: 7 }] });
  const kept = await within((tx) => tx.selectFrom('listing_variant').select(['quantity', 'gtin']).execute());
  expect(kept).toEqual([{ quantity: 7, gtin: '4006381333931' }]);
});

test('rows of before there were details are found and read', async () => {
  await apply(['P1']);
  await within((tx) => sql`DELETE FROM system.job`.execute(tx));
  bench.platform.details.set('P1', detail('bags'));
  await keepReadingDetails(bench.services, shop.merchantId);
  await work();
  expect(await rows()).toMatchObject([{ category: 'bags' }]);
});
