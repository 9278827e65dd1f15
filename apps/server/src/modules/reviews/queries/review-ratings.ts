import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';

type Answer = AnswerOf<Routes['review-ratings.get']>;
type Query = ParsedOf<Routes['review-ratings.get']>['query'];
type Cell = { market: string; weeks_ago: number; reviews: number; stars: number; negative: number };

const WEEKS = 13;
const DAY_MS = 86_400_000;

/** The course of the ratings by market. Withdrawn reviews are in no week, not even in the one in which they stood. */
export async function readRatings(services: Services, { caller, query }: { caller: Caller; query: Query }): Promise<Answer> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller, ...query })).map(({ id }) => id);
    const { rows } = await sql<Cell>`
      SELECT market, days_ago / 7 AS weeks_ago, count(*)::int AS reviews, sum(rating)::int AS stars,
        (count(*) FILTER (WHERE rating <= 2))::int AS negative
      FROM (SELECT s.market, r.rating, (${new Date(now)} AT TIME ZONE s.time_zone)::date - (r.written_at AT TIME ZONE s.time_zone)::date AS days_ago
        FROM review r JOIN shop s ON s.merchant_id = r.merchant_id AND s.id = r.shop_id
        WHERE r.shop_id = ANY (${shopIds}::uuid[]) AND NOT r.is_withdrawn AND r.written_at >= ${new Date(now - (WEEKS * 7 + 1) * DAY_MS)}) AS said
      WHERE days_ago BETWEEN 0 AND ${sql.lit(WEEKS * 7 - 1)} GROUP BY 1, 2`.execute(tx);
    const markets = [...new Set(rows.map(({ market }) => market))].sort();
    return { asOf: new Date(now).toISOString(), items: markets.map((market) => courseOf(market, rows)) };
  });
}

function courseOf(market: string, rows: readonly Cell[]): Answer['items'][number] {
  const own = rows.filter((row) => row.market === market);
  const weeks = Array.from({ length: WEEKS }, (_, week) => summed(own.filter((row) => row.weeks_ago === WEEKS - 1 - week)));
  return { market, ...summed(own), weeks };
}

function summed(cells: readonly Cell[]) {
  const of = (field: 'reviews' | 'stars' | 'negative') => cells.reduce((sum, cell) => sum + cell[field], 0);
  const reviews = of('reviews');
  return { reviews, negative: of('negative'), average: reviews === 0 ? null : of('stars') / reviews };
}
