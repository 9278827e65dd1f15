import type { NewJob } from '../../platform/lanes/lanes.ts';

export const sendReplyKind = 'reviews.send-reply';

/** A lane of its own: a person waits, and a list that cannot be read must not keep an answer back. */
export const sendReplyJob = (shopId: string, reviewId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:review-replies`,
  kind: sendReplyKind,
  payload: { shopId, reviewId },
  dedupeKey: reviewId,
  dueAt,
});
