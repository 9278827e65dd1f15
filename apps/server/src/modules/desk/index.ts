/** The order desk: every order still to be worked, by deadline. See README.md. */
import './tables.ts';

export type { DeskOutcome } from './actions.ts';
export type { DeskAct, DeskActor } from './commands/act-on-orders.ts';
export { followAnswer } from './commands/follow-answers.ts';
export { followDeadlines, followOrders, followPackages } from './commands/follow-orders.ts';
export { followParcels } from './commands/follow-parcels.ts';
export { followShipments } from './commands/follow-shipments.ts';
export {
  clearTrouble,
  holdOrders,
  raiseReview,
  releaseOrders,
  setPacked,
  setTrouble,
  setWarehouse,
  tagOrders,
} from './commands/for-others.ts';
export { auditTimeline, deskTimeline } from './desk-timeline.ts';
export { deskDuties } from './duties.ts';
export { deskHandlers } from './handlers.ts';
export { runTaskJobHandler } from './jobs/run-task.ts';
export { type Hold, holdsOf } from './queries/holds.ts';
