/** Orders, their refunds and the roll-ups made of them. See README.md. */
import './tables.ts';

export { applyAfterSales } from './commands/apply-after-sales.ts';
export { applyOrders } from './commands/apply-orders.ts';
export { requestErasure } from './commands/request-erasure.ts';
export { eraseBuyerJobHandler } from './jobs/erase-buyer.ts';
export { readErasure } from './queries/erasure-view.ts';
export { countOrders, type OrderCounts } from './queries/order-counts.ts';
export { readOrder } from './queries/order-detail.ts';
export { listOrders } from './queries/order-list.ts';
