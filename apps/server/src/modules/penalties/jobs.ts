import type { NewJob } from '../../platform/lanes/lanes.ts';

export const readRecordsKind = 'penalties.read-records';
export const submitAppealKind = 'penalties.submit-appeal';

/** The name under which the records are read; the lane of a shop is `shop:<id>:<stream>`. */
export const recordsStream = 'penalties';

export const readRecordsJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:${recordsStream}`,
  kind: readRecordsKind,
  payload: { shopId },
  dedupeKey: recordsStream,
  dueAt,
});
/** A lane of its own: a person waits, and a list that cannot be read must not keep an appeal past its deadline. */
export const submitAppealJob = (shopId: string, appealId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:appeals`,
  kind: submitAppealKind,
  payload: { shopId, appealId },
  dedupeKey: appealId,
  dueAt,
});
