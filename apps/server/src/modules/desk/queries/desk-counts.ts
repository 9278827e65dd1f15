import type { DeskCounts, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';

/** What time alone moves is counted where it is asked, and no further than somebody would read. */
const LIMIT = 10_000;
export const SOON_MS = 24 * 3_600_000;

type Input = { caller: Caller; query: ParsedOf<Routes['desk-orders.counts']>['query'] };

/** The buckets from a row a shop; what is late and what runs out from the beginning of an index. */
export function countDesk(services: Services, { caller, query }: Input): Promise<DeskCounts> {
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller, ...query });
    const shopIds = shops.map(({ id }) => id);
    const now = new Date(services.clock.now());
    const soon = new Date(now.getTime() + SOON_MS);
    const limit = sql`LIMIT ${sql.lit(LIMIT)}`;
    const { rows } = await sql<Omit<DeskCounts, 'limit'>>`
      SELECT COALESCE(sum(c.unpaid), 0)::int AS unpaid, COALESCE(sum(c.platform_hold), 0)::int AS "platformHold", COALESCE(sum(c.held), 0)::int AS held,
        COALESCE(sum(c.to_review), 0)::int AS "toReview", COALESCE(sum(c.to_pack), 0)::int AS "toPack", COALESCE(sum(c.to_ship), 0)::int AS "toShip",
        COALESCE(sum(c.waiting_pickup), 0)::int AS "waitingPickup", COALESCE(sum(c.exception), 0)::int AS exception,
        (SELECT least(count(*), ${sql.lit(LIMIT)})::int FROM unnest(${shopIds}::uuid[]) AS s(id) CROSS JOIN LATERAL
          (SELECT 1 FROM desk_order d WHERE d.shop_id = s.id AND d.bucket <> 'unpaid' AND d.deadline_at <= ${now}::timestamptz ${limit}) AS f) AS late,
        (SELECT least(count(*), ${sql.lit(LIMIT)})::int FROM unnest(${shopIds}::uuid[]) AS s(id) CROSS JOIN LATERAL
          (SELECT 1 FROM desk_order d WHERE d.shop_id = s.id AND d.bucket = 'unpaid' AND d.deadline_at <= ${soon}::timestamptz ${limit}) AS f) AS "expiringSoon"
      FROM desk_count c WHERE c.shop_id = ANY (${shopIds}::uuid[])`.execute(tx);
    const [row] = rows;
    if (!row) throw new Error('a sum without a row');
    return { ...row, limit: LIMIT };
  });
}
