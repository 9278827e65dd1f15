import type { NewJob } from '../../platform/lanes/lanes.ts';

/** Names and payloads of this module's work; the handlers are in jobs/. */
export const submitOpeningKind = 'onboarding.submit-opening';
export const followOpeningKind = 'onboarding.follow-opening';

/** One lane for each application: it is never followed while it is handed in. */
export const submitOpeningJob = (openingId: string, dueAt: number): NewJob => ({
  lane: `opening:${openingId}`,
  kind: submitOpeningKind,
  payload: { openingId },
  dedupeKey: openingId,
  dueAt,
});
export const followOpeningJob = (openingId: string, dueAt: number): NewJob => ({
  lane: `opening:${openingId}`,
  kind: followOpeningKind,
  payload: { openingId },
  dedupeKey: openingId,
  dueAt,
});
