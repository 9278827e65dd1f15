/** How a shop's facts arrive: hints, fetches, sweeps, back-fill. See README.md. */
import './tables.ts';

export { forgetHints } from './commands/forget-hints.ts';
export { keepSweeping } from './commands/keep-sweeping.ts';
export { showTask } from './commands/show-task.ts';
export { startStreams } from './commands/start-streams.ts';
export { watchShops } from './commands/watch-shops.ts';
export { hintTimeline } from './hint-timeline.ts';
export { hookHandler } from './hook.ts';
export { fetchOrdersJobHandler } from './jobs/fetch-orders.ts';
export { readAdSpendJobHandler } from './jobs/read-ad-spend.ts';
export { sweepJobHandler } from './jobs/sweep.ts';
export { adSpendReading, afterSaleSweeps, fetchConversationJob, fetchConversationKind, type Reading } from './jobs.ts';
export { taskListHandler } from './queries/task-list.ts';
export type { Stream, StreamName } from './stream.ts';
