/**
 * What buyers are shown on one listing of the units sold and the reviews of the same product in the merchant's other shops, beside its own.
 * Whether a source may travel, and what of it, is the policy's (`sales-review-sync`): all ratings or none, withdrawn ones never. What is
 * shown names its origin market, language and day, keeps the mark of a reward, and claims a purchase only where the order is on record.
 */
import { evaluatePolicy } from './policies/index.ts';

/** In the language of the buyers of the listing that shows it, by a machine, beside the words. */
export type ReviewTranslation = { language: string; body: string };

export type OwnReview = {
  /** The platform's; no two of a shop are alike. */
  id: string;
  rating: number;
  body: string;
  /** Empty: the platform did not say. */
  language: string;
  author: string;
  writtenAt: number;
  isIncentivised: boolean;
  /** The order it names is on record in the shop in which it was written. */
  isVerified: boolean;
  isWithdrawn: boolean;
  translation: ReviewTranslation | null;
};
export type ListingFigures = {
  shopId: string;
  market: string;
  channelProductId: string;
  gtin: string | null;
  sold: number;
  reviews: readonly OwnReview[];
};
export type DisplaySource = ListingFigures & { isConfirmedSame: boolean };

export type ShownReview = Omit<OwnReview, 'isWithdrawn'> & { shopId: string; market: string };
export type Elsewhere = {
  /** By market, in the order of the sources. */
  sold: { market: string; units: number }[];
  reviews: ShownReview[];
};
export type Display = {
  soldHere: number;
  soldElsewhere: number;
  /** Unrounded; null without a single rating. */
  rating: number | null;
  ratings: number;
  ownRatings: number;
  elsewhere: Elsewhere;
  /** Sources that may not travel. */
  refused: { shopId: string; channelProductId: string; reasons: string[] }[];
};

const GTIN_LONGEST = 14;

/** Sources are the merchant's own; each is taken once however often it is given. Nothing that was synced is among `reviews` of either side. */
export function composeDisplay(target: ListingFigures, sources: readonly DisplaySource[], asOf: number): Display {
  const once = [...new Map(sources.map((source) => [`${source.shopId} ${source.channelProductId}`, source])).values()];
  const judged = once.map((source) => ({ source, verdict: judge(target, source, asOf) }));
  const allowed = judged.filter(({ verdict }) => verdict.allowed);
  const reviews = allowed
    .flatMap(({ source, verdict }) => {
      const travelling = new Set(verdict.reviewIds);
      return source.reviews.filter(({ id }) => travelling.has(id)).map((review) => shown(source, review));
    })
    .sort((a, b) => b.writtenAt - a.writtenAt || (a.id < b.id ? -1 : 1));
  const own = target.reviews.filter(({ isWithdrawn }) => !isWithdrawn);
  const stars = [...own, ...reviews].map(({ rating }) => rating);
  return {
    soldHere: target.sold,
    soldElsewhere: allowed.reduce((sum, { verdict }) => sum + verdict.soldElsewhere, 0),
    rating: stars.length === 0 ? null : stars.reduce((sum, each) => sum + each, 0) / stars.length,
    ratings: stars.length,
    ownRatings: own.length,
    elsewhere: { sold: byMarket(allowed.map(({ source }) => source)), reviews },
    refused: judged
      .filter(({ verdict }) => !verdict.allowed)
      .map(({ source, verdict }) => ({
        shopId: source.shopId,
        channelProductId: source.channelProductId,
        reasons: verdict.reasons.map(({ code }) => code),
      })),
  };
}

function judge(target: ListingFigures, { isConfirmedSame, ...source }: DisplaySource, asOf: number) {
  return evaluatePolicy('sales-review-sync', {
    source: figures(source),
    target: figures(target),
    sameMerchant: true,
    confirmedSameProduct: isConfirmedSame,
    asOf: new Date(asOf).toISOString(),
  });
}

const figures = ({ shopId, channelProductId, gtin, sold, reviews }: ListingFigures) => ({
  shop: shopId,
  product: channelProductId,
  gtin: gtin !== null && gtin.length <= GTIN_LONGEST && /^\d+$/.test(gtin) ? gtin : null,
  sold,
  reviews: reviews.map(({ id, rating, language, body, isWithdrawn }) => ({
    id,
    rating,
    language: language || 'und',
    hasText: body !== '',
    withdrawn: isWithdrawn,
  })),
});

const shown = ({ shopId, market }: ListingFigures, { isWithdrawn: _, ...review }: OwnReview): ShownReview => ({
  ...review,
  shopId,
  market,
});

function byMarket(sources: readonly ListingFigures[]): Elsewhere['sold'] {
  const units = new Map<string, number>();
  for (const { market, sold } of sources) units.set(market, (units.get(market) ?? 0) + sold);
  return [...units].map(([market, sum]) => ({ market, units: sum }));
}
