/** A US shop towards Mexico: verdicts in bulk against the policy asked SKU by SKU, marks, pace, fit, the file. */
import type { MexicoSku, ParsedOf, Routes } from '@tradewind/contract';
import { evaluatePolicy } from '@tradewind/rules/policies';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TenantTx } from '../../platform/database/database.ts';
import { isRefusal, type Refusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS, START_AT } from '../accounts/testing.ts';
import { insightHandlers } from '../insights/index.ts';
import { buildListing } from '../onboarding/testing.ts';
import { buildOrder, takeIn } from '../orders/testing.ts';
import { programmeHandlers } from './index.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId, { market: 'US' });
  await within((tx) => tx.deleteFrom('fx_rate_by_hand').execute());
});

const within = <T>(run: (tx: TenantTx) => Promise<T>) => database.database.withMerchant(database.merchantId, run);
const around = () => ({ caller: buildCaller(database.merchantId), requestId: 'r' });
const handlers = () => programmeHandlers(bench.services);
const good = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer;
};
/** 1 USD = 18 MXN. */
const setRates = async () => {
  const rates = [
    { currency: 'USD', on: '2026-11-20', perEuro: '1' },
    { currency: 'MXN', on: '2026-11-20', perEuro: '18' },
  ];
  good(await insightHandlers(bench.services)['fx-rates.set']({ ...around(), params: {}, query: {}, body: { rates } }));
};
type Query = Partial<ParsedOf<Routes['us-to-mexico.skus']>['query']>;
const skus = async (query: Query = {}) =>
  good(
    await handlers()['us-to-mexico.skus']({
      ...around(),
      params: { shopId: shop.shopId },
      body: undefined,
      query: { limit: 50, ...query },
    }),
  );
const overview = async () =>
  good(await handlers()['us-to-mexico.get']({ ...around(), params: { shopId: shop.shopId }, query: {}, body: undefined }));
const mark = (body: ParsedOf<Routes['us-to-mexico.mark']>['body'], params = { shopId: shop.shopId }) =>
  handlers()['us-to-mexico.mark']({ ...around(), params, query: {}, body });
const seller: ParsedOf<Routes['us-to-mexico.set-seller']>['body'] = {
  origin: 'cn-cross-border',
  shopPerformanceScore: 4.2,
  dispatchDays: 2,
  leadTimeDays: 20,
  shipFrom: 'US',
  invitedCategories: [],
  qualifications: [],
};
const setSeller = async (change: Partial<typeof seller> = {}) =>
  handlers()['us-to-mexico.set-seller']({ ...around(), params: { shopId: shop.shopId }, query: {}, body: { ...seller, ...change } });
const priced = async (category: string | null, price: number, sku?: string) => {
  const id = await buildListing(bench, shop, { category, ...(sku ? { sku } : {}) });
  await within((tx) => tx.updateTable('listing_variant').set({ price_minor: price }).where('listing_id', '=', id).execute());
  return id;
};
const codesOf = ({ reasons }: Pick<MexicoSku, 'reasons'>) => reasons.map(({ code }) => code);

