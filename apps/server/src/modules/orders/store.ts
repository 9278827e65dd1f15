import type { ChannelOrder, OrderStatus } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { type BulkColumn, unnestRows } from '../../platform/database/unnest.ts';
import type { MerchantSecrets } from '../../platform/secrets/secrets.ts';
import type { Services } from '../../platform/services.ts';
import { subjectOf } from './erased-buyers.ts';
import { sealBuyer } from './sealed-buyer.ts';

/** An order that moves: what was held (null when new) and what is now true. */
export type Change = {
  id: string;
  order: ChannelOrder;
  contentHash: string;
  gmvMinor: number;
  units: number;
  firstSeenAt: Date;
  /** Until when it must be dispatched: what the platform states, else the merchant's dispatch times; null while unpaid. */
  dispatchDueAt: number | null;
  /** Its buyer's data was deleted on request, so it is stored without. */
  buyerErased: boolean;
  before: {
    status: OrderStatus;
    currency: string;
    gmv_minor: number;
    units: number;
    created_at: Date;
    paid_at: Date | null;
    updated_at: Date;
    dispatch_due_at: Date | null;
    dispatched_at: Date | null;
    cancelled_at: Date | null;
    cancelled_by: 'buyer' | 'seller' | 'platform' | null;
  } | null;
};

const instant = (at: number | null): Date | null => (at === null ? null : new Date(at));
export const foldSku = (sku: string): string => sku.normalize('NFKC').toLowerCase();

type ColumnsInput = { shop: { merchantId: string; shopId: string }; secrets: MerchantSecrets; now: number };

export function orderColumns({ shop, secrets, now }: ColumnsInput): Record<string, BulkColumn<Change>> {
  return {
    merchant_id: ['uuid', () => shop.merchantId],
    id: ['uuid', (c) => c.id],
    shop_id: ['uuid', () => shop.shopId],
    channel_order_id: ['text', (c) => c.order.channelOrderId],
    status: ['text', (c) => c.order.status],
    currency: ['text', (c) => c.order.currency],
    gmv_minor: ['bigint', (c) => c.gmvMinor],
    units: ['int', (c) => c.units],
    shipping_minor: ['bigint', (c) => c.order.shipping],
    tax_minor: ['bigint', (c) => c.order.tax],
    total_minor: ['bigint', (c) => c.order.total],
    created_at: ['timestamptz', (c) => new Date(c.order.createdAt)],
    paid_at: ['timestamptz', (c) => instant(c.order.paidAt)],
    updated_at: ['timestamptz', (c) => new Date(c.order.updatedAt)],
    content_hash: ['text', (c) => c.contentHash],
    pay_by: ['timestamptz', (c) => instant(c.order.payBy)],
    ship_by: ['timestamptz', (c) => instant(c.order.shipBy)],
    dispatch_due_at: ['timestamptz', (c) => instant(c.dispatchDueAt)],
    dispatched_at: ['timestamptz', (c) => instant(c.order.dispatchedAt)],
    delivered_at: ['timestamptz', (c) => instant(c.order.deliveredAt)],
    cancelled_at: ['timestamptz', (c) => instant(c.order.cancelledAt)],
    cancel_reason: ['text', (c) => c.order.cancelReason],
    cancelled_by: ['text', (c) => c.order.cancelledBy],
    payment_method: ['text', (c) => c.order.paymentMethod],
    fulfilment: ['text', (c) => c.order.fulfilment],
    channel_warehouse_id: ['text', (c) => c.order.channelWarehouseId],
    buyer_region: ['text', (c) => c.order.buyer.region],
    buyer: ['bytea', (c) => sealBuyer(secrets, c.id, { ...c.order.buyer, message: c.order.buyerMessage })],
    buyer_hash: ['text', ({ order }) => subjectOf(secrets, { ...order, channelBuyerId: order.buyer.channelBuyerId })],
    buyer_erased_at: ['timestamptz', (c) => (c.buyerErased ? new Date(now) : null)],
    first_seen_at: ['timestamptz', (c) => c.firstSeenAt],
    applied_at: ['timestamptz', () => new Date(now)],
  };
}

