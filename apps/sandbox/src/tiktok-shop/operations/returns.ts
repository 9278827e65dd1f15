/** Answering what buyers send back or want refunded, and refunding without being asked. */
import { z } from 'zod';
import { isOpen, refundOf } from '../../world/after-sales/returns.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Order, Return, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { platformId } from '../fields.ts';
import { minorOf } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { evidenceOf, keyQuery, linesBody, linesOf, orderOf, refusalBody, refuseReason, returnOf, SCOPE } from './after-sale-rules.ts';

const PENDING = 'RETURN_OR_REFUND_REQUEST_PENDING';
const SENT = 'BUYER_SHIPPED_ITEM';

const approve = shopOperation({
  method: 'POST',
  template: '/return_refund/{version}/returns/{return_id}/approve',
  versions: ['202309'],
  scope: SCOPE,
  query: keyQuery,
  body: z.strictObject({
    decision: z.enum([
      'APPROVE_REFUND',
      'APPROVE_RETURN',
      'APPROVE_RECEIVED_PACKAGE',
      'APPROVE_REPLACEMENT',
      'ISSUE_REPLACEMENT_REFUND',
      'OFFER_PARTIAL_REFUND',
    ]),
    buyer_keep_item: z.boolean().optional(),
    partial_refund: z.strictObject({ currency: z.string(), amount: z.string() }).optional(),
  }),
  answer({ sim, shop, path, query, body }) {
    const item = returnOf(sim, shop, path.return_id);
    const key = query.idempotency_key ?? null;
    if (key !== null && item.keys.includes(key)) return {};
    const decision = decisionOf(item, body.decision, body.buyer_keep_item ?? false);
    const offer = decision === 'offer' ? offerOf(item, shop, body.partial_refund) : null;
    sim.acts.approveReturn({ returnId: item.id, decision, offer, key });
    const data = { orderId: item.orderId, returnId: item.id, decision: body.decision, refund: offer ?? item.refund };
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST returns/approve', data });
    return {};
  },
});

function decisionOf(item: Return, decision: string, keeps: boolean): 'refund' | 'return' | 'received' | 'offer' {
  const isSent = item.status === SENT;
  if (!isSent && item.status !== PENDING)
    throw new PlatformError(CODE.approveStatus, `A request that is ${item.status} cannot be approved`);
  if (isSent && decision === 'APPROVE_RECEIVED_PACKAGE') return 'received';
  if (!isSent && decision === 'APPROVE_REFUND' && (item.type === 'REFUND' || keeps)) return 'refund';
  if (!isSent && decision === 'APPROVE_RETURN' && item.type === 'RETURN_AND_REFUND') return 'return';
  if (!isSent && decision === 'OFFER_PARTIAL_REFUND') return 'offer';
  throw new PlatformError(CODE.decisionWrong, `${decision} does not answer a ${item.type} that is ${item.status}`);
}

function offerOf(item: Return, { currency }: Shop, partial: { currency: string; amount: string } | undefined): number {
  if (item.offer !== null) throw new PlatformError(CODE.offerTwice, 'A part was offered before');
  const amount = partial?.currency === currency ? minorOf(partial.amount, currency) : null;
  if (amount === null || amount <= 0 || amount >= item.refund)
    throw new PlatformError(CODE.offerAmount, 'A part is more than nothing and less than the whole, in the currency of the order');
  return amount;
}

const REJECTIONS = {
  REJECT_REFUND: { status: PENDING, type: 'REFUND', kind: 'rejectRefund' },
  REJECT_RETURN: { status: PENDING, type: 'RETURN_AND_REFUND', kind: 'rejectReturn' },
  REJECT_RECEIVED_PACKAGE: { status: SENT, type: 'RETURN_AND_REFUND', kind: 'rejectReturn' },
} as const;

