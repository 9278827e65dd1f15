/** What buyers think of products and shops. See README.md. */
import './tables.ts';

export { applyReviews } from './commands/apply-reviews.ts';
export { forgetReviews } from './commands/forget-reviews.ts';
export { countNegative, type ReviewDay, readReviewDays } from './queries/negative-reviews.ts';
