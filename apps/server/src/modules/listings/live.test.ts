/** What happens to a listing after it is live, on a real database and a platform in memory. */
import { scopes } from '@tradewind/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { enqueue } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers, routeHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { catalogHandlers } from '../catalog/index.ts';
import { good, variantOf, wishOf } from '../catalog/testing.ts';
import { buildPaper } from '../onboarding/testing.ts';
import { applyListings, publicationHandlers } from './index.ts';
import { sendPublicationJob, switchListingsJob } from './publication-jobs.ts';
import { buildPicture, type FakePublishing, lostAnswer, openPublishing } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let british: BuiltShop;
let german: BuiltShop;
let platform: FakePublishing;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  british = await buildShop(bench, database.merchantId, { market: 'GB' });
  german = await buildShop(bench, database.merchantId, { market: 'DE' });
  platform = await openPublishing(bench, [british, german]);
});
afterEach(() => database.close());

const caller = (shopIds: string[] | null = null) => buildCaller(database.merchantId, { scopes: new Set(scopes), shopIds });
const around = (shopIds: string[] | null = null) => ({ caller: caller(shopIds), requestId: 'r', params: {}, query: {}, body: undefined });
const ask = () => publicationHandlers(bench.services);
const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) =>
  database.database.withMerchant(database.merchantId, run);
const work = () => {
  const send = () => Promise.reject(new Error('unused'));
  return bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => '' })).drain();
};
const pass = async (ms: number) => {
  await bench.clock.advance(ms);
  await work();
};
const list = async (query: object = {}) => good(await ask()['publications.list']({ ...around(), query: { limit: 50, ...query } })).items;
const drifts = async (query: object = {}, shopIds: string[] | null = null) =>
  good(await ask()['publication-drifts.list']({ ...around(shopIds), query: { limit: 50, ...query } }));
const changes = async () => good(await ask()['publication-changes.list']({ ...around(), query: { limit: 50 } })).items;
const sendChanges = async (publicationIds: string[]) =>
  good(await ask()['publication-changes.send']({ ...around(), body: { publicationIds } }));
const only = async () => {
  const [one] = await list();
  if (!one) throw new Error('nothing was chosen');
  return one;
};

async function mug(code: string): Promise<string> {
  const size = { weightG: 300, lengthMm: 100, widthMm: 90, heightMm: 90 };
  const facts = { title: `A mug called ${code}`, description: 'Holds tea.', category: 'home-daily', materials: ['enamel'] };
  const body = wishOf(code, { ...facts, variants: [variantOf(code, size)] });
  const made = good(await catalogHandlers(bench.services)['products.create']({ ...around(), body }));
  await buildPicture(bench, { merchantId: database.merchantId, productId: made.id });
  return made.id;
}

/** Published and examined, with a paper for the German shop where it is one of them. */
async function live(productIds: string[], shops: BuiltShop[], isTyped = true): Promise<void> {
  const shopIds = shops.map(({ shopId }) => shopId);
  if (shops.includes(german)) await buildPaper(bench, { merchantId: database.merchantId, type: 'EPR_REGISTRATION' });
  const { id: runId } = good(await ask()['publication-runs.create']({ ...around(), body: { productIds, shopIds } }));
  await work();
  const [product] = await list();
  if (!isTyped) for (const shop of shops) await applied(product?.variants[0]?.variantId ?? '', { shop, amount: 1_500 });
  for (const shopId of shopIds)
    good(await ask()['publication-runs.fill']({ ...around(), params: { runId }, body: { shopId, price: 1_500, quantity: 7 } }));
  good(await ask()['publication-runs.submit']({ ...around(), params: { runId } }));
  await work();
  platform.decide({ status: 'live', audit: 'approved' });
  await pass(60_000);
  expect((await list()).map(({ state }) => state)).toEqual(productIds.flatMap(() => shops.map(() => 'live')));
}

