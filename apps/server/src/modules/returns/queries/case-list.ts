import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { type CaseBucket, caseBuckets } from '@tradewind/rules/after-sales';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { readCases } from './case-row.ts';
import { caseView } from './views.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Query = ParsedOf<Routes['returns.list']>['query'];

/** As `bucketOf` of the rules says it. */
const turn = sql`c.respond_by IS NOT NULL AND c.arbitration IS DISTINCT FROM 'open'`;
const quiet = sql`c.respond_by IS NULL AND c.arbitration IS DISTINCT FROM 'open'`;
const buckets: Readonly<Record<CaseBucket, RawBuilder<unknown>>> = {
  answer: sql`${turn} AND c.status <> 'shipped-by-buyer'`,
  inspect: sql`${turn} AND c.status = 'shipped-by-buyer'`,
  dispute: sql`c.arbitration = 'open'`,
  done: sql`${quiet} AND c.status IN ('completed', 'withdrawn', 'rejected', 'refunded-instead', 'approved')`,
  'on-its-way': sql`${quiet} AND c.status IN ('shipped-by-buyer', 'awaiting-buyer-shipment')`,
  waiting: sql`${quiet} AND c.status NOT IN
    ('completed', 'withdrawn', 'rejected', 'refunded-instead', 'approved', 'shipped-by-buyer', 'awaiting-buyer-shipment')`,
};
const byDeadline = (bucket: CaseBucket | undefined): boolean => bucket === 'answer' || bucket === 'inspect';
const beyond = (prefix: string) => `${prefix}\u{10FFFF}`;

/** One keyset page over all shops: what waits for the seller by its deadline, all else newest first. */
export async function listCases(
  services: Services,
  { caller, query }: { caller: Caller; query: Query },
): Promise<AnswerOf<Routes['returns.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map(
      (await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market })).map((shop) => [shop.id, shop]),
    );
    if (shops.size === 0) return { items: [], nextCursor: null };
    const isByDeadline = byDeadline(query.bucket);
    const key = isByDeadline ? sql`c.respond_by` : sql`c.updated_at`;
    const way = isByDeadline ? { past: sql`>`, order: sql`ASC` } : { past: sql`<`, order: sql`DESC` };
    const conditions = [
      sql`c.shop_id = ANY(${[...shops.keys()]}::uuid[])`,
      ...(query.bucket ? [buckets[query.bucket]] : []),
      ...(query.kind ? [sql`c.kind = ${query.kind}`] : []),
      ...(query.status ? [sql`c.status = ${query.status}`] : []),
      ...(query.q ? [matching(query.q)] : []),
      ...(after ? [sql`(${key}, c.id) ${way.past} (${new Date(after.at)}, ${after.id}::uuid)`] : []),
    ];
    const rows = await readCases(
      tx,
      sql`WHERE ${sql.join(conditions, sql` AND `)} ORDER BY ${key} ${way.order}, c.id ${way.order} LIMIT ${query.limit + 1}`,
    );
    const page = pageOf(rows, query.limit, (row) => ({ at: (isByDeadline ? row.respond_by : row.updated_at)?.toISOString(), id: row.id }));
    const items = page.items.flatMap((row) => {
      const shop = shops.get(row.shop_id);
      return shop ? [caseView(row, shop)] : [];
    });
    return { items, nextCursor: page.nextCursor };
  });
}

const matching = (q: string) => sql`((c.channel_after_sale_id >= ${q} AND c.channel_after_sale_id < ${beyond(q)})
  OR (c.channel_order_id >= ${q} AND c.channel_order_id < ${beyond(q)}))`;

/** Counting stops here: more is "1,000+" to the eye. */
const COUNTED = 1_000;

export async function countCases(
  services: Services,
  { caller, query }: { caller: Caller; query: ParsedOf<Routes['returns.counts']>['query'] },
): Promise<AnswerOf<Routes['returns.counts']>> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller, ...query });
    const ids = shops.map(({ id }) => id);
    const items: { bucket: CaseBucket; count: number }[] = [];
    for (const bucket of caseBuckets.filter((each) => each !== 'done')) {
      const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM (SELECT FROM after_sale c
        WHERE c.shop_id = ANY(${ids}::uuid[]) AND ${buckets[bucket]} LIMIT ${sql.lit(COUNTED)}) AS found`.execute(tx);
      items.push({ bucket, count: rows[0]?.count ?? 0 });
    }
    return { items };
  });
}
