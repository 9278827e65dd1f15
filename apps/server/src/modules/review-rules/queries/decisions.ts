import type { AnswerOf, ParsedOf, ReviewDecision, Routes } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { readRule } from './rules.ts';
import { wishesOf } from './wishes.ts';

type Row = Omit<ReviewDecision, 'at'> & { at: Date };
/** As many rules as there may be have said something at once. */
const SHOWN = 200;

const select = (which: RawBuilder<unknown>) => sql<Row>`
  SELECT d.id, d.order_id AS "orderId", o.channel_order_id AS "channelOrderId", d.rule_id AS "ruleId", d.rule_name AS "ruleName", d.version,
    d.outcome, d.conditions, d.acts, d.at
  FROM review_decision d JOIN orders o ON o.merchant_id = d.merchant_id AND o.id = d.order_id WHERE ${which} ORDER BY d.at DESC, d.id DESC`;
const viewOf = (row: Row): ReviewDecision => ({ ...row, at: row.at.toISOString() });

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Input = { caller: Caller; params: { reviewRuleId: string }; query: ParsedOf<Routes['review-decisions.list']>['query'] };

export function listDecisions(services: Services, input: Input): Promise<AnswerOf<Routes['review-decisions.list']> | Refusal> {
  const { caller, params, query } = input;
  const after = decodeCursor(query.cursor, position);
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const ruleId = params.reviewRuleId;
    if (!(await readRule(tx, { caller, ruleId, now: services.clock.now() }))) return refuse('not-found');
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const beyond = after ? sql`AND (d.at, d.id) < (${new Date(after.at)}::timestamptz, ${after.id}::uuid)` : sql``;
    const which = sql`d.rule_id = ${ruleId} AND o.shop_id = ANY (${shopIds}::uuid[]) ${beyond}`;
    const { rows } = await sql<Row>`${select(which)} LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    const page = pageOf(rows, query.limit, (row) => ({ at: row.at.toISOString(), id: row.id }));
    return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
  });
}

type OfOrder = { caller: Caller; params: { orderId: string } };

export function readOrderReviews(
  services: Services,
  { caller, params }: OfOrder,
): Promise<AnswerOf<Routes['order-reviews.get']> | Refusal> {
  const { orderId } = params;
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const order = await tx.selectFrom('orders').select('shop_id').where('id', '=', orderId).executeTakeFirst();
    if (!order || (await shopsInScope(tx, { caller, shopIds: [order.shop_id] })).length === 0) return refuse('not-found');
    const { rows } = await sql<Row>`${select(sql`d.order_id = ${orderId}`)} LIMIT ${sql.lit(SHOWN)}`.execute(tx);
    const { rows: waiting } = await sql<{ ruleId: string; ruleName: string }>`
      SELECT r.id AS "ruleId", v.name AS "ruleName" FROM review_order o JOIN review_rule r ON r.id = ANY (o.waiting)
      JOIN review_rule_version v ON v.rule_id = r.id AND v.version = r.live_version
      WHERE o.order_id = ${orderId} ORDER BY r.rank, r.id`.execute(tx);
    const wishes = (await wishesOf(tx, [orderId])).get(orderId) ?? { service: null, split: null };
    return { decisions: rows.map(viewOf), waiting, wishes };
  });
}
