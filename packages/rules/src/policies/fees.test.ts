import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';
import { runs } from './testing.ts';

const given = {
  market: 'US',
  category: 'womens-clothing',
  price: { amount: 2999, currency: 'USD' },
  paymentChannel: 'stripe',
  fulfilment: 'seller',
};
const box = { weightG: 500, lengthMm: 100, widthMm: 100, heightMm: 100 };
const charge = (differs: object) => evaluatePolicy('fees', { ...given, ...differs });
const line = (code: string, amount: number, currency = 'USD') => ({ code, amount, currency, basis: 'source' });

test('the worked example: 0.54 + 0.87 + 0.30', () => {
  expect(charge({})).toMatchObject({
    lines: [line('commission', 54), line('payment-rate', 87), line('payment-fixed', 30)],
    totals: { USD: 171 },
    estimates: [],
    unknown: [],
    covered: true,
  });
});

test.each([
  ['apparel', 18],
  ['sportswear', 18],
  ['electronics', 35],
  ['consumer-electronics', 35],
  ['beauty', 50],
  ['beauty-personal-care', 50],
])('commission of %s on 10.00 is %i', (category, amount) => {
  const price = { amount: 1000, currency: 'GBP' };
  expect(charge({ category, price, rateCard: { commissionShare: 0.2 } }).lines[0]).toEqual(line('commission', amount, 'GBP'));
});

test('another category takes the rate card, or is unknown', () => {
  expect(charge({ category: 'furniture', rateCard: { commissionShare: 0.05 } }).lines[0]).toEqual({
    ...line('commission', 150),
    basis: 'rate-card',
  });
  expect(charge({ category: 'furniture', rateCard: {} })).toMatchObject({ unknown: ['commission'], totals: { USD: 117 } });
  expect(charge({ category: 'bags' }).unknown).toEqual(['commission']);
});

test('each line is rounded half-up by itself: 2.9 % of 0.50 is 0.01, 1.2 % of 1.25 is 0.02', () => {
  expect(charge({ price: { amount: 50, currency: 'USD' } }).lines[1]).toEqual(line('payment-rate', 1));
  expect(charge({ price: { amount: 125, currency: 'USD' }, paymentChannel: 'platform-pay' }).lines[1]).toEqual(line('payment-rate', 2));
  expect(charge({ price: { amount: 250, currency: 'USD' } }).lines[0]).toEqual(line('commission', 5)); // 4.5
});

test('currencies are never mixed: the fixed part of Stripe and PayPal stays in dollars', () => {
  const yen = { price: { amount: 10_000, currency: 'JPY' } };
  expect(charge({ ...yen, paymentChannel: 'paypal' }).totals).toEqual({ JPY: 180 + 290, USD: 30 });
  expect(charge({ ...yen, paymentChannel: 'platform-pay' }).totals).toEqual({ JPY: 180 + 120 });
});

describe('platform shipping, first and each further started kilogram', () => {
  const ship = (parcel: object, route = 'CN-SZX>TH-BKK') => charge({ fulfilment: 'platform', parcel: { ...box, ...parcel }, route });
  test.each([
    [{ weightG: 0 }, 1850],
    [{ weightG: 1000 }, 1850],
    [{ weightG: 1001 }, 2670],
    [{ weightG: 2000 }, 2670],
    [{ weightG: 2400 }, 3490],
    [{ lengthMm: 100, widthMm: 200, heightMm: 300 }, 1850],
    [{ lengthMm: 1, widthMm: 1, heightMm: 6_000_001 }, 2670],
    [{ lengthMm: 200, widthMm: 200, heightMm: 151 }, 2670],
  ])('%j costs %i', (parcel, amount) => {
    expect(ship(parcel).lines.at(-1)).toEqual(line('shipping', amount, 'CNY'));
    expect(ship(parcel).totals).toEqual({ USD: 171, CNY: amount });
  });

  test('another route is unknown, after an unknown commission; what the seller ships is neither', () => {
    expect(ship({}, 'CN-CAN>TH-BKK')).toMatchObject({ unknown: ['shipping'], totals: { USD: 171 } });
    const furniture = { category: 'furniture', fulfilment: 'platform', parcel: box, route: 'X' };
    expect(charge(furniture).unknown).toEqual(['commission', 'shipping']);
    expect(charge({ parcel: box, route: 'X' }).unknown).toEqual([]);
    expect(charge({ parcel: box, route: 'CN-SZX>TH-BKK' }).lines).toHaveLength(3);
  });
});

test('own warehouse: 11.3 % of the goods’ cost may stay unsold, outside the totals and in its own currency', () => {
  const goodsCost = { amount: 1500, currency: 'CNY' };
  expect(charge({ goodsCost })).toMatchObject({
    estimates: [{ code: 'unsellable-stock', amount: 170, currency: 'CNY' }],
    totals: { USD: 171 },
  });
  expect(charge({ goodsCost, fulfilment: 'platform', parcel: box, route: 'X' }).estimates).toEqual([]);
});

test('totals are the sums of the lines by currency', () => {
  const situation = fc.record({
    category: fc.constantFrom('apparel', 'electronics', 'food'),
    price: fc.record({ amount: fc.integer({ min: 1, max: 10_000_000 }), currency: fc.constantFrom('USD', 'CNY', 'THB') }),
    paymentChannel: fc.constantFrom('stripe', 'paypal', 'platform-pay'),
    fulfilment: fc.constantFrom('seller', 'platform'),
    parcel: fc.record({ weightG: fc.nat(30_000), lengthMm: fc.nat(900), widthMm: fc.nat(900), heightMm: fc.nat(900) }),
    route: fc.constantFrom('CN-SZX>TH-BKK', 'CN-SZX>VN-SGN'),
  });
  fc.assert(
    fc.property(situation, (differs) => {
      const { lines, totals } = charge(differs);
      const currencies = [...new Set(lines.map((each) => each.currency))];
      expect(Object.keys(totals).sort()).toEqual(currencies.sort());
      for (const currency of currencies)
        expect(totals[currency]).toBe(lines.filter((each) => each.currency === currency).reduce((sum, each) => sum + each.amount, 0));
    }),
    { numRuns: runs },
  );
});
