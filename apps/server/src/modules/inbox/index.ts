/** What buyers and shops say to each other, and who waited for whom. See README.md. */
import './tables.ts';
import './team-tables.ts';

export { applyConversations } from './commands/apply-conversations.ts';
export { chatsOf, forgetWords } from './commands/forget-words.ts';
export { replyDuties } from './duties.ts';
export { inboxHandlers } from './handlers.ts';
export { fetchImagesJobHandler } from './jobs/fetch-images.ts';
export { makeTermsJobHandler } from './jobs/make-terms.ts';
export { markReadJobHandler } from './jobs/mark-read.ts';
export { fetchConversationsJobHandler, readMessagesJobHandler } from './jobs/read-messages.ts';
export { sendMessagesJobHandler } from './jobs/send-messages.ts';
export { watchWaitingJobHandler } from './jobs/watch-waiting.ts';
export { judgeText, refuseText } from './judge-text.ts';
export {
  readLatestTurns,
  readTurnDays,
  readWaiting,
  sumTurns,
  type TurnDay,
  type TurnSums,
  type WaitingBuyer,
} from './queries/turn-sums.ts';
export { messageIntents } from './unsettled.ts';
