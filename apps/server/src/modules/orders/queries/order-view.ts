import type { OrderSummary } from '@tradewind/contract';
import type { ShopInScope } from '../../accounts/index.ts';

export type OrderRow = {
  id: string;
  channel_order_id: string;
  shop_id: string;
  status: OrderSummary['status'];
  currency: string;
  gmv_minor: number;
  total_minor: number;
  units: number;
  created_at: Date;
  paid_at: Date | null;
  updated_at: Date;
  ship_by: Date | null;
  product_name: string | null;
  variant_name: string | null;
  seller_sku: string | null;
  image_url: string | null;
  line_count: number;
};

export type ShopChip = OrderSummary['shop'];

export function shopChip(shop: ShopInScope | undefined): ShopChip {
  if (!shop) throw new Error('a row of a shop outside the scope was read');
  return { id: shop.id, name: shop.name, channel: shop.channel as ShopChip['channel'], market: shop.market, timeZone: shop.timeZone }; // written from the contract's enum
}

export function orderSummaryView(row: OrderRow, shopOf: ReadonlyMap<string, ShopInScope>): OrderSummary {
  const money = (amount: number) => ({ amount, currency: row.currency });
  return {
    id: row.id,
    channelOrderId: row.channel_order_id,
    shop: shopChip(shopOf.get(row.shop_id)),
    status: row.status,
    gmv: money(row.gmv_minor),
    total: money(row.total_minor),
    units: row.units,
    firstLine:
      row.product_name === null
        ? null
        : { productName: row.product_name, variantName: row.variant_name ?? '', sellerSku: row.seller_sku ?? '', imageUrl: row.image_url },
    lineCount: row.line_count,
    createdAt: row.created_at.toISOString(),
    paidAt: row.paid_at?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
    shipBy: row.ship_by?.toISOString() ?? null,
  };
}