test('each SKU has the verdict that the policy gives it alone, with its reasons, and the counts are their sum', async () => {
  await setRates();
  await setSeller({ invitedCategories: ['kids-clothing'] });
  // 194.44 USD are 3,499.92 MXN; 194.45 are 3,500.10.
  const prices = [500, 19_444, 19_445, 40_000];
  const categories = ['pet-toys', 'kids-clothing', 'toys-3-plus', 'beauty-personal-care', 'health-supplements', 'furniture', null];
  for (const category of categories) for (const price of prices) await priced(category, price);
  await mark({ skus: [(await skus({ category: 'pet-toys' })).items[0]?.channelSkuId ?? ''], shipFrom: 'MX' });
  const { items } = await skus();
  expect(items).toHaveLength(28);
  for (const sku of items) {
    const alone = evaluatePolicy('us-to-mexico', {
      mode: 'catalogue',
      seller: { origin: 'cn-cross-border', shopPerformanceScore: 4.2 },
      invitedCategories: ['kids-clothing'],
      qualifications: [],
      dispatchDays: 2,
      items: [
        {
          sku: 'one',
          category: sku.category ?? 'home-daily',
          unitPrice: { amount: sku.price.amount * 18, currency: 'MXN' },
          quantity: 1,
          shipFromCountry: sku.shipFrom,
        },
      ],
      asOf: new Date(START_AT).toISOString(),
    });
    const own = alone.reasons.filter((reason) => reason.sku === 'one').map(({ code }) => code as string);
    expect(codesOf(sku)).toEqual([...own, ...(sku.category === null ? ['category-unknown'] : [])]);
    expect(sku.state).toBe(own.length > 0 ? 'blocked' : sku.category === null ? 'unknown' : 'sellable');
    expect(sku.priceInPesos).toEqual({ amount: sku.price.amount * 18, currency: 'MXN' });
  }
  const { counts, categories: shown, ...rest } = await overview();
  const count = (state: string) => items.filter((sku) => sku.state === state).length;
  expect(counts).toMatchObject({ skus: 28, sellable: count('sellable'), blocked: count('blocked'), unknown: count('unknown') });
  expect(counts.byReason['unit-price-cap']).toBe(14);
  expect(counts.byReason['not-in-us-warehouse']).toBe(1);
  expect(shown.find(({ category }) => category === 'kids-clothing')).toEqual({
    category: 'kids-clothing',
    access: 'invite-only',
    skus: 4,
    sellable: 2,
  });
  expect(rest).toMatchObject({
    eligible: true,
    reasons: [],
    canRequestInvitation: true,
    rate: { from: 'USD', rate: 18, on: '2026-11-20' },
    caps: { unit: { amount: 350_000, currency: 'MXN' }, unitInShopMoney: { amount: 19_444, currency: 'USD' } },
  });
});

test('filters find what they name and pages follow each other without a gap', async () => {
  await setRates();
  for (let index = 0; index < 7; index += 1) await priced(index % 2 === 0 ? 'pet-toys' : 'furniture', 1000 + index, `SKU-${index}`);
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof skus>> = await skus({ limit: 3, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ sellerSku }) => sellerSku));
    cursor = page.nextCursor;
  }
  expect([...seen].sort()).toEqual(Array.from({ length: 7 }, (_, index) => `SKU-${index}`));
  const found = async (query: Query) => (await skus(query)).items.map(({ sellerSku }) => sellerSku).sort();
  expect(await found({ state: 'sellable' })).toEqual(['SKU-0', 'SKU-2', 'SKU-4', 'SKU-6']);
  expect(await found({ reason: 'category-not-in-pilot', q: 'sku-3' })).toEqual(['SKU-3']);
  expect(await found({ state: 'sellable', reason: 'category-not-in-pilot' })).toEqual([]);
  expect(good(await mark({ matching: { category: 'furniture' }, rhythm: 'trial' }))).toEqual({ marked: 3 });
  expect(await found({ rhythm: 'trial' })).toEqual(['SKU-1', 'SKU-3', 'SKU-5']);
  expect(await found({ rhythm: 'none', state: 'sellable' })).toHaveLength(4);
  expect(await skus({ cursor: 'bm90LW91cnM' }).catch((error: unknown) => error)).toMatchObject({ refusal: { refused: 'bad-cursor' } });
});

test('without a rate nothing is called sellable, and what is known keeps a SKU out all the same', async () => {
  await priced('pet-toys', 500);
  await priced('furniture', 500);
  const { items } = await skus();
  expect(items.map((sku) => [sku.state, ...codesOf(sku)]).sort()).toEqual([
    ['blocked', 'category-not-in-pilot', 'price-unknown'],
    ['unknown', 'price-unknown'],
  ]);
  expect(await overview()).toMatchObject({ eligible: false, rate: null, counts: { sellable: 0 } });
});

