/** Rate cards, a file of them, fees, tax numbers and deposits, on a real database. */
import type { ParsedOf, RateCardRates, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, isRefusal } from '../../platform/http/handler.ts';
import { workbookOf } from '../../platform/sheets/testing.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, START_AT } from '../accounts/testing.ts';
import { buildListing } from '../onboarding/testing.ts';
import { financeHandlers } from './index.ts';

let database: TestDatabase;
let bench: Bench;
let british: BuiltShop;
let thai: BuiltShop;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database, { startAt: START_AT });
  british = await buildShop(bench, database.merchantId, { market: 'GB', name: '=Harbour, "GB"' });
  thai = await buildShop(bench, database.merchantId, { market: 'TH' });
});
afterAll(() => database.close());

const inMerchant = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) =>
  database.database.withMerchant(database.merchantId, run);
const ask = () => financeHandlers(bench.services);
const around = (caller = buildCaller(database.merchantId)) => ({ caller, requestId: 'r' });
function good<T>(answer: T): Exclude<T, { refused: unknown }> {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // just checked
}

const bags = (share: number): RateCardRates => ({ commissions: [{ category: 'bags', share }], payments: [], routes: [] });
const setCard = (shop: BuiltShop, validFrom: string, body: RateCardRates) =>
  setCardAs(buildCaller(database.merchantId), { shop, validFrom, body });
const setCardAs = (caller: Caller, { shop, validFrom, body }: { shop: BuiltShop; validFrom: string; body: RateCardRates }) =>
  ask()['rate-cards.set']({ ...around(caller), params: { shopId: shop.shopId, validFrom }, query: {}, body });
const cardsOf = async (shop: BuiltShop) => {
  const { items } = good(await ask()['rate-cards.list']({ ...around(), params: {}, query: { shopIds: [shop.shopId] }, body: undefined }));
  return (items[0]?.cards ?? []).map(({ validFrom, isInForce, card }) => [validFrom, isInForce, card.commissions[0]?.share]);
};
const history = async (shop: BuiltShop) =>
  good(await ask()['rate-cards.history']({ ...around(), params: { shopId: shop.shopId }, query: { limit: 50 }, body: undefined })).items;
type Wish = ParsedOf<Routes['fee-calculations.create']>['body'];
const fees = async (wish: Omit<Wish, 'paymentChannel'>) =>
  ask()['fee-calculations.create']({ ...around(), params: {}, query: {}, body: { paymentChannel: 'platform-pay', ...wish } });