export async function saveLines(tx: TenantTx, merchantId: string, changes: Change[]): Promise<void> {
  const known = changes.filter((change) => change.before !== null).map((change) => change.id);
  if (known.length > 0) await tx.deleteFrom('order_line').where('order_id', 'in', known).execute();
  const rows = changes.flatMap((change) => change.order.lines.map((line, index) => ({ ...line, orderId: change.id, lineNo: index + 1 })));
  if (rows.length === 0) return;
  const { names, source } = unnestRows(rows, {
    merchant_id: ['uuid', () => merchantId],
    order_id: ['uuid', (line) => line.orderId],
    line_no: ['int', (line) => line.lineNo],
    channel_line_ids: ['text', (line) => line.channelLineIds.join(',')],
    channel_sku_id: ['text', (line) => line.channelSkuId],
    channel_product_id: ['text', (line) => line.channelProductId],
    seller_sku: ['text', (line) => line.sellerSku],
    seller_sku_folded: ['text', (line) => foldSku(line.sellerSku)],
    product_name: ['text', (line) => line.productName],
    variant_name: ['text', (line) => line.variantName],
    image_url: ['text', (line) => line.imageUrl],
    quantity: ['int', (line) => line.quantity],
    original_price_minor: ['bigint', (line) => line.originalPrice],
    sale_price_minor: ['bigint', (line) => line.salePrice],
    platform_discount_minor: ['bigint', (line) => line.platformDiscount],
    seller_discount_minor: ['bigint', (line) => line.sellerDiscount],
  });
  const chosen = sql`merchant_id, order_id, line_no, string_to_array(channel_line_ids, ','), channel_sku_id, channel_product_id, seller_sku, seller_sku_folded, product_name, variant_name, image_url, quantity, original_price_minor, sale_price_minor, platform_discount_minor, seller_discount_minor`;
  await sql`INSERT INTO order_line (${names}) SELECT ${chosen} FROM ${source}`.execute(tx);
}

/** What a person may type to find a buyer: the whole name, each word of it, the phone's digits, the e-mail. */
function buyerTerms(buyer: { name: string; phone: string; email: string }): string[] {
  const name = foldSku(buyer.name).trim();
  const words = name.split(/\s+/).filter((word) => word.length > 1);
  const digits = buyer.phone.replace(/\D/g, '');
  return [...new Set([name, ...words, digits.length > 4 ? digits : '', buyer.email.trim().toLowerCase()])].filter((term) => term !== '');
}

export const buyerField = 'order.buyer';

/** The keyed hash under which a buyer is found by what a person types: a name, an e-mail, or a telephone number however it is written. */
export function buyerTerm(secrets: MerchantSecrets, typed: string): string {
  const digits = /^[+(\d][\d\s().+-]{5,}$/.test(typed) ? typed.replace(/\D/g, '') : null;
  return secrets.blindIndex(buyerField, digits ?? foldSku(typed).trim());
}

export async function saveSearchTerms(
  tx: TenantTx,
  { merchantId, secrets, changes }: { merchantId: string; secrets: MerchantSecrets; changes: Change[] },
): Promise<void> {
  const known = changes.filter((change) => change.before !== null).map((change) => change.id);
  if (known.length > 0) await tx.deleteFrom('search_term').where('field', '=', buyerField).where('id', 'in', known).execute();
  const rows = changes.flatMap((change) =>
    buyerTerms(change.order.buyer).map((term) => ({ id: change.id, term: secrets.blindIndex(buyerField, term) })),
  );
  if (rows.length === 0) return;
  const { names, source } = unnestRows(rows, {
    merchant_id: ['uuid', () => merchantId],
    field: ['text', () => buyerField],
    term: ['text', (row) => row.term],
    id: ['uuid', (row) => row.id],
  });
  await sql`INSERT INTO search_term (${names}) SELECT * FROM ${source}`.execute(tx);
}

type EventsInput = { services: Services; merchantId: string; source: 'webhook' | 'sweep'; now: number; changes: Change[] };

/** Only what the order's own columns do not already tell: a move from one state to another, and amounts that changed afterwards. */
export async function saveEvents(tx: TenantTx, { services, merchantId, source, now, changes }: EventsInput): Promise<void> {
  const events = changes.flatMap(({ id, order, before, gmvMinor }) => {
    if (before === null) return [];
    const version = order.updatedAt;
    const moved =
      before.status === order.status ? [] : [{ kind: 'order.status-changed', facts: { from: before.status, to: order.status, version } }];
    const repriced =
      before.gmv_minor === gmvMinor
        ? []
        : [{ kind: 'order.amounts-changed', facts: { from: before.gmv_minor, to: gmvMinor, currency: order.currency, version } }];
    return [...moved, ...repriced].map((event) => ({ ...event, orderId: id, at: order.updatedAt }));
  });
  if (events.length === 0) return;
  const { names, source: given } = unnestRows(events, {
    merchant_id: ['uuid', () => merchantId],
    order_id: ['uuid', (event) => event.orderId],
    id: ['uuid', () => services.newId()],
    at: ['timestamptz', (event) => new Date(event.at)],
    learnt_at: ['timestamptz', () => new Date(now)],
    kind: ['text', (event) => event.kind],
    source: ['text', () => source],
    facts: ['jsonb', (event) => JSON.stringify(event.facts)],
  });
  await sql`INSERT INTO order_event (${names}) SELECT * FROM ${given}`.execute(tx);
}
