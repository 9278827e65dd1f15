/** What buyers think of products and shops, and what shops answer. See README.md. */
import './tables.ts';

export { applyReviews } from './commands/apply-reviews.ts';
export { forgetReviews } from './commands/forget-reviews.ts';
export { reviewHandlers } from './handlers.ts';
export { sendReplyJobHandler } from './jobs/send-reply.ts';
export { countNegative, type ReviewDay, readReviewDays } from './queries/negative-reviews.ts';
export { reviewsOfProduct } from './queries/reviews-of-product.ts';
export { replyIntents } from './unsettled.ts';
