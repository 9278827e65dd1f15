import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import type { TimelineRow, TimelineSource } from '../../../platform/timeline.ts';
import { shopsInScope } from '../../accounts/index.ts';

type Route = Routes['orders.timeline'];
type Input = { caller: Caller; params: { orderId: string }; query: ParsedOf<Route>['query'] };

const position = z.strictObject({ at: z.iso.datetime(), id: z.string().max(300) });

/** All sources in one statement, the newest first. */
export function readTimeline(
  services: Services,
  sources: readonly TimelineSource[],
  { caller, params, query }: Input,
): Promise<AnswerOf<Route> | Refusal> {
  const after = decodeCursor(query.cursor, position);
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const order = await tx.selectFrom('orders').select(['shop_id', 'channel_order_id']).where('id', '=', params.orderId).executeTakeFirst();
    if (!order || (await shopsInScope(tx, { caller, shopIds: [order.shop_id] })).length === 0) return refuse('not-found');
    const subject = { orderId: params.orderId, shopId: order.shop_id, channelOrderId: order.channel_order_id };
    const parts = sql.join(
      sources.map((source) => sql`(${source(subject)})`),
      sql` UNION ALL `,
    );
    const older = after ? sql`WHERE (date_trunc('milliseconds', e.at), e.id) < (${new Date(after.at)}::timestamptz, ${after.id})` : sql``;
    const { rows } = await sql<TimelineRow>`
      SELECT e.id, e.at, e.learnt_at, e.actor_kind, e.actor_name, e.kind, e.facts FROM (${parts}) AS e ${older}
      ORDER BY date_trunc('milliseconds', e.at) DESC, e.id DESC LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    const page = pageOf(rows, query.limit, (row) => ({ at: row.at.toISOString(), id: row.id }));
    return {
      items: page.items.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        learntAt: row.learnt_at?.toISOString() ?? null,
        actor: { kind: row.actor_kind, name: row.actor_name },
        kind: row.kind,
        facts: row.facts,
      })),
      nextCursor: page.nextCursor,
    };
  });
}
