import type { NewJob } from '../../platform/lanes/lanes.ts';

export const followParcelsKind = 'fulfilment.follow-parcels';
const stream = 'tracking';

/** A lane of its own: a thousand questions to carriers keep no label waiting. */
const followParcelsJob = (shopId: string, dueAt: number): NewJob => ({
  ...{ lane: `shop:${shopId}:${stream}`, kind: followParcelsKind, payload: { shopId }, dedupeKey: stream, dueAt },
});
/** Begun with the shop, and again after each run. */
export const trackingReading = { stream, kind: followParcelsKind, job: followParcelsJob };
