/** What buyers say after delivery, and disputes the platform was called into. The real API lists neither (reference §4.0). */
import { z } from 'zod';
import { marketSchema } from '../../world/act-schemas.ts';
import { type ReviewReplyRefusal, reviewReplyRefusal } from '../../world/reviews.ts';
import type { Return, Review, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { unixSeconds } from '../fields.ts';
import { decimal, seconds } from '../money.ts';
import { type CallContext, shopOperation } from '../operation.ts';
import { HEALTH_SCOPE, listAnswer, listQuery } from './extension-list.ts';

const reviews = shopOperation({
  method: 'GET',
  template: '/sandbox-extension/reviews',
  versions: [],
  scope: HEALTH_SCOPE,
  query: listQuery,
  answer: (call) => listAnswer(call, { rows: call.sim.lists(call.shop.id).reviews, show: reviewShape, owner: `reviews ${call.shop.id}` }),
});

function reviewShape(item: Review) {
  return {
    id: item.id,
    type: item.kind === 'shop' ? 'SHOP' : 'PRODUCT',
    order_id: item.orderId,
    ...(item.kind === 'product' ? { product_id: item.productId, sku_id: item.skuId } : {}),
    rating: item.stars,
    language: item.language,
    text: item.text,
    buyer_nickname: item.nickname,
    is_incentivised: item.incentivised,
    status: item.withdrawnAt === null ? 'PUBLISHED' : 'WITHDRAWN',
    ...(item.reply === null ? {} : { reply: { text: item.reply.text, create_time: seconds(item.reply.at) } }),
    create_time: seconds(item.at),
    update_time: seconds(item.updatedAt),
  };
}

const REFUSALS: Record<ReviewReplyRefusal, [code: number, message: string]> = {
  answered: [CODE.reviewAnswered, 'This review was answered already'],
  withdrawn: [CODE.reviewWithdrawn, 'The buyer has withdrawn this review'],
};

const reply = shopOperation({
  method: 'POST',
  template: '/sandbox-extension/reviews/{review_id}/reply',
  versions: [],
  scope: HEALTH_SCOPE,
  body: z.strictObject({ text: z.string().min(1).max(500) }),
  answer({ sim, shop, path, body }) {
    const review = sim.lists(shop.id).reviews.find(({ id }) => id === path.review_id);
    if (!review) throw new PlatformError(CODE.reviewMissing, 'The review does not exist');
    const refusal = reviewReplyRefusal(review);
    if (refusal) throw new PlatformError(...REFUSALS[refusal]);
    const answered = sim.acts.answerReview({ reviewId: review.id, text: body.text });
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST reviews/reply', data: { reviewId: review.id } });
    return reviewShape(answered);
  },
});

/** A dispute changes when it is opened and when it is decided, not when its refund is paid. */
type Disputed = { id: string; updatedAt: number; item: Return; dispute: NonNullable<Return['dispute']> };
const disputed = (item: Return): Disputed[] =>
  item.dispute === null ? [] : [{ id: item.id, updatedAt: item.dispute.decidedAt ?? item.dispute.openedAt, item, dispute: item.dispute }];

const disputes = shopOperation({
  method: 'GET',
  template: '/sandbox-extension/disputes',
  versions: [],
  scope: HEALTH_SCOPE,
  query: listQuery,
  answer: (call) =>
    listAnswer(call, {
      rows: call.sim.lists(call.shop.id).returns.flatMap(disputed),
      show: (row) => disputeShape(row, call.shop.currency),
      owner: `disputes ${call.shop.id}`,
    }),
});

function disputeShape({ id, updatedAt, item, dispute }: Disputed, currency: string) {
  return {
    id,
    return_id: id,
    order_id: item.orderId,
    opened_by: 'BUYER',
    status: dispute.decidedAt === null ? 'IN_PROGRESS' : 'DECIDED',
    ...(dispute.responsible === null ? {} : { responsible: dispute.responsible }),
    refund_total: decimal(item.refund, currency),
    currency,
    create_time: seconds(dispute.openedAt),
    update_time: seconds(updatedAt),
    decision_due_time: seconds(dispute.dueAt),
    ...(dispute.decidedAt === null ? {} : { decided_time: seconds(dispute.decidedAt) }),
  };
}

const shownSchema = z.strictObject({
  version: z.int().min(1),
  sold_elsewhere: z.array(z.strictObject({ market: marketSchema, units: z.int().min(0) })).max(30),
  reviews: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(100),
        rating: z.int().min(1).max(5),
        text: z.string().max(10_000),
        language: z.string().max(10),
        author: z.string().max(100),
        market: marketSchema,
        create_time: unixSeconds,
        is_incentivised: z.boolean(),
        is_verified: z.boolean(),
        translation: z.strictObject({ language: z.string().max(10), text: z.string().max(20_000) }).optional(),
      }),
    )
    .max(5_000),
});

function ownProduct({ sim, shop, path }: CallContext & { shop: Shop }): string {
  const product = sim.world.products.get(path.product_id ?? '');
  if (product?.shopId !== shop.id || product.status === 'DELETED')
    throw new PlatformError(CODE.reviewProductMissing, 'The product does not exist in this shop');
  return product.id;
}

/** What a product shows of the seller's other shops: told whole, under a number that only rises. */
const display = shopOperation({
  method: 'PUT',
  template: '/sandbox-extension/review-displays/{product_id}',
  versions: [],
  scope: HEALTH_SCOPE,
  body: shownSchema,
  answer(call) {
    const { sim, shop, body } = call;
    const productId = ownProduct(call);
    const held = sim.world.reviewDisplays.get(productId);
    if (held && held.version > body.version) throw new PlatformError(CODE.reviewDisplayOld, 'A newer version is shown');
    sim.acts.showReviews({
      productId,
      version: body.version,
      soldElsewhere: body.sold_elsewhere,
      reviews: body.reviews.map(({ text, create_time, is_incentivised, is_verified, translation, ...review }) => ({
        ...review,
        body: text,
        writtenAt: create_time * 1000,
        incentivised: is_incentivised,
        verified: is_verified,
        translation: translation ? { language: translation.language, body: translation.text } : null,
      })),
    });
    sim.acts.recordWrite({ shopId: shop.id, operation: 'PUT review-displays', data: { productId, version: body.version } });
    return { version: body.version };
  },
});

const shownVersion = shopOperation({
  method: 'GET',
  template: '/sandbox-extension/review-displays/{product_id}',
  versions: [],
  scope: HEALTH_SCOPE,
  answer: (call) => ({ version: call.sim.world.reviewDisplays.get(ownProduct(call))?.version ?? 0 }),
});

export const REVIEW_OPERATIONS = [reviews, reply, disputes, display, shownVersion];