describe('a shop’s cards', () => {
  test('the last that began holds; every version and who saved it is kept', async () => {
    await setCard(british, '2026-01-01', bags(0.05));
    await setCard(british, '2027-01-01', bags(0.07));
    await setCard(british, '2026-01-01', bags(0.06));
    expect(await cardsOf(british)).toEqual([
      ['2027-01-01', false, 0.07],
      ['2026-01-01', true, 0.06],
    ]);
    expect(
      (await history(british)).slice(0, 3).map(({ validFrom, card, savedBy }) => [validFrom, card?.commissions[0]?.share, savedBy]),
    ).toEqual([
      ['2026-01-01', 0.06, 'Olive'],
      ['2027-01-01', 0.07, 'Olive'],
      ['2026-01-01', 0.05, 'Olive'],
    ]);
    const written = await inMerchant((tx) => tx.selectFrom('audit_entry').select('facts').where('action', '=', 'rate-card.set').execute());
    expect(written).toContainEqual({ facts: { validFrom: '2027-01-01', commissions: 1, payments: 0, routes: 0 } });
  });

  test('a card that is taken back lets the one before it hold on', async () => {
    await setCard(thai, '2026-02-01', bags(0.05));
    await setCard(thai, '2026-03-01', bags(0.06));
    const remove = () =>
      ask()['rate-cards.remove']({ ...around(), params: { shopId: thai.shopId, validFrom: '2026-03-01' }, query: {}, body: undefined });
    expect(await remove()).toBeUndefined();
    expect(await cardsOf(thai)).toEqual([['2026-02-01', true, 0.05]]);
    expect(await remove()).toEqual({ refused: 'not-found' });
    expect((await history(thai))[0]).toMatchObject({ validFrom: '2026-03-01', card: null });
  });

  test('what is wrong with a card is told in full, and nothing of it is kept', async () => {
    const body: RateCardRates = {
      commissions: [
        { category: 'bags', share: 0.05 },
        { category: 'bags', share: 0.06 },
      ],
      payments: [{ channel: 'stripe', share: 0.02, fixed: { amount: 30, currency: 'XXX' } }],
      routes: [{ route: 'CN-SZX>GB-LHR', currency: 'ZZZ', firstKg: 1, furtherKg: 1 }],
    };
    const before = (await history(british)).length;
    expect(await setCard(british, '1999-12-31', body)).toMatchObject({
      refused: 'invalid-input',
      errors: [{ path: '/validFrom' }, { path: '/commissions/1' }, { path: '/payments/0/fixed/currency' }, { path: '/routes/0/currency' }],
    });
    expect(await setCard(british, '2026-01-01', { commissions: [], payments: [], routes: [] })).toMatchObject({
      errors: [{ code: 'empty-card' }],
    });
    expect(await history(british)).toHaveLength(before);
  });

  test('another merchant’s shop, and one that the caller is not bound to, read like none', async () => {
    const elsewhere = buildCaller(database.merchantId, { shopIds: [thai.shopId] });
    expect(await setCardAs(elsewhere, { shop: british, validFrom: '2026-01-01', body: bags(0.05) })).toEqual({ refused: 'not-found' });
    const stranger = buildCaller('00000000-0000-4000-8000-000000000001');
    expect(await setCardAs(stranger, { shop: british, validFrom: '2026-01-01', body: bags(0.05) })).toEqual({ refused: 'not-found' });
  });
});

