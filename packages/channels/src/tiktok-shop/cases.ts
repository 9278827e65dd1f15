/** Cancellations and returns by their ids, as they stand: whose turn it is, until when, and for how much. */
import { z } from 'zod';
import type { CaseStanding, CaseStatus, ChannelCase, ShopAccess } from '../port.ts';
import { amountIn, id, instant, list, optionalAmount, ours, pageFields, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { OLDEST_UPDATE_FIRST, type Platform, searchPage } from './platform.ts';

/** The search takes no more ids, and answers them in one page. */
const IDS_PER_CALL = 50;

const money = z.object({ currency: text, refund_total: optionalAmount }).nullish();
const turn = list(z.object({ deadline: instant }));
const lines = list(z.object({ order_line_item_id: id }));
const shared = {
  order_id: id,
  create_time: instant,
  update_time: instant,
  refund_amount: money,
};
/** What of a case says whose turn it is, as both the list and the look at one case have it. */
export const cancellationStanding = { role: text, seller_next_action_response: turn, cancel_reason: text, cancel_line_items: lines };
export const returnStanding = {
  role: text,
  seller_next_action_response: turn,
  return_reason: text,
  arbitration_status: text,
  return_tracking_number: text,
  return_provider_name: text,
  partial_refund: z.object({ currency: text, amount: optionalAmount }).nullish(),
  buyer_rejected_partial_refund: z.boolean().nullish(),
  return_line_items: lines,
};
const cancellation = z.object({ ...shared, ...cancellationStanding, cancel_id: id, cancel_status: z.string() });
const returnStandingShape = z.object(returnStanding);
const cancellationStandingShape = z.object(cancellationStanding);
const returned = z.object({ ...shared, ...returnStanding, return_id: id, return_type: z.string(), return_status: z.string() });

/** CANCEL and CANCELLED are two spellings of one; a replacement is answered in the platform's own pages, and ends as others do. */
const STATUSES: Readonly<Record<string, CaseStatus>> = {
  RETURN_OR_REFUND_REQUEST_PENDING: 'requested',
  REPLACEMENT_REQUEST_PENDING: 'requested',
  CANCELLATION_REQUEST_PENDING: 'requested',
  AWAITING_BUYER_SHIP: 'awaiting-buyer-shipment',
  BUYER_SHIPPED_ITEM: 'shipped-by-buyer',
  REJECT_RECEIVE_PACKAGE: 'parcel-rejected',
  AWAITING_BUYER_RESPONSE: 'awaiting-buyer-response',
  RETURN_OR_REFUND_REQUEST_SUCCESS: 'approved',
  CANCELLATION_REQUEST_SUCCESS: 'approved',
  RETURN_OR_REFUND_REQUEST_COMPLETE: 'completed',
  REPLACEMENT_REQUEST_COMPLETE: 'completed',
  REPLACEMENT_REQUEST_REFUND_SUCCESS: 'completed',
  CANCELLATION_REQUEST_COMPLETE: 'completed',
  REFUND_OR_RETURN_REQUEST_REJECT: 'rejected',
  REPLACEMENT_REQUEST_REJECT: 'rejected',
  RETURN_OR_REFUND_REQUEST_CANCEL: 'withdrawn',
  REPLACEMENT_REQUEST_CANCEL: 'withdrawn',
  CANCELLATION_REQUEST_CANCEL: 'withdrawn',
  CANCELLATION_REQUEST_CANCELLED: 'withdrawn',
};
const OPENERS: Readonly<Record<string, ChannelCase['openedBy']>> = { BUYER: 'buyer', SELLER: 'seller' };
const DISPUTES: Readonly<Record<string, ChannelCase['dispute']>> = {
  IN_PROGRESS: 'open',
  SUPPORT_BUYER: 'for-buyer',
  SUPPORT_SELLER: 'for-seller',
  CLOSED: 'closed',
};

type Money = { currency: string; operation: string; path: string };
const turnOf = (wire: { role: string; seller_next_action_response: { deadline: number }[] }) => ({
  openedBy: ours(OPENERS, wire.role) ?? ('platform' as const),
  respondBy: wire.seller_next_action_response[0]?.deadline ?? null,
});

export const cancellationStandingOf = (wire: z.infer<typeof cancellationStandingShape>): CaseStanding => ({
  ...turnOf(wire),
  reasonCode: wire.cancel_reason,
  channelLineIds: wire.cancel_line_items.map((line) => line.order_line_item_id),
  dispute: null,
  offer: null,
  sentBack: null,
});

export function returnStandingOf(wire: z.infer<typeof returnStandingShape>, place: Money): CaseStanding {
  const { partial_refund: partial } = wire;
  const offered = { ...place, currency: partial?.currency || place.currency, path: `${place.path}.partial_refund.amount` };
  return {
    ...turnOf(wire),
    reasonCode: wire.return_reason,
    channelLineIds: wire.return_line_items.map((line) => line.order_line_item_id),
    dispute: ours(DISPUTES, wire.arbitration_status),
    offer: partial?.amount ? { amount: amountIn(partial.amount, offered), isRefused: wire.buyer_rejected_partial_refund ?? false } : null,
    sentBack: wire.return_tracking_number
      ? { trackingNumber: wire.return_tracking_number, carrier: wire.return_provider_name || null }
      : null,
  };
}

type Shared = Pick<z.infer<typeof cancellation>, keyof typeof shared>;

function sharedOf(wire: Shared, status: string, place: { shop: ShopAccess; operation: string; path: string }) {
  const currency = wire.refund_amount?.currency || place.shop.currency;
  const path = `${place.path}.refund_amount.refund_total`;
  return {
    channelOrderId: wire.order_id,
    status: ours(STATUSES, status) ?? ('unknown' as const),
    refund: amountIn(wire.refund_amount?.refund_total ?? null, { currency, operation: place.operation, path }),
    currency,
    createdAt: wire.create_time,
    updatedAt: wire.update_time,
  };
}

/** Pages of ids, the answer to each read to its end. */
const chunks = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / IDS_PER_CALL) }, (_, index) => ids.slice(index * IDS_PER_CALL, (index + 1) * IDS_PER_CALL));

