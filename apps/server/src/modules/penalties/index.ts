/** What the platform records about a shop, and appeals against it. See README.md. */
import './tables.ts';
import { readRecordsJob, readRecordsKind, recordsStream } from './jobs.ts';

export { appealDuties } from './duties.ts';
export { penaltyHandlers } from './handlers.ts';
export { readRecordsJobHandler } from './jobs/read-records.ts';
export { submitAppealJobHandler } from './jobs/submit-appeal.ts';
export { readInForce } from './queries/standing.ts';
export { appealIntents } from './unsettled.ts';
export const recordsReading = { stream: recordsStream, kind: readRecordsKind, job: readRecordsJob };