const reject = shopOperation({
  method: 'POST',
  template: '/return_refund/{version}/returns/{return_id}/reject',
  versions: ['202309'],
  scope: SCOPE,
  query: keyQuery,
  body: z.strictObject({
    decision: z.enum(['REJECT_REFUND', 'REJECT_RETURN', 'REJECT_RECEIVED_PACKAGE', 'REJECT_REPLACEMENT']),
    ...refusalBody,
  }),
  answer({ sim, shop, path, query, body }) {
    const item = returnOf(sim, shop, path.return_id);
    const key = query.idempotency_key ?? null;
    if (key !== null && item.keys.includes(key)) return {};
    if (item.status !== PENDING && item.status !== SENT)
      throw new PlatformError(CODE.rejectStatus, `A request that is ${item.status} cannot be rejected`);
    const rule = body.decision === 'REJECT_REPLACEMENT' ? null : REJECTIONS[body.decision];
    if (rule?.status !== item.status || rule.type !== item.type)
      throw new PlatformError(CODE.decisionWrong, `${body.decision} does not answer a ${item.type} that is ${item.status}`);
    refuseReason(body.reject_reason, shop, [rule.kind]);
    const imageUris = evidenceOf(sim, shop, body.images);
    if (rule.status === SENT && imageUris.length === 0)
      throw new PlatformError(CODE.evidenceMissing, 'Whoever refuses what came back shows pictures of it');
    sim.acts.rejectReturn({ returnId: item.id, reason: body.reject_reason, note: body.comment ?? '', imageUris, key });
    const data = { orderId: item.orderId, returnId: item.id, decision: body.decision, reason: body.reject_reason };
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST returns/reject', data });
    return {};
  },
});

const create = shopOperation({
  method: 'POST',
  template: '/return_refund/{version}/returns',
  versions: ['202309'],
  scope: SCOPE,
  query: keyQuery,
  body: z.strictObject({
    order_id: platformId,
    ...linesBody,
    return_reason: z.string().min(1).max(200),
    return_type: z.enum(['REFUND', 'RETURN_AND_REFUND']),
    refund_total: z.string().optional(),
    currency: z.string().optional(),
    shipment_type: z.enum(['PLATFORM', 'BUYER_ARRANGE']).optional(),
    handover_method: z.enum(['DROP_OFF', 'PICKUP']).optional(),
  }),
  answer({ sim, shop, query, body }) {
    const order = orderOf(sim, shop, body.order_id);
    const key = query.idempotency_key ?? null;
    const known = key === null ? undefined : sim.returnsOf(order.id).find(({ keys }) => keys.includes(key));
    if (known) return { return_id: known.id, return_status: known.status };
    refuseUnreturnable(sim, order);
    refuseReason(body.return_reason, shop, [body.return_type === 'REFUND' ? 'refundBySeller' : 'returnBySeller']);
    const lines = linesOf(order, body);
    const refund =
      body.refund_total === undefined ? refundOf(order, lines, 1) : minorOf(body.refund_total, body.currency ?? order.currency);
    const isOtherMoney = body.currency !== undefined && body.currency !== order.currency;
    if (refund === null || refund <= 0 || isOtherMoney || refund > Math.min(sim.refundable(order), refundOf(order, lines, 1)))
      throw new PlatformError(CODE.refundTooHigh, 'The refund is not an amount that is left to be refunded');
    const lineIds = lines.map(({ id }) => id);
    const item = sim.acts.createReturn({ orderId: order.id, type: body.return_type, lineIds, refund, reason: body.return_reason, key });
    const data = { orderId: order.id, returnId: item.id, reason: body.return_reason, refund };
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST returns', data });
    return { return_id: item.id, return_status: item.status };
  },
});

/** After it has left, while it is not completed, one case at a time. */
function refuseUnreturnable(sim: Simulation, order: Order): void {
  if (order.status === 'CANCELLED' || order.status === 'COMPLETED')
    throw new PlatformError(CODE.alreadyEnded, 'The order is cancelled, refunded or completed already');
  if (!['AWAITING_COLLECTION', 'IN_TRANSIT', 'DELIVERED'].includes(order.status))
    throw new PlatformError(CODE.reasonWrongStatus, 'The order has not left, cancel it');
  if (sim.returnsOf(order.id).some(isOpen)) throw new PlatformError(CODE.caseOpen, 'Another request of this order is open');
}

export const RETURN_OPERATIONS = [approve, reject, create];
