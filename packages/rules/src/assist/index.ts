/** Suggested replies from the merchant's own knowledge: what fits, what may be said again, and what a model may have written. */
export { checkReply, type ReplyFault } from './check-reply.ts';
export { pastAnswer } from './past-answer.ts';
export { type Candidate, rankCandidates, topicsOf } from './rank.ts';
