import { sql } from 'kysely';
import type { Duty, DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';

const SOON_MS = 24 * 3_600_000;

type Closing = { shop_id: string; cases: number; first_at: Date; refund: number; currency: string };

/** Buyers' requests whose time ends within a day, by shop. What is not answered in time the platform decides for the buyer. */
export const caseDuties: DutySource<ShopInScope> = {
  kinds: ['cases-closing'],
  find: async (tx, { shops, now }) => {
    if (shops.length === 0) return [];
    const { rows } = await sql<Closing>`
      SELECT c.shop_id, count(*)::int AS cases, min(c.respond_by) AS first_at, sum(c.refund_minor)::bigint AS refund, c.currency FROM after_sale c
      WHERE c.shop_id = ANY(${shops.map(({ id }) => id)}::uuid[]) AND c.respond_by >= ${new Date(now)} AND c.respond_by <= ${new Date(now + SOON_MS)}
        AND c.arbitration IS DISTINCT FROM 'open'
        AND NOT EXISTS (SELECT FROM after_sale_answer a WHERE a.after_sale_id = c.id AND a.intent IN ('planned', 'sent', 'unknown'))
      GROUP BY c.shop_id, c.currency`.execute(tx);
    return rows.map(
      (row): Duty => ({
        ...{ kind: 'cases-closing', subject: `${row.shop_id}:${row.currency}`, shopId: row.shop_id, isLosing: true },
        ...{ deadlineAt: row.first_at.getTime(), sinceAt: null, data: { count: row.cases } },
        link: { page: '/after-sales', search: { shop: row.shop_id, bucket: 'answer' } },
      }),
    );
  },
};
