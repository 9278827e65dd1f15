import type { NewJob } from '../../platform/lanes/lanes.ts';

export const dryRunKind = 'review-rules.dry-run';

/** A lane each: a long look back holds up no other. */
export const dryRunJob = (dryRunId: string, dueAt: number): NewJob => ({
  lane: `review-dry-run:${dryRunId}`,
  kind: dryRunKind,
  payload: { dryRunId },
  dedupeKey: dryRunId,
  dueAt,
});
