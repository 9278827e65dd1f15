/**
 * What stands behind a rate of service or quality, one by one: the same conditions that the sums were made by, said once more as rows.
 * The truth drill holds both together. Each kind brings its rows in one shape, by the instant at which it counts.
 */
import type { AnswerOf, BehindItem, ParsedOf, Routes, ServiceMetric } from '@tradewind/contract';
import { targetOf } from '@tradewind/rules/service-standing';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { MONTH_MS } from '../../orders/index.ts';

type Query = ParsedOf<Routes['performance.behind']>['query'];
type Input = Query & { caller: Caller; shopId: string; serviceMetric: ServiceMetric };
type Condition = RawBuilder<unknown>;
/** `bad`: what weighs against the shop; `numerator`, `denominator`: what the rate counts. */
type Rows = {
  select: Condition;
  from: Condition;
  id: Condition;
  countsAt: Condition;
  bad: Condition;
  parts: Record<Query['part'], Condition>;
};
type Row = {
  id: string;
  kind: BehindItem['kind'];
  channel_id: string;
  order_id: string | null;
  channel_order_id: string | null;
  at: Date;
  ended_at: Date | null;
  is_bad: boolean;
  rating: number | null;
  cause: BehindItem['cause'];
  responsible: BehindItem['responsible'];
};

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
const always = sql`true`;
const noOrder = sql`NULL::uuid AS order_id, NULL AS channel_order_id`;
const nothingElse = sql`NULL::int AS rating, NULL AS cause, NULL AS responsible`;
const ofOrder = (table: string) =>
  sql`LEFT JOIN orders AS o ON o.merchant_id = ${sql.ref(`${table}.merchant_id`)} AND o.shop_id = ${sql.ref(`${table}.shop_id`)} AND o.channel_order_id = ${sql.ref(`${table}.channel_order_id`)}`;

const turns = {
  select: sql`t.id, 'turn' AS kind, c.channel_conversation_id AS channel_id, ${noOrder}, t.asked_at AS at, t.replied_at AS ended_at, ${nothingElse}`,
  from: sql`buyer_turn AS t JOIN conversation AS c ON c.merchant_id = t.merchant_id AND c.id = t.conversation_id`,
  id: sql`t.id`,
  countsAt: sql`t.asked_at`,
};

function repliesWithin(hours: number, now: number): Rows {
  const inTime = sql`coalesce(t.replied_at <= t.asked_at + make_interval(hours => ${sql.lit(hours)}), false)`;
  const isOver = sql`t.asked_at < ${new Date(now - hours * 3_600_000)}`;
  const bad = sql`(NOT ${inTime} AND ${isOver})`;
  return { ...turns, bad, parts: { numerator: inTime, denominator: sql`(${inTime} OR ${isOver})`, bad } };
}

const orders = {
  select: sql`t.id, 'order' AS kind, t.channel_order_id AS channel_id, t.id AS order_id, t.channel_order_id, t.created_at AS at, t.cancelled_at AS ended_at, ${nothingElse}`,
  from: sql`orders AS t`,
  id: sql`t.id`,
  countsAt: sql`t.created_at`,
};
const negative = sql`(t.rating <= 2 AND NOT t.is_withdrawn)`;
const reviews = {
  select: sql`t.id, 'review' AS kind, t.channel_review_id AS channel_id, o.id AS order_id, t.channel_order_id, t.written_at AS at, NULL::timestamptz AS ended_at,
    t.rating::int AS rating, NULL AS cause, NULL AS responsible`,
  from: sql`review AS t ${ofOrder('t')}`,
  id: sql`t.id`,
  countsAt: sql`t.written_at`,
  bad: negative,
  parts: { numerator: negative, denominator: negative, bad: negative },
};
const sellers = sql`coalesce(t.responsible = 'seller', false)`;
const disputes: Rows = {
  select: sql`t.id, 'dispute' AS kind, t.channel_after_sale_id AS channel_id, o.id AS order_id, t.channel_order_id, t.opened_at AS at, t.decided_at AS ended_at,
    NULL::int AS rating, NULL AS cause, t.responsible`,
  from: sql`dispute AS t ${ofOrder('t')}`,
  id: sql`t.id`,
  countsAt: sql`t.opened_at`,
  bad: sellers,
  parts: { numerator: sellers, denominator: always, bad: sellers },
};
const resolved = sql`coalesce(t.resolved_at = t.judged_at, false)`;
const requests: Rows = {
  select: sql`t.id, 'request' AS kind, t.channel_after_sale_id AS channel_id, o.id AS order_id, t.channel_order_id, t.created_at AS at, t.resolved_at AS ended_at,
    NULL::int AS rating, t.cause, NULL AS responsible`,
  from: sql`after_sale AS t ${ofOrder('t')}`,
  id: sql`t.id`,
  countsAt: sql`t.judged_at`,
  bad: sql`NOT ${resolved}`,
  parts: { numerator: resolved, denominator: always, bad: sql`NOT ${resolved}` },
};

