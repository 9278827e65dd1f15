import type { NewJob } from '../../platform/lanes/lanes.ts';

export const readDetailsKind = 'listings.read-details';

/** In the lane of the listings' sweep, so that the two never write one listing at once. */
export const readDetailsJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:listings`,
  kind: readDetailsKind,
  payload: { shopId },
  dedupeKey: 'details',
  dueAt,
});
