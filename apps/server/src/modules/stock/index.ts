/** How many units there are, who has them promised, and what the shops are told. See README.md. */
import './tables.ts';

export { allocateOrders } from './commands/allocate-orders.ts';
export { applyChange } from './commands/change-stock.ts';
export { findFaults } from './commands/check-stock.ts';
export { forgetDestinations } from './commands/forget-destinations.ts';
export { moveOrders } from './commands/move-orders.ts';
export { planAnew } from './commands/plan-pushes.ts';
export { stockDuties } from './duties.ts';
export { stockHandlers } from './handlers.ts';
export { compareStockJobHandler } from './jobs/compare-stock.ts';
export { expireReservationJobHandler } from './jobs/expire-reservation.ts';
export { planPushesJobHandler } from './jobs/plan-pushes.ts';
export { pushStockJobHandler } from './jobs/push-stock.ts';
export { readAllocation } from './queries/allocation.ts';
export { type ShopQuantity, shopQuantities } from './queries/shop-quantities.ts';
export { reservationTimeline } from './reservation-timeline.ts';
export { stockIntents } from './unsettled.ts';
