import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { cancelDryRun, createDryRun } from './commands/dry-run.ts';
import { addToBlacklist, listBlacklist, removeFromBlacklist } from './commands/keep-blacklist.ts';
import { arrangeRules, createRule, removeRule, setRule, switchRule } from './commands/keep-rule.ts';
import { listDecisions, readOrderReviews } from './queries/decisions.ts';
import { listDryRunRows, readDryRun } from './queries/dry-runs.ts';
import { readRules } from './queries/rules.ts';

type ReviewRoute = Extract<
  keyof Handlers,
  `review-${'rules' | 'decisions' | 'dry-runs'}.${string}` | `order-reviews.${string}` | `blacklist.${string}`
>;

export function reviewRuleHandlers(services: Services): Pick<Handlers, ReviewRoute> {
  const { database, clock } = services;
  return {
    'review-rules.list': ({ caller }) => database.readMerchant(caller.merchantId, (tx) => readRules(tx, { caller, now: clock.now() })),
    'review-rules.create': (input) => createRule(services, input),
    'review-rules.set': (input) => setRule(services, input),
    'review-rules.switch': (input) => switchRule(services, input),
    'review-rules.arrange': (input) => arrangeRules(services, input),
    'review-rules.remove': (input) => removeRule(services, input),
    'review-decisions.list': (input) => listDecisions(services, input),
    'review-dry-runs.create': (input) => createDryRun(services, input),
    'review-dry-runs.get': ({ caller, params }) =>
      database.readMerchant(
        caller.merchantId,
        async (tx) => (await readDryRun(tx, { caller, dryRunId: params.reviewDryRunId })) ?? refuse('not-found'),
      ),
    'review-dry-runs.rows': (input) => listDryRunRows(services, input),
    'review-dry-runs.cancel': (input) => cancelDryRun(services, input),
    'order-reviews.get': (input) => readOrderReviews(services, input),
    'blacklist.list': (input) => listBlacklist(services, input),
    'blacklist.add': (input) => addToBlacklist(services, input),
    'blacklist.remove': (input) => removeFromBlacklist(services, input),
  };
}
