import type { NewJob } from '../../platform/lanes/lanes.ts';

export const preparePublicationsKind = 'listings.prepare-publications';
export const submitRunKind = 'listings.submit-run';
export const sendPublicationKind = 'listings.send-publication';
export const makeGlobalKind = 'listings.make-global-product';
export const publishGlobalKind = 'listings.publish-global-product';
export const followPublicationKind = 'listings.follow-publication';
export const switchListingsKind = 'listings.switch-listings';

/** A lane of its own: sending a thousand products must not keep the shop's orders waiting. */
const lane = (shopId: string): string => `shop:${shopId}:publishing`;

export const preparePublicationsJob = (shopId: string, dueAt: number): NewJob => ({
  ...{ lane: lane(shopId), kind: preparePublicationsKind, payload: { shopId }, dedupeKey: 'prepare', dueAt },
});

export const switchListingsJob = (shopId: string, dueAt: number): NewJob => ({
  ...{ lane: lane(shopId), kind: switchListingsKind, payload: { shopId }, dedupeKey: 'switch', dueAt },
});

type Named = { shopId: string; publicationId: string };
const jobOf = (kind: string, { shopId, publicationId }: Named, dueAt: number): NewJob => ({
  ...{ lane: lane(shopId), kind, payload: { shopId, publicationId }, dedupeKey: publicationId, dueAt },
});
export const sendPublicationJob = (named: Named, dueAt: number): NewJob => jobOf(sendPublicationKind, named, dueAt);
export const followPublicationJob = (named: Named, dueAt: number): NewJob => jobOf(followPublicationKind, named, dueAt);
export const submitRunJob = (runId: string, dueAt: number): NewJob => ({
  ...{ lane: 'publishing', kind: submitRunKind, payload: { runId }, dedupeKey: runId, dueAt },
});

type NamedGlobal = { authorizationId: string; globalPublicationId: string };
/** In a lane of the account's: its calls are those of no single shop. */
const globalJobOf = (kind: string, { authorizationId, globalPublicationId }: NamedGlobal, dueAt: number): NewJob => ({
  ...{ lane: `account:${authorizationId}:publishing`, kind, payload: { globalPublicationId }, dedupeKey: globalPublicationId, dueAt },
});
export const makeGlobalJob = (named: NamedGlobal, dueAt: number): NewJob => globalJobOf(makeGlobalKind, named, dueAt);
export const publishGlobalJob = (named: NamedGlobal, dueAt: number): NewJob => globalJobOf(publishGlobalKind, named, dueAt);
