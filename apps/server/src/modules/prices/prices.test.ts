import type { ParsedOf, Routes } from '@tradewind/contract';
import { usualTaxes } from '@tradewind/rules/price-rows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, START_AT } from '../accounts/testing.ts';
import { financeHandlers } from '../finance/index.ts';
import { feedRates } from '../insights/testing.ts';
import { priceHandlers } from './index.ts';

let database: TestDatabase;
let bench: Bench;
let british: BuiltShop;
let thai: BuiltShop;
let dress: string;
let mug: string;
let variant: { dress: string; mug: string };

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database, { startAt: START_AT });
  british = await buildShop(bench, database.merchantId, { market: 'GB' });
  thai = await buildShop(bench, database.merchantId, { market: 'TH' });
  await feedRates(
    bench.services,
    [
      ['USD', '1'],
      ['GBP', '0.8'],
      ['THB', '35'],
    ].map(([currency = '', perEuro = '']) => ({ currency, perEuro, on: '2026-11-20' })),
  );
  [dress, mug] = [await product('DRESS', 'womens-clothing'), await product('MUG', 'home-daily')];
  variant = { dress: await variantOf(dress, 'DRESS-M'), mug: await variantOf(mug, 'MUG-1') };
  await costs(variant.dress, ['2026-01-01', 1000], ['2026-12-01', 2000]);
});
afterAll(() => database.close());
beforeEach(() => inMerchant((tx) => tx.deleteFrom('price_rule').execute()));

const inMerchant = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) =>
  database.database.withMerchant(database.merchantId, run);
const at = () => new Date(bench.clock.now());

async function product(code: string, category: string): Promise<string> {
  const id = bench.services.newId();
  const facts = { materials: [], option_names: [], attributes: '{}', status: 'active' as const, version: 1 };
  const row = { merchant_id: database.merchantId, id, code, title: `The ${code}`, description: '', category, brand: null, ...facts };
  await inMerchant((tx) =>
    tx
      .insertInto('product')
      .values({ ...row, created_at: at(), updated_at: at() })
      .execute(),
  );
  return id;
}
async function variantOf(productId: string, sku: string): Promise<string> {
  const id = bench.services.newId();
  const size = { weight_g: null, length_mm: null, width_mm: null, height_mm: null };
  const row = { merchant_id: database.merchantId, id, product_id: productId, sku, option_values: [], gtin: null, hs_code: null, ...size };
  const rest = { is_bundle: false, status: 'active' as const, created_at: at(), updated_at: at() };
  await inMerchant((tx) =>
    tx
      .insertInto('variant')
      .values({ ...row, ...rest })
      .execute(),
  );
  return id;
}
const costs = (variantId: string, ...days: [validFrom: string, cents: number][]) =>
  inMerchant((tx) =>
    tx
      .insertInto('variant_cost')
      .values(
        days.map(([validFrom, cost_minor]) => ({
          ...{ merchant_id: database.merchantId, variant_id: variantId, valid_from: validFrom, cost_minor, currency: 'USD' },
        })),
      )
      .execute(),
  );

type Draft = ParsedOf<Routes['price-rules.create']>['body'];
const everywhere: Draft['scope'] = { category: null, productId: null, market: null, shopId: null };
const draft = (rule: Partial<Draft['rule']> = {}, scope: Partial<Draft['scope']> = {}, validFrom = '2026-01-01'): Draft => ({
  scope: { ...everywhere, ...scope },
  validFrom,
  rule: {
    ...{ basePrice: null, wanted: { kind: 'margin', share: 0.3 }, paymentChannel: 'platform-pay', creatorShare: 0 },
    ...{ taxes: [...usualTaxes], shipping: [], ending: 'local', programme: null, floorShare: 0.1, floorPrice: null },
    ...rule,
  },
});

const ask = () => priceHandlers(bench.services);
const around = (caller = buildCaller(database.merchantId)) => ({ caller, requestId: 'r', params: {}, query: {} });
const good = <T>(answer: T) => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
const save = (body: Draft, caller?: Caller) => ask()['price-rules.create']({ ...around(caller), body });
const preview = async (body: Partial<ParsedOf<Routes['price-previews.create']>['body']> = {}, caller?: Caller) =>
  good(await ask()['price-previews.create']({ ...around(caller), body: { draft: null, limit: 50, ...body } }));
/** `DRESS-M GB 1899` for each, or why there is none. */
const seen = async (body: Parameters<typeof preview>[0] = {}, caller?: Caller) => {
  const { shops, items } = await preview(body, caller);
  const market = new Map(shops.map((shop) => [shop.id, shop.market]));
  return items.flatMap(({ variant: { sku }, prices }) =>
    prices.map(({ shopId, answer }) => `${sku} ${market.get(shopId)} ${'refused' in answer ? answer.refused : answer.price.amount}`),
  );
};
type Wishes = ParsedOf<Routes['price-applications.create']>['body']['prices'];
const apply = async (prices: Wishes, caller?: Caller) =>
  good(await ask()['price-applications.create']({ ...around(caller), body: { prices } }));
