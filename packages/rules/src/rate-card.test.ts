import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from './policies/index.ts';
import { cardOn, emptyCard, feesOf, type RateCard, repeatedRates, type Sale } from './rate-card.ts';

const sale: Sale = {
  market: 'GB',
  currency: 'GBP',
  goods: [{ category: 'jewellery', amount: 5990 }],
  paymentChannel: 'platform-pay',
  fulfilment: 'seller',
  parcel: null,
  route: null,
  goodsCost: null,
};
const card = (of: Partial<RateCard>): RateCard => ({ ...emptyCard, ...of });
const seen = (given: Partial<Sale>, own: Partial<RateCard> = {}) => {
  const { lines, unknown } = feesOf({ ...sale, ...given }, card(own));
  return { lines: lines.map(({ code, amount, currency, basis }) => `${code} ${amount} ${currency} ${basis}`), unknown };
};

describe('what a sale costs at a shop’s rates', () => {
  it('a category that no source names is unknown, until the card names it', () => {
    expect(seen({})).toEqual({
      lines: ['payment-rate 72 GBP source'],
      unknown: [{ code: 'commission', category: 'jewellery' }],
    });
    expect(seen({}, { commissions: [{ category: 'jewellery', share: 0.09 }] })).toEqual({
      lines: ['commission 539 GBP rate-card', 'payment-rate 72 GBP source'],
      unknown: [],
    });
  });

  it('the card wins over the source, the category over its group', () => {
    const goods = [{ category: 'womens-clothing', amount: 10_000 }];
    expect(seen({ goods }).lines[0]).toBe('commission 180 GBP source');
    expect(seen({ goods }, { commissions: [{ category: 'apparel', share: 0.05 }] }).lines[0]).toBe('commission 500 GBP rate-card');
    const both = [
      { category: 'apparel', share: 0.05 },
      { category: 'womens-clothing', share: 0.06 },
    ];
    expect(seen({ goods }, { commissions: both }).lines[0]).toBe('commission 600 GBP rate-card');
  });

  it('a payment channel of the card, with a fixed fee or without', () => {
    const own = (fixed: { amount: number; currency: string } | null) => ({
      payments: [{ channel: 'stripe' as const, share: 0.02, fixed }],
    });
    expect(seen({ paymentChannel: 'stripe' }).lines).toEqual(['payment-rate 174 GBP source', 'payment-fixed 30 USD source']);
    expect(seen({ paymentChannel: 'stripe' }, own({ amount: 20, currency: 'GBP' })).lines).toEqual([
      'payment-rate 120 GBP rate-card',
      'payment-fixed 20 GBP rate-card',
    ]);
    expect(seen({ paymentChannel: 'stripe' }, own(null)).lines).toEqual(['payment-rate 120 GBP rate-card']);
  });

  it('a route of the card beside the source’s, by started kilograms; without a parcel the price is unknown', () => {
    const parcel = { weightG: 2400, lengthMm: 100, widthMm: 100, heightMm: 100 };
    const shipped = { fulfilment: 'platform' as const, parcel };
    expect(seen({ ...shipped, route: 'CN-SZX>TH-BKK' }).lines.at(-1)).toBe('shipping 3490 CNY source');
    const route = { route: 'CN-SZX>GB-LHR', currency: 'CNY', firstKg: 3000, furtherKg: 1000 };
    expect(seen({ ...shipped, route: route.route }).unknown).toContainEqual({ code: 'shipping', route: route.route });
    expect(seen({ ...shipped, route: route.route }, { routes: [route] }).lines.at(-1)).toBe('shipping 5000 CNY rate-card');
    expect(seen({ ...shipped, route: route.route, parcel: null }, { routes: [route] }).unknown).toHaveLength(2);
  });

  it('several kinds of goods: a commission for each, one payment for all, and each currency by itself', () => {
    const goods = [
      { category: 'bags', amount: 1050 },
      { category: 'consumer-electronics', amount: 1050 },
      { category: 'bags', amount: 1050 },
      { category: null, amount: 500 },
      { category: 'food', amount: 0 },
    ];
    const answer = feesOf({ ...sale, goods, paymentChannel: 'paypal' }, card({ commissions: [{ category: 'bags', share: 0.05 }] }));
    expect(answer.lines.map(({ code, category, amount }) => [code, category, amount])).toEqual([
      ['commission', 'bags', 105],
      ['commission', 'consumer-electronics', 37],
      ['payment-rate', null, 106],
      ['payment-fixed', null, 30],
    ]);
    expect(answer.totals).toEqual([
      { amount: 248, currency: 'GBP' },
      { amount: 30, currency: 'USD' },
    ]);
    expect(answer.unknown).toEqual([{ code: 'commission', category: null }]);
  });

  it('with an empty card it is the policy’s own answer', () => {
    const price = fc.integer({ min: 1, max: 10_000_000 });
    const channel = fc.constantFrom('stripe', 'paypal', 'platform-pay');
    const sold = fc.constantFrom('apparel', 'bags', 'beauty-personal-care', 'consumer-electronics', 'food');
    fc.assert(
      fc.property(price, channel, sold, (amount, paymentChannel, category) => {
        const ours = feesOf({ ...sale, paymentChannel, goods: [{ category, amount }], goodsCost: { amount, currency: 'CNY' } }, emptyCard);
        const theirs = evaluatePolicy('fees', {
          ...{ market: 'GB', category, price: { amount, currency: 'GBP' }, paymentChannel, fulfilment: 'seller' },
          goodsCost: { amount, currency: 'CNY' },
        });
        expect(ours.lines.map(({ category: _, share: __, ...line }) => line)).toEqual(theirs.lines);
        expect(Object.fromEntries(ours.totals.map((total) => [total.currency, total.amount]))).toEqual(theirs.totals);
        expect(ours.estimates).toEqual(theirs.estimates);
        expect(ours.unknown.map(({ code }) => code)).toEqual(theirs.unknown);
      }),
      { numRuns: 200 },
    );
  });
});

it('nothing is priced twice on one card', () => {
  const commissions = [
    { category: 'bags', share: 0.05 },
    { category: 'food', share: 0.05 },
    { category: 'bags', share: 0.06 },
  ];
  expect(repeatedRates(card({ commissions }))).toEqual(['/commissions/2']);
  expect(repeatedRates(emptyCard)).toEqual([]);
});

it.each([
  ['2026-01-31', null],
  ['2026-02-01', '2026-02-01'],
  ['2026-05-31', '2026-02-01'],
  ['2026-06-01', '2026-06-01'],
])('on %s the card of %s holds', (day, validFrom) => {
  const cards = [{ validFrom: '2026-06-01' }, { validFrom: '2026-02-01' }];
  expect(cardOn(cards, day)?.validFrom ?? null).toBe(validFrom);
});
