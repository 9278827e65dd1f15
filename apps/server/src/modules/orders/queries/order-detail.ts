import type { OrderDetail } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { packagesOfOrder } from '../../fulfilment/index.ts';
import { openSealedBuyer } from '../sealed-buyer.ts';
import { shopChip } from './order-view.ts';

/** One order with everything about it; null when it does not exist for this caller. */
export function readOrder(services: Services, { caller, orderId }: { caller: Caller; orderId: string }): Promise<OrderDetail | null> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const order = await tx.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirst();
    if (!order) return null;
    const [shop] = await shopsInScope(tx, { caller, shopIds: [order.shop_id] });
    if (!shop) return null;
    const lines = await tx.selectFrom('order_line').selectAll().where('order_id', '=', orderId).orderBy('line_no').execute();
    const refunds = await tx
      .selectFrom('after_sale')
      .selectAll()
      .where('shop_id', '=', order.shop_id)
      .where('channel_order_id', '=', order.channel_order_id)
      .orderBy('created_at')
      .execute();
    const packages = await packagesOfOrder(tx, { shop, channelOrderId: order.channel_order_id });
    const money = (amount: number) => ({ amount, currency: order.currency });
    const [first] = lines;
    return {
      id: order.id,
      channelOrderId: order.channel_order_id,
      shop: shopChip(shop),
      status: order.status,
      gmv: money(order.gmv_minor),
      total: money(order.total_minor),
      units: order.units,
      firstLine: first
        ? { productName: first.product_name, variantName: first.variant_name, sellerSku: first.seller_sku, imageUrl: first.image_url }
        : null,
      lineCount: lines.length,
      ...instantsOf(order),
      lines: lines.map((line) => lineView(line, order.currency)),
      shipping: money(order.shipping_minor),
      tax: money(order.tax_minor),
      refunds: refunds.map((refund) => ({
        channelAfterSaleId: refund.channel_after_sale_id,
        kind: refund.kind,
        status: refund.status,
        reason: refund.reason,
        amount: { amount: refund.refund_minor, currency: refund.currency },
        refundedAt: refund.refunded_at?.toISOString() ?? null,
      })),
      packages,
      cancelReason: order.cancel_reason,
      cancelledBy: order.cancelled_by,
      paymentMethod: order.payment_method,
      fulfilment: order.fulfilment,
      buyerErasedAt: iso(order.buyer_erased_at),
      buyer: caller.scopes.has('buyers:read') ? await openBuyer(services, order) : null,
    };
  });
}

type OrderRow = Selectable<TenantTables['orders']>;
const iso = (at: Date | null) => at?.toISOString() ?? null;

function instantsOf(order: OrderRow) {
  return {
    createdAt: order.created_at.toISOString(),
    paidAt: iso(order.paid_at),
    updatedAt: order.updated_at.toISOString(),
    shipBy: iso(order.ship_by),
    dispatchedAt: iso(order.dispatched_at),
    deliveredAt: iso(order.delivered_at),
    cancelledAt: iso(order.cancelled_at),
  };
}

function lineView(line: Selectable<TenantTables['order_line']>, currency: string): OrderDetail['lines'][number] {
  const money = (amount: number) => ({ amount, currency });
  return {
    channelSkuId: line.channel_sku_id,
    channelProductId: line.channel_product_id,
    sellerSku: line.seller_sku,
    productName: line.product_name,
    variantName: line.variant_name,
    imageUrl: line.image_url,
    quantity: line.quantity,
    originalPrice: money(line.original_price_minor),
    salePrice: money(line.sale_price_minor),
    platformDiscount: money(line.platform_discount_minor),
    sellerDiscount: money(line.seller_discount_minor),
  };
}

/** Null where the platform hides the buyer (while the order is on hold every field is empty). */
async function openBuyer(services: Services, order: OrderRow): Promise<OrderDetail['buyer']> {
  const secrets = await services.secrets.forMerchant(order.merchant_id);
  const { channelBuyerId: _, ...buyer } = openSealedBuyer(secrets, order);
  return buyer.name === '' && buyer.phone === '' && buyer.address === '' ? null : buyer;
}
