import type { NewJob } from '../../platform/lanes/lanes.ts';

export const sendApplicationKind = 'programmes.send-application';
export const readApplicationsKind = 'programmes.read-applications';

/** One lane for both: what is being sent is not read meanwhile. */
const laneOf = (shopId: string): string => `shop:${shopId}:programmes`;

export const sendApplicationJob = (shopId: string, applicationId: string, dueAt: number): NewJob => ({
  lane: laneOf(shopId),
  kind: sendApplicationKind,
  payload: { shopId, applicationId },
  dedupeKey: applicationId,
  dueAt,
});
export const readApplicationsJob = (shopId: string, dueAt: number): NewJob => ({
  lane: laneOf(shopId),
  kind: readApplicationsKind,
  payload: { shopId },
  dedupeKey: 'applications',
  dueAt,
});
