/** Does one thing to many orders: authorised by the caller, decided order by order, written in a few statements for all of them. */
import { sql } from 'kysely';
import { auditMany } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';
import { allocateOrders } from '../../stock/index.ts';
import { type DeskAction, type DeskOutcome, decide } from '../actions.ts';
import { type LockedOrder, lockOrders } from '../locked-orders.ts';
import { refreshDesk } from '../refresh.ts';

export type DeskActor = { kind: 'user' | 'api-key' | 'rule' | 'system'; id: string; name: string };
export type DeskAct = {
  services: Services;
  merchantId: string;
  now: number;
  actor: DeskActor;
  requestId?: string | null;
  taskId?: string | null;
};
type Asked = {
  orderIds: readonly string[];
  action: DeskAction;
  /** Only these shops' orders; others are not there. */
  shopIds?: readonly string[];
};

/** In the caller's transaction, at most once for orders of several shops: locks of shops are taken in one order within a call. */
export async function actOnOrders(tx: TenantTx, act: DeskAct, { orderIds, action, shopIds }: Asked): Promise<DeskOutcome[]> {
  const ids = [...new Set(orderIds)];
  const locked = (await lockOrders(tx, act.merchantId, ids)).filter(({ shopId }) => shopIds?.includes(shopId) ?? true);
  const decisions = locked.map((order) => ({ order, decision: decide(order, action) }));
  const changed = decisions.flatMap(({ order, decision }) => (decision.outcome === 'done' ? [{ order, facts: decision.facts }] : []));
  if (changed.length > 0) {
    const orders = changed.map(({ order }) => order);
    await write(tx, act, { orders, action });
    await refreshDesk(tx, { merchantId: act.merchantId, orderIds: orders.map(({ id }) => id) });
    await record(tx, act, { action, changed });
  }
  const decided = new Map(decisions.map(({ order, decision }) => [order.id, decision]));
  return ids.map((orderId): DeskOutcome => {
    const decision = decided.get(orderId);
    if (!decision) return { orderId, outcome: 'refused', code: 'not-found' };
    return decision.outcome === 'refused' ? { orderId, ...decision } : { orderId, outcome: decision.outcome };
  });
}

/** The ledger knows no rules: what one of them chose, the workbench moves. */
const stockActor = ({ kind, name }: DeskActor) => ({ kind: kind === 'rule' ? ('system' as const) : kind, name });

type Writing = { orders: readonly LockedOrder[]; action: DeskAction };

async function write(tx: TenantTx, act: DeskAct, { orders, action }: Writing): Promise<void> {
  const ids = orders.map(({ id }) => id);
  const at = new Date(act.now);
  const by = act.actor.name;
  const mark = () => tx.updateTable('desk_mark').where('order_id', 'in', ids);
  switch (action.kind) {
    case 'hold': {
      const hold = { held_at: at, hold_reason: action.reason, held_by: by, hold_rule_id: action.ruleId ?? null };
      await mark().set(hold).execute();
      return;
    }
    case 'release':
      await mark().set({ held_at: null, hold_reason: null, held_by: null, hold_rule_id: null }).execute();
      await tx
        .updateTable('desk_review')
        .set({ passed_at: at, passed_by: by })
        .where('order_id', 'in', ids)
        .where('passed_at', 'is', null)
        .execute();
      return;
    case 'assign':
      await mark()
        .set({ assignee_id: action.member?.id ?? null, assignee_name: action.member?.name ?? null })
        .execute();
      return;
    case 'choose-warehouse':
      await mark().set({ warehouse_id: action.warehouseId }).execute();
      await allocateOrders(tx, { ...act, actor: stockActor(act.actor), orderIds: ids });
      return;
    case 'pack':
      await mark().set({ packed_at: at, packed_by: by }).execute();
      return;
    case 'unpack':
      await mark().set({ packed_at: null, packed_by: null }).execute();
      return;
    case 'note':
      return;
    default:
      await writeRow(tx, act, { ids, action });
  }
}

type Rowed = Extract<DeskAction, { kind: 'add-tag' | 'remove-tag' | 'raise-review' | 'raise-exception' | 'resolve-exception' }>;

