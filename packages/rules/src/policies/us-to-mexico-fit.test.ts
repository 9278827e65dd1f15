import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluatePolicy, usToMexicoFitParts } from './index.ts';
import { runs } from './testing.ts';

const best = {
  usStock: 400,
  skuCount: 3,
  weightG: 200,
  fragile: false,
  madeToOrder: false,
  price: { amount: 2499, currency: 'USD' },
  freightShare: 0.1,
  dropShipped: false,
  stockCounted: true,
  buysAfterOrder: false,
  contentScore: 80,
  sellsInUsOnly: true,
  category: 'home-daily',
};
const judge = (product: object) =>
  evaluatePolicy('us-to-mexico-fit', { product: { ...best, ...product }, sellerOrigin: 'cn-cross-border' });

test('the worked examples', () => {
  expect(judge({}).score).toBe(98.2);
  expect(judge({}).reasons.every((reason) => reason.effect === 'for')).toBe(true);
  expect(judge({ fragile: true, dropShipped: true }).score).toBe(84.2);
});

test.each([
  [{ usStock: 0 }, 'us-stock', false],
  [{ usStock: true }, 'us-stock', true],
  [{ skuCount: 20 }, 'few-light-skus', true],
  [{ skuCount: 21 }, 'few-light-skus', false],
  [{ weightG: 1001 }, 'few-light-skus', false],
  [{ weightG: 5000 }, 'bulky', false],
  [{ weightG: 5001 }, 'bulky', true],
  [{ freightShare: 0.25 }, 'price-carries-freight', true],
  [{ freightShare: 0.26 }, 'price-carries-freight', false],
  [{ contentScore: 60 }, 'content-sells', true],
  [{ contentScore: 59 }, 'content-sells', false],
  [{ price: { amount: 500, currency: 'USD' } }, 'very-cheap', false],
  [{ price: { amount: 499, currency: 'USD' } }, 'very-cheap', true],
  [{ price: { amount: 1, currency: 'SEK' } }, 'very-cheap', false],
  [{ category: 'bags' }, 'fitting-category', true],
  [{ category: 'furniture' }, 'fitting-category', false],
  [{ stockCounted: false }, 'stock-not-counted', true],
  [{ buysAfterOrder: true }, 'buys-after-order', true],
  [{ madeToOrder: true }, 'made-to-order', true],
])('%j: %s is named: %s', (product, code, named) => {
  expect(judge(product).reasons.some((reason) => reason.code === code)).toBe(named);
});

test('the score stays within 0..100, and what speaks against never raises it', () => {
  const products = fc.record({
    usStock: fc.nat(5),
    skuCount: fc.nat(40),
    weightG: fc.nat(9000),
    fragile: fc.boolean(),
    madeToOrder: fc.boolean(),
    price: fc.record({ amount: fc.nat(2000), currency: fc.constantFrom('USD', 'MXN', 'SEK') }),
    freightShare: fc.double({ min: 0, max: 1, noNaN: true }),
    dropShipped: fc.boolean(),
    stockCounted: fc.boolean(),
    buysAfterOrder: fc.boolean(),
    contentScore: fc.integer({ min: 0, max: 100 }),
    sellsInUsOnly: fc.boolean(),
    category: fc.constantFrom('home-daily', 'furniture', 'bags'),
  });
  fc.assert(
    fc.property(products, (product) => {
      const { score } = judge(product);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      for (const worse of [
        { fragile: true },
        { madeToOrder: true },
        { dropShipped: true },
        { stockCounted: false },
        { usStock: 0 },
        { contentScore: 0 },
      ])
        expect(judge({ ...product, ...worse }).score).toBeLessThanOrEqual(score);
    }),
    { numRuns: runs },
  );
});

test('the parts add up to the score, largest first, and none weighs more than it may', () => {
  const flags = fc.boolean();
  const product = fc.record({ fragile: flags, dropShipped: flags, stockCounted: flags, contentScore: fc.nat({ max: 100 }) });
  fc.assert(
    fc.property(product, (change) => {
      const parts = usToMexicoFitParts({ ...best, ...change });
      const sum = parts.reduce((score, { effect, points }) => (effect === 'for' ? score + points : score - points), 50);
      expect(sum).toBeCloseTo(judge(change).score, 2);
      expect(parts.every(({ points, atMost }) => points > 0 && points <= atMost)).toBe(true);
      expect(parts.map(({ points }) => points)).toEqual(parts.map(({ points }) => points).sort((a, b) => b - a));
    }),
    { numRuns: 200 },
  );
});
