import type { AnswerOf, DeskTask, ParsedOf, Routes } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';

type Row = Omit<DeskTask, 'createdAt' | 'finishedAt'> & { createdAt: Date; finishedAt: Date | null };

const select = (where: RawBuilder<unknown>) => sql<Row>`
  SELECT id, action->>'kind' AS kind, COALESCE(action->>'reason', action->>'tag', action->>'text', action->'member'->>'name',
    (SELECT w.name FROM warehouse w WHERE w.id::text = action->>'warehouseId')) AS text, state,
    total, done, unchanged, refused AS refusals, actor_name AS "createdBy", created_at AS "createdAt", finished_at AS "finishedAt"
  FROM desk_task WHERE ${where}`;
const view = (row: Row): DeskTask => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

export async function readTask(tx: TenantTx, taskId: string): Promise<DeskTask | null> {
  const { rows } = await select(sql`id = ${taskId}`).execute(tx);
  return rows[0] ? view(rows[0]) : null;
}

const newest = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

export function listTasks(
  services: Services,
  { caller, query }: { caller: Caller; query: ParsedOf<Routes['desk-tasks.list']>['query'] },
): Promise<AnswerOf<Routes['desk-tasks.list']>> {
  const after = decodeCursor(query.cursor, newest);
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const beyond = after ? sql` AND (created_at, id) < (${new Date(after.at)}::timestamptz, ${after.id}::uuid)` : sql``;
    const inState = query.state ? sql` AND state = ${query.state}` : sql``;
    const { rows } = await select(sql`true${beyond}${inState} ORDER BY created_at DESC, id DESC LIMIT ${sql.lit(query.limit + 1)}`).execute(
      tx,
    );
    const page = pageOf(rows, query.limit, (row) => ({ at: row.createdAt.toISOString(), id: row.id }));
    return { items: page.items.map(view), nextCursor: page.nextCursor };
  });
}

const byId = z.strictObject({ id: z.uuid() });
type RowsInput = { caller: Caller; params: { taskId: string }; query: ParsedOf<Routes['desk-tasks.rows']>['query'] };

/** Orders of shops that the caller does not see are left out. */
export function listTaskRows(
  services: Services,
  { caller, params, query }: RowsInput,
): Promise<AnswerOf<Routes['desk-tasks.rows']> | Refusal> {
  const after = decodeCursor(query.cursor, byId);
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    if (!(await readTask(tx, params.taskId))) return refuse('not-found');
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const { rows } = await sql<AnswerOf<Routes['desk-tasks.rows']>['items'][number]>`
      SELECT r.order_id AS "orderId", o.channel_order_id AS "channelOrderId", r.state, r.code
      FROM desk_task_row r JOIN orders o ON o.merchant_id = r.merchant_id AND o.id = r.order_id
      WHERE r.task_id = ${params.taskId} AND o.shop_id = ANY (${shopIds}::uuid[])
        ${query.state ? sql`AND r.state = ${query.state}` : sql``} ${after ? sql`AND r.order_id > ${after.id}::uuid` : sql``}
      ORDER BY r.order_id LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    return pageOf(rows, query.limit, (row) => ({ id: row.orderId }));
  });
}
