import { sql } from 'kysely';
import type { DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';

/** Earlier it is a shop's daily work, and telling of it would be noise. */
const SOON_MS = 4 * 3_600_000;

type Counted = { shopId: string; late: number; soon: number; firstLate: Date | null; firstSoon: Date | null };

/** Paid orders whose time to dispatch ends soon, or has ended; one line for each shop, read from the index of open orders. */
export const dispatchDuties: DutySource<ShopInScope> = {
  kinds: ['orders-due', 'orders-late'],
  find: async (tx, { shops, now }) => {
    const [at, until] = [new Date(now), new Date(now + SOON_MS)];
    const { rows } = await sql<Counted>`
      SELECT shop_id AS "shopId", (count(*) FILTER (WHERE dispatch_due_at <= ${at}))::int AS late,
             (count(*) FILTER (WHERE dispatch_due_at > ${at}))::int AS soon,
             min(dispatch_due_at) FILTER (WHERE dispatch_due_at <= ${at}) AS "firstLate",
             min(dispatch_due_at) FILTER (WHERE dispatch_due_at > ${at}) AS "firstSoon"
      FROM orders WHERE shop_id = ANY (${shops.map(({ id }) => id)}::uuid[]) AND dispatch_due_at <= ${until}
        AND paid_at IS NOT NULL AND dispatched_at IS NULL AND cancelled_at IS NULL
      GROUP BY shop_id`.execute(tx);
    return rows.flatMap(({ shopId, late, soon, firstLate, firstSoon }) => {
      const link = { page: '/orders', search: { shop: shopId, status: 'awaiting-shipment', sort: 'createdAt' } };
      const of = { subject: shopId, shopId, link };
      const overdue = {
        ...of,
        kind: 'orders-late' as const,
        // What could be lost is: the rates say what it costs.
        isLosing: false,
        deadlineAt: null,
        sinceAt: firstLate?.getTime() ?? null,
        data: { count: late },
      };
      const due = {
        ...of,
        kind: 'orders-due' as const,
        isLosing: false,
        deadlineAt: firstSoon?.getTime() ?? null,
        sinceAt: null,
        data: { count: soon },
      };
      return [...(late > 0 ? [overdue] : []), ...(soon > 0 ? [due] : [])];
    });
  },
};
