import type { NewJob } from '../../platform/lanes/lanes.ts';

export const tellDisplayKind = 'review-sync.tell-display';
export const refreshDisplaysKind = 'review-sync.refresh-displays';

/** One lane a shop: a listing is told one content after the other. */
export const tellDisplayJob = ({ shopId, displayId }: { shopId: string; displayId: string }, dueAt: number): NewJob => ({
  ...{ lane: `shop:${shopId}:review-sync`, kind: tellDisplayKind, payload: { shopId, displayId }, dedupeKey: displayId, dueAt },
});
/** What stands in any shop may be shown in any other: one lane for the merchant. */
export const refreshDisplaysJob = (dueAt: number): NewJob => ({
  ...{ lane: 'review-sync', kind: refreshDisplaysKind, payload: {}, dedupeKey: 'refresh', dueAt },
});
