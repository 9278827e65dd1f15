/**
 * An act on many orders. Where it stands is in its rows, so that a kill costs one slice:
 *
 *   finding   the orders that match are being named, chunk by chunk, by id; nothing is done yet, so no act changes what still matches
 *   running   its waiting rows are worked, slice by slice; each slice commits with its outcomes
 *   done      no row waits
 *   cancelled what had not been done is left out
 *
 * The task's own row is locked first, so that a cancellation comes before a slice or after it.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';
import type { DeskOutcome } from '../actions.ts';
import { findMatching, parseFilter, questionOf, type SearchTerms } from '../desk-filter.ts';
import { actOnOrders } from './act-on-orders.ts';

/** What a task is told to do, as it is kept. */
const taskAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hold'), reason: z.string() }),
  z.strictObject({ kind: z.literal('release') }),
  z.strictObject({ kind: z.literal('add-tag'), tag: z.string() }),
  z.strictObject({ kind: z.literal('remove-tag'), tag: z.string() }),
  z.strictObject({ kind: z.literal('assign'), member: z.strictObject({ id: z.string(), name: z.string() }).nullable() }),
  z.strictObject({ kind: z.literal('pack') }),
  z.strictObject({ kind: z.literal('unpack') }),
  z.strictObject({ kind: z.literal('raise-exception'), code: z.string(), reason: z.string() }),
  z.strictObject({ kind: z.literal('resolve-exception'), code: z.string().nullable() }),
  z.strictObject({ kind: z.literal('choose-warehouse'), warehouseId: z.string().nullable() }),
  z.strictObject({ kind: z.literal('note'), text: z.string() }),
]);
export type TaskAction = z.output<typeof taskAction>;

const FOUND_AT_ONCE = 1_000;
const SLICE = 100;

export type TaskRun = { merchantId: string; taskId: string; now: number };

const lockTask = (tx: TenantTx, taskId: string) =>
  tx.selectFrom('desk_task').selectAll().where('id', '=', taskId).forUpdate().executeTakeFirst();

/** What is searched for, which needs a key and is therefore made outside the transaction; null: nothing is. */
export async function searchedIn(tx: TenantTx, taskId: string): Promise<string | undefined> {
  const task = await tx.selectFrom('desk_task').select('filter').where('id', '=', taskId).executeTakeFirst();
  return task?.filter ? parseFilter(task.filter).q : undefined;
}

/** Names the next orders that match. Answers whether there may be more. */
export async function findSome(tx: TenantTx, { merchantId, taskId }: TaskRun, terms: SearchTerms | null): Promise<boolean> {
  const task = await lockTask(tx, taskId);
  if (task?.state !== 'finding') return false;
  const question = await questionOf(tx, {
    caller: { shopIds: task.shop_ids },
    filter: parseFilter(task.filter),
    terms,
    now: task.created_at.getTime(),
  });
  const ids = await findMatching(tx, question, { after: task.found_up_to, limit: FOUND_AT_ONCE });
  const last = ids.at(-1);
  if (ids.length > 0)
    await sql`
      INSERT INTO desk_task_row (merchant_id, task_id, order_id, state)
      SELECT ${merchantId}::uuid, ${taskId}::uuid, id, 'waiting' FROM unnest(${ids}::uuid[]) AS id ON CONFLICT DO NOTHING`.execute(tx);
  const isMore = ids.length === FOUND_AT_ONCE;
  await tx
    .updateTable('desk_task')
    .set({ total: task.total + ids.length, found_up_to: last ?? task.found_up_to, state: isMore ? 'finding' : 'running' })
    .where('id', '=', taskId)
    .execute();
  return isMore;
}

type Doing = TaskRun & { services: Services };

/** Works the next waiting rows. Answers whether any are left. */
export async function runSlice(tx: TenantTx, { services, merchantId, taskId, now }: Doing): Promise<boolean> {
  const task = await lockTask(tx, taskId);
  if (task?.state !== 'running') return false;
  const rows = await tx
    .selectFrom('desk_task_row')
    .select('order_id')
    .where('task_id', '=', taskId)
    .where('state', '=', 'waiting')
    .orderBy('order_id')
    .limit(SLICE + 1)
    .execute();
  const orderIds = rows.slice(0, SLICE).map((row) => row.order_id);
  const actor = { kind: task.actor_kind, id: task.actor_id, name: task.actor_name };
  const act = { services, merchantId, now, actor, requestId: task.request_id, taskId };
  const outcomes = await actOnOrders(tx, act, { orderIds, action: taskAction.parse(task.action), shopIds: task.shop_ids });
  await saveOutcomes(tx, taskId, outcomes);
  const isMore = rows.length > SLICE;
  const counted = (outcome: DeskOutcome['outcome']) => outcomes.filter((one) => one.outcome === outcome).length;
  await tx
    .updateTable('desk_task')
    .set({
      done: task.done + counted('done'),
      unchanged: task.unchanged + counted('unchanged'),
      refused: task.refused + counted('refused'),
      ...(isMore ? {} : { state: 'done' as const, finished_at: new Date(now) }),
    })
    .where('id', '=', taskId)
    .execute();
  await services.hints.publish(tx, merchantId, [{ type: 'task.changed', ids: [taskId], shopId: null }]);
  return isMore;
}

async function saveOutcomes(tx: TenantTx, taskId: string, outcomes: readonly DeskOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const { names, source } = unnestRows(outcomes, {
    order_id: ['uuid', ({ orderId }) => orderId],
    state: ['text', ({ outcome }) => outcome],
    code: ['text', (one) => (one.outcome === 'refused' ? one.code : null)],
  });
  await sql`
    UPDATE desk_task_row AS own SET state = given.state, code = given.code FROM (SELECT ${names} FROM ${source}) AS given
    WHERE own.task_id = ${taskId} AND own.order_id = given.order_id`.execute(tx);
}