/** The sweep sees every listing of the platform anew. */
async function sweep(shop: BuiltShop): Promise<void> {
  await bench.clock.advance(1_000);
  const now = bench.clock.now();
  const items = [...platform.listings.values()].map(({ channelProductId, title, status, variants }) => ({
    ...{ channelProductId, title, status, createdAt: 1, updatedAt: now },
    variants: variants.map(({ channelSkuId, sellerSku, price, currency }) => ({
      channelSkuId,
      sellerSku,
      price: price ?? 0,
      currency,
      quantity: 1,
    })),
  }));
  await within((tx) => applyListings(tx, { services: bench.services, shop, items }));
  await work();
}
const edit = (change: { title?: string; price?: number; description?: string }) => {
  for (const listing of platform.listings.values()) {
    Object.assign(listing, { title: change.title ?? listing.title, description: change.description ?? listing.description });
    for (const variant of listing.variants) variant.price = change.price ?? variant.price;
  }
};
const resolve = async (keep: Record<string, 'ours' | 'theirs'>, from?: { foundAt: string }) => {
  const [item] = (await drifts()).items;
  if (!item) throw new Error('nothing differs');
  const choices = item.differences.flatMap(({ field, subject }) => {
    const choice = keep[field];
    return choice ? [{ field, subject, keep: choice }] : [];
  });
  const params = { publicationId: item.id };
  return ask()['publication-drifts.resolve']({ ...around(), params, body: { foundAt: from?.foundAt ?? item.foundAt, choices } });
};
const notices = async () =>
  good(await routeHandlers(bench.services)['notifications.list']({ ...around(), query: { limit: 5, unread: 'false' } })).items;

test('what somebody changed at the platform is found, told, and ends as a person chooses for each field', async () => {
  await live([await mug('MUG')], [british]);
  await sweep(british);
  expect((await drifts()).count).toBe(0);
  edit({ title: 'A cup', price: 1_200, description: '<div> <p>Holds  tea.</p></div>' });
  await sweep(british);
  const { count, items } = await drifts();
  expect(count).toBe(1);
  expect(items[0]?.differences).toMatchObject([
    { field: 'title', ours: 'A mug called MUG', theirs: 'A cup' },
    { field: 'price', subject: 'MUG', ours: '1500', theirs: '1200' },
  ]);
  expect(await notices()).toMatchObject([{ kind: 'listings-drifted', facts: { count: 1, market: 'GB' }, closedAt: null }]);
  // Of others, of before, and in part: nothing happens.
  expect((await drifts({}, [german.shopId])).count).toBe(0);
  expect(await resolve({ title: 'theirs', price: 'ours' }, { foundAt: '2020-01-01T00:00:00.000Z' })).toMatchObject({ refused: 'conflict' });
  expect(await resolve({ title: 'theirs' })).toMatchObject({ refused: 'invalid-input', errors: [{ code: 'undecided' }] });
  // Their title, our price: prices alone are told without an examination.
  expect(await resolve({ title: 'theirs', price: 'ours' })).toEqual({ planned: 1, keptBack: 0 });
  await work();
  expect(platform.sent).toHaveLength(1);
  expect(platform.priced).toMatchObject([{ prices: [1_500] }]);
  expect(await only()).toMatchObject({ state: 'live', title: 'A cup', variants: [{ price: { amount: 1_500 } }] });
  expect((await notices())[0]).toMatchObject({ kind: 'listings-drifted', closedAt: expect.any(String) });
  await sweep(british);
  expect((await drifts()).count).toBe(0);
  // Our title, their price: the listing is sent whole, with the price that was kept.
  edit({ title: 'A bowl', price: 900 });
  await sweep(british);
  expect(await resolve({ title: 'ours', price: 'theirs' })).toEqual({ planned: 1, keptBack: 0 });
  await work();
  expect(platform.sent[1]).toMatchObject({ kind: 'edit', draft: { title: 'A cup', variants: [{ price: 900 }] } });
  platform.decide({ status: 'live', audit: 'approved' });
  await pass(60_000);
  await sweep(british);
  expect((await drifts()).count).toBe(0);
});

