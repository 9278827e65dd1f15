/** What a seller may do about a case or an order: reasons, eligibility, what a refund would be, and what has happened so far. */
import { z } from 'zod';
import { isOpen, refundOf } from '../../world/after-sales/returns.ts';
import type { Order, Return, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { locale, platformId } from '../fields.ts';
import { seconds, sum } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { pictureUrl } from '../pictures.ts';
import { type ReasonKind, reasonsOf } from '../reason-codes.ts';
import { linesBody, linesOf, orderOf, returnOf, SCOPE } from './after-sale-rules.ts';
import { refundParts } from './aftersales.ts';

const rejectReasons = shopOperation({
  method: 'GET',
  template: '/return_refund/{version}/reject_reasons',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({ locale, return_or_cancel_id: platformId }),
  answer({ sim, shop, query }) {
    const id = query.return_or_cancel_id;
    const cancellation = sim.world.cancellations.get(id);
    const found = cancellation ?? sim.world.returns.get(id);
    if (!found) throw new PlatformError(CODE.caseMissing, 'The request does not exist');
    if (found.shopId !== shop.id) throw new PlatformError(CODE.caseForeign, 'The request is not of this shop');
    return { reasons: reasonsOf(cancellation ? 'rejectCancel' : kindOf(sim.world.returns.get(id)), shop.market) };
  },
});

const kindOf = (item: Return | undefined): ReasonKind => (item?.type === 'REFUND' ? 'rejectRefund' : 'rejectReturn');

const records = shopOperation({
  method: 'GET',
  template: '/return_refund/{version}/returns/{return_id}/records',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({ locale }),
  answer({ sim, shop, origin, path }) {
    const item = returnOf(sim, shop, path.return_id);
    return {
      records: item.records.map(({ event, role, at, reason, note, imageUris }) => ({
        event,
        role,
        description: event,
        reason_text: reason,
        note,
        images: imageUris.flatMap((uri) => {
          const image = sim.world.images.get(uri);
          return image ? [{ url: pictureUrl(origin, uri.split('/').at(-1) ?? ''), width: image.width, height: image.height }] : [];
        }),
        videos: [],
        create_time: seconds(at),
      })),
    };
  },
});

const calculate = shopOperation({
  method: 'POST',
  template: '/return_refund/{version}/refunds/calculate',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({
    order_id: platformId,
    request_type: z.enum(['CANCEL', 'REFUND', 'RETURN_AND_REFUND']),
    shipment_type: z.enum(['PLATFORM', 'BUYER_ARRANGE']).optional(),
    handover_method: z.enum(['DROP_OFF', 'PICKUP']).optional(),
    reason_name: z.string().min(1),
    ...linesBody,
  }),
  answer({ sim, shop, body }) {
    const order = orderOf(sim, shop, body.order_id);
    const lines = linesOf(order, body);
    const total = Math.min(refundOf(order, lines, 1), sim.refundable(order));
    const subtotal = Math.min(
      total,
      sum(lines, ({ salePrice }) => salePrice),
    );
    const shipping = lines.length === order.lines.length ? Math.min(total - subtotal, order.shipping) : 0;
    return { order_refund_amount: refundParts(order.currency, { total, subtotal, shipping }) };
  },
});

const eligibility = shopOperation({
  method: 'GET',
  template: '/return_refund/{version}/orders/{order_id}/aftersale_eligibility',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({ initiate_aftersale_user: z.enum(['SELLER', 'BUYER']).default('SELLER') }),
  answer({ sim, shop, path }) {
    const order = orderOf(sim, shop, path.order_id);
    const hasOpen = sim.returnsOf(order.id).some(isOpen);
    return {
      sku_eligibility: [...new Set(order.lines.map(({ skuId }) => skuId))].map((skuId) => ({
        sku_id: skuId,
        line_item_eligibility: eligibleTypes(order, shop, hasOpen).map(({ type, isEligible, code, reason }) => ({
          request_type: type,
          order_line_items_ids: order.lines.filter((line) => line.skuId === skuId).map(({ id }) => id),
          eligible: isEligible,
          ...(isEligible ? {} : { ineligible_code: code, ineligible_reason: reason }),
        })),
      })),
    };
  },
});

/** The platform's word for a refund alone is RETURN here. */
function eligibleTypes({ status }: Order, { market }: Shop, hasOpen: boolean) {
  const isCancellable = ['UNPAID', 'ON_HOLD', 'AWAITING_SHIPMENT'].includes(status);
  const isReturnable = ['AWAITING_COLLECTION', 'IN_TRANSIT', 'DELIVERED'].includes(status) && !hasOpen;
  const why = hasOpen
    ? { code: CODE.caseOpen, reason: 'Another request of this order is open' }
    : { code: CODE.reasonWrongStatus, reason: `The order is ${status}` };
  const bySeller = (kind: ReasonKind) => isReturnable && reasonsOf(kind, market).length > 0;
  return [
    { type: 'CANCEL', isEligible: isCancellable, code: CODE.shippedNoCancel, reason: `The order is ${status}` },
    { type: 'RETURN', isEligible: bySeller('refundBySeller'), ...why },
    { type: 'RETURN_AND_REFUND', isEligible: bySeller('returnBySeller'), ...why },
  ];
}

export const AFTERSALE_CHOICE_OPERATIONS = [rejectReasons, records, calculate, eligibility];
