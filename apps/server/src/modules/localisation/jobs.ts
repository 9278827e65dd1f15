import type { NewJob } from '../../platform/lanes/lanes.ts';

export const draftTextsKind = 'localisation.draft-texts';

/** One lane a merchant: a model is asked one thing after the other. */
export const draftTextsJob = (runId: string, dueAt: number): NewJob => ({
  ...{ lane: 'localisation:drafts', kind: draftTextsKind, payload: { runId }, dedupeKey: runId, dueAt },
});