test('what changed here is sent to all shops at once; prices alone go without an examination, and theirs that were kept stay', async () => {
  const productId = await mug('MUG');
  await live([productId], [british, german], false);
  expect(await changes()).toEqual([]);
  await within((tx) => tx.updateTable('product').set({ title: 'A mug of a better name' }).where('id', '=', productId).execute());
  const pending = await changes();
  expect(pending.map(({ differences }) => differences.map(({ field }) => field))).toEqual([['title'], ['title']]);
  const sent = await sendChanges(pending.map(({ id }) => id));
  expect(sent).toMatchObject({ planned: 2, keptBack: 0, unchanged: 0, runId: expect.any(String) });
  await work();
  expect(platform.sent.slice(2)).toMatchObject([{ kind: 'edit', draft: { title: 'A mug of a better name' } }, { kind: 'edit' }]);
  platform.decide({ status: 'live', audit: 'approved' });
  await pass(60_000);
  expect(await sendChanges(pending.map(({ id }) => id))).toEqual({ runId: null, planned: 0, keptBack: 0, unchanged: 2 });
  // A price that was applied.
  const [variant] = (await list())[0]?.variants ?? [];
  await applied(variant?.variantId ?? '', { shop: british, amount: 1_800 });
  expect((await changes()).map(({ shop, differences }) => [shop.market, differences[0]?.ours])).toEqual([['GB', '1800']]);
  const [one] = await changes();
  await sendChanges([one?.id ?? '']);
  await work();
  expect(platform.sent).toHaveLength(4);
  expect(platform.priced).toMatchObject([{ prices: [1_800] }]);
  expect(await changes()).toEqual([]);
  // Somebody lowers it at the platform, and a person lets that stand: the applied price does not come back by itself.
  edit({ price: 1_700 });
  await sweep(british);
  expect(await resolve({ price: 'theirs' })).toEqual({ planned: 0, keptBack: 0 });
  await applied(variant?.variantId ?? '', { shop: british, amount: 1_900 });
  expect(await changes()).toEqual([]);
});

async function applied(variantId: string, { shop, amount }: { shop: BuiltShop; amount: number }): Promise<void> {
  await bench.clock.advance(1_000);
  const id = bench.services.newId();
  const row = { merchant_id: database.merchantId, id, prices: 1, variants: 1, shop_ids: [shop.shopId], applied_by: 'Ada' };
  await within(async (tx) => {
    await tx
      .insertInto('price_application')
      .values({ ...row, applied_at: new Date(bench.clock.now()) })
      .execute();
    const change = { merchant_id: database.merchantId, variant_id: variantId, shop_id: shop.shopId, application_id: id };
    await tx
      .insertInto('price_change')
      .values({ ...change, price_minor: amount, currency: shop.currency, lines: '[]' })
      .execute();
  });
}

