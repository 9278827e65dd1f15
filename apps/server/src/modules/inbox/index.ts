/** Conversations with buyers, so far by who waited for whom. See README.md. */
import './tables.ts';

export { applyConversations } from './commands/apply-conversations.ts';
export { replyDuties } from './duties.ts';
export { readMessagesJobHandler } from './jobs/read-messages.ts';
export {
  readLatestTurns,
  readTurnDays,
  readWaiting,
  sumTurns,
  type TurnDay,
  type TurnSums,
  type WaitingBuyer,
} from './queries/turn-sums.ts';
