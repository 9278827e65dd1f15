/** Sums over a shop's orders between two of its days. */
import type { Simulation } from '../../world/simulation-type.ts';
import type { Instant, Order, Shop } from '../../world/types.ts';
import { sum } from '../money.ts';
import { dayStart } from '../shop-day.ts';

/** From the start of one day up to, not including, the start of the other. */
export type ShopPeriod = { from: string; until: string };
export type ShopSales = {
  gmv: number;
  orders: number;
  skuOrders: number;
  units: number;
  buyers: number;
  refunds: number;
  reversals: number;
};
export type ProductSales = { productId: string; gmv: number; orders: number; units: number };

export function shopSales(sim: Simulation, shop: Shop, period: ShopPeriod): ShopSales {
  const isInside = insideOf(shop, period);
  const lists = sim.lists(shop.id);
  const paid = lists.orders.filter((order) => isInside(order.paidAt));
  const refunds = lists.orders.flatMap((order) => order.refunds.filter((refund) => isInside(refund.at)));
  const reversals = [...lists.cancellations, ...lists.returns].filter((item) => isInside(item.createdAt));
  return {
    gmv: sum(paid, gmvOf),
    orders: paid.length,
    skuOrders: sum(paid, (order) => new Set(order.lines.map((line) => line.skuId)).size),
    units: sum(paid, (order) => order.lines.length),
    buyers: new Set(paid.map((order) => order.buyer.id)).size,
    refunds: sum(refunds, (refund) => refund.amount),
    reversals: reversals.length,
  };
}

/** Every product of the shop, sold or not. */
export function productSales(sim: Simulation, shop: Shop, period: ShopPeriod): ProductSales[] {
  const isInside = insideOf(shop, period);
  const lists = sim.lists(shop.id);
  const rows = new Map(lists.products.map(({ id }) => [id, { productId: id, gmv: 0, orders: 0, units: 0 }]));
  for (const order of lists.orders) {
    if (!isInside(order.paidAt)) continue;
    for (const productId of new Set(order.lines.map((line) => line.productId))) {
      const row = rows.get(productId);
      if (!row) continue;
      const lines = order.lines.filter((line) => line.productId === productId);
      row.orders += 1;
      row.units += lines.length;
      row.gmv += sum(lines, (line) => line.salePrice + line.platformDiscount);
    }
  }
  return [...rows.values()];
}

function gmvOf(order: Order): number {
  return sum(order.lines, (line) => line.salePrice + line.platformDiscount);
}

function insideOf(shop: Shop, period: ShopPeriod): (at: Instant | null) => boolean {
  const from = dayStart(period.from, shop.timeZone);
  const until = dayStart(period.until, shop.timeZone);
  return (at) => at !== null && at >= from && at < until;
}
