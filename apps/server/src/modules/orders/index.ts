/** Orders, their refunds and the roll-ups made of them. See README.md. */
import './tables.ts';

export { applyCase } from './case-standing.ts';
export { applyAfterSales } from './commands/apply-after-sales.ts';
export { applyDisputes } from './commands/apply-disputes.ts';
export { applyOrders } from './commands/apply-orders.ts';
export { requestErasure } from './commands/request-erasure.ts';
export { setDispatchTime } from './commands/set-dispatch-time.ts';
export { WINDOW_MS } from './dispatch.ts';
export { dispatchDuties } from './duties.ts';
export { hashOfBuyer, readErasures, subjectOf } from './erased-buyers.ts';
export { type ErasedBuyer, eraseBuyerJobHandler } from './jobs/erase-buyer.ts';
export { orderTimeline } from './order-timeline.ts';
export { listDispatchTimes } from './queries/dispatch-times.ts';
export {
  countFreshFailures,
  type DispatchDay,
  type DispatchSlot,
  type OpenOrder,
  readDispatchDays,
  readDispatchWindow,
  readOpenOrders,
} from './queries/dispatch-window.ts';
export { readErasure } from './queries/erasure-view.ts';
export { countOrders, type OrderCounts } from './queries/order-counts.ts';
export { readOrder } from './queries/order-detail.ts';
export { listOrders, ordersOfBuyer } from './queries/order-list.ts';
export { shopChip } from './queries/order-view.ts';
export { MONTH_MS, type QualityCounts, type QualityDay, readQualityDays, readQualityWindow } from './queries/quality-window.ts';
export { type Sold, soldBySku } from './queries/sold-by-sku.ts';
export { openSealedBuyer, recipientOf } from './sealed-buyer.ts';
export { buyerTerm, foldSku } from './store.ts';
