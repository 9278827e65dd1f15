/**
 * Until when an order must be dispatched. The platform's own instant wins. Where it states none, the merchant's dispatch times for the
 * shop's market and the way of fulfilment say it, counted from the payment, since nobody can ship what is not paid; where the merchant
 * edited nothing, the rule's own row. An order keeps the deadline it was given: an edited calendar moves open orders only
 * (set-dispatch-time.ts).
 */
import type { ChannelOrder } from '@tradewind/channels';
import { type DispatchSla, dispatchDeadline, dispatchSlas } from '@tradewind/rules/dispatch-sla';
import type { TenantTx } from '../../platform/database/database.ts';

export type DispatchTime = Pick<DispatchSla, 'market' | 'path' | 'allowed' | 'restDays' | 'holidays'> & { editedAt: Date | null };

export async function readDispatchTimes(tx: TenantTx): Promise<DispatchTime[]> {
  const edited = await tx.selectFrom('dispatch_sla').selectAll().execute();
  const own = new Map(edited.map((row) => [`${row.market} ${row.path}`, row]));
  return dispatchSlas.map(({ market, path, allowed, restDays, holidays }) => {
    const row = own.get(`${market} ${path}`);
    if (!row) return { market, path, allowed, restDays, holidays, editedAt: null };
    return {
      market,
      path,
      allowed: row.hours === null ? { workingDays: row.working_days ?? 1 } : { hours: row.hours },
      restDays: row.rest_days,
      holidays: row.holidays,
      editedAt: row.edited_at,
    };
  });
}

type DeadlineOf = (order: Pick<ChannelOrder, 'shipBy' | 'paidAt' | 'fulfilment'>, held: number | null) => number | null;

/** Asks for the calendar only when an order of the page needs it: platforms nearly always state the instant. */
export async function deadlinesOf(
  tx: TenantTx,
  { shopId, timeZone }: { shopId: string; timeZone: string },
  orders: readonly ChannelOrder[],
): Promise<DeadlineOf> {
  const isStated = orders.every((order) => order.shipBy !== null || order.paidAt === null);
  const times = isStated ? [] : await timesOfShop(tx, shopId);
  return ({ shipBy, paidAt, fulfilment }, held) => {
    if (shipBy !== null || paidAt === null) return shipBy;
    if (held !== null) return held;
    const row = times.find(({ path }) => path === fulfilment);
    return row ? dispatchDeadline(row, paidAt, timeZone) : null;
  };
}

async function timesOfShop(tx: TenantTx, shopId: string): Promise<DispatchTime[]> {
  const { market } = await tx.selectFrom('shop').select('market').where('id', '=', shopId).executeTakeFirstOrThrow();
  return (await readDispatchTimes(tx)).filter((row) => row.market === market);
}
