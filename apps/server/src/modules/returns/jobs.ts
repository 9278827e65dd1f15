import type { NewJob } from '../../platform/lanes/lanes.ts';

export const sendAnswerKind = 'returns.send-answer';
export const lookKind = 'returns.look';
export const runKind = 'returns.run';

/** A lane of its own: a person waits, and nothing that cannot be read may keep an answer past its deadline. */
export const sendAnswerJob = (shopId: string, answerId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:answers`,
  kind: sendAnswerKind,
  payload: { shopId, answerId },
  dedupeKey: answerId,
  dueAt,
});
export const lookJob = (shopId: string, caseId: string, dueAt: number): NewJob => ({
  lane: `shop:${shopId}:case-looks`,
  kind: lookKind,
  payload: { shopId, caseId },
  dedupeKey: caseId,
  dueAt,
});
export const runJob = (runId: string, dueAt: number): NewJob => ({
  lane: `after-sale-run:${runId}`,
  kind: runKind,
  payload: { runId },
  dedupeKey: runId,
  dueAt,
});