/** What has rows of its own beside the mark. */
async function writeRow(tx: TenantTx, act: DeskAct, { ids, action }: { ids: string[]; action: Rowed }): Promise<void> {
  const at = new Date(act.now);
  const base = sql`${act.merchantId}::uuid, o.id`;
  const each = sql`unnest(${ids}::uuid[]) AS o(id)`;
  switch (action.kind) {
    case 'add-tag':
      // Where the order stands already; if it moves, refreshDesk carries its tags along.
      await sql`
        INSERT INTO desk_tag (merchant_id, order_id, tag, tagged_by, tagged_at, bucket, deadline_at)
        SELECT ${base}, ${action.tag}, ${act.actor.name}, ${at}::timestamptz, d.bucket, d.deadline_at
        FROM ${each} LEFT JOIN desk_order d ON d.order_id = o.id ON CONFLICT DO NOTHING`.execute(tx);
      return;
    case 'remove-tag':
      await tx.deleteFrom('desk_tag').where('order_id', 'in', ids).where('tag', '=', action.tag).execute();
      return;
    case 'raise-review':
      await sql`
        INSERT INTO desk_review (merchant_id, order_id, cause, reason, rule_id, raised_at)
        SELECT ${base}, ${action.cause}, ${action.reason}, ${action.ruleId ?? null}::uuid, ${at}::timestamptz
        FROM ${each} ON CONFLICT DO NOTHING`.execute(tx);
      return;
    case 'raise-exception': {
      const dueAt = action.dueAt === undefined || action.dueAt === null ? null : new Date(action.dueAt);
      await sql`
        INSERT INTO desk_trouble (merchant_id, order_id, code, reason, due_at, raised_at)
        SELECT ${base}, ${action.code}, ${action.reason}, ${dueAt}::timestamptz, ${at}::timestamptz FROM ${each}
        ON CONFLICT (merchant_id, order_id, code) DO UPDATE SET reason = excluded.reason, due_at = excluded.due_at`.execute(tx);
      return;
    }
    case 'resolve-exception': {
      const troubles = tx.deleteFrom('desk_trouble').where('order_id', 'in', ids);
      await (action.code === null ? troubles : troubles.where('code', '=', action.code)).execute();
    }
  }
}

type Changed = { order: LockedOrder; facts: Record<string, string | number | null> };

/** What people wrote stays in the event; the audit entry names the order and the act. Each order has both. */
async function record(tx: TenantTx, act: DeskAct, { action, changed }: { action: DeskAction; changed: readonly Changed[] }): Promise<void> {
  const ruleId = 'ruleId' in action ? (action.ruleId ?? null) : null;
  const { names, source } = unnestRows(changed, {
    merchant_id: ['uuid', () => act.merchantId],
    order_id: ['uuid', ({ order }) => order.id],
    id: ['uuid', () => act.services.newId()],
    at: ['timestamptz', () => new Date(act.now)],
    kind: ['text', () => action.kind],
    actor_kind: ['text', () => act.actor.kind],
    actor_name: ['text', () => act.actor.name],
    task_id: ['uuid', () => act.taskId ?? null],
    facts: ['jsonb', ({ facts }) => JSON.stringify(ruleId === null ? facts : { ...facts, ruleId })],
  });
  await sql`INSERT INTO desk_event (${names}) SELECT * FROM ${source}`.execute(tx);
  const entries = changed.map(({ order }) => ({ id: act.services.newId(), objectId: order.id }));
  await auditMany(tx, {
    entries,
    at: act.now,
    action: `desk.${action.kind}`,
    objectKind: 'order',
    facts: { taskId: act.taskId ?? null, ruleId },
    actor: {
      merchantId: act.merchantId,
      kind: act.actor.kind === 'user' || act.actor.kind === 'api-key' ? act.actor.kind : 'system',
      id: act.actor.id,
      requestId: act.requestId ?? null,
    },
  });
  const orders = changed.map(({ order }) => order);
  const shopIds = [...new Set(orders.map(({ shopId }) => shopId))];
  const idsOf = (of: string) => orders.flatMap(({ id, shopId }) => (shopId === of ? [id] : [])).slice(0, 50);
  await act.services.hints.publish(
    tx,
    act.merchantId,
    shopIds.map((shopId) => ({ type: 'order.changed' as const, ids: idsOf(shopId), shopId })),
  );
}
