import { z } from 'zod';
import { count, instant } from './inputs.ts';
import { type Found, type PolicyOutput, policy, type RuleFacts } from './policy.ts';
import { checkedOn, cited } from './rows.ts';

/**
 * May units sold and reviews of one listing be shown on another, and what would the buyer see there? Good and bad travel alike.
 *
 * @example the source: 2,000 sold, ratings 5 and 2, one of 1 withdrawn; the target: 3 sold, one rating of 4, GTIN 4006381333931 against
 *   04006381333931 → soldShown 2003, soldElsewhere 2000, ratingShown (5 + 2 + 4) ÷ 3
 * @example another merchant's shop → `not-same-merchant`, and the target's own 3 sold with a rating of 4
 */
const reviews = z.array(
  z.strictObject({
    id: z.string().min(1),
    rating: z.int().min(1).max(5),
    language: z.string().min(1),
    hasText: z.boolean(),
    withdrawn: z.boolean(),
  }),
);
const listing = z.strictObject({
  shop: z.string().min(1),
  product: z.string().min(1),
  gtin: z
    .string()
    .regex(/^\d{1,14}$/, 'must be a GTIN of at most 14 digits')
    .nullable(),
  sold: count,
  reviews,
});
const input = z.strictObject({
  source: listing,
  target: listing.extend({ sold: count.default(0), reviews: reviews.default([]) }),
  sameMerchant: z.boolean(),
  confirmedSameProduct: z.boolean(),
  asOf: instant,
});

type Given = z.output<typeof input>;
type Review = z.output<typeof reviews>[number];
type Code = 'not-same-merchant' | 'product-not-same' | 'same-listing';
export type SalesReviewSyncOutput = PolicyOutput & {
  allowed: boolean;
  reasons: { code: Code }[];
  soldShown: number;
  soldElsewhere: number;
  ratingShown: number | null;
  reviewIds: string[];
};

const facts: RuleFacts = {
  id: 'sales-review-sync',
  source: '000_24f5ba8e749fbada.txt',
  section: '跨国销评互通',
  effectiveFrom: '2025-12-26T00:00:00Z',
  checkedOn,
  market: 'all',
  basis: 'source',
};

const gtinDigits = 14;
const sameGtin = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one.padStart(gtinDigits, '0') === other.padStart(gtinDigits, '0');

function reasonsFor({ source, target, sameMerchant, confirmedSameProduct }: Given): Code[] {
  const held: [Code, boolean][] = [
    ['not-same-merchant', !sameMerchant],
    ['product-not-same', !confirmedSameProduct && !sameGtin(source.gtin, target.gtin)],
    ['same-listing', source.shop === target.shop && source.product === target.product],
  ];
  return held.filter(([, holds]) => holds).map(([code]) => code);
}

const standing = (all: Review[]): Review[] => all.filter((review) => !review.withdrawn);
const meanRating = (all: Review[]): number | null =>
  all.length === 0 ? null : all.reduce((sum, review) => sum + review.rating, 0) / all.length;

/** One review given twice would count twice. */
function eachOnce(given: Given, side: 'source' | 'target', found: Found): void {
  const list: unknown = given[side]?.reviews; // an unsound input may lack the side
  if (!Array.isArray(list)) return;
  const seen = new Set<unknown>();
  for (const [index, review] of list.entries()) {
    const path = `/${side}/reviews/${index}/id`;
    if (!found.clean(path)) continue;
    if (seen.has(review.id)) found.bad(path, 'duplicate', `the review ${review.id} was given before`);
    seen.add(review.id);
  }
}

export const salesReviewSync = policy<typeof input, SalesReviewSyncOutput>({
  facts,
  input,
  example: {
    source: {
      shop: 'US-1',
      product: '1729384756',
      gtin: '4006381333931',
      sold: 2000,
      reviews: [
        { id: 'r1', rating: 5, language: 'en', hasText: true, withdrawn: false },
        { id: 'r2', rating: 2, language: 'en', hasText: true, withdrawn: false },
        { id: 'r3', rating: 1, language: 'en', hasText: false, withdrawn: true },
      ],
    },
    target: { shop: 'JP-1', product: '1730000001', gtin: '04006381333931', sold: 3 },
    sameMerchant: true,
    confirmedSameProduct: false,
    asOf: '2026-03-01T00:00:00Z',
  },
  check(given, found) {
    eachOnce(given, 'source', found);
    eachOnce(given, 'target', found);
  },
  evaluate(given) {
    const reasons = reasonsFor(given);
    const allowed = reasons.length === 0;
    const travelling = allowed ? standing(given.source.reviews) : [];
    const soldElsewhere = allowed ? given.source.sold : 0;
    const soldShown = given.target.sold + soldElsewhere;
    return {
      allowed,
      reasons: reasons.map((code) => ({ code })),
      soldShown,
      soldElsewhere,
      ratingShown: meanRating([...standing(given.target.reviews), ...travelling]),
      reviewIds: travelling.map((review) => review.id),
      covered: true,
      citations: cited(facts),
      explanation: [
        {
          key: `policies.sales-review-sync.${allowed ? 'allowed' : 'refused'}`,
          values: { shown: soldShown, elsewhere: soldElsewhere, own: given.target.sold, reviews: travelling.length },
        },
      ],
    };
  },
});
