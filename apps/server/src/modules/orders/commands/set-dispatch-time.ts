/**
 * Edits how long a merchant has to dispatch where the platform does not say it. Open orders move to their new deadlines in the same
 * transaction, with the counts that hang on them; finished ones keep the deadline under which they were judged.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import { dispatchDeadline } from '@tradewind/rules/dispatch-sla';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { moveDispatchCounts } from '../dispatch.ts';
import { type DispatchTime, readDispatchTimes } from '../dispatch-deadlines.ts';
import { dispatchTimeView } from '../queries/dispatch-times.ts';

type Input = Parameters<Handlers['dispatch-times.set']>[0];
type Answer = AnswerOf<Routes['dispatch-times.set']>;

/** Who shows deadlines elsewhere, and moves with them. */
type MoveDesk = (tx: TenantTx, moved: { merchantId: string; orderIds: readonly string[] }) => Promise<void>;

export async function setDispatchTime(
  services: Services,
  { caller, requestId, params, body }: Input,
  moveDesk?: MoveDesk,
): Promise<Answer | Refusal> {
  // It holds for every shop of the market.
  if (caller.shopIds !== null) return refuse('forbidden');
  const wrong = body.holidays.flatMap((day, index) =>
    day < '1970-01-01' || day > '2199-12-31'
      ? [{ path: `/holidays/${index}`, code: 'out-of-range', message: 'a day from 1970 to 2199' }]
      : [],
  );
  if (new Set(body.restDays).size === 7)
    wrong.push({ path: '/restDays', code: 'no-working-day', message: 'at least one day of the week is worked' });
  if (wrong.length > 0) return { refused: 'invalid-input', errors: wrong };
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const known = (await readDispatchTimes(tx)).some((row) => row.market === params.market && row.path === params.path);
    if (!known) return refuse('not-found');
    const time: DispatchTime = {
      ...params,
      allowed: 'hours' in body.allowed ? { hours: body.allowed.hours } : { workingDays: body.allowed.workingDays },
      restDays: [...new Set(body.restDays)].sort(),
      holidays: [...new Set(body.holidays)].sort(),
      editedAt: new Date(now),
    };
    await save(tx, { time, merchantId: caller.merchantId, callerId: caller.id });
    const orderIds = await moveOpenOrders(tx, caller.merchantId, time);
    await moveDesk?.(tx, { merchantId: caller.merchantId, orderIds });
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'dispatch-time.set',
      objectKind: 'dispatch-time',
      objectId: `${time.market}/${time.path}`,
      facts: { ...time.allowed, restDays: time.restDays.join(''), holidays: time.holidays.length },
    });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'figures.changed', ids: [], shopId: null }]);
    return dispatchTimeView(time);
  });
}

type Saved = { time: DispatchTime; merchantId: string; callerId: string };

async function save(tx: TenantTx, { time, merchantId, callerId }: Saved): Promise<void> {
  const values = {
    hours: 'hours' in time.allowed ? time.allowed.hours : null,
    working_days: 'workingDays' in time.allowed ? time.allowed.workingDays : null,
    rest_days: time.restDays,
    holidays: time.holidays,
    edited_by: callerId,
    edited_at: time.editedAt ?? new Date(0),
  };
  await tx
    .insertInto('dispatch_sla')
    .values({ merchant_id: merchantId, market: time.market, path: time.path, ...values })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'market', 'path']).doUpdateSet(values))
    .execute();
}

async function moveOpenOrders(tx: TenantTx, merchantId: string, time: DispatchTime): Promise<string[]> {
  const ids: string[] = [];
  const shops = await tx.selectFrom('shop').select(['id', 'time_zone']).where('market', '=', time.market).orderBy('id').execute();
  for (const shop of shops) {
    const open = await tx
      .selectFrom('orders')
      .select(['id', 'created_at', 'paid_at', 'dispatch_due_at'])
      .where('shop_id', '=', shop.id)
      .where('paid_at', 'is not', null)
      .where('dispatched_at', 'is', null)
      .where('cancelled_at', 'is', null)
      .where('ship_by', 'is', null)
      .where('fulfilment', '=', time.path)
      .orderBy('id')
      .forUpdate()
      .execute();
    const moved = open.flatMap(({ paid_at: paidAt, ...order }) =>
      paidAt === null ? [] : [{ ...order, paidAt, dueAt: dispatchDeadline(time, paidAt.getTime(), shop.time_zone) }],
    );
    if (moved.length === 0) continue;
    ids.push(...moved.map(({ id }) => id));
    const { names, source } = unnestRows(moved, {
      id: ['uuid', (order) => order.id],
      due_at: ['timestamptz', (order) => new Date(order.dueAt)],
    });
    await sql`UPDATE orders SET dispatch_due_at = given.due_at FROM (SELECT ${names} FROM ${source}) AS given WHERE orders.id = given.id`.execute(
      tx,
    );
    const facts = moved.map(({ created_at: created, paidAt, dispatch_due_at: before, dueAt }) => {
      const open = { createdAt: created.getTime(), paidAt: paidAt.getTime(), dispatchedAt: null, cancelledAt: null, cancelledBy: null };
      return { before: { ...open, dueAt: before?.getTime() ?? null }, after: { ...open, dueAt } };
    });
    await moveDispatchCounts(tx, { merchantId, shopId: shop.id }, facts);
  }
  return ids;
}