function rowsOf(metric: ServiceMetric, part: Query['part'], now: number): Rows {
  switch (metric) {
    case 'first-response': {
      const bad = sql`t.replied_at > t.asked_at + make_interval(mins => ${sql.lit(targetOf(metric).limit)})`;
      const answered = sql`t.replied_at IS NOT NULL`;
      return { ...turns, bad, parts: { numerator: answered, denominator: answered, bad } };
    }
    case 'reply-24h':
      return repliesWithin(24, now);
    case 'reply-48h':
      return repliesWithin(48, now);
    case 'negative-reviews': {
      const kept = sql`t.cancelled_at IS NULL`;
      return part === 'denominator' ? { ...orders, bad: sql`false`, parts: { numerator: kept, denominator: kept, bad: kept } } : reviews;
    }
    case 'disputes':
      return disputes;
    case 'resolution':
      return requests;
    case 'defective-returns': {
      const bad = sql`t.is_returned_defective`;
      return { ...orders, bad, parts: { numerator: bad, denominator: always, bad } };
    }
  }
}

/** Null: no such shop for this caller. */
export async function listBehind(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  { caller, shopId, serviceMetric, part, limit, cursor }: Input,
): Promise<AnswerOf<Routes['performance.behind']> | null> {
  const now = clock.now();
  const after = decodeCursor(cursor, position);
  const found = await database.withMerchant(caller.merchantId, async (tx) => {
    const [shop] = await shopsInScope(tx, { caller, shopIds: [shopId] });
    if (!shop || shop.state === 'unbound' || !(caller.shopIds?.includes(shopId) ?? true)) return null;
    const { select, from, id, countsAt, bad, parts } = rowsOf(serviceMetric, part, now);
    const { rows } = await sql<Row & { counts_at: Date }>`
      SELECT ${select}, ${bad} AS is_bad, ${countsAt} AS counts_at FROM ${from}
      WHERE t.shop_id = ${shopId} AND ${countsAt} > ${new Date(now - MONTH_MS)} AND ${countsAt} <= ${new Date(now)} AND ${parts[part]}
        ${after ? sql`AND (${countsAt}, ${id}) < (${new Date(after.at)}, ${after.id}::uuid)` : sql``}
      ORDER BY ${countsAt} DESC, ${id} DESC LIMIT ${sql.lit(limit + 1)}`.execute(tx);
    return rows;
  });
  if (!found) return null;
  const page = pageOf(found, limit, (row) => ({ at: row.counts_at.toISOString(), id: row.id }));
  return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
}

const viewOf = (row: Row): BehindItem => ({
  id: row.id,
  kind: row.kind,
  channelId: row.channel_id,
  orderId: row.order_id,
  channelOrderId: row.channel_order_id,
  at: row.at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  isBad: row.is_bad,
  rating: row.rating,
  cause: row.cause,
  responsible: row.responsible,
});
