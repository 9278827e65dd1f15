/** Answers one review, at most once (platform/intents). The platform's list tells our answer by the review and its words. */
import type { ChannelFeedback, ChannelReview, ShopAccess } from '@tradewind/channels';
import { eachPage } from '@tradewind/channels/paging';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut, type IntentMark } from '../../../platform/intents/carry-out.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { applyReviews } from '../commands/apply-reviews.ts';
import { sendReplyKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid(), reviewId: z.uuid() });
const OPEN = ['planned', 'sent', 'unknown'] as const;
/** The platform may date it before we did. */
const SKEW_MS = 10 * 60_000;
const PAGES_AT_MOST = 500;

export function sendReplyJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: sendReplyKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const { shopId = '', reviewId = '' } = jobs[0]?.payload ?? {};
      const { merchantId } = context;
      const wish = await services.database.withMerchant(merchantId, (tx) => readWish(tx, reviewId));
      if (!wish) return context.commit(async () => undefined);
      const run = { services, context, shopId, wish };
      try {
        await withShopAccess(services, { merchantId, shopId }, async (_shop, { feedback }, access) => {
          const replies = feedback?.replies;
          const may = replies && (await services.database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, feedback.scope)));
          if (!may) return context.commit((tx) => refused(tx, run, 'no-consent'));
          await send({ ...run, feedback, replies, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit((tx) => refused(tx, run, 'shop-not-active'));
      }
    },
  };
}

type Wish = { reviewId: string; channelReviewId: string; text: string; sentAt: Date | null };
type Run = { services: Services; context: JobContext; shopId: string; wish: Wish };
type Call = Run & { feedback: ChannelFeedback; replies: NonNullable<ChannelFeedback['replies']>; access: ShopAccess };

/** Undefined: it has been taken or refused already. */
const readWish = (tx: TenantTx, reviewId: string): Promise<Wish | undefined> =>
  tx
    .selectFrom('review_reply')
    .innerJoin('review', 'review.id', 'review_reply.review_id')
    .select(['review_reply.review_id as reviewId', 'review_reply.body as text', 'review_reply.sent_at as sentAt'])
    .select('review.channel_review_id as channelReviewId')
    .where('review_reply.review_id', '=', reviewId)
    .where('review_reply.intent', 'in', OPEN)
    .executeTakeFirst();

async function send(call: Call): Promise<void> {
  const { context, wish, replies, access } = call;
  const { channelReviewId, text } = wish;
  await carryOut<ChannelReview>(context, wish, {
    lookFor: (sentAt) => lookThere(call, sentAt),
    send: () => replies.send(access, { channelReviewId, text }),
    mark: (tx, mark) => save(tx, wish.reviewId, mark),
    answered: (tx, answered) => confirmed(tx, call, answered),
    refused: (tx, code) => refused(tx, call, code),
  });
}

async function lookThere({ wish, context, feedback, access }: Call, sentAt: Date): Promise<ChannelReview | undefined> {
  const range = { updatedFrom: sentAt.getTime() - SKEW_MS, updatedTo: context.now() + SKEW_MS };
  const pages = eachPage((pageToken) => feedback.reviewsUpdated(access, { ...range, pageToken }), { pagesMax: PAGES_AT_MOST });
  for await (const { items } of pages) {
    const found = items.find((item) => item.channelReviewId === wish.channelReviewId && item.reply?.body === wish.text);
    if (found) return found;
  }
  return undefined;
}

async function confirmed(tx: TenantTx, run: Run, answered: ChannelReview): Promise<void> {
  const { services, context, shopId, wish } = run;
  await applyReviews(tx, { services, shop: { merchantId: context.merchantId, shopId }, items: [answered] });
  await save(tx, wish.reviewId, { intent: 'confirmed', failure_code: null, ended_at: new Date(context.now()) });
  await tell(tx, run);
}

async function refused(tx: TenantTx, run: Run, code: string): Promise<void> {
  await save(tx, run.wish.reviewId, { intent: 'rejected', failure_code: code, ended_at: new Date(run.context.now()) });
  await tell(tx, run);
}

const tell = (tx: TenantTx, { services, context, shopId, wish }: Run) =>
  services.hints.publish(tx, context.merchantId, [{ type: 'review.changed', ids: [wish.reviewId], shopId }]);

type Ending = { intent: 'confirmed' | 'rejected'; failure_code: string | null; ended_at: Date };

/** Given up meanwhile, because its buyer's data was deleted, it stays so. */
async function save(tx: TenantTx, reviewId: string, marks: IntentMark | Ending): Promise<void> {
  await tx.updateTable('review_reply').set(marks).where('review_id', '=', reviewId).where('intent', 'in', OPEN).execute();
}