test('what lacks a paper reaches the platform in no way: file, route, bulk, edit, putting on, sending changes, copying', async () => {
  // Listed while it needed none; then the merchant's own rule asks for a paper that nobody has.
  await live([await mug('MUG')], [british], false);
  await sweep(british);
  const { id, runId, product } = await only();
  const [listing] = good(await routeHandlers(bench.services)['listings.list']({ ...around(), query: { limit: 5 } })).items;
  const listingIds = [listing?.id ?? ''];
  good(await ask()['listing-switches.create']({ ...around(), body: { listingIds, isOn: false } }));
  await work();
  expect(await only()).toMatchObject({ state: 'off' });
  const rule = { market: 'GB', category: 'home-daily', documentType: 'MUG_PAPER', from: '2020-01-01' };
  good(await routeHandlers(bench.services)['compliance-rules.create']({ ...around(), body: rule }));
  const reached = () => [platform.sent.length, platform.priced.length, platform.switched.length];
  const before = reached();
  const kept = { planned: 0, keptBack: 1 };
  // Put on, one and many; sent again; edited and sent again.
  expect(good(await ask()['listing-switches.create']({ ...around(), body: { listingIds, isOn: true } }))).toEqual(kept);
  const again = { ...around(), body: { publicationIds: [id] } };
  expect(good(await ask()['publications.submit'](again))).toEqual(kept);
  good(await ask()['publications.update']({ ...around(), params: { publicationId: id }, body: { title: 'Another mug' } }));
  expect(good(await ask()['publications.submit'](again))).toEqual(kept);
  expect(good(await ask()['publication-runs.submit']({ ...around(), params: { runId } }))).toMatchObject(kept);
  // Changed as the product, or by a price, and sent to all shops; chosen against what the platform shows.
  await within((tx) => tx.updateTable('publication').set({ state: 'live' }).execute());
  await within((tx) => tx.updateTable('product').set({ title: 'A third mug' }).where('id', '=', product.id).execute());
  await applied((await only()).variants[0]?.variantId ?? '', { shop: british, amount: 1_800 });
  expect(await changes()).toMatchObject([{ isKeptBack: true, problems: [{ code: 'paper-missing' }] }]);
  expect(await sendChanges([id])).toMatchObject({ ...kept, unchanged: 0 });
  expect(await only()).toMatchObject({ problems: [{ code: 'paper-missing', subjects: ['MUG_PAPER'] }] });
  edit({ title: 'Theirs', price: 900 });
  await sweep(british);
  expect(await resolve({ title: 'ours', price: 'ours' })).toEqual(kept);
  // Copied to another shop of the market, and a product that came in by a file.
  const second = await buildShop(bench, database.merchantId, { market: 'GB', channelShopId: 'second' });
  const copied = good(await ask()['listing-copies.create']({ ...around(), body: { listingIds, shopIds: [second.shopId] } }));
  await work();
  expect(good(await ask()['publication-runs.submit']({ ...around(), params: { runId: copied.id } }))).toMatchObject(kept);
  const filed = await imported('sku,title,category\nFILED,A mug from a file,home-daily\n');
  const chosen = { productIds: [filed], shopIds: [british.shopId] };
  const run = good(await ask()['publication-runs.create']({ ...around(), body: chosen }));
  await work();
  expect(good(await ask()['publication-runs.submit']({ ...around(), params: { runId: run.id } }))).toMatchObject(kept);
  // And a job that nobody should have made: the gate is asked just before the call.
  await within((tx) =>
    tx.updateTable('publication').set({ state: 'sending', intent: 'planned', came_from: 'live' }).where('id', '=', id).execute(),
  );
  await within((tx) => tx.updateTable('listing_switch').set({ state: 'planned', is_on: true }).execute());
  const now = bench.clock.now();
  const jobs = [sendPublicationJob({ shopId: british.shopId, publicationId: id }, now), switchListingsJob(british.shopId, now)];
  await within((tx) => enqueue(tx, { merchantId: database.merchantId, jobs, now }));
  await pass(60_000);
  expect(reached()).toEqual(before);
  expect((await list()).map(({ state }) => state).sort()).toEqual(['incomplete', 'incomplete', 'live']);
});

async function imported(text: string): Promise<string> {
  const handlers = catalogHandlers(bench.services);
  const query = { fileName: 'goods.csv' };
  const made = good(
    await handlers['product-imports.create']({ ...around(), query, body: { mediaType: 'text/csv', bytes: Buffer.from(text), sha256: '' } }),
  );
  const params = { importId: made.id };
  good(await handlers['product-imports.check']({ ...around(), params, body: { headRow: 1, mapping: ['sku', 'title', 'category'] } }));
  await work();
  good(await handlers['product-imports.apply']({ ...around(), params }));
  await work();
  const { id } = await within((tx) =>
    tx.selectFrom('product').select('id').where('title', '=', 'A mug from a file').executeTakeFirstOrThrow(),
  );
  return id;
}