const price = (variantId: string, shop: BuiltShop, amount: number): Wishes[number] => ({
  variantId,
  shopId: shop.shopId,
  price: { amount, currency: shop.currency },
});
const undo = (priceApplicationId: string, caller?: Caller) =>
  ask()['price-applications.undo']({ ...around(caller), params: { priceApplicationId }, body: undefined });
const applied = async () => (await preview({ market: 'GB' })).items.map(({ prices }) => prices[0]?.before?.amount ?? null);

describe('a preview', () => {
  test('prices every variant in every shop, or says at its place why not', async () => {
    expect(new Set((await seen()).map((line) => line.split(' ').at(-1)))).toEqual(new Set(['no-rule']));
    good(await save(draft()));
    await costs(variant.mug, ['2026-11-23', 500]);
    expect(await seen()).toEqual(['DRESS-M GB 1499', 'DRESS-M TH 55900', 'MUG-1 GB no-cost', 'MUG-1 TH no-cost']);
    // On the day of its first cost: nobody states a commission for goods of the household.
    expect((await seen({ on: '2026-11-23' })).slice(2)).toEqual(['MUG-1 GB no-commission', 'MUG-1 TH no-commission']);
  });

  test('takes the cost, the rate card and the rule of the day that is asked about', async () => {
    good(await save(draft()));
    good(await save(draft({ ending: 'exact' }, {}, '2026-12-15')));
    const body = { commissions: [{ category: 'womens-clothing', share: 0.2 }], payments: [], routes: [] };
    const params = { shopId: british.shopId, validFrom: '2026-12-10' };
    good(await financeHandlers(bench.services)['rate-cards.set']({ ...around(), params, body }));
    const on = async (day: string) => (await seen({ on: day, q: 'dress', market: 'GB' }))[0];
    expect(await on('2026-12-01')).toBe('DRESS-M GB 2899');
    expect(await on('2026-12-10')).toBe('DRESS-M GB 3999');
    expect(await on('2026-12-15')).toBe('DRESS-M GB 3935');
    expect(await on('2025-12-31')).toBe('DRESS-M GB no-rule');
  });

  test('of a draft changes nothing; it stands in for the rule that it replaces', async () => {
    const { id } = good(await save(draft()));
    const dear = draft({ wanted: { kind: 'margin', share: 0.5 } }, { market: 'GB' });
    expect(await seen({ draft: { ...dear, replaces: null }, q: 'DRESS' })).toEqual(['DRESS-M GB 2099', 'DRESS-M TH 55900']);
    expect(await seen({ draft: { ...dear, replaces: id }, q: 'DRESS' })).toEqual(['DRESS-M GB 2099', 'DRESS-M TH no-rule']);
    expect(await seen({ q: 'DRESS' })).toEqual(['DRESS-M GB 1499', 'DRESS-M TH 55900']);
  });

  test('goes on from page to page', async () => {
    const first = await preview({ limit: 1 });
    const second = await preview({ limit: 1, ...(first.nextCursor ? { cursor: first.nextCursor } : {}) });
    expect([first, second].map(({ items, nextCursor }) => [items[0]?.variant.sku, nextCursor === null])).toEqual([
      ['DRESS-M', false],
      ['MUG-1', true],
    ]);
  });
});

describe('a rule', () => {
  test('is told in full what is wrong with it', async () => {
    const nobody = '00000000-0000-4000-8000-000000000001';
    const bad = draft(
      {
        floorShare: 0.4,
        basePrice: { amount: 5, currency: 'XXX' },
        taxes: [
          { market: 'GB', share: 0.2 },
          { market: 'GB', share: 0.1 },
        ],
      },
      { category: 'bags', productId: nobody, market: 'GB', shopId: nobody },
      '1999-12-31',
    );
    const answer = await save(bad);
    expect(isRefusal(answer) && answer.errors?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/scope/productId one-of-two',
      '/scope/shopId one-of-two',
      '/validFrom out-of-range',
      '/rule/basePrice/currency unknown-currency',
      '/rule/taxes/1 repeated',
      '/rule/floorShare above-wanted',
      '/scope/productId unknown-product',
      '/scope/shopId unknown-shop',
    ]);
  });

  test('of the same goods, places and day there is one; changed and deleted it is so at once', async () => {
    const { id } = good(await save(draft({}, { productId: dress })));
    expect(await save(draft({}, { productId: dress }))).toMatchObject({ refused: 'conflict' });
    const other = good(await save(draft({}, { productId: dress }, '2026-02-01')));
    const set = (body: Draft, priceRuleId = other.id) => ask()['price-rules.set']({ ...around(), params: { priceRuleId }, body });
    expect(await set(draft({}, { productId: dress }))).toMatchObject({ refused: 'conflict' });
    expect(good(await set(draft({ ending: 'exact' }, { productId: dress }, '2026-02-01')))).toMatchObject({
      scope: { productTitle: 'The DRESS' },
      rule: { ending: 'exact' },
      savedBy: 'Olive',
    });
    expect((await seen({ q: 'dress' }))[0]).toBe('DRESS-M GB 1431');
    const remove = () => ask()['price-rules.remove']({ ...around(), params: { priceRuleId: other.id }, body: undefined });
    expect([await remove(), await remove()]).toEqual([undefined, { refused: 'not-found' }]);
    const { items } = good(await ask()['price-rules.list']({ ...around(), body: undefined }));
    expect(items.map((rule) => rule.id)).toEqual([id]);
  });

  test('whoever is bound to a shop sets the prices of that one', async () => {
    const bound = buildCaller(database.merchantId, { shopIds: [thai.shopId] });
    expect(await save(draft(), bound)).toMatchObject({ refused: 'forbidden' });
    expect(await save(draft({}, { shopId: british.shopId }), bound)).toMatchObject({ refused: 'invalid-input' });
    good(await save(draft({}, { shopId: thai.shopId }), bound));
    expect(await seen({ q: 'dress' }, bound)).toEqual(['DRESS-M TH 55900']);
  });
});

