import { z } from 'zod';
import { route } from '../route.ts';
import { idList, instant, isPreview, market, pageOf, paging, rowError, tableFile, uuid } from '../shapes.ts';
import { messageCheck } from './conversations.ts';
import { shopChip } from './orders.ts';

const theme = z.enum([
  ...(['broken', 'damaged', 'late', 'size', 'not-as-described', 'wrong-item'] as const),
  ...(['missing', 'quality', 'smell', 'counterfeit', 'service', 'price'] as const),
]);
/** Themes, and what only buyers who send goods back say. */
const productReason = z.enum([...theme.options, 'not-wanted', 'other']);
const scope = { shopIds: idList.optional(), market: market.optional() };
const ofReview = z.strictObject({ reviewId: uuid });

/** On its way to the platform, and what came of it. `rejected`: a person must look; `discarded`: and has given it up. */
const wish = z.strictObject({
  text: z.string(),
  state: z.enum(['planned', 'sent', 'unknown', 'confirmed', 'rejected', 'discarded']),
  /** The platform's, or ours (`no-consent`, `shop-not-active`, `buyer-erased`). */
  failureCode: z.string().nullable(),
  askedBy: z.string(),
  plannedAt: instant,
});
export const review = z.strictObject({
  id: uuid,
  channelReviewId: z.string(),
  shop: shopChip,
  rating: z.int().min(1).max(5),
  /** As it was written; empty where only stars were given, after a withdrawal, and where the buyer's data was deleted. */
  text: z.string(),
  /** As the platform names it; null: it does not. */
  language: z.string().nullable(),
  /** Masked. */
  author: z.string(),
  channelOrderId: z.string(),
  /** Of an order on record here: then the purchase is proven. */
  orderId: uuid.nullable(),
  /** Null: of the shop. */
  product: z.strictObject({ channelProductId: z.string(), title: z.string().nullable(), listingId: uuid.nullable() }).nullable(),
  themes: z.array(theme),
  isIncentivised: z.boolean(),
  isWithdrawn: z.boolean(),
  isErased: z.boolean(),
  /** Whether the platform's list says so, or a file that a person brought. */
  source: z.enum(['platform', 'file']),
  writtenAt: instant,
  updatedAt: instant,
  reply: z.strictObject({ text: z.string(), repliedAt: instant }).nullable(),
  wish: wish.nullable(),
});

export const reviewRoutes = {
  'reviews.list': route({
    id: 'reviews.list',
    method: 'get',
    path: '/reviews',
    scope: 'orders:read',
    summary: 'Reviews of all shops, the newest first. Withdrawn ones are left out unless they are asked for',
    query: z.strictObject({
      ...paging,
      ...scope,
      rating: z.enum(['1', '2', '3', '4', '5', 'negative']).optional(),
      theme: theme.optional(),
      language: z.string().min(2).max(10).optional(),
      channelProductId: z.string().min(1).max(60).optional(),
      /** `unanswered`: with words, and nobody has answered or is about to. */
      state: z.enum(['with-words', 'unanswered', 'withdrawn']).optional(),
    }),
    answer: pageOf(review),
  }),
  'reviews.get': route({
    id: 'reviews.get',
    method: 'get',
    path: '/reviews/{reviewId}',
    scope: 'orders:read',
    summary: 'One review, and whether it can be answered from here',
    params: ofReview,
    answer: z.strictObject({
      ...review.shape,
      replying: z.strictObject({
        /** Null: it can be answered. */
        whyNot: z.enum(['not-offered', 'no-consent', 'shop-not-active', 'withdrawn', 'erased', 'answered', 'on-its-way']).nullable(),
        maxLength: z.int(),
      }),
    }),
  }),
  'review-ratings.get': route({
    id: 'review-ratings.get',
    method: 'get',
    path: '/review-ratings',
    scope: 'orders:read',
    summary:
      'The ratings of the last thirteen weeks by market, without the withdrawn ones; a week is seven days of the shop’s own up to today',
    query: z.strictObject(scope),
    answer: z.strictObject({
      asOf: instant,
      items: z.array(
        z.strictObject({
          market,
          reviews: z.int(),
          /** Of one or two stars. */
          negative: z.int(),
          average: z.number().nullable(),
          /** The oldest first. */
          weeks: z.array(z.strictObject({ reviews: z.int(), negative: z.int(), average: z.number().nullable() })),
        }),
      ),
    }),
  }),
  'review-reasons.list': route({
    id: 'review-reasons.list',
    method: 'get',
    path: '/review-reasons',
    scope: 'orders:read',
    summary: 'Why buyers are unhappy, by product: what reviews complain of and why goods are sent back; most complaints first',
    query: z.strictObject({
      ...scope,
      days: z.coerce
        .number()
        .pipe(z.union([z.literal(30), z.literal(90)]))
        .default(30),
    }),
    answer: z.strictObject({
      /** Over all products, not only those listed. */
      totals: z.array(z.strictObject({ reason: productReason, reviews: z.int(), returns: z.int() })),
      items: z.array(
        z.strictObject({
          shop: shopChip,
          channelProductId: z.string(),
          title: z.string().nullable(),
          reviews: z.int(),
          average: z.number().nullable(),
          returns: z.int(),
          /** The most frequent first. */
          reasons: z.array(z.strictObject({ reason: productReason, reviews: z.int(), returns: z.int() })),
        }),
      ),
      isCut: z.boolean(),
    }),
  }),
  'review-reply-checks.create': route({
    id: 'review-reply-checks.create',
    method: 'post',
    path: '/reviews/{reviewId}/reply-checks',
    scope: 'returns:write',
    summary: 'Whether a text may stand under this review for everybody to read, and which places of it keep it back',
    params: ofReview,
    body: z.strictObject({ text: z.string().max(20_000) }),
    answer: messageCheck,
  }),
  'review-replies.create': route({
    id: 'review-replies.create',
    method: 'post',
    path: '/reviews/{reviewId}/reply',
    scope: 'returns:write',
    summary: 'Answer a review in public. It is sent by a job, once: a platform takes one answer to a review',
    idempotent: true,
    status: 202,
    params: ofReview,
    body: z.strictObject({
      text: z.string().trim().min(1).max(2_000),
      /** Somebody has seen what the rule of misconduct says and sends it all the same. */
      isConfirmed: z.boolean().default(false),
    }),
    answer: review,
  }),
  'review-replies.discard': route({
    id: 'review-replies.discard',
    method: 'post',
    path: '/reviews/{reviewId}/reply/discard',
    scope: 'returns:write',
    summary: 'Give up an answer that the platform refused',
    params: ofReview,
    body: z.strictObject({}),
    answer: review,
  }),
  'review-imports.create': route({
    id: 'review-imports.create',
    method: 'post',
    path: '/review-imports',
    scope: 'returns:write',
    summary: 'Reviews from the seller centre’s export file: a preview, or all of it. A file with a bad row, or sent again, changes nothing',
    upload: tableFile,
    query: z.strictObject({ isPreview }),
    answer: z.strictObject({
      isApplied: z.boolean(),
      rows: z.int(),
      added: z.int(),
      changed: z.int(),
      /** Known already, from the platform or from a file that said the same. */
      unchanged: z.int(),
      errors: z.array(rowError),
    }),
  }),
} as const;
