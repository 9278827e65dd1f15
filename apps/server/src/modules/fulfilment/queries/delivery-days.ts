import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { deliveryBenchmark } from '@tradewind/rules/delivery-benchmarks';
import { sql } from 'kysely';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';

type Query = ParsedOf<Routes['delivery-days.list']>['query'];
type Answer = AnswerOf<Routes['delivery-days.list']>;
type Row = {
  market: string;
  carrier: string | null;
  path: 'platform' | 'seller';
  orders: number;
  median: number;
  p90: number;
  slower: number | null;
};

const DAY_MS = 86_400_000;
/** Nothing is on its way longer than this: whoever was delivered within the window was placed so long before it at most. */
const LONGEST_MS = 60 * DAY_MS;
const PATHS_MAX = 200;

/** One query over what was delivered in the window; percentiles are the database's. */
export async function readDeliveryDays(services: Services, { caller, query }: { caller: Caller; query: Query }): Promise<Answer> {
  const now = services.clock.now();
  const since = now - query.days * DAY_MS;
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller, ...query });
    const given = shops.map(({ market }) => ({
      market,
      days: [deliveryBenchmark(market, 'platform'), deliveryBenchmark(market, 'seller')],
    }));
    const benchmarks = [...new Map(given.map((each) => [each.market, each])).values()];
    const { rows } = await sql<Row>`
      WITH benchmark(market, platform, seller) AS (
        SELECT * FROM unnest(${benchmarks.map(({ market }) => market)}::text[], ${benchmarks.map(({ days }) => days[0]?.days ?? null)}::float8[],
          ${benchmarks.map(({ days }) => days[1]?.days ?? null)}::float8[])),
      delivered AS (
        SELECT s.market, o.fulfilment AS path, EXTRACT(EPOCH FROM o.delivered_at - o.dispatched_at) / 86400 AS days,
          (SELECT p.carrier FROM package_order l JOIN package p ON p.merchant_id = l.merchant_id AND p.id = l.package_id
           WHERE l.shop_id = o.shop_id AND l.channel_order_id = o.channel_order_id AND p.status <> 'cancelled'
           ORDER BY p.created_at DESC, p.id DESC LIMIT 1) AS carrier
        FROM orders o JOIN shop s ON s.merchant_id = o.merchant_id AND s.id = o.shop_id
        WHERE o.shop_id = ANY (${shops.map(({ id }) => id)}::uuid[]) AND o.created_at >= ${new Date(since - LONGEST_MS)}
          AND o.delivered_at >= ${new Date(since)} AND o.dispatched_at IS NOT NULL AND o.dispatched_at <= o.delivered_at)
      SELECT d.market, d.carrier, d.path, count(*)::int AS orders,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY d.days) AS median, percentile_cont(0.9) WITHIN GROUP (ORDER BY d.days) AS p90,
        avg(CASE WHEN d.days > CASE d.path WHEN 'platform' THEN b.platform ELSE b.seller END THEN 1.0
          WHEN CASE d.path WHEN 'platform' THEN b.platform ELSE b.seller END IS NULL THEN NULL ELSE 0.0 END)::float8 AS slower
      FROM delivered d LEFT JOIN benchmark b ON b.market = d.market
      GROUP BY d.market, d.carrier, d.path ORDER BY median DESC, d.market, d.carrier LIMIT ${sql.lit(PATHS_MAX)}`.execute(tx);
    const items = rows.map(({ market, carrier, path, orders, median, p90, slower }): Answer['items'][number] => {
      const found = deliveryBenchmark(market, path);
      return {
        ...{ market, carrier, path, orders, medianDays: oneDecimal(median), p90Days: oneDecimal(p90) },
        benchmark: found && { days: found.days, asOf: found.asOf },
        slowerShare: found && slower,
      };
    });
    return { since: new Date(since).toISOString(), items };
  });
}

const oneDecimal = (days: number): number => Math.round(days * 10) / 10;
