import { type Core, later } from './core.ts';
import type { Order, Statement } from './types.ts';
import { DAY } from './zone.ts';

/**
 * One statement per shop and day, cut at 00:00 UTC, over the orders that completed in it (returns are over by then,
 * so revenue is already net of refunds). settlement = revenue + fee + shippingCost + adjustment; costs are negative.
 * Paid out three days later; until then PROCESSING. Days without a completed order have no statement.
 */
const COMMISSION = 0.065;
const PAYOUT_AFTER_MS = 3 * DAY;

export function noteSettled(core: Core, order: Order): void {
  const sum = core.settled.get(order.shopId) ?? { revenue: 0, shippingCost: 0, orders: 0 };
  const goods = order.lines.reduce((total, line) => total + line.salePrice + line.platformDiscount, 0);
  const refunded = order.refunds.reduce((total, one) => total + one.amount, 0);
  sum.revenue += goods - refunded;
  sum.shippingCost -= order.shippingSellerDiscount;
  sum.orders++;
  core.settled.set(order.shopId, sum);
}

export function closeDay(core: Core): void {
  for (const shop of core.store.world.shops.values()) {
    const sum = core.settled.get(shop.id);
    if (!sum) continue;
    core.settled.delete(shop.id);
    const fee = -Math.round(sum.revenue * COMMISSION);
    const statement: Statement = {
      id: core.ids('statement'),
      shopId: shop.id,
      at: core.at(),
      currency: shop.currency,
      revenue: sum.revenue,
      fee,
      shippingCost: sum.shippingCost,
      adjustment: 0,
      settlement: sum.revenue + fee + sum.shippingCost,
      netSales: sum.revenue,
      status: 'PROCESSING',
      paymentId: core.ids('payment'),
    };
    core.store.addStatement(statement);
    later(core, PAYOUT_AFTER_MS, () => {
      statement.status = 'PAID';
    });
  }
}
