import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { sendAnswerJob } from '../jobs.ts';
import { lockOrder, moneyOf } from '../queries/order-money.ts';
import { answerView } from '../queries/views.ts';
import { aboveLeft } from './plan-answer.ts';

type Refunding = Parameters<Handlers['order-refunds.create']>[0];
type Cancelling = Parameters<Handlers['order-cancellations.create']>[0];
type Unasked = {
  orderId: string;
  act: 'refund-order' | 'cancel-order';
  reasonCode: string;
  lineIds: string[] | null;
  /** Null: everything that is left. */
  amount: number | null;
};
type Answer = AnswerOf<Routes['order-refunds.create']>;

/** Money given back without a request, while it is there. The platform opens a case for it. */
export const refundUnasked = (services: Services, { caller, requestId, params, body }: Refunding): Promise<Answer | Refusal> =>
  plan(services, {
    ...{ caller, requestId },
    wish: {
      ...{ orderId: params.orderId, act: 'refund-order', reasonCode: body.reasonCode },
      ...{ lineIds: body.channelLineIds ?? null, amount: body.amount },
    },
  });

/** The whole order, before it leaves. */
export const cancelUnasked = (services: Services, { caller, requestId, params, body }: Cancelling): Promise<Answer | Refusal> =>
  plan(services, { caller, requestId, wish: { ...params, act: 'cancel-order', reasonCode: body.reasonCode, lineIds: null, amount: null } });

const CANCELLABLE = new Set(['unpaid', 'on-hold', 'awaiting-shipment']);
const REFUNDABLE = new Set(['awaiting-collection', 'in-transit', 'delivered']);
type Planning = { caller: Caller; requestId: string; wish: Unasked };

async function plan(services: Services, { caller, requestId, wish }: Planning): Promise<Answer | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    await lockOrder(tx, wish.orderId);
    const order = await orderOf(tx, wish.orderId);
    if (!order || !mayUseShop(caller, order.shop_id)) return refuse('not-found');
    const returns = services.channels[order.channel as keyof Services['channels']]?.returns;
    if (!returns) return refuse('channel-not-configured');
    const refusal = await refuseOrder(tx, { order, wish });
    if (refusal) return refusal;
    const isPaid = order.paid_at !== null;
    const reasons =
      wish.act === 'cancel-order' ? returns.cancelReasons(order.market, { isPaid }) : returns.refundReasons(order.market, 'refund');
    if (!reasons.some(({ code }) => code === wish.reasonCode)) return wrong('/reasonCode', 'unknown-reason', 'Not a reason of this market');
    const money = await moneyOf(tx, wish.orderId);
    const amount = wish.amount ?? money.left;
    if (wish.act === 'refund-order' && (amount <= 0 || amount > money.left)) return aboveLeft(amount, money);
    const made = await tx
      .insertInto('after_sale_answer')
      .values({
        ...{ merchant_id: caller.merchantId, id: services.newId(), shop_id: order.shop_id, order_id: order.id, after_sale_id: null },
        ...{ act: wish.act, reason_code: wish.reasonCode, comment: '', evidence_ids: [], channel_line_ids: wish.lineIds },
        ...{ amount_minor: amount, currency: order.currency, intent: 'planned', failure_code: null, channel_case_id: null },
        ...{ asked_by_kind: caller.kind, asked_by: caller.name, rule_id: null, planned_at: new Date(now), sent_at: null, ended_at: null },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const act = { action: `return.${wish.act}`, objectKind: 'order', objectId: order.id, facts: { reason: wish.reasonCode, amount } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [sendAnswerJob(order.shop_id, made.id, now)], now });
    return answerView(made);
  });
}

type Order = {
  id: string;
  shop_id: string;
  status: string;
  currency: string;
  paid_at: Date | null;
  market: string;
  channel: string;
  line_ids: string[];
};

async function orderOf(tx: TenantTx, orderId: string): Promise<Order | undefined> {
  const { rows } = await sql<Order>`
    SELECT o.id, o.shop_id, o.status, o.currency, o.paid_at, s.market, s.channel,
      ARRAY(SELECT unnest(l.channel_line_ids) FROM order_line l WHERE l.order_id = o.id) AS line_ids
    FROM orders o JOIN shop s ON s.merchant_id = o.merchant_id AND s.id = o.shop_id WHERE o.id = ${orderId}::uuid`.execute(tx);
  return rows[0];
}

async function refuseOrder(tx: TenantTx, { order, wish }: { order: Order; wish: Unasked }): Promise<Refusal | null> {
  const { rows } = await sql<{ asked_by: string; act: string }>`
    SELECT asked_by, act FROM after_sale_answer
    WHERE order_id = ${order.id}::uuid AND after_sale_id IS NULL AND intent IN ('planned', 'sent', 'unknown')`.execute(tx);
  if (rows[0]) return refuse('answer-under-way', `${rows[0].asked_by}: ${rows[0].act}`);
  const allowed = wish.act === 'cancel-order' ? CANCELLABLE : REFUNDABLE;
  if (!allowed.has(order.status)) return refuse('answer-not-open', order.status);
  const at = (wish.lineIds ?? []).findIndex((id) => !order.line_ids.includes(id));
  return at < 0 ? null : wrong(`/channelLineIds/${at}`, 'unknown-line', 'The order has no such line');
}

const wrong = (path: string, code: string, message: string): Refusal => ({ refused: 'invalid-input', errors: [{ path, code, message }] });