test('listings are taken off and put on, a lost answer is told again, and an edit that was taken back is what it was', async () => {
  await live([await mug('MUG')], [british]);
  const listings = async () => good(await routeHandlers(bench.services)['listings.list']({ ...around(), query: { limit: 5 } })).items;
  const [listing] = await listings();
  const turn = async (isOn: boolean, shopIds: string[] | null = null) =>
    good(await ask()['listing-switches.create']({ ...around(shopIds), body: { listingIds: [listing?.id ?? ''], isOn } }));
  expect(await turn(false, [german.shopId])).toEqual({ planned: 0, keptBack: 0 });
  expect(await turn(false)).toEqual({ planned: 1, keptBack: 0 });
  platform.after = lostAnswer;
  await work();
  expect((await listings())[0]?.switched).toMatchObject({ isOn: false, state: 'sent' });
  platform.after = () => undefined;
  await pass(31_000);
  expect(platform.switched).toMatchObject([{ isOn: false }, { isOn: false }]);
  expect((await listings())[0]?.switched).toMatchObject({ isOn: false, state: 'done', code: null });
  expect(await only()).toMatchObject({ state: 'off' });
  expect(await turn(true)).toEqual({ planned: 1, keptBack: 0 });
  platform.decide({ status: 'in-review' });
  await work();
  expect(await only()).toMatchObject({ state: 'under-review' });
  platform.decide({ status: 'live' });
  await pass(60_000);
  const { id, runId } = await only();
  expect(await only()).toMatchObject({ state: 'live' });
  // Rejected before, rejected after it was taken back.
  await within((tx) => tx.updateTable('publication').set({ state: 'rejected' }).execute());
  good(await ask()['publications.submit']({ ...around(), body: { publicationIds: [id] } }));
  expect(await only()).toMatchObject({ state: 'sending' });
  good(await ask()['publication-runs.cancel']({ ...around(), params: { runId } }));
  expect(await only()).toMatchObject({ state: 'rejected' });
});

test('what is examined while the consent ends says so, and goes on when there is one again', async () => {
  const productIds = [await mug('MUG')];
  const shopIds = [british.shopId];
  const { id: runId } = good(await ask()['publication-runs.create']({ ...around(), body: { productIds, shopIds } }));
  await work();
  good(
    await ask()['publication-runs.fill']({ ...around(), params: { runId }, body: { shopId: british.shopId, price: 1_500, quantity: 1 } }),
  );
  good(await ask()['publication-runs.submit']({ ...around(), params: { runId } }));
  await work();
  const grant = (granted_scopes: string[]) => within((tx) => tx.updateTable('channel_authorization').set({ granted_scopes }).execute());
  await grant([]);
  await pass(60_000);
  expect(await only()).toMatchObject({ state: 'under-review', problems: [{ code: 'no-consent' }] });
  await grant(['test.publishing']);
  platform.decide({ status: 'live', audit: 'approved' });
  await pass(60 * 60_000);
  expect(await only()).toMatchObject({ state: 'live', problems: [] });
});

test('a listing is copied into drafts for other shops, taken in first where it is no product yet', async () => {
  await sweepOne('CUP');
  const { items } = good(await routeHandlers(bench.services)['listings.list']({ ...around(), query: { limit: 5 } }));
  const listingIds = items.map(({ id }) => id);
  const copy = (ids: string[], shopIds: string[] | null = null) =>
    ask()['listing-copies.create']({ ...around(shopIds), body: { listingIds: ids, shopIds: [german.shopId] } });
  expect(await copy([bench.services.newId()])).toMatchObject({ refused: 'invalid-input', errors: [{ path: '/listingIds' }] });
  expect(await copy(listingIds, [german.shopId])).toMatchObject({ refused: 'invalid-input' });
  good(await copy(listingIds));
  expect(await list()).toMatchObject([{ state: 'draft', shop: { market: 'DE' }, product: { code: 'CUP', title: 'A cup' } }]);
});

async function sweepOne(sku: string): Promise<void> {
  const variant = { channelSkuId: `s-${sku}`, sellerSku: sku, price: 500, currency: british.currency, quantity: 3 };
  const item = {
    channelProductId: `P-${sku}`,
    title: 'A cup',
    status: 'live',
    createdAt: 1,
    updatedAt: bench.clock.now(),
    variants: [variant],
  };
  await within((tx) => applyListings(tx, { services: bench.services, shop: british, items: [item] }));
}