describe('prices that are applied', () => {
  test('hold, with their explanation, until they are taken back; then what was before holds', async () => {
    good(await save(draft()));
    const one = await apply([price(variant.dress, british, 1499), price(variant.dress, thai, 55_900)]);
    expect(one).toMatchObject({ application: { prices: 2, variants: 1, shops: 2, appliedBy: 'Olive', undoneAt: null }, left: [] });
    good(await save(draft({ ending: 'exact' }, { market: 'GB' })));
    expect(await applied()).toEqual([1499, null]);
    const two = await apply([price(variant.dress, british, 1431)]);
    expect(await applied()).toEqual([1431, null]);

    const history = async () =>
      good(
        await ask()['prices.history']({
          ...around(),
          params: { variantId: variant.dress },
          query: { limit: 50, shopIds: [british.shopId] },
          body: undefined,
        }),
      );
    expect((await history()).items.map((row) => [row.price.amount, row.lines.at(-1)?.total, row.undoneAt])).toEqual([
      [1431, 1431, null],
      [1499, 1499, null],
    ]);
    // The earlier one first: the later one still holds. Then the later one: nothing is left.
    good(await undo(one.application?.id ?? ''));
    expect(await applied()).toEqual([1431, null]);
    const undone = good(await undo(two.application?.id ?? ''));
    expect([undone.undoneBy, await applied()]).toEqual(['Olive', [null, null]]);
    expect(good(await undo(two.application?.id ?? ''))).toEqual(undone);
    expect((await history()).items.every(({ undoneAt }) => undoneAt !== null)).toBe(true);
  });

  test('only as they were seen: what has changed, is refused or is nobody’s is left out and named, the rest goes on', async () => {
    good(await save(draft()));
    const nobody = '00000000-0000-4000-8000-000000000001';
    const { application, left } = await apply([
      price(variant.dress, british, 1699),
      price(variant.dress, thai, 55_900),
      price(variant.mug, thai, 55_900),
      price(nobody, thai, 55_900),
    ]);
    expect(application).toMatchObject({ prices: 1 });
    expect(left.map(({ reason, price: now }) => [reason, now?.amount ?? null])).toEqual([
      ['changed', 1499],
      ['refused', null],
      ['unknown', null],
    ]);
    expect((await apply([price(variant.dress, british, 1)])).application).toBeNull();
    const twice = await ask()['price-applications.create']({
      ...around(),
      body: { prices: [price(variant.dress, thai, 1), price(variant.dress, thai, 2)] },
    });
    expect(twice).toMatchObject({ refused: 'invalid-input', errors: [{ path: '/prices/1', code: 'repeated' }] });
    good(await undo(application?.id ?? ''));
  });

  test('another merchant finds nothing, and a colleague of another shop takes nothing back', async () => {
    good(await save(draft()));
    const { application } = await apply([price(variant.dress, british, 1499)]);
    const id = application?.id ?? '';
    const stranger = buildCaller(database.otherMerchantId);
    const bound = buildCaller(database.merchantId, { shopIds: [thai.shopId] });
    expect([await undo(id, stranger), await undo(id, bound)]).toEqual([{ refused: 'not-found' }, { refused: 'not-found' }]);
    expect((await preview({}, stranger)).items).toEqual([]);
    expect((await apply([price(variant.dress, british, 1499)], stranger)).left).toMatchObject([{ reason: 'unknown' }]);
    expect((await apply([price(variant.dress, british, 1499)], bound)).left).toMatchObject([{ reason: 'unknown' }]);
    const listed = async (caller: Caller) =>
      good(await ask()['price-applications.list']({ ...around(caller), query: { limit: 50 }, body: undefined })).items.map((row) => row.id);
    expect([await listed(stranger), (await listed(bound)).includes(id)]).toEqual([[], false]);
    expect((await listed(buildCaller(database.merchantId)))[0]).toBe(id);
    good(await undo(id));
  });
});