test('the seller’s own reasons hold for the whole shop: origin, score, days to dispatch', async () => {
  await setRates();
  await priced('pet-toys', 500);
  const reasons = async (change: Partial<typeof seller>) => {
    good(await setSeller(change));
    const { reasons: found, eligible } = await overview();
    return [eligible, ...found.map(({ code }) => code)];
  };
  expect((await overview()).reasons).toEqual([{ code: 'score-missing' }]);
  expect(await reasons({})).toEqual([true]);
  expect(await reasons({ shopPerformanceScore: 3.4 })).toEqual([false, 'score-below-3.5']);
  expect(await reasons({ origin: 'other', dispatchDays: 3 })).toEqual([false, 'dispatch-over-2-days', 'seller-origin']);
  expect(await reasons({ origin: 'us-local', shopPerformanceScore: null })).toEqual([true]);
  expect(await setSeller({ shipFrom: 'XX', invitedCategories: ['furniture'] })).toMatchObject({
    refused: 'invalid-input',
    errors: [{ path: '/shipFrom' }, { path: '/invitedCategories/0', code: 'not-invite-only' }],
  });
});

test('marks keep what they do not name, and refuse SKUs of other shops and empty wishes with every path', async () => {
  const other = await buildShop(bench, database.merchantId, { market: 'US' });
  await priced('pet-toys', 500);
  await buildListing(bench, other);
  const [sku] = (await skus()).items;
  const id = sku?.channelSkuId ?? '';
  good(await mark({ skus: [id], rhythm: 'core', stock: 12 }));
  good(await mark({ skus: [id], shipFrom: 'CN' }));
  expect((await skus()).items).toMatchObject([
    { rhythm: 'core', stock: 12, isStockByHand: true, shipFrom: 'CN', isShipFromOwn: true, warning: 'core-not-in-us' },
  ]);
  good(await mark({ skus: [id], rhythm: null, shipFrom: null, stock: null }));
  expect((await skus()).items).toMatchObject([{ rhythm: null, stock: 5, isStockByHand: false, shipFrom: 'US', warning: null }]);
  expect(await mark({ skus: [id, 'nobody’s'], rhythm: 'core' })).toMatchObject({ errors: [{ path: '/skus/1', code: 'unknown-sku' }] });
  expect(await mark({})).toMatchObject({ errors: [{ path: '/skus' }, { path: '/rhythm' }] });
  expect(await mark({ skus: [id], matching: {}, rhythm: 'core', shipFrom: 'ZZ' })).toMatchObject({
    errors: [{ path: '/shipFrom' }, { path: '/skus', code: 'one-of' }],
  });
  expect(await mark({ matching: {}, rhythm: 'core' }, { shopId: '00000000-0000-7000-8000-000000000009' })).toEqual({
    refused: 'not-found',
  });
  const bound = { caller: buildCaller(database.merchantId, { shopIds: [other.shopId] }), requestId: 'r' };
  const read = { ...bound, params: { shopId: shop.shopId }, query: {}, body: undefined };
  expect(await handlers()['us-to-mexico.get'](read)).toEqual({ refused: 'not-found' });
});

test('a trial SKU that takes off with less stock than its lead time is a warning, worst first', async () => {
  await setSeller({ leadTimeDays: 20 });
  const ids = [await priced('pet-toys', 500, 'SLOW'), await priced('pet-toys', 500, 'FAST'), await priced('pet-toys', 500, 'STOCKED')];
  const { items } = await skus();
  const skuOf = (sellerSku: string) => items.find((sku) => sku.sellerSku === sellerSku)?.channelSkuId ?? '';
  const sell = (sellerSku: string, quantity: number, daysAgo: number) => {
    const at = START_AT - daysAgo * DAY_MS;
    const order = buildOrder({ createdAt: at, paidAt: at, updatedAt: at });
    const [line] = order.lines;
    if (!line) throw new Error('an order without a line');
    order.lines = [{ ...line, channelSkuId: skuOf(sellerSku), sellerSku, quantity }];
    return takeIn(bench.services, shop, [order]);
  };
  for (const [sellerSku, now, before] of [
    ['SLOW', 4, 4],
    ['FAST', 21, 6],
    ['STOCKED', 21, 6],
  ] as const) {
    await sell(sellerSku, now, 2);
    await sell(sellerSku, before, 9);
  }
  good(await mark({ matching: {}, rhythm: 'trial', stock: 30 }));
  good(await mark({ skus: [skuOf('STOCKED')], stock: 60 }));
  expect((await overview()).warnings).toMatchObject([
    { sellerSku: 'FAST', soldLast7: 21, soldBefore7: 6, stock: 30, coverDays: 10, warning: 'trial-takes-off' },
  ]);
  expect(ids).toHaveLength(3);
});

