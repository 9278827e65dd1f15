/** Buyers who want their money back or their parcel stopped, and what the seller says to them. See README.md. */
import './tables.ts';

export { answerTimeline } from './answer-timeline.ts';
export { answerByRules } from './commands/answer-by-rules.ts';
export { watchCases } from './commands/watch-cases.ts';
export { caseDuties } from './duties.ts';
export { returnHandlers } from './handlers.ts';
export { lookJobHandler } from './jobs/look.ts';
export { runJobHandler } from './jobs/run.ts';
export { sendAnswerJobHandler } from './jobs/send-answer.ts';
export { countReturnReasons } from './queries/return-reasons.ts';
export { answerIntents } from './unsettled.ts';
