import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { adviseOnStock } from '@tradewind/rules/stock-advice';
import { sql } from 'kysely';
import { csvFile } from '../../../platform/csv-file.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller, FileAnswer } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

type Advice = AnswerOf<Routes['stock-advice.list']>['items'][number];
type Input = { caller: Caller; query: ParsedOf<Routes['stock-advice.list']>['query'] };

const DAY_MS = 86_400_000;
const SHOWN_AT_MOST = 2_000;

/** Every counted variant, or those of them that are named, with its pace and what follows from it; the shortest cover first. */
export async function adviceOf(tx: TenantTx, now: number, variantIds: readonly string[] | null = null): Promise<Advice[]> {
  const day = (before: number) => new Date(now - before * DAY_MS).toISOString().slice(0, 10);
  const { rows } = await sql<Omit<Advice, 'coverDays' | 'isLow' | 'isDead' | 'toBuy'> & { countedSince: Date }>`
    SELECT i.variant_id AS "variantId", v.sku, p.title, i.counted_since AS "countedSince", i.lead_time_days AS "leadTimeDays",
      COALESCE(l.available, 0)::bigint AS available, COALESCE(l.coming, 0)::bigint AS coming,
      COALESCE(d.last30, 0)::bigint AS "soldLast30", COALESCE(d.last90, 0)::bigint AS "soldLast90"
    FROM stock_item i
    JOIN variant v ON v.id = i.variant_id AND v.status = 'active'
    JOIN product p ON p.id = v.product_id
    LEFT JOIN (
      SELECT variant_id, sum(on_hand - reserved - promotion_reserved) AS available, sum(inbound + in_transfer) AS coming
      FROM stock_level GROUP BY 1) l ON l.variant_id = i.variant_id
    LEFT JOIN (
      SELECT variant_id, sum(shipped) AS last90, sum(shipped) FILTER (WHERE on_day > ${day(30)}::date) AS last30
      FROM stock_day WHERE on_day > ${day(90)}::date GROUP BY 1) d ON d.variant_id = i.variant_id
    WHERE ${variantIds}::uuid[] IS NULL OR i.variant_id = ANY (${variantIds}::uuid[])
    ORDER BY v.sku`.execute(tx);
  const advised = rows.map(({ countedSince, ...row }) => {
    const { coverDays, isLow, isDead, toBuy } = adviseOnStock({ ...row, countedDays: Math.floor((now - countedSince.getTime()) / DAY_MS) });
    return { ...row, coverDays, isLow, isDead, toBuy };
  });
  return advised.sort((a, b) => (a.coverDays ?? Number.MAX_SAFE_INTEGER) - (b.coverDays ?? Number.MAX_SAFE_INTEGER));
}

const isShown: Readonly<Record<Input['query']['show'], (advice: Advice) => boolean>> = {
  all: () => true,
  low: ({ isLow }) => isLow,
  dead: ({ isDead }) => isDead,
  'to-buy': ({ toBuy }) => toBuy > 0,
};

export async function listAdvice(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['stock-advice.list']>> {
  const all = await services.database.withMerchant(caller.merchantId, (tx) => adviceOf(tx, services.clock.now()));
  return { items: all.filter(isShown[query.show]).slice(0, SHOWN_AT_MOST) };
}

export async function exportAdvice(services: Services, { caller, query }: Input): Promise<FileAnswer> {
  const all = await services.database.withMerchant(caller.merchantId, (tx) => adviceOf(tx, services.clock.now()));
  const head = ['sku', 'title', 'available', 'coming', 'sold_30_days', 'sold_90_days', 'lead_time_days', 'cover_days', 'to_buy'];
  const rows = all
    .filter(isShown[query.show])
    .map((row) => [
      row.sku,
      row.title,
      row.available,
      row.coming,
      row.soldLast30,
      row.soldLast90,
      row.leadTimeDays,
      row.coverDays,
      row.toBuy,
    ]);
  return csvFile('stock-advice.csv', [head, ...rows]);
}
