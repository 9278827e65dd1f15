/** The platform's two rates against a slow recount of the truth, and the very orders behind each count. None of the product's code. */
import { z } from 'zod';
import { Findings } from '../report.ts';
import type { BoundShop, Client } from '../stage/client.ts';
import type { Truth, TruthOrder } from './truth.ts';

const performance = z.object({
  asOf: z.string(),
  items: z.array(
    z.object({
      shop: z.object({ id: z.string() }),
      metrics: z.array(
        z.object({ metric: z.enum(['late-dispatch', 'seller-fault-cancellation']), numerator: z.number(), denominator: z.number() }),
      ),
    }),
  ),
});
const listed = z.object({ channelOrderId: z.string() });
const WEEK_MS = 7 * 24 * 3_600_000;

/** Undispatched when its time was over, or dispatched after it; one called off before that is not late. */
function wasLate({ shipBy, dispatchedAt, cancelledAt }: TruthOrder, at: number): boolean {
  if (shipBy === null) return false;
  if (dispatchedAt !== null) return dispatchedAt > shipBy;
  return cancelledAt === null ? shipBy <= at : cancelledAt >= shipBy;
}

/** Called off by the seller, or by the platform because nothing had come by then. */
function wasSellerFault({ shipBy, cancelledAt, cancelledBy }: TruthOrder): boolean {
  return cancelledBy === 'seller' || (cancelledBy === 'platform' && shipBy !== null && cancelledAt !== null && cancelledAt >= shipBy);
}

export async function compareRates({
  client,
  truth,
  shops,
}: {
  client: Client;
  truth: Truth;
  shops: readonly BoundShop[];
}): Promise<Findings> {
  const findings = new Findings();
  const { asOf, items } = await client.call(performance, '/performance');
  const at = Date.parse(asOf);
  findings.same('shops with rates', 'performance', {
    ours: items.map(({ shop }) => shop.id).sort(),
    theirs: shops.map(({ id }) => id).sort(),
  });
  for (const shop of shops) {
    const week = truth.orders.filter(
      (order) => order.shopId === shop.channelShopId && order.paidAt !== null && order.createdAt > at - WEEK_MS && order.createdAt <= at,
    );
    for (const { metric, numerator, denominator } of items.find((item) => item.shop.id === shop.id)?.metrics ?? []) {
      const failed = week.filter((order) => (metric === 'late-dispatch' ? wasLate(order, at) : wasSellerFault(order)));
      findings.same(metric, shop.market, { ours: [numerator, denominator], theirs: [failed.length, week.length] });
      for (const [part, orders] of [
        ['numerator', failed],
        ['denominator', week],
      ] as const) {
        const behind = await client.all(listed, `/orders?shopIds=${shop.id}&metric=${metric}&part=${part}`);
        findings.same(`${metric}: the ${part}’s orders`, shop.market, {
          ours: behind.map((order) => order.channelOrderId).sort(),
          theirs: orders.map((order) => order.id).sort(),
        });
      }
    }
  }
  return findings;
}
