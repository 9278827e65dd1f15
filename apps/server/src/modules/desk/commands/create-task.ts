import type { DeskTask, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { refuseImpossibleFilter } from '../desk-filter.ts';
import { readTask } from '../queries/desk-tasks.ts';
import { runTaskJob } from '../task-jobs.ts';
import { runSlice, type TaskAction } from './run-task.ts';

type Around = { caller: Caller; requestId: string };
type Body = ParsedOf<Routes['desk-tasks.create']>['body'];

/** Named orders are worked at once as far as a person waits for it, the rest and all that match by a job. */
export async function createTask(services: Services, { caller, requestId, body }: Around & { body: Body }): Promise<DeskTask | Refusal> {
  const { merchantId } = caller;
  const { orderIds, filter } = body;
  if ((orderIds === undefined) === (filter === undefined))
    return { refused: 'invalid-input', errors: [{ path: '/orderIds', code: 'either-or', message: 'either orderIds or filter' }] };
  if (filter) refuseImpossibleFilter(filter);
  const action = await kept(services, merchantId, body.action);
  if ('refused' in action) return action;
  const [now, id] = [services.clock.now(), services.newId()];
  return services.database.withMerchant(merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map((shop) => shop.id);
    const named = orderIds ? [...new Set(orderIds)] : [];
    await save(tx, { id, now, caller, requestId, action, filter, shopIds, named });
    const act = { action: 'desk-task.create', objectKind: 'desk-task', objectId: id };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { kind: action.kind, named: named.length } });
    const isMore = filter !== undefined || (await runSlice(tx, { services, merchantId, taskId: id, now }));
    if (isMore) await enqueue(tx, { merchantId, jobs: [runTaskJob(id, now)], now });
    return (await readTask(tx, id)) ?? refuse('not-found');
  });
}

const unknown = (field: string, message: string): Refusal => ({
  ...{ refused: 'invalid-input' as const, errors: [{ path: `/action/${field}`, code: 'unknown', message }] },
});

/** A person is kept by name too: members are no rows of the merchant's. */
async function kept(services: Services, merchantId: string, action: Body['action']): Promise<TaskAction | Refusal> {
  if (action.kind === 'raise-exception') return { ...action, code: 'person' };
  if (action.kind === 'resolve-exception') return { ...action, code: null };
  if (action.kind === 'choose-warehouse') {
    const { warehouseId } = action;
    if (warehouseId === null) return action;
    const warehouse = await services.database.withMerchant(merchantId, (tx) =>
      tx.selectFrom('warehouse').select('id').where('id', '=', warehouseId).where('is_active', '=', true).executeTakeFirst(),
    );
    return warehouse ? action : unknown('warehouseId', 'no warehouse in use has this id');
  }
  if (action.kind !== 'assign') return action;
  if (action.memberId === null) return { kind: 'assign', member: null };
  const member = await services.database.system
    .selectFrom('system.member')
    .select(['id', 'name'])
    .where('organization_id', '=', merchantId)
    .where('id', '=', action.memberId)
    .executeTakeFirst();
  return member ? { kind: 'assign', member } : unknown('memberId', 'no member of this merchant');
}

type Saved = Around & {
  id: string;
  now: number;
  action: TaskAction;
  filter: Body['filter'];
  shopIds: string[];
  named: readonly string[];
};

async function save(tx: TenantTx, { id, now, caller, requestId, action, filter, shopIds, named }: Saved): Promise<void> {
  const { merchantId } = caller;
  await tx
    .insertInto('desk_task')
    .values({
      merchant_id: merchantId,
      id,
      action: JSON.stringify(action),
      filter: filter ? JSON.stringify(filter) : null,
      found_up_to: null,
      shop_ids: shopIds,
      state: filter ? 'finding' : 'running',
      total: named.length,
      ...{ done: 0, unchanged: 0, refused: 0 },
      actor_kind: caller.kind,
      actor_id: caller.id,
      actor_name: caller.name,
      request_id: requestId,
      created_at: new Date(now),
      finished_at: null,
    })
    .execute();
  await sql`
    INSERT INTO desk_task_row (merchant_id, task_id, order_id, state)
    SELECT ${merchantId}::uuid, ${id}::uuid, o, 'waiting' FROM unnest(${named}::uuid[]) AS o`.execute(tx);
}

/** What has not been done is left out; what was done stays. A task that has ended is answered as it ended. */
export async function cancelTask(
  services: Services,
  { caller, requestId, params }: Around & { params: { taskId: string } },
): Promise<DeskTask | Refusal> {
  const now = services.clock.now();
  const { taskId } = params;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('desk_task')
      .set({ state: 'cancelled', finished_at: new Date(now) })
      .where('id', '=', taskId)
      .where('state', 'in', ['finding', 'running'])
      .executeTakeFirst();
    if (numUpdatedRows > 0n) {
      await tx
        .updateTable('desk_task_row')
        .set({ state: 'cancelled' })
        .where('task_id', '=', taskId)
        .where('state', '=', 'waiting')
        .execute();
      const act = { action: 'desk-task.cancel', objectKind: 'desk-task', objectId: taskId };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: {} });
      await services.hints.publish(tx, caller.merchantId, [{ type: 'task.changed', ids: [taskId], shopId: null }]);
    }
    return (await readTask(tx, taskId)) ?? refuse('not-found');
  });
}
