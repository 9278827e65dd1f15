import type { OrderStatus } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

export type OrderRow = {
  id: string;
  shopId: string;
  market: string;
  timeZone: string;
  channelOrderId: string;
  status: OrderStatus;
  currency: string;
  total: number;
  units: number;
  createdAt: Date;
  paidAt: Date | null;
  paymentMethod: string;
  fulfilment: 'platform' | 'seller';
  region: string;
  buyer: Buffer;
  buyerHash: string | null;
  isErased: boolean;
  /** Of the warehouse that was chosen, or that the platform named; null: nobody knows. */
  shipFrom: string | null;
};
export type LineRow = {
  orderId: string;
  sku: string;
  quantity: number;
  /** Of the whole line: what the buyer and the platform paid. */
  amount: number;
  unitPrice: number;
  category: string | null;
  variantId: string | null;
};

export async function readOrderRows(tx: TenantTx, orderIds: readonly string[]): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    SELECT o.id, o.shop_id AS "shopId", s.market, s.time_zone AS "timeZone", o.channel_order_id AS "channelOrderId", o.status, o.currency,
      o.total_minor AS total, o.units, o.created_at AS "createdAt", o.paid_at AS "paidAt", o.payment_method AS "paymentMethod", o.fulfilment,
      o.buyer_region AS region, o.buyer, o.buyer_hash AS "buyerHash", o.buyer_erased_at IS NOT NULL AS "isErased",
      COALESCE(
        (SELECT w.country FROM desk_mark m JOIN warehouse w ON w.id = m.warehouse_id WHERE m.order_id = o.id),
        (SELECT w.country FROM warehouse_shop l JOIN warehouse w ON w.id = l.warehouse_id
         WHERE l.shop_id = o.shop_id AND l.channel_warehouse_id = o.channel_warehouse_id ORDER BY l.rank, l.warehouse_id LIMIT 1)) AS "shipFrom"
    FROM orders o JOIN shop s ON s.id = o.shop_id WHERE o.id = ANY (${orderIds}::uuid[]) ORDER BY o.id`.execute(tx);
  return rows;
}

export async function readLineRows(tx: TenantTx, orderIds: readonly string[]): Promise<Map<string, LineRow[]>> {
  const { rows } = await sql<LineRow>`
    SELECT line.order_id AS "orderId", COALESCE(NULLIF(line.seller_sku, ''), line.channel_sku_id) AS sku, line.quantity,
      (line.quantity * (line.sale_price_minor + line.platform_discount_minor))::bigint AS amount, line.sale_price_minor AS "unitPrice",
      listing.category, link.variant_id AS "variantId"
    FROM order_line line JOIN orders o ON o.id = line.order_id
    LEFT JOIN listing ON listing.shop_id = o.shop_id AND listing.channel_product_id = line.channel_product_id
    LEFT JOIN variant_link link ON link.listing_id = listing.id AND link.channel_sku_id = line.channel_sku_id
    WHERE line.order_id = ANY (${orderIds}::uuid[]) ORDER BY line.order_id, line.line_no`.execute(tx);
  const lines = new Map<string, LineRow[]>(orderIds.map((id) => [id, []]));
  for (const row of rows) lines.get(row.orderId)?.push(row);
  return lines;
}