test('the fit of a product is judged once somebody has described it, and its parts add up to its score', async () => {
  const british = await buildShop(bench, database.merchantId, { market: 'GB' });
  const id = await priced('home-daily', 2499, 'LAMP');
  const elsewhere = await priced('home-daily', 2499, 'BOTH');
  await buildListing(bench, british, { sku: 'BOTH' });
  const read = async (listingId: string) =>
    good(await handlers()['us-to-mexico.product']({ ...around(), params: { shopId: shop.shopId, listingId }, query: {}, body: undefined }));
  expect(await read(id)).toMatchObject({ facts: null, fit: null, known: { usStock: 5, skuCount: 1, sellsInUsOnly: true } });
  const facts = { weightG: 200, fragile: true, madeToOrder: false, freightShare: 0.1, dropShipped: true, stockCounted: true };
  const body = { ...facts, buysAfterOrder: false, contentScore: 80 };
  const describe = (listingIds: string[]) =>
    handlers()['us-to-mexico.describe']({ ...around(), params: { shopId: shop.shopId }, query: {}, body: { listingIds, ...body } });
  expect(good(await describe([id, elsewhere]))).toEqual({ described: 2 });
  const { fit } = await read(id);
  // The example of the policy, less 7 for fragile and 7 for drop-shipped.
  expect(fit?.score).toBe(84.2);
  const sum = fit?.parts.reduce((score, { effect, points }) => (effect === 'for' ? score + points : score - points), 50);
  expect(sum).toBeCloseTo(84.2);
  expect(await read(elsewhere)).toMatchObject({ known: { sellsInUsOnly: false }, fit: { score: 80.2 } });
  expect((await skus({ q: 'lamp' })).items).toMatchObject([{ fitScore: 84.2 }]);
  expect(await describe([id, shop.shopId])).toMatchObject({ errors: [{ path: '/listingIds/1', code: 'unknown-listing' }] });
});

test('ticks stay where they were made, with their day, and can be taken away', async () => {
  const other = await buildShop(bench, database.merchantId, { market: 'US' });
  const tick = async (isDone: boolean) =>
    good(
      await handlers()['us-to-mexico.set-step']({
        ...around(),
        params: { shopId: shop.shopId, step: 'stock-up' },
        query: {},
        body: { isDone },
      }),
    );
  const { doneAt } = await tick(true);
  await bench.clock.advance(DAY_MS);
  expect(await tick(true)).toEqual({ step: 'stock-up', doneAt });
  expect((await overview()).steps).toEqual([
    { step: 'choose', month: '2026-02', doneAt: null },
    { step: 'stock-up', month: '2026-03', doneAt },
    { step: 'apply-for-invitation', month: '2026-03', doneAt: null },
    { step: 'start', month: '2026-04', doneAt: null },
  ]);
  expect(await tick(false)).toEqual({ step: 'stock-up', doneAt: null });
  expect(other.shopId).not.toBe(shop.shopId);
});

test('the file holds every row of the filter, numbers as numbers and no formula', async () => {
  await setRates();
  const id = await priced('pet-toys', 1999, '=1+1');
  await priced('furniture', 1999, 'CHAIR');
  const file = async (query: ParsedOf<Routes['us-to-mexico.file']>['query']) =>
    Buffer.from(
      good(await handlers()['us-to-mexico.file']({ ...around(), params: { shopId: shop.shopId }, query, body: undefined })).file.bytes,
    ).toString('utf8');
  const whole = (await file({})).trim().split('\n');
  expect(whole).toHaveLength(3);
  expect(whole[0]).toContain('sellerSku');
  const [, row = ''] = (await file({ state: 'sellable' })).trim().split('\n');
  expect(row).toContain(",'=1+1,");
  expect(row).toContain(',pet-toys,19.99,USD,359.82,US,open,sellable,,');
  expect(id).not.toBe('');
});
