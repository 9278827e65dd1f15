import { sql } from 'kysely';
import type { DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';

const HOUR_MS = 3_600_000;
/** Earlier it is a day's work, and telling of it would be noise. */
const SOON_MS = 6 * HOUR_MS;

type Counted = { shopId: string; waiting: number; first: Date };

/** Buyers whose 24 or 48 hours of waiting end soon: until then an answer counts in the rate. One line for each shop. */
export const replyDuties: DutySource<ShopInScope> = {
  kinds: ['buyers-waiting'],
  find: async (tx, { shops, now }) => {
    const [at, soon] = [new Date(now), new Date(now + SOON_MS)];
    const { rows } = await sql<Counted>`
      SELECT turn.shop_id AS "shopId", count(*)::int AS waiting, min(ends.at) AS first
      FROM buyer_turn AS turn
      CROSS JOIN LATERAL (SELECT turn.asked_at + make_interval(hours => hours) AS at FROM unnest(ARRAY[24, 48]) AS hours) AS ends
      WHERE turn.shop_id = ANY (${shops.map(({ id }) => id)}::uuid[]) AND turn.replied_at IS NULL
        AND turn.asked_at >= ${new Date(now - 48 * HOUR_MS)} AND ends.at >= ${at} AND ends.at <= ${soon}
      GROUP BY 1`.execute(tx);
    return rows.map(({ shopId, waiting, first }) => ({
      kind: 'buyers-waiting' as const,
      subject: shopId,
      shopId,
      isLosing: false,
      deadlineAt: first.getTime(),
      sinceAt: null,
      data: { count: waiting },
      link: { page: `/performance/${shopId}`, search: {} },
    }));
  },
};
