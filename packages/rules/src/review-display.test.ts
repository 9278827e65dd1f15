import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeDisplay, type DisplaySource, type ListingFigures, type OwnReview } from './review-display.ts';

const AS_OF = Date.UTC(2026, 9, 1);
const review = (id: string, facts: Partial<OwnReview> = {}): OwnReview => ({
  ...{ id, rating: 5, body: 'Good', language: 'en', author: 'user1', writtenAt: AS_OF - 1000 },
  ...{ isIncentivised: false, isVerified: true, isWithdrawn: false, translation: null },
  ...facts,
});
const listing = (facts: Partial<ListingFigures> = {}): ListingFigures => ({
  ...{ shopId: 'jp', market: 'JP', channelProductId: 'p-jp', gtin: null, sold: 3, reviews: [] },
  ...facts,
});
const source = (facts: Partial<DisplaySource> = {}): DisplaySource => ({
  ...listing({ shopId: 'us', market: 'US', channelProductId: 'p-us', sold: 2000 }),
  isConfirmedSame: true,
  ...facts,
});

test('good and bad travel, the withdrawn stay; each with where it was written', () => {
  const reviews = [review('a'), review('b', { rating: 1, body: '', writtenAt: AS_OF }), review('c', { isWithdrawn: true })];
  const display = composeDisplay(listing({ reviews: [review('own', { rating: 4 })] }), [source({ reviews })], AS_OF);
  expect(display.elsewhere.reviews.map(({ id, market, rating }) => [id, market, rating])).toEqual([
    ['b', 'US', 1],
    ['a', 'US', 5],
  ]);
  expect(display).toMatchObject({ soldHere: 3, soldElsewhere: 2000, ratings: 3, ownRatings: 1, rating: 10 / 3, refused: [] });
});

test('another product is refused with its reason, and nothing of it is shown', () => {
  const display = composeDisplay(listing(), [source({ isConfirmedSame: false, reviews: [review('a')] })], AS_OF);
  expect(display.refused).toEqual([{ shopId: 'us', channelProductId: 'p-us', reasons: ['product-not-same'] }]);
  expect(display).toMatchObject({ soldElsewhere: 0, ratings: 0, rating: null, elsewhere: { sold: [], reviews: [] } });
});

test('two shops of one market are one number of units sold', () => {
  const sources = [source(), source({ shopId: 'us-2', channelProductId: 'p-2', sold: 5 }), source({ shopId: 'gb', market: 'GB', sold: 7 })];
  expect(composeDisplay(listing(), sources, AS_OF).elsewhere.sold).toEqual([
    { market: 'US', units: 2005 },
    { market: 'GB', units: 7 },
  ]);
});

const anyReviews = fc
  .array(fc.record({ rating: fc.integer({ min: 1, max: 5 }), isWithdrawn: fc.boolean(), body: fc.string(), writtenAt: fc.nat() }), {
    maxLength: 12,
  })
  .map((list) => list.map((each, index) => review(`r${index}`, each)));

test('whatever is linked: each review that stands is shown once, the mean is theirs, none is dropped', () => {
  fc.assert(
    fc.property(anyReviews, fc.array(anyReviews, { maxLength: 4 }), fc.boolean(), (own, others, isTwice) => {
      const sources = others.map((reviews, index) => source({ shopId: `s${index}`, channelProductId: `p${index}`, sold: index, reviews }));
      const display = composeDisplay(listing({ reviews: own }), isTwice ? [...sources, ...sources] : sources, AS_OF);
      const standing = [own, ...others].flat().filter(({ isWithdrawn }) => !isWithdrawn);
      const travelled = others.flatMap((reviews, index) =>
        reviews.flatMap(({ id, isWithdrawn }) => (isWithdrawn ? [] : [`s${index} ${id}`])),
      );
      expect(display.elsewhere.reviews.map(({ shopId, id }) => `${shopId} ${id}`).sort()).toEqual(travelled.sort());
      expect(display.ratings).toBe(standing.length);
      if (display.rating !== null)
        expect(display.rating).toBeCloseTo(standing.reduce((sum, { rating }) => sum + rating, 0) / standing.length, 9);
      expect(display.soldElsewhere).toBe(others.reduce((sum, _, index) => sum + index, 0));
    }),
  );
});
