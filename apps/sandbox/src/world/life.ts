import type { Core } from './core.ts';
import { touch } from './order-events.ts';
import type { Rng } from './random.ts';
import type { Order, Shop } from './types.ts';

/** An order on its way: its shop and the dice that decide its fate (a stream of its own, see random.ts). By hand: placed by a control call, not by the world's own demand. */
export type Life = { order: Order; shop: Shop; rng: Rng; isByHand?: boolean };

/** Nobody works there: what waits for the seller waits for an app, or for the platform's deadline. */
export const isUnstaffed = (core: Core, { shop }: Life): boolean => core.unstaffed.has(shop.id);

/** Money back to the buyer; the order shows it, so the order changed. */
export function refund(core: Core, order: Order, amount: number): void {
  if (amount <= 0) return;
  order.refunds.push({ amount, at: core.at() });
  touch(core, order);
}
