import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';
import { runs } from './testing.ts';

const review = (id: string, rating: number, withdrawn = false) => ({ id, rating, language: 'en', hasText: true, withdrawn });
const given = {
  source: {
    shop: 'US-1',
    product: '1',
    gtin: '4006381333931' as string | null,
    sold: 2000,
    reviews: [review('b', 5), review('c', 1, true), review('a', 2)],
  },
  target: { shop: 'JP-1', product: '9', gtin: '04006381333931' as string | null, sold: 3, reviews: [review('x', 4), review('y', 1, true)] },
  sameMerchant: true,
  confirmedSameProduct: false,
  asOf: '2026-03-01T00:00:00Z',
};
const sync = (differs: object) => evaluatePolicy('sales-review-sync', { ...given, ...differs });

test('everything that stands travels, good and bad, in the order given', () => {
  expect(sync({})).toMatchObject({
    allowed: true,
    reasons: [],
    soldShown: 2003,
    soldElsewhere: 2000,
    ratingShown: 11 / 3,
    reviewIds: ['b', 'a'],
  });
});

test.each([
  [{ sameMerchant: false }, ['not-same-merchant']],
  [{ target: { ...given.target, gtin: '4006381333932' } }, ['product-not-same']],
  [{ target: { ...given.target, gtin: null } }, ['product-not-same']],
  [{ source: { ...given.source, gtin: null }, target: { ...given.target, gtin: null } }, ['product-not-same']],
  [{ target: { ...given.target, shop: 'US-1', product: '1' } }, ['same-listing']],
  [
    { sameMerchant: false, target: { ...given.target, shop: 'US-1', product: '1', gtin: null } },
    ['not-same-merchant', 'product-not-same', 'same-listing'],
  ],
])('%j is refused: %j, and only its own figures are shown', (differs, codes) => {
  const result = sync(differs);
  expect(result.reasons.map((reason) => reason.code)).toEqual(codes);
  expect(result).toMatchObject({ allowed: false, soldShown: 3, soldElsewhere: 0, ratingShown: 4, reviewIds: [] });
});

test('a person’s word stands for the GTIN; two products of one shop may be joined', () => {
  expect(sync({ confirmedSameProduct: true, target: { ...given.target, gtin: null } }).allowed).toBe(true);
  expect(sync({ confirmedSameProduct: true, target: { ...given.target, gtin: '12345670' } }).allowed).toBe(true);
  expect(sync({ target: { ...given.target, shop: 'US-1' } }).allowed).toBe(true);
});

test('a target that says nothing has sold nothing; without reviews there is no rating', () => {
  const target = { shop: 'JP-1', product: '9', gtin: '4006381333931' };
  expect(sync({ target })).toMatchObject({ soldShown: 2000, ratingShown: 3.5 });
  expect(sync({ target, sameMerchant: false })).toMatchObject({ soldShown: 0, ratingShown: null });
  expect(sync({ target, source: { ...given.source, reviews: [review('w', 1, true)] } }).ratingShown).toBeNull();
});

test('shown = own + elsewhere, and the rating is the mean of what stands', () => {
  const reviews = (side: string) =>
    fc
      .array(fc.record({ rating: fc.integer({ min: 1, max: 5 }), withdrawn: fc.boolean() }), { maxLength: 6 })
      .map((all) => all.map(({ rating, withdrawn }, index) => review(`${side}${index}`, rating, withdrawn)));
  fc.assert(
    fc.property(reviews('s'), reviews('t'), fc.nat(), fc.nat(), fc.boolean(), (theirs, own, sold, ownSold, sameMerchant) => {
      const source = { ...given.source, sold, reviews: theirs };
      const result = sync({ source, target: { ...given.target, sold: ownSold, reviews: own }, sameMerchant });
      const counted = [...own, ...(sameMerchant ? theirs : [])].filter((each) => !each.withdrawn).map((each) => each.rating);
      expect(result.soldShown).toBe(ownSold + (sameMerchant ? sold : 0));
      expect(result.soldShown - result.soldElsewhere).toBe(ownSold);
      expect(result.ratingShown).toBe(counted.length === 0 ? null : counted.reduce((a, b) => a + b, 0) / counted.length);
    }),
    { numRuns: runs },
  );
});
