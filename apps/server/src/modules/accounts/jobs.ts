import type { NewJob } from '../../platform/lanes/lanes.ts';

/** Names and payloads of this module's work; the handlers are in jobs/. */
export const bindKind = 'accounts.bind-shops';
export const subscribeKind = 'accounts.subscribe';
export const retireKind = 'accounts.retire-shop';

export const bindJob = (authorizationId: string, dueAt: number): NewJob => ({
  lane: `binding:${authorizationId}`,
  kind: bindKind,
  payload: { authorizationId },
  dedupeKey: authorizationId,
  dueAt,
});
export const subscribeJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:account`,
  kind: subscribeKind,
  payload: { shopId },
  dedupeKey: shopId,
  dueAt,
});
export const retireJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:account`,
  kind: retireKind,
  payload: { shopId },
  dedupeKey: shopId,
  dueAt,
});

export const checkConsentKind = 'accounts.check-consent';
export const checkConsentJob = (shopId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:account`,
  kind: checkConsentKind,
  payload: { shopId },
  dedupeKey: shopId,
  dueAt,
});
