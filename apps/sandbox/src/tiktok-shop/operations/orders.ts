/**
 * Orders: search, detail of up to 50, price detail of one.
 *
 * Search sorted by create time is stable, since it never changes. Sorted by update time it is not:
 * an order that changes while being read moves, ascending to the end (it comes twice), descending
 * to the front (it is missed). The platform does the same, so a client sweeps ascending.
 */
import { z } from 'zod';
import { ORDER_STATUSES, type Order } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { idList, ids, intText, pageToken, platformId, sortOrder, unixSeconds } from '../fields.ts';
import { decimal, sum } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { lineTaxes, orderAsOf, orderShape } from './order-shape.ts';
import { byTime, within } from './time-window.ts';

const SCOPE = 'seller.order.info';

const SearchQuery = z.strictObject({
  page_size: intText(1, 100).default(20),
  sort_order: sortOrder.default('DESC'),
  sort_field: z.enum(['create_time', 'update_time']).default('create_time'),
  page_token: pageToken,
});
const SearchBody = z.strictObject({
  order_status: z.enum(ORDER_STATUSES).optional(),
  create_time_ge: unixSeconds.optional(),
  create_time_lt: unixSeconds.optional(),
  update_time_ge: unixSeconds.optional(),
  update_time_lt: unixSeconds.optional(),
  shipping_type: z.enum(['TIKTOK', 'SELLER']).optional(),
  buyer_user_id: platformId.optional(),
  is_buyer_request_cancel: z.boolean().optional(),
  warehouse_ids: ids(100).optional(),
});

const search = shopOperation({
  method: 'POST',
  template: '/order/{version}/orders/search',
  versions: ['202309'],
  scope: SCOPE,
  query: SearchQuery,
  body: SearchBody,
  answer({ sim, shop, origin, visibleUntil, query, body }) {
    // The latest request counts: a buyer may ask, be refused, and ask again.
    const asksToCancel = (order: Order) => sim.cancellationsOf(order.id).at(-1)?.status === 'CANCELLATION_REQUEST_PENDING';
    const rows = sim
      .lists(shop.id)
      .orders.filter(
        (order) =>
          order.updatedAt <= visibleUntil &&
          within(order, body) &&
          (body.order_status === undefined || order.status === body.order_status) &&
          (body.shipping_type === undefined || order.fulfilment === body.shipping_type) &&
          (body.buyer_user_id === undefined || order.buyer.id === body.buyer_user_id) &&
          (body.warehouse_ids === undefined || body.warehouse_ids.includes(order.warehouseId)) &&
          (body.is_buyer_request_cancel === undefined || asksToCancel(order) === body.is_buyer_request_cancel),
      );
    const request = { size: query.page_size, token: query.page_token, order: query.sort_order };
    const found = page(rows, request, { key: byTime(query.sort_field), filters: [shop.id, query.sort_field, body] });
    return {
      next_page_token: found.nextToken,
      total_count: found.total,
      orders: found.items.map((order) => orderShape(order, { sim, origin })),
    };
  },
});

const detail = shopOperation({
  method: 'GET',
  template: '/order/{version}/orders',
  versions: ['202309', '202507'],
  scope: SCOPE,
  query: z.strictObject({ ids: idList(50) }),
  answer({ sim, shop, origin, visibleUntil, query, path }) {
    const orders = query.ids.flatMap((id) => {
      const order = sim.world.orders.get(id);
      // A foreign id fails the whole call, an unknown one is left out without a word.
      if (order && order.shopId !== shop.id) throw new PlatformError(CODE.orderForeign, 'The order belongs to another seller');
      const shown = order ? orderAsOf(order, visibleUntil) : null;
      if (!shown) return [];
      const shape = orderShape(shown, { sim, origin });
      return [path.version === '202507' ? { ...shape, payment_method_code: methodCode(shown) } : shape];
    });
    return { orders };
  },
});

const priceDetail = shopOperation({
  method: 'GET',
  template: '/order/{version}/orders/{order_id}/price_detail',
  versions: ['202407'],
  scope: SCOPE,
  answer({ sim, shop, path }) {
    const order = sim.world.orders.get(path.order_id ?? '');
    if (!order || order.shopId !== shop.id) throw new PlatformError(CODE.orderForeign, 'The order does not belong to this shop');
    return priceShape(order);
  },
});

/** The newer version adds the method as a code beside its name. */
function methodCode(order: Order): string {
  return order.paymentMethod.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/** Shipping belongs to the order, not to a line: lines carry tax and goods only, and add up to the subtotal. */
function priceShape(order: Order) {
  const taxes = lineTaxes(order);
  const lines = order.lines.map((line, index) => ({
    id: line.id,
    ...prices(order.currency, { ...line, tax: taxes[index] ?? 0, shipping: 0, shippingSeller: 0, shippingPlatform: 0 }),
  }));
  const totals = prices(order.currency, {
    originalPrice: sum(order.lines, (line) => line.originalPrice),
    salePrice: sum(order.lines, (line) => line.salePrice),
    sellerDiscount: sum(order.lines, (line) => line.sellerDiscount),
    platformDiscount: sum(order.lines, (line) => line.platformDiscount),
    tax: order.tax,
    shipping: order.shipping,
    shippingSeller: order.shippingSellerDiscount,
    shippingPlatform: order.shippingPlatformDiscount,
  });
  return { ...totals, line_items: lines };
}

type Amounts = {
  originalPrice: number;
  salePrice: number;
  sellerDiscount: number;
  platformDiscount: number;
  tax: number;
  shipping: number;
  shippingSeller: number;
  shippingPlatform: number;
};

function prices(currency: string, amounts: Amounts) {
  const show = (amountMinor: number) => decimal(amountMinor, currency);
  const payment = amounts.salePrice + amounts.shipping + amounts.tax;
  return {
    currency,
    total: show(payment),
    payment: show(payment),
    sku_list_price: show(amounts.originalPrice),
    sku_sale_price: show(amounts.salePrice),
    subtotal: show(amounts.salePrice),
    subtotal_deduction_seller: show(amounts.sellerDiscount),
    subtotal_deduction_platform: show(amounts.platformDiscount),
    subtotal_tax_amount: show(amounts.tax),
    voucher_deduction_platform: show(0),
    voucher_deduction_seller: show(0),
    shipping_list_price: show(amounts.shipping + amounts.shippingSeller + amounts.shippingPlatform),
    shipping_sale_price: show(amounts.shipping),
    shipping_fee_deduction_seller: show(amounts.shippingSeller),
    shipping_fee_deduction_platform: show(amounts.shippingPlatform),
    shipping_fee_deduction_platform_voucher: show(0),
    tax_amount: show(amounts.tax),
    net_price_amount: show(amounts.salePrice + amounts.shipping),
  };
}

export const ORDER_OPERATIONS = [search, detail, priceDetail];