describe('a file of cards', () => {
  const HEAD = 'shop_id,shop_name,valid_from,kind,name,percent,fixed_fee,first_kg,further_kg,currency';
  const send = async (text: string | Buffer, isPreview = false, caller = buildCaller(database.merchantId)) => {
    const body = { mediaType: 'text/csv', bytes: Buffer.from(text), sha256: '' };
    const query = { isPreview: isPreview ? ('true' as const) : ('false' as const) };
    return good(await ask()['rate-card-imports.create']({ ...around(caller), params: {}, query, body }));
  };
  const row = (cells: string, shop = british, day = '2026-06-01') => `${shop.channelShopId},any,${day},${cells}`;
  const whole = () =>
    [
      HEAD,
      row('commission,womens-clothing,6.25%,,,,'),
      row('payment,stripe,2.9,0.25,,,GBP'),
      row('payment,platform-pay,1.1,,,,'),
      row('shipping,CN-SZX>GB-LHR,,,31.5,9,CNY'),
      row('commission,bags,7,,,,', thai),
      '',
    ].join('\r\n');

  test('is previewed without a trace, then taken in whole; the same again changes nothing; what is exported can be imported', async () => {
    expect(await send(whole(), true)).toMatchObject({
      isApplied: false,
      rows: 5,
      errors: [],
      cards: [{ change: 'added', rates: 4 }, { rates: 1 }],
    });
    expect((await cardsOf(british)).filter(([day]) => day === '2026-06-01')).toEqual([]);
    expect(await send(whole())).toMatchObject({ isApplied: true });
    const { items } = good(
      await ask()['rate-cards.list']({ ...around(), params: {}, query: { shopIds: [british.shopId] }, body: undefined }),
    );
    expect(items[0]?.cards.find(({ validFrom }) => validFrom === '2026-06-01')?.card).toEqual({
      commissions: [{ category: 'womens-clothing', share: 0.0625 }],
      payments: [
        { channel: 'stripe', share: 0.029, fixed: { amount: 25, currency: 'GBP' } },
        { channel: 'platform-pay', share: 0.011, fixed: null },
      ],
      routes: [{ route: 'CN-SZX>GB-LHR', currency: 'CNY', firstKg: 3150, furtherKg: 900 }],
    });
    const versions = (await history(british)).length;
    expect((await send(whole())).cards.map(({ change }) => change)).toEqual(['unchanged', 'unchanged']);
    const exported = await ask()['rate-cards.export']({ ...around(), params: {}, query: {}, body: undefined });
    if (isRefusal(exported)) throw new Error('refused');
    const text = Buffer.from(exported.file.bytes).toString('utf8');
    // The shop's name begins like a formula: it is disarmed, and reading the file back still works.
    expect(text).toContain(`"'=Harbour, ""GB"""`);
    const back = await send(text);
    expect([back.errors, new Set(back.cards.map(({ change }) => change))]).toEqual([[], new Set(['unchanged'])]);
    expect(await history(british)).toHaveLength(versions);
  });

  test('a workbook says the same as the table', async () => {
    const cells = (line: string) => line.replaceAll('"', '').split(',');
    const book = workbookOf(whole().trim().split('\r\n').map(cells));
    expect((await send(book, true)).cards.map(({ change }) => change)).toEqual(['unchanged', 'unchanged']);
  });

  test('one bad row: every fault with its line and column, and not one card of the file is kept', async () => {
    const bad = [
      HEAD,
      row('commission,bags,8,,,,', british, '2026-09-01'),
      row('commission,Bags,108,1,,,'),
      row('payment,cash,=1+1,,,,'),
      row('shipping,SZX-LHR,5,,1.234,x,JPY', british, '2026-13-01'),
      row('gift,bags,1,,,,'),
      `7.49E+18,any,2026-06-01,commission,bags,1,,,,`,
      `999,any,2026-06-01,commission,bags,1,,,,`,
      row('commission,food,1,,,,'),
      row('commission,food,2,,,,'),
      'short,row',
    ].join('\n');
    const { errors, isApplied, cards } = await send(bad);
    expect([isApplied, cards]).toEqual([false, []]);
    expect(errors.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual([
      '3 fixed_fee not-empty',
      '3 name not-a-category',
      '3 percent not-a-percent',
      '4 percent formula',
      '5 valid_from not-a-day',
      '5 percent not-empty',
      '5 first_kg not-an-amount',
      '5 further_kg not-an-amount',
      '5 name not-a-route',
      '6 kind unknown-kind',
      '7 shop_id not-a-shop-id',
      '8 shop_id unknown-shop',
      '10 name repeated',
      '11 null wrong-columns',
    ]);
    expect((await cardsOf(british)).map(([day]) => day)).not.toContain('2026-09-01');
  });

  test.each([
    ['another head', 'category,share\nbags,5\n', 'wrong-header'],
    ['no row', `${HEAD}\n`, 'empty'],
    ['nothing', '', 'empty'],
    [
      'another encoding in one cell',
      Buffer.concat([Buffer.from(`${HEAD}\n1,`), Buffer.from([0xb5, 0xea]), Buffer.from(',x')]),
      'wrong-encoding',
    ],
    ['half a workbook', Buffer.from('PK\u0003\u0004\0\0'), 'not-a-workbook'],
    ['an open quote', `${HEAD}\n"1,2\n`, 'not-csv'],
    ['too many rows', `${HEAD}\n${'1,2\n'.repeat(20_001)}`, 'too-many-rows'],
  ])('%s: refused as a whole', async (_, text, code) => {
    expect((await send(text)).errors).toMatchObject([{ code }]);
  });

  test('whoever is bound to one shop imports for that one', async () => {
    const bound = buildCaller(database.merchantId, { shopIds: [thai.shopId] });
    expect((await send(whole(), true, bound)).errors).toMatchObject([{ line: 2, code: 'unknown-shop' }]);
  });
});

describe('what a sale costs', () => {
  test('a listing by the card of the day; without a card its commission is unknown', async () => {
    const listingId = await buildListing(bench, british, { category: 'jewellery', title: 'Ring' });
    expect(good(await fees({ listingId }))).toMatchObject({
      title: 'Ring',
      price: { amount: 1999, currency: 'GBP' },
      unknown: [{ category: 'jewellery' }],
    });
    await setCard(british, '2026-10-01', { commissions: [{ category: 'jewellery', share: 0.1 }], payments: [], routes: [] });
    expect(good(await fees({ listingId }))).toMatchObject({
      cardFrom: '2026-10-01',
      unknown: [],
      lines: [{ amount: 200, basis: 'rate-card' }, {}],
    });
    expect(good(await fees({ listingId, on: '2026-09-30', price: { amount: 1000, currency: 'GBP' } }))).toMatchObject({
      lines: [{ code: 'payment-rate', amount: 11 }],
    });
  });

  test('an order by its payment’s day: goods by category, after the seller’s discount', async () => {
    const listingId = await buildListing(bench, thai, { category: 'bags', channelProductId: '880' });
    const orderId = bench.services.newId();
    await inMerchant(async (tx) => {
      const at = new Date(START_AT);
      await sql`INSERT INTO orders (merchant_id, id, shop_id, channel_order_id, status, currency, gmv_minor, units, shipping_minor, tax_minor, total_minor,
        created_at, paid_at, updated_at, content_hash, payment_method, fulfilment, buyer_region, buyer, first_seen_at, applied_at)
        VALUES (${database.merchantId}, ${orderId}, ${thai.shopId}, '5770001', 'completed', 'THB', 300, 3, 0, 0, 300, ${at}, ${at}, ${at}, 'h', 'x', 'seller', '', '', ${at}, ${at})`.execute(
        tx,
      );
      const line = {
        merchant_id: database.merchantId,
        order_id: orderId,
        channel_line_ids: ['1'],
        channel_sku_id: '1',
        seller_sku: 'A',
        seller_sku_folded: 'a',
      };
      const prices = {
        original_price_minor: 120,
        sale_price_minor: 90,
        platform_discount_minor: 10,
        seller_discount_minor: 20,
        image_url: null,
      };
      const named = { product_name: 'Bag', variant_name: '', quantity: 2 };
      await tx
        .insertInto('order_line')
        .values({ ...line, ...prices, ...named, line_no: 1, channel_product_id: '880' })
        .execute();
      await tx
        .insertInto('order_line')
        .values({ ...line, ...prices, ...named, line_no: 2, quantity: 1, channel_product_id: 'gone' })
        .execute();
    });
    await setCard(thai, '2026-06-01', bags(0.07));
    expect(good(await fees({ orderId }))).toMatchObject({
      title: '5770001',
      goods: [
        { category: 'bags', amount: 200 },
        { category: null, amount: 100 },
      ],
      lines: [
        { code: 'commission', amount: 14, category: 'bags' },
        { code: 'payment-rate', amount: 4 },
      ],
      unknown: [{ code: 'commission', category: null }],
    });
    expect(await fees({ orderId, price: { amount: 1, currency: 'THB' } })).toMatchObject({ errors: [{ path: '/price', code: 'known' }] });
    expect(await fees({ orderId, listingId })).toMatchObject({ errors: [{ code: 'one-subject' }] });
    const bound = around(buildCaller(database.merchantId, { shopIds: [british.shopId] }));
    const foreign = { ...bound, params: {}, query: {}, body: { orderId, paymentChannel: 'stripe' as const } };
    expect(await ask()['fee-calculations.create'](foreign)).toEqual({ refused: 'not-found' });
  });

  test('a price that was typed in needs a shop, a category and a known currency', async () => {
    expect(await fees({ shopId: thai.shopId })).toMatchObject({ errors: [{ path: '/category' }, { path: '/price' }] });
    const wrong = { price: { amount: 1, currency: 'XXX' }, goodsCost: { amount: 1, currency: 'YYY' }, on: '1900-01-01' };
    expect(await fees({ shopId: thai.shopId, category: 'bags', ...wrong })).toMatchObject({
      errors: [{ path: '/price/currency' }, { path: '/goodsCost/currency' }, { path: '/on' }],
    });
  });
});

test('a tax number: asked for above the limit, frozen after the grace, free once filed', async () => {
  const list = async () =>
    good(await ask()['tax-ids.list']({ ...around(), params: {}, query: {}, body: undefined })).items.map(({ shop, ...rest }) => rest);
  const note = (promptedOn: string | null, filedOn: string | null, shop = thai) =>
    ask()['tax-ids.set']({ ...around(), params: { shopId: shop.shopId }, query: {}, body: { promptedOn, filedOn } });
  expect(await list()).toMatchObject([{ month: '2026-11', salesUsd: null, required: false, prompt: false }]);
  await inMerchant(async (tx) => {
    const day = { merchant_id: database.merchantId, shop_id: thai.shopId, currency: 'THB', orders: 1, units: 1, refunds_minor: 0 };
    await tx
      .insertInto('rollup_day')
      .values({ ...day, on_day: '2026-11-02', gmv_minor: 3_600_100 })
      .execute();
    await tx
      .insertInto('rollup_day')
      .values({ ...day, on_day: '2026-10-31', gmv_minor: 99_000_000 })
      .execute();
    const rate = { merchant_id: database.merchantId, on_day: '2026-11-01', entered_by: 'x', entered_at: new Date(START_AT) };
    for (const [currency, per] of [
      ['USD', '1'],
      ['THB', '36'],
    ] as const)
      await sql`INSERT INTO fx_rate_by_hand (merchant_id, currency, on_day, per_euro, entered_by, entered_at)
        VALUES (${rate.merchant_id}, ${currency}, ${rate.on_day}, ${per}::numeric, 'x', ${rate.entered_at})`.execute(tx);
  });
  // 36,001.00 THB at 36 is 1,000.03 USD: above the limit by three cents, and last month does not count.
  expect(await list()).toMatchObject([{ salesUsd: { amount: 100_003, currency: 'USD' }, required: true, prompt: true, freezesAt: null }]);
  expect(await note('2026-11-16', null)).toMatchObject({ frozen: false, freezesAt: '2026-11-22T17:00:00.000Z' });
  expect(await note('2026-11-10', null)).toMatchObject({ frozen: true, withdrawalBlocked: true, frozenUntil: '2026-12-16T17:00:00.000Z' });
  expect(await note('2026-11-10', '2026-11-22')).toMatchObject({
    required: true,
    prompt: false,
    frozen: false,
    freezesAt: null,
    notedBy: 'Olive',
  });
  expect(await note('2026-11-30', '1999-01-01')).toMatchObject({ errors: [{ path: '/promptedOn' }, { path: '/filedOn' }] });
  // No rule asks for one there, so nothing follows from the note.
  expect(await note('2026-01-01', null, british)).toMatchObject({ required: false, frozen: false, freezesAt: null });
  expect(await list()).toHaveLength(1);
});

test('deposits by market, company and category', async () => {
  const of = async (jurisdiction: string, category: string) => {
    const answer = good(await ask()['deposits.list']({ ...around(), params: {}, query: { jurisdiction, category }, body: undefined }));
    return Object.fromEntries(answer.items.map(({ market, deposit }) => [market, deposit && `${deposit.amount} ${deposit.currency}`]));
  };
  expect(await of('CN', 'bags')).toMatchObject({ US: '150000 USD', GB: '500000 CNY', TH: '500000 CNY' });
  expect(await of('CN', 'beauty-personal-care')).toMatchObject({ US: '150000 USD', DE: '2000000 CNY' });
  expect(await of('HK', 'bags')).toMatchObject({ US: '150000 USD', GB: null });
  const wrong = await ask()['deposits.list']({ ...around(), params: {}, query: { jurisdiction: 'UK', category: 'bags' }, body: undefined });
  expect(wrong).toMatchObject({ refused: 'invalid-input', errors: [{ path: '/jurisdiction' }] });
});
