import type { NewJob } from '../../platform/lanes/lanes.ts';

export const fetchLabelsKind = 'picking.fetch-labels';
export const mergeLabelsKind = 'picking.merge-labels';
export const purgeLabelsKind = 'picking.purge-labels';

/** A lane of its own for each shop: one that is out of quota, or waits for a consent, keeps no other waiting. */
export const fetchLabelsJob = ({ runId, shopId }: { runId: string; shopId: string }, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:labels`,
  kind: fetchLabelsKind,
  payload: { runId, shopId },
  dedupeKey: runId,
  dueAt,
});

/** Also looks whether the time to wait is over, where a shop's lane is shut. */
export const mergeLabelsJob = (runId: string, dueAt: number): NewJob => ({
  lane: 'label-files',
  kind: mergeLabelsKind,
  payload: { runId },
  dedupeKey: runId,
  dueAt,
});

export const purgeLabelsJob = (runId: string, dueAt: number): NewJob => ({
  lane: 'label-purges',
  kind: purgeLabelsKind,
  payload: { runId },
  dedupeKey: runId,
  dueAt,
});
