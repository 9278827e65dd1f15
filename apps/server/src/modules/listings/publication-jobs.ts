import type { NewJob } from '../../platform/lanes/lanes.ts';

export const preparePublicationsKind = 'listings.prepare-publications';
export const sendPublicationKind = 'listings.send-publication';
export const followPublicationKind = 'listings.follow-publication';

/** A lane of its own: sending a thousand products must not keep the shop's orders waiting. */
const lane = (shopId: string): string => `shop:${shopId}:publishing`;

export const preparePublicationsJob = (shopId: string, dueAt: number): NewJob => ({
  ...{ lane: lane(shopId), kind: preparePublicationsKind, payload: { shopId }, dedupeKey: 'prepare', dueAt },
});

type Named = { shopId: string; publicationId: string };
const jobOf = (kind: string, { shopId, publicationId }: Named, dueAt: number): NewJob => ({
  ...{ lane: lane(shopId), kind, payload: { shopId, publicationId }, dedupeKey: publicationId, dueAt },
});
export const sendPublicationJob = (named: Named, dueAt: number): NewJob => jobOf(sendPublicationKind, named, dueAt);
export const followPublicationJob = (named: Named, dueAt: number): NewJob => jobOf(followPublicationKind, named, dueAt);
