/** Units sold and reviews of a product, shown in the merchant's other shops. See README.md. */
import './tables.ts';

export { followReviews } from './commands/follow-reviews.ts';
export { reviewSyncHandlers } from './handlers.ts';
export { refreshDisplaysJobHandler } from './jobs/refresh-displays.ts';
export { tellDisplayJobHandler } from './jobs/tell-display.ts';
export { publicReviewKeys, publicReviews, reviewWidget } from './public-reviews.ts';
export { displayIntents } from './unsettled.ts';
