/**
 * Cancellations and returns: what a seller reads of them.
 *
 * The refund is the world's and was paid at the update time of the completed case; how it splits
 * into goods, shipping and tax is derived here. Both searches sort ascending unless told otherwise,
 * unlike orders and packages, and returns refuse pages below ten.
 */
import { z } from 'zod';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Cancellation, Order, OrderLine, Return } from '../../world/types.ts';
import { ids, intText, locale, pageToken, sortOrder, unixSeconds } from '../fields.ts';
import { decimal, seconds, split, sum } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { pictureUrl } from '../pictures.ts';
import { byTime, within } from './time-window.ts';

const SCOPE = 'seller.return_refund.basic';
const MAX_IDS = 50;

const CANCEL_STATUSES = [
  'CANCELLATION_REQUEST_PENDING',
  'CANCELLATION_REQUEST_SUCCESS',
  'CANCELLATION_REQUEST_CANCEL',
  'CANCELLATION_REQUEST_CANCELLED',
  'CANCELLATION_REQUEST_COMPLETE',
] as const;
const RETURN_STATUSES = [
  'RETURN_OR_REFUND_REQUEST_PENDING',
  'REFUND_OR_RETURN_REQUEST_REJECT',
  'AWAITING_BUYER_SHIP',
  'BUYER_SHIPPED_ITEM',
  'REJECT_RECEIVE_PACKAGE',
  'RETURN_OR_REFUND_REQUEST_SUCCESS',
  'RETURN_OR_REFUND_REQUEST_CANCEL',
  'RETURN_OR_REFUND_REQUEST_COMPLETE',
  'AWAITING_BUYER_RESPONSE',
] as const;

const searchQuery = (minimum: number) =>
  z.strictObject({
    sort_field: z.enum(['create_time', 'update_time']).default('create_time'),
    sort_order: sortOrder.default('ASC'),
    page_size: intText(minimum, 50).default(10),
    page_token: pageToken,
  });
const window = {
  order_ids: ids(MAX_IDS).optional(),
  buyer_user_ids: ids(MAX_IDS).optional(),
  create_time_ge: unixSeconds.optional(),
  create_time_lt: unixSeconds.optional(),
  update_time_ge: unixSeconds.optional(),
  update_time_lt: unixSeconds.optional(),
  locale,
};

const cancellations = shopOperation({
  method: 'POST',
  template: '/return_refund/{version}/cancellations/search',
  versions: ['202309'],
  scope: SCOPE,
  query: searchQuery(1),
  body: z.strictObject({
    ...window,
    cancel_ids: ids(MAX_IDS).optional(),
    cancel_types: z.array(z.enum(['CANCEL', 'BUYER_CANCEL'])).optional(),
    cancel_status: z.array(z.enum(CANCEL_STATUSES)).optional(),
  }),
  answer({ sim, shop, origin, visibleUntil, query, body }) {
    // The create call says CANCEL where search and notification say CANCELLED: either finds it.
    const statuses = body.cancel_status?.map((status) =>
      status === 'CANCELLATION_REQUEST_CANCEL' ? 'CANCELLATION_REQUEST_CANCELLED' : status,
    );
    const rows = sim
      .lists(shop.id)
      .cancellations.filter(
        (item) =>
          item.updatedAt <= visibleUntil &&
          within(item, body) &&
          named(body.cancel_ids, item.id) &&
          named(body.order_ids, item.orderId) &&
          named(body.buyer_user_ids, buyerOf(item, sim)) &&
          named(body.cancel_types, cancelType(item)) &&
          named(statuses, item.status),
      );
    const request = { size: query.page_size, token: query.page_token, order: query.sort_order };
    const found = page(rows, request, { key: byTime(query.sort_field), filters: [shop.id, query.sort_field, body] });
    return {
      next_page_token: found.nextToken,
      total_count: found.total,
      cancellations: found.items.map((item) => cancellationShape(item, sim, origin)),
    };
  },
});

const returns = shopOperation({
  method: 'POST',
  template: '/return_refund/{version}/returns/search',
  versions: ['202309'],
  scope: SCOPE,
  query: searchQuery(10),
  body: z.strictObject({
    ...window,
    return_ids: ids(MAX_IDS).optional(),
    return_types: z.array(z.enum(['REFUND', 'RETURN_AND_REFUND', 'REPLACEMENT'])).optional(),
    return_status: z.array(z.enum(RETURN_STATUSES)).optional(),
    seller_proposed_return_type: z.array(z.enum(['PARTIAL_REFUND'])).optional(),
    arbitration_status: z.array(z.enum(['IN_PROGRESS', 'SUPPORT_BUYER', 'SUPPORT_SELLER', 'CLOSED'])).optional(),
  }),
  answer({ sim, shop, origin, visibleUntil, query, body }) {
    const rows = sim
      .lists(shop.id)
      .returns.filter(
        (item) =>
          item.updatedAt <= visibleUntil &&
          within(item, body) &&
          (body.seller_proposed_return_type === undefined || body.seller_proposed_return_type.length === 0 || item.offer !== null) &&
          named(body.return_ids, item.id) &&
          named(body.order_ids, item.orderId) &&
          named(body.buyer_user_ids, buyerOf(item, sim)) &&
          named(body.return_types, item.type) &&
          named(body.return_status, item.status) &&
          named(body.arbitration_status, item.arbitration ?? ''),
      );
    const request = { size: query.page_size, token: query.page_token, order: query.sort_order };
    const found = page(rows, request, { key: byTime(query.sort_field), filters: [shop.id, query.sort_field, body] });
    return {
      next_page_token: found.nextToken,
      total_count: found.total,
      return_orders: found.items.map((item) => returnShape(item, sim, origin)),
    };
  },
});

