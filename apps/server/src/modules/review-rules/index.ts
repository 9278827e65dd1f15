/** Rules that look at orders before they are packed, and whom to be wary of. See README.md. */
import './tables.ts';

export { judgeOrders } from './commands/judge-orders.ts';
export { reviewRuleHandlers } from './handlers.ts';
export { dryRunJobHandler } from './jobs/dry-run.ts';
export { wishesOf } from './queries/wishes.ts';
export { reviewTimeline } from './timeline.ts';
