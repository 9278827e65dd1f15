import { sql } from 'kysely';
import type { DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { SOON_MS } from './queries/desk-counts.ts';

type Counted = { shopId: string; orders: number; first: Date };

/** Unpaid orders whose time to be paid ends within a day: a reminder to the buyer now may still save them. One line for each shop. */
export const deskDuties: DutySource<ShopInScope> = {
  kinds: ['orders-expiring'],
  find: async (tx, { shops, now }) => {
    const [at, until] = [new Date(now), new Date(now + SOON_MS)];
    const { rows } = await sql<Counted>`
      SELECT s.id AS "shopId", f.orders, f.first FROM unnest(${shops.map(({ id }) => id)}::uuid[]) AS s(id) CROSS JOIN LATERAL (
        SELECT count(*)::int AS orders, min(d.deadline_at) AS first FROM desk_order d
        WHERE d.shop_id = s.id AND d.bucket = 'unpaid' AND d.deadline_at > ${at}::timestamptz AND d.deadline_at <= ${until}::timestamptz) AS f
      WHERE f.orders > 0 ORDER BY s.id`.execute(tx);
    return rows.map(({ shopId, orders, first }) => ({
      kind: 'orders-expiring',
      subject: shopId,
      shopId,
      isLosing: false,
      deadlineAt: first.getTime(),
      sinceAt: null,
      data: { count: orders },
      link: { page: '/orders/desk', search: { shop: shopId, bucket: 'unpaid' } },
    }));
  },
};