/** An empty list filters nothing, as an absent one. */
function named(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}

function buyerOf(item: Cancellation | Return, sim: Simulation): string {
  return sim.world.orders.get(item.orderId)?.buyer.id ?? '';
}

/** A buyer's request needs the seller's answer; seller and system just cancel. */
function cancelType(item: Cancellation): string {
  return item.role === 'BUYER' ? 'BUYER_CANCEL' : 'CANCEL';
}

function cancellationShape(item: Cancellation, sim: Simulation, origin: string) {
  const lines = refundedLines(item, sim, origin).map(({ id, ...line }) => ({ cancel_line_item_id: id, ...line }));
  return {
    cancel_id: item.id,
    order_id: item.orderId,
    cancel_type: cancelType(item),
    cancel_status: item.status,
    role: item.role,
    cancel_reason: item.reason,
    cancel_reason_text: item.reasonText,
    create_time: seconds(item.createdAt),
    update_time: seconds(item.updatedAt),
    ...(item.respondBy === null ? {} : { seller_next_action_response: [nextAction('SELLER_RESPOND_CANCEL', item.respondBy)] }),
    refund_amount: refundShape(item, sim.world.orders.get(item.orderId)),
    cancel_line_items: lines,
  };
}

function returnShape(item: Return, sim: Simulation, origin: string) {
  const sendsBack = item.type === 'RETURN_AND_REFUND';
  const lines = refundedLines(item, sim, origin).map(({ id, ...line }) => ({ return_line_item_id: id, ...line }));
  return {
    return_id: item.id,
    order_id: item.orderId,
    return_type: item.type,
    return_status: item.status,
    ...(item.arbitration === null ? {} : { arbitration_status: item.arbitration }),
    role: item.role,
    return_reason: item.reason,
    return_reason_text: item.reasonText,
    ...(sendsBack ? { shipment_type: 'PLATFORM', handover_method: 'DROP_OFF', return_method: 'BUYER_SHIPPED' } : {}),
    can_buyer_keep_item: item.isKept,
    ...sentBackShape(item),
    ...offerShape(item, sim.world.orders.get(item.orderId)),
    create_time: seconds(item.createdAt),
    update_time: seconds(item.updatedAt),
    ...(item.respondBy === null ? {} : { seller_next_action_response: [nextAction(actionOf(item), item.respondBy)] }),
    refund_amount: refundShape(item, sim.world.orders.get(item.orderId)),
    return_line_items: lines,
    is_combined_return: false,
  };
}

function nextAction(action: string, deadline: number) {
  return { action, deadline: seconds(deadline) };
}

function actionOf({ status, type }: Return): string {
  if (status === 'BUYER_SHIPPED_ITEM') return 'SELLER_RESPOND_RECEIVE_PACKAGE';
  return type === 'REFUND' ? 'SELLER_RESPOND_REFUND' : 'SELLER_RESPOND_RETURN';
}

function sentBackShape({ sentBack }: Return) {
  return sentBack === null ? {} : { return_tracking_number: sentBack.trackingNumber, return_provider_name: sentBack.carrier };
}

function offerShape({ offer }: Return, order: Order | undefined) {
  if (offer === null) return {};
  const currency = order?.currency ?? '';
  return {
    seller_proposed_return_type: 'PARTIAL_REFUND',
    partial_refund: { currency, amount: decimal(offer.amount, currency) },
    buyer_rejected_partial_refund: offer.isRefused,
  };
}

type Refunded = Pick<Cancellation | Return, 'orderId' | 'refund' | 'lineIds' | 'id'>;

function linesOf(item: Refunded, order: Order | undefined): OrderLine[] {
  return order?.lines.filter((line) => item.lineIds.includes(line.id)) ?? [];
}

/** A refund covers the lines first, then shipping, and what is left is tax. */
function refundShape(item: Refunded, order: Order | undefined) {
  const subtotal = Math.min(
    item.refund,
    sum(linesOf(item, order), (line) => line.salePrice),
  );
  const shipping = Math.min(item.refund - subtotal, order?.shipping ?? 0);
  return refundParts(order?.currency ?? '', { total: item.refund, subtotal, shipping });
}

export function refundParts(currency: string, parts: { total: number; subtotal: number; shipping: number }) {
  return {
    currency,
    refund_total: decimal(parts.total, currency),
    refund_subtotal: decimal(parts.subtotal, currency),
    refund_shipping_fee: decimal(parts.shipping, currency),
    refund_tax: decimal(parts.total - parts.subtotal - parts.shipping, currency),
  };
}

function refundedLines(item: Refunded, sim: Simulation, origin: string) {
  const order = sim.world.orders.get(item.orderId);
  const lines = linesOf(item, order);
  const weights = lines.map((line) => line.salePrice);
  const subtotal = Math.min(
    item.refund,
    sum(lines, (line) => line.salePrice),
  );
  const shares = split(subtotal, weights);
  return lines.map((line, index) => {
    const sku = sim.world.skus.get(line.skuId);
    const share = shares[index] ?? 0;
    return {
      // Derived from the line's id: the world keeps no id of its own for a part of a request.
      id: `${item.id.slice(0, 10)}${line.id.slice(-9)}`,
      order_line_item_id: line.id,
      sku_id: line.skuId,
      sku_name: sku?.name ?? '',
      seller_sku: sku?.sellerSku ?? '',
      product_name: sim.world.products.get(line.productId)?.title ?? '',
      product_image: { url: pictureUrl(origin, line.productId), width: 800, height: 800 },
      refund_amount: refundParts(order?.currency ?? '', { total: share, subtotal: share, shipping: 0 }),
    };
  });
}

export const AFTERSALE_OPERATIONS = [cancellations, returns];
