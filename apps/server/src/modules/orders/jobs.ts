import type { NewJob } from '../../platform/lanes/lanes.ts';

export const eraseBuyerKind = 'orders.erase-buyer';

export const eraseBuyerJob = (erasureId: string, dueAt: number): NewJob => ({
  lane: 'buyer-erasures',
  kind: eraseBuyerKind,
  payload: { erasureId },
  dedupeKey: erasureId,
  dueAt,
});
