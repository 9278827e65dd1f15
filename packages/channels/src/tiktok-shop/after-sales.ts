/**
 * Returns and cancellations as money given back.
 * The platform has no field for the instant of the refund. A completed case with an amount has been paid
 * back, and its last update is taken as the instant. A later touch of the case moves that update, so a
 * caller that already has an instant of refund keeps it. The same holds for the instant at which a case ended.
 * A cancellation of an unpaid order completes too, but its amount is absent or zero: nothing was refunded.
 */
import { z } from 'zod';
import type { ChannelAfterSale, Page, ShopAccess, UpdatedRange } from '../port.ts';
import { cancellationStanding, cancellationStandingOf, returnStanding, returnStandingOf } from './cases.ts';
import { amountIn, id, instant, list, optionalAmount, pageFields, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { OLDEST_UPDATE_FIRST, type Platform, searchPage, wireRange } from './platform.ts';
import { returnCause } from './return-causes.ts';

const PAGE_SIZE = 50;

const refund = z.object({ currency: text, refund_total: optionalAmount }).nullish();
const returnOrder = z.object({
  return_id: id,
  order_id: id,
  return_type: z.string(),
  return_status: z.string(),
  ...returnStanding,
  return_reason_text: text,
  create_time: instant,
  update_time: instant,
  refund_amount: refund,
});
const cancellation = z.object({
  cancel_id: id,
  order_id: id,
  cancel_status: z.string(),
  ...cancellationStanding,
  cancel_reason_text: text,
  create_time: instant,
  update_time: instant,
  refund_amount: refund,
});
const returnPage = z.object({ return_orders: list(returnOrder), ...pageFields });
const cancellationPage = z.object({ cancellations: list(cancellation), ...pageFields });

/** Our word for each status; CANCEL and CANCELLED are two spellings of one. */
const STATUSES: Readonly<Record<string, string>> = {
  RETURN_OR_REFUND_REQUEST_PENDING: 'requested',
  REFUND_OR_RETURN_REQUEST_REJECT: 'rejected',
  AWAITING_BUYER_SHIP: 'awaiting-buyer-shipment',
  BUYER_SHIPPED_ITEM: 'shipped-by-buyer',
  REJECT_RECEIVE_PACKAGE: 'parcel-rejected',
  RETURN_OR_REFUND_REQUEST_SUCCESS: 'approved',
  RETURN_OR_REFUND_REQUEST_CANCEL: 'withdrawn',
  RETURN_OR_REFUND_REQUEST_COMPLETE: 'completed',
  REPLACEMENT_REQUEST_PENDING: 'requested',
  REPLACEMENT_REQUEST_REJECT: 'rejected',
  REPLACEMENT_REQUEST_REFUND_SUCCESS: 'refunded-instead',
  REPLACEMENT_REQUEST_CANCEL: 'withdrawn',
  REPLACEMENT_REQUEST_COMPLETE: 'completed',
  AWAITING_BUYER_RESPONSE: 'awaiting-buyer-response',
  CANCELLATION_REQUEST_PENDING: 'requested',
  CANCELLATION_REQUEST_SUCCESS: 'approved',
  CANCELLATION_REQUEST_CANCEL: 'withdrawn',
  CANCELLATION_REQUEST_CANCELLED: 'withdrawn',
  CANCELLATION_REQUEST_COMPLETE: 'completed',
};

const PAID_BACK = new Set(['RETURN_OR_REFUND_REQUEST_COMPLETE', 'REPLACEMENT_REQUEST_REFUND_SUCCESS', 'CANCELLATION_REQUEST_COMPLETE']);

/** Nothing more comes of it, unless a refused buyer has called the platform in. */
const RESOLVED = new Set([
  'RETURN_OR_REFUND_REQUEST_COMPLETE',
  'RETURN_OR_REFUND_REQUEST_CANCEL',
  'REFUND_OR_RETURN_REQUEST_REJECT',
  'REPLACEMENT_REQUEST_COMPLETE',
  'REPLACEMENT_REQUEST_CANCEL',
  'REPLACEMENT_REQUEST_REJECT',
  'REPLACEMENT_REQUEST_REFUND_SUCCESS',
  'CANCELLATION_REQUEST_CANCEL',
  'CANCELLATION_REQUEST_CANCELLED',
  'CANCELLATION_REQUEST_COMPLETE',
]);
/** A buyer who is right is refunded afterwards, which the status then says. */
const isResolved = (status: string, arbitration: string): boolean =>
  RESOLVED.has(status) && (!status.includes('REJECT') || (arbitration !== 'IN_PROGRESS' && arbitration !== 'SUPPORT_BUYER'));

export async function listReturns(platform: Platform, shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelAfterSale>> {
  const operation = OPERATIONS.returnSearch;
  const page = await searchPage(platform, shop, { operation, schema: returnPage, ...searchOf(range) });
  const items = page.return_orders.map((wire) => ({
    channelAfterSaleId: wire.return_id,
    channelOrderId: wire.order_id,
    kind: wire.return_type === 'REFUND' ? ('refund' as const) : ('return' as const),
    reason: wire.return_reason_text || wire.return_reason,
    cause: returnCause(wire.return_reason),
    ...stateOf(wire, wire.return_status),
    resolvedAt: isResolved(wire.return_status, wire.arbitration_status) ? wire.update_time : null,
    ...moneyOf(wire, wire.return_status, { currency: shop.currency, operation: operation.name, path: `return_orders(${wire.return_id})` }),
    standing: returnStandingOf(wire, { currency: shop.currency, operation: operation.name, path: `return_orders(${wire.return_id})` }),
  }));
  return { items, nextToken: page.next_page_token, total: page.total_count };
}

export async function listCancellations(platform: Platform, shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelAfterSale>> {
  const operation = OPERATIONS.cancellationSearch;
  const page = await searchPage(platform, shop, { operation, schema: cancellationPage, ...searchOf(range) });
  const items = page.cancellations.map((wire) => ({
    channelAfterSaleId: wire.cancel_id,
    channelOrderId: wire.order_id,
    kind: 'cancellation' as const,
    reason: wire.cancel_reason_text || wire.cancel_reason,
    cause: null,
    ...stateOf(wire, wire.cancel_status),
    resolvedAt: RESOLVED.has(wire.cancel_status) ? wire.update_time : null,
    ...moneyOf(wire, wire.cancel_status, { currency: shop.currency, operation: operation.name, path: `cancellations(${wire.cancel_id})` }),
    standing: cancellationStandingOf(wire),
  }));
  return { items, nextToken: page.next_page_token, total: page.total_count };
}

function searchOf(range: UpdatedRange) {
  return {
    pageSize: PAGE_SIZE,
    pageToken: range.pageToken,
    query: OLDEST_UPDATE_FIRST,
    body: wireRange('update_time', range.updatedFrom, range.updatedTo),
  };
}

type WireCase = { create_time: number; update_time: number; refund_amount?: z.infer<typeof refund> };

function stateOf(wire: WireCase, wireStatus: string): Pick<ChannelAfterSale, 'status' | 'createdAt' | 'updatedAt'> {
  const status = Object.hasOwn(STATUSES, wireStatus) ? (STATUSES[wireStatus] ?? 'unknown') : 'unknown';
  return { status, createdAt: wire.create_time, updatedAt: wire.update_time };
}

function moneyOf(
  wire: WireCase,
  wireStatus: string,
  place: { currency: string; operation: string; path: string },
): Pick<ChannelAfterSale, 'refundAmount' | 'currency' | 'refundedAt'> {
  const currency = wire.refund_amount?.currency || place.currency;
  const path = `${place.path}.refund_amount.refund_total`;
  const refundAmount = amountIn(wire.refund_amount?.refund_total ?? null, { currency, operation: place.operation, path });
  const isPaidBack = PAID_BACK.has(wireStatus) && refundAmount > 0;
  return { refundAmount, currency, refundedAt: isPaidBack ? wire.update_time : null };
}
