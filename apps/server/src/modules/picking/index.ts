/** Picking waves, packing by scanner, and files of labels. See README.md. */
import './tables.ts';

export { dropCancelled } from './commands/drop-cancelled.ts';
export { forgetLabels } from './commands/forget-labels.ts';
export { pickingHandlers } from './handlers.ts';
export { fetchLabelsJobHandler } from './jobs/fetch-labels.ts';
export { mergeLabelsJobHandler } from './jobs/merge-labels.ts';
export { purgeLabelsJobHandler } from './jobs/purge-labels.ts';
export { pickTimeline } from './pick-timeline.ts';
