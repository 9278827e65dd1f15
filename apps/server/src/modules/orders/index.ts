/** Orders, their refunds and the roll-ups made of them. See README.md. */
import './tables.ts';

export { applyAfterSales } from './commands/apply-after-sales.ts';
export { applyOrders } from './commands/apply-orders.ts';
export { readOrder } from './queries/order-detail.ts';
export { listOrders } from './queries/order-list.ts';
