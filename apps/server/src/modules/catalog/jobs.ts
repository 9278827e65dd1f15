import type { NewJob } from '../../platform/lanes/lanes.ts';

export const runImportKind = 'catalog.run-import';

/** One lane for all files of a merchant: two that speak of the same goods never cross. */
export const runImportJob = (importId: string, dueAt: number): NewJob => ({
  lane: 'catalog:imports',
  kind: runImportKind,
  payload: { importId },
  dedupeKey: importId,
  dueAt,
});
