import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { importReviews } from './commands/import-reviews.ts';
import { checkReply, discardReply, planReply } from './commands/plan-reply.ts';
import { readReview } from './queries/review-detail.ts';
import { listReviews } from './queries/review-list.ts';
import { readRatings } from './queries/review-ratings.ts';
import { listReasons } from './queries/review-reasons.ts';

type ReviewRoute = Extract<
  keyof Handlers,
  `${'reviews' | 'review-ratings' | 'review-reasons' | 'review-reply-checks' | 'review-replies' | 'review-imports'}.${string}`
>;

export function reviewHandlers(services: Services): Pick<Handlers, ReviewRoute> {
  return {
    'reviews.list': ({ caller, query }) => listReviews(services, { caller, query }),
    'reviews.get': ({ caller, params }) => readReview(services, { caller, ...params }),
    'review-ratings.get': ({ caller, query }) => readRatings(services, { caller, query }),
    'review-reasons.list': ({ caller, query }) => listReasons(services, { caller, query }),
    'review-reply-checks.create': (input) => checkReply(services, input),
    'review-replies.create': (input) => planReply(services, input),
    'review-replies.discard': (input) => discardReply(services, input),
    'review-imports.create': ({ caller, requestId, query, body }) =>
      importReviews(services, { caller, requestId, file: body, isPreview: query.isPreview === 'true' }),
  };
}
