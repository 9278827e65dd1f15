import { type Core, later, streamOf } from './core.ts';
import type { Life } from './life.ts';
import { type Language, MARKETS } from './markets.ts';
import { between, hashText, pick, type Rng } from './random.ts';
import { REVIEW_PHRASES } from './review-phrases.ts';
import type { ChangeReviewInput, WriteReviewInput } from './simulation-type.ts';
import { hasEpisode } from './troubles.ts';
import type { Order, Review } from './types.ts';
import { DAY, HOUR } from './zone.ts';

/**
 * Some buyers say what they think, days after delivery: of the product, or of the shop. The dice are the order's own
 * and no others, so that reviews change nothing about orders. A few are withdrawn again.
 */
const REVIEWED = 0.16;
const OF_THE_SHOP = 0.2;
const WITHDRAWN = 0.015;
/** Written for a reward of the platform's own programme, and marked so. */
const INCENTIVISED = 0.05;

export function maybeReview(core: Core, life: Life): void {
  // Most orders stop here, so they are spared dice of their own.
  if (hashText(life.order.id) >= REVIEWED * 2 ** 32) return;
  const rng = streamOf(core, `review:${life.order.id}`);
  later(core, between(6 * HOUR, 12 * DAY, rng), () => write(core, life, rng));
}

/** By its buyer's own hand, of the first product of the order. */
export function writeReview(core: Core, { orderId, stars, text, language }: WriteReviewInput): Review {
  const order = core.store.world.orders.get(orderId);
  const line = order?.lines[0];
  if (!order || !line) throw new Error(`no order ${orderId}`);
  const review: Review = {
    ...{ id: core.ids('review'), shopId: order.shopId, orderId, kind: 'product', productId: line.productId, skuId: line.skuId },
    // Checked by the schema of the act.
    ...{ nickname: order.buyer.nickname, stars: stars as Review['stars'], language, text, incentivised: false, reply: null },
    ...{ at: core.at(), updatedAt: core.at(), withdrawnAt: null },
  };
  core.store.addReview(review);
  return review;
}

export function changeReview(core: Core, { reviewId, rewritten }: ChangeReviewInput): void {
  const review = core.store.all.reviews.find(({ id }) => id === reviewId);
  if (!review) throw new Error(`no review ${reviewId}`);
  // Checked by the schema of the act.
  if (rewritten) Object.assign(review, { stars: rewritten.stars as Review['stars'], text: rewritten.text });
  else review.withdrawnAt = core.at();
  review.updatedAt = core.at();
}

function write(core: Core, life: Life, rng: Rng): void {
  const { order, shop } = life;
  const stars = starsOf(core, life, rng);
  const isOfShop = rng() < OF_THE_SHOP;
  const line = pick(order.lines, rng);
  const { language, nickname } = order.buyer;
  const phrases = REVIEW_PHRASES[language in REVIEW_PHRASES ? (language as Language) : MARKETS[shop.market].language];
  const review: Review = {
    id: core.ids('review'),
    shopId: shop.id,
    orderId: order.id,
    kind: isOfShop ? 'shop' : 'product',
    productId: isOfShop ? '' : line.productId,
    skuId: isOfShop ? '' : line.skuId,
    nickname,
    stars,
    language,
    text: rng() < 0.7 ? pick(stars <= 2 ? phrases.bad : stars === 3 ? phrases.fair : phrases.good, rng) : '',
    incentivised: hashText(`incentive:${order.id}`) < INCENTIVISED * 2 ** 32,
    reply: null,
    at: core.at(),
    updatedAt: core.at(),
    withdrawnAt: null,
  };
  core.store.addReview(review);
  if (rng() >= WITHDRAWN) return;
  later(core, between(DAY, 10 * DAY, rng), () => {
    review.withdrawnAt = core.at();
    review.updatedAt = core.at();
  });
}

function starsOf(core: Core, { order, shop }: Life, rng: Rng): Review['stars'] {
  const negative = shop.trouble === 'returns' || hasEpisode(core, shop, 'bad-goods') ? 0.15 : wasLate(order) ? 0.15 : 0.01;
  const roll = rng();
  if (roll < negative) return roll < negative * 0.6 ? 1 : 2;
  const mood = rng();
  return mood < 0.1 ? 3 : mood < 0.35 ? 4 : 5;
}

const wasLate = ({ shipBy, dispatchedAt }: Order): boolean => shipBy !== null && dispatchedAt !== null && dispatchedAt > shipBy;

export type ReviewReplyRefusal = 'answered' | 'withdrawn';

/** A shop answers a review once, in public, as long as it stands. */
export const reviewReplyRefusal = ({ reply, withdrawnAt }: Review): ReviewReplyRefusal | null =>
  withdrawnAt !== null ? 'withdrawn' : reply !== null ? 'answered' : null;

export function answerReview(core: Core, review: Review, text: string): void {
  review.reply = { text, at: core.at() };
  review.updatedAt = core.at();
}
