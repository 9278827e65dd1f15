/** Keeps an answer to a review as a wish and enqueues what carries it out. The review's row is held meanwhile: two people at once plan one answer. */
import type { AnswerOf, Review, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { judgeText, refuseText } from '../../inbox/index.ts';
import { sendReplyJob } from '../jobs.ts';
import { findOwn, replyingOf } from '../queries/review-detail.ts';
import { findReview, reviewView } from '../queries/review-row.ts';

type Input = Parameters<Handlers['review-replies.create']>[0];

/** Everybody reads an answer, so nobody's order number belongs into it, not even the reviewer's. */
const judge = (tx: TenantTx, shop: ShopInScope, text: string) =>
  judgeText(tx, { shop_id: shop.id, buyer_hash: null }, { text, purpose: 'review-reply' });

const conflicts = {
  'not-offered': 'Reviews of this shop cannot be answered from here.',
  'no-consent': 'The shop’s consent does not cover reviews; bind it again.',
  'shop-not-active': 'The shop is not active.',
  withdrawn: 'The buyer has withdrawn this review.',
  erased: 'The data of this buyer was deleted.',
  answered: 'This review was answered already.',
  'on-its-way': 'An answer to this review is on its way.',
} as const;

export async function planReply(services: Services, { caller, requestId, params, body }: Input): Promise<Review | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const now = services.clock.now();
    await tx.selectFrom('review').select('id').where('id', '=', params.reviewId).forUpdate().executeTakeFirst();
    const found = await findOwn(tx, { caller, ...params });
    if (!found) return refuse('not-found');
    const { row, shop } = found;
    const { whyNot, maxLength } = await replyingOf(tx, services, found);
    if (whyNot) return refuse('conflict', conflicts[whyNot]);
    if (body.text.length > maxLength)
      return {
        refused: 'invalid-input',
        errors: [{ path: '/text', code: 'too-long', message: `The channel takes at most ${maxLength} characters` }],
      };
    const guarded = refuseText(await judge(tx, shop, body.text), { isConfirmed: body.isConfirmed, path: '/text' });
    if (guarded) return guarded;
    const wish = {
      ...{ shop_id: shop.id, body: body.text, intent: 'planned' as const, failure_code: null },
      ...{ asked_by_kind: caller.kind, asked_by_id: caller.id, asked_by: caller.name },
      ...{ planned_at: new Date(now), sent_at: null, ended_at: null },
    };
    await tx
      .insertInto('review_reply')
      .values({ merchant_id: caller.merchantId, review_id: row.id, ...wish })
      // Only a refused or given up one is there, or it would have been a conflict.
      .onConflict((conflict) => conflict.columns(['merchant_id', 'review_id']).doUpdateSet(wish))
      .execute();
    const facts = { shop: shop.id, rating: row.rating, characters: body.text.length, isConfirmed: body.isConfirmed };
    const act = { action: 'review.reply-asked', objectKind: 'review', objectId: row.id, facts };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [sendReplyJob(shop.id, row.id, now)], now });
    return told(tx, services, { merchantId: caller.merchantId, reviewId: row.id, shop });
  });
}

export async function checkReply(
  services: Services,
  { caller, params, body }: Parameters<Handlers['review-reply-checks.create']>[0],
): Promise<AnswerOf<Routes['review-reply-checks.create']> | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await findOwn(tx, { caller, ...params });
    return found ? judge(tx, found.shop, body.text) : refuse('not-found');
  });
}

/** What the platform refused is given up; the review may be answered anew. */
export async function discardReply(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['review-replies.discard']>[0],
): Promise<Review | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await findOwn(tx, { caller, ...params });
    if (!found) return refuse('not-found');
    const { numUpdatedRows } = await tx
      .updateTable('review_reply')
      .set({ intent: 'discarded' })
      .where('review_id', '=', params.reviewId)
      .where('intent', '=', 'rejected')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return refuse('conflict', 'The platform has not refused an answer to this review.');
    const act = { action: 'review.reply-discarded', objectKind: 'review', objectId: params.reviewId, facts: { shop: found.shop.id } };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId });
    return told(tx, services, { merchantId: caller.merchantId, reviewId: params.reviewId, shop: found.shop });
  });
}

type Telling = { merchantId: string; reviewId: string; shop: ShopInScope };

async function told(tx: TenantTx, services: Services, { merchantId, reviewId, shop }: Telling): Promise<Review> {
  await services.hints.publish(tx, merchantId, [{ type: 'review.changed', ids: [reviewId], shopId: shop.id }]);
  const row = await findReview(tx, { id: reviewId, shopIds: [shop.id] });
  if (!row) throw new Error('a review is gone that was held');
  return reviewView(row, shop);
}
