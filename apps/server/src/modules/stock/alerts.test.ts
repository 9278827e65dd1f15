import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TenantTx } from '../../platform/database/database.ts';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { stockHandlers } from './index.ts';
import { buildVariant, offerIn } from './testing.ts';

/** What deserves a look among the goods, and what is kept of a SKU beside its units. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let shelf: string;
let goods = 0;
const OFFERED = 'S-1';

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  shelf = told(await handlers()['warehouses.create'](asked({ name: 'Shelf', kind: 'own', country: 'GB' }))).id;
});
afterAll(() => database.close());

const handlers = () => stockHandlers(bench.services);
const caller = () => buildCaller(database.merchantId);
const asked = <B, Q = Record<string, never>>(body: B, query = {} as Q) => ({ caller: caller(), requestId: 'r-1', params: {}, query, body });
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
const place = () => ({ database: database.database, merchantId: database.merchantId, newId: bench.services.newId });
const variant = () => {
  goods += 1;
  return buildVariant(place(), { sku: `SKU-${goods}` });
};
const receive = async (variantId: string) => {
  const rows = [{ variantId, warehouseId: shelf, units: 3 }];
  told(await handlers()['stock-adjustments.create'](asked({ kind: 'receive' as const, rows, reference: null, note: '' })));
};
const offer = (variantId: string) =>
  offerIn(place(), { shopId: shop.shopId, variantId, channelProductId: `P-${goods}`, channelSkuId: OFFERED });
type Show = 'all' | 'low' | 'dead' | 'oversell-risk' | 'core-missing';
const rows = async (show: Show) => told(await handlers()['stock-levels.list'](asked(undefined, { limit: 200, show }))).items;
const within = (run: (tx: TenantTx) => Promise<unknown>) => database.database.withMerchant(database.merchantId, run);

test('alerts count the SKUs that are low, at risk or dead, and each is found by its alert', async () => {
  const ago = (days: number) => new Date(bench.clock.now() - days * 86_400_000);
  const [brisk, dead, shownTwice] = [await variant(), await variant(), await variant()];
  for (const id of [brisk, dead, shownTwice]) await receive(id);
  await offer(shownTwice);
  await within(async (tx) => {
    await tx
      .updateTable('stock_item')
      .set({ counted_since: ago(120) })
      .where('variant_id', '=', dead)
      .execute();
    await sql`INSERT INTO stock_day (merchant_id, variant_id, on_day, shipped)
      VALUES (${database.merchantId}, ${brisk}, ${ago(2).toISOString().slice(0, 10)}, 60)`.execute(tx);
    await sql`INSERT INTO stock_push (merchant_id, shop_id, listing_id, channel_sku_id, channel_warehouse_id, variant_id, wanted, version,
        wanted_at, sent_version, confirmed, confirmed_version, confirmed_at, drift)
      SELECT ${database.merchantId}, ${shop.shopId}, listing_id, channel_sku_id, '', ${shownTwice}, 4, 1, now(), 1, 4, 1, now(), 0
      FROM variant_link WHERE channel_sku_id = ${OFFERED}`.execute(tx);
  });
  const skusWith = async (show: Show) => (await rows(show)).map((row) => row.variant.id);
  for (const [alert, id] of [
    ['low', brisk],
    ['dead', dead],
    ['oversell-risk', shownTwice],
  ] as const) {
    expect(await skusWith(alert)).toContain(id);
    expect((await rows('all')).find((row) => row.variant.id === id)?.alerts).toEqual([alert]);
  }
  const counts = told(await handlers()['stock-alerts.list'](asked(undefined))).items;
  for (const { alert, skus } of counts) expect(await skusWith(alert)).toHaveLength(skus);
});

test('a SKU tells its lead time, its safety stock and all of its codes; the safety stock is for those who see every shop', async () => {
  const cup = await variant();
  await receive(cup);
  await offer(cup);
  const about = { ...asked(undefined), params: { variantId: cup } };
  expect(told(await handlers()['stock-items.get'](about))).toMatchObject({ leadTimeDays: 30, safetyStock: 0, warehouseCodes: [] });
  const rule = { kind: 'percent' as const, value: 50, safetyStock: 0, minimum: 1 };
  told(await handlers()['allocation-rules.set'](asked({ shopId: null, variantId: cup, rule })));
  told(await handlers()['stock-items.set']({ ...about, body: { leadTimeDays: 40, safetyStock: 2 } }));
  const rules = told(await handlers()['allocation-rules.list'](asked(undefined))).items;
  expect(rules).toContainEqual(expect.objectContaining({ ...rule, variantId: cup, safetyStock: 2 }));
  const named = { ...asked({ variantId: cup }), params: { warehouseId: shelf, code: 'SHELF-9' } };
  told(await handlers()['warehouse-skus.set'](named));
  expect(told(await handlers()['stock-items.get'](about))).toMatchObject({
    ...{ leadTimeDays: 40, safetyStock: 2, warehouseCodes: [{ warehouseId: shelf, code: 'SHELF-9' }] },
    shopSkus: [{ shop: { id: shop.shopId }, channelSkuId: OFFERED }],
  });
  const bound = { ...about, caller: { ...caller(), shopIds: [] } };
  expect(told(await handlers()['stock-items.get'](bound)).shopSkus).toEqual([]);
  expect(await handlers()['stock-items.set']({ ...bound, body: { leadTimeDays: 1, safetyStock: 1 } })).toEqual({ refused: 'forbidden' });
});
