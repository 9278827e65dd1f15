import type { NewJob } from '../../platform/lanes/lanes.ts';

export const runTaskKind = 'desk.run-task';

/** One lane: acts of a merchant come one after the other, as they were asked for. */
export const runTaskJob = (taskId: string, dueAt: number): NewJob => ({
  lane: 'desk',
  kind: runTaskKind,
  payload: { taskId },
  dedupeKey: taskId,
  dueAt,
});
