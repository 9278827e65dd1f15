/** Cancelling an order, and answering a buyer who asks to. */
import { z } from 'zod';
import type { Order } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { platformId } from '../fields.ts';
import { shopOperation } from '../operation.ts';
import { reasonsOf } from '../reason-codes.ts';
import { cancellationOf, evidenceOf, keyQuery, linesBody, linesOf, orderOf, refusalBody, refuseReason, SCOPE } from './after-sale-rules.ts';

const PENDING = 'CANCELLATION_REQUEST_PENDING';

const cancel = shopOperation({
  method: 'POST',
  template: '/return_refund/{version}/cancellations',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({ order_id: platformId, ...linesBody, cancel_reason: z.string().min(1).max(200) }),
  answer({ sim, shop, body }) {
    const order = orderOf(sim, shop, body.order_id);
    refuseUncancellable(order);
    refuseReason(body.cancel_reason, shop, ['cancelBySeller']);
    const isForUnpaid = body.cancel_reason.includes('_unpaid_');
    if (isForUnpaid !== (order.status === 'UNPAID'))
      throw new PlatformError(CODE.reasonWrongStatus, `The reason is not one for an order that is ${order.status}`);
    if (linesOf(order, body).length < order.lines.length)
      throw new PlatformError(CODE.linesNotCancellable, 'An order is cancelled as a whole here');
    const code = body.cancel_reason;
    const text = reasonsOf('cancelBySeller', shop.market).find(({ name }) => name === code)?.text ?? code;
    const item = sim.acts.cancelOrder({ orderId: order.id, reason: { code, text } });
    const data = { orderId: order.id, cancellationId: item.id, reason: code, refund: item.refund };
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST cancellations', data });
    return { cancel_id: item.id, cancel_status: item.status };
  },
});

function refuseUncancellable({ status }: Order): void {
  if (status === 'CANCELLED' || status === 'COMPLETED')
    throw new PlatformError(CODE.alreadyEnded, 'The order is cancelled, refunded or completed already');
  if (status !== 'UNPAID' && status !== 'ON_HOLD' && status !== 'AWAITING_SHIPMENT')
    throw new PlatformError(CODE.shippedNoCancel, 'The order is shipped and cannot be cancelled');
}

const approve = shopOperation({
  method: 'POST',
  template: '/return_refund/{version}/cancellations/{cancel_id}/approve',
  versions: ['202309'],
  scope: SCOPE,
  query: keyQuery,
  answer({ sim, shop, path, query }) {
    const item = cancellationOf(sim, shop, path.cancel_id);
    const key = query.idempotency_key ?? null;
    if (key !== null && item.keys.includes(key)) return {};
    if (item.status !== PENDING) throw new PlatformError(CODE.approveStatus, `A request that is ${item.status} cannot be approved`);
    if (sim.world.orders.get(item.orderId)?.status !== 'AWAITING_SHIPMENT')
      throw new PlatformError(CODE.shippedNoCancel, 'The order is shipped and cannot be cancelled');
    sim.acts.answerCancellation({ cancellationId: item.id, isApproved: true, key });
    const data = { orderId: item.orderId, cancellationId: item.id, refund: item.refund };
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST cancellations/approve', data });
    return {};
  },
});

const reject = shopOperation({
  method: 'POST',
  template: '/return_refund/{version}/cancellations/{cancel_id}/reject',
  versions: ['202309'],
  scope: SCOPE,
  query: keyQuery,
  body: z.strictObject(refusalBody),
  answer({ sim, shop, path, query, body }) {
    const item = cancellationOf(sim, shop, path.cancel_id);
    const key = query.idempotency_key ?? null;
    if (key !== null && item.keys.includes(key)) return {};
    if (item.status !== PENDING)
      throw new PlatformError(CODE.rejectCancellationStatus, `A request that is ${item.status} cannot be rejected`);
    refuseReason(body.reject_reason, shop, ['rejectCancel']);
    evidenceOf(sim, shop, body.images);
    sim.acts.answerCancellation({ cancellationId: item.id, isApproved: false, key });
    const data = { orderId: item.orderId, cancellationId: item.id, reason: body.reject_reason };
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST cancellations/reject', data });
    return {};
  },
});

export const CANCELLATION_OPERATIONS = [cancel, approve, reject];