export async function readCancellations(platform: Platform, shop: ShopAccess, ids: readonly string[]): Promise<ChannelCase[]> {
  const operation = OPERATIONS.cancellationSearch;
  const schema = z.object({ cancellations: list(cancellation), ...pageFields });
  const found: ChannelCase[] = [];
  for (const chunk of chunks(ids)) {
    const search = { operation, schema, pageSize: IDS_PER_CALL, pageToken: null, query: OLDEST_UPDATE_FIRST, body: { cancel_ids: chunk } };
    for (const wire of (await searchPage(platform, shop, search)).cancellations) {
      const { reasonCode, ...standing } = cancellationStandingOf(wire);
      const place = { shop, operation: operation.name, path: `cancellations(${wire.cancel_id})` };
      const facts = sharedOf(wire, wire.cancel_status, place);
      found.push({ channelCaseId: wire.cancel_id, kind: 'cancellation', ...facts, ...standing, reason: reasonCode });
    }
  }
  return found;
}

export async function readReturns(platform: Platform, shop: ShopAccess, ids: readonly string[]): Promise<ChannelCase[]> {
  const operation = OPERATIONS.returnSearch;
  const schema = z.object({ return_orders: list(returned), ...pageFields });
  const found: ChannelCase[] = [];
  for (const chunk of chunks(ids)) {
    const search = { operation, schema, pageSize: IDS_PER_CALL, pageToken: null, query: OLDEST_UPDATE_FIRST, body: { return_ids: chunk } };
    for (const wire of (await searchPage(platform, shop, search)).return_orders) {
      const path = `return_orders(${wire.return_id})`;
      const facts = sharedOf(wire, wire.return_status, { shop, operation: operation.name, path });
      const { reasonCode, ...standing } = returnStandingOf(wire, { currency: facts.currency, operation: operation.name, path });
      const kind = wire.return_type === 'REFUND' ? ('refund' as const) : ('return' as const);
      found.push({ channelCaseId: wire.return_id, kind, ...facts, ...standing, reason: reasonCode });
    }
  }
  return found;
}
