/** What buyers think, so far without their words. See README.md. */
import './tables.ts';

export { applyReviews } from './commands/apply-reviews.ts';
export { countNegative, type ReviewDay, readReviewDays } from './queries/negative-reviews.ts';
