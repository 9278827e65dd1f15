import { z } from 'zod';
import { route } from '../route.ts';
import { channel, day, idList, instant, market, money, pageOf, paging, uuid } from '../shapes.ts';

export const orderStatuses = [
  'unpaid',
  'on-hold',
  'awaiting-shipment',
  'partially-shipped',
  'awaiting-collection',
  'in-transit',
  'delivered',
  'completed',
  'cancelled',
] as const;
export const orderStatus = z.enum(orderStatuses);

/** The two rates that are made of orders alone. */
export const dispatchMetric = z.enum(['late-dispatch', 'seller-fault-cancellation']);

export const shopChip = z.strictObject({ id: uuid, name: z.string(), channel, market, timeZone: z.string() });

export const orderSummary = z.strictObject({
  id: uuid,
  channelOrderId: z.string(),
  shop: shopChip,
  status: orderStatus,
  gmv: money,
  total: money,
  units: z.int(),
  /** First line's product, for the eye; lines beyond it are counted. */
  firstLine: z
    .strictObject({ productName: z.string(), variantName: z.string(), sellerSku: z.string(), imageUrl: z.string().nullable() })
    .nullable(),
  lineCount: z.int(),
  createdAt: instant,
  paidAt: instant.nullable(),
  updatedAt: instant,
  shipBy: instant.nullable(),
});

const orderLine = z.strictObject({
  channelSkuId: z.string(),
  channelProductId: z.string(),
  sellerSku: z.string(),
  productName: z.string(),
  variantName: z.string(),
  imageUrl: z.string().nullable(),
  quantity: z.int(),
  originalPrice: money,
  salePrice: money,
  platformDiscount: money,
  sellerDiscount: money,
});

export const packageView = z.strictObject({
  id: uuid,
  channelPackageId: z.string(),
  shop: shopChip,
  channelOrderIds: z.array(z.string()),
  status: z.enum(['processing', 'fulfilling', 'completed', 'cancelled']),
  trackingNumber: z.string().nullable(),
  carrier: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
});

export const orderDetail = z.strictObject({
  ...orderSummary.shape,
  lines: z.array(orderLine),
  shipping: money,
  tax: money,
  refunds: z.array(
    z.strictObject({
      channelAfterSaleId: z.string(),
      kind: z.enum(['return', 'refund', 'cancellation']),
      status: z.string(),
      reason: z.string(),
      amount: money,
      refundedAt: instant.nullable(),
    }),
  ),
  packages: z.array(packageView),
  dispatchedAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  cancelReason: z.string().nullable(),
  cancelledBy: z.enum(['buyer', 'seller', 'platform']).nullable(),
  paymentMethod: z.string(),
  fulfilment: z.enum(['platform', 'seller']),
  /** null without the scope buyers:read, or while the platform hides it. */
  /** When the buyer's data was deleted on request; it does not come back. */
  buyerErasedAt: instant.nullable(),
  buyer: z
    .strictObject({ name: z.string(), phone: z.string(), email: z.string(), address: z.string(), region: z.string(), message: z.string() })
    .nullable(),
});

const dispatchAllowed = z.union([
  z.strictObject({ hours: z.int().min(1).max(1000) }),
  z.strictObject({ workingDays: z.int().min(1).max(60) }),
]);
const dispatchTimeRule = {
  allowed: dispatchAllowed,
  /** Days of the week on which nobody works; 0 is Sunday. */
  restDays: z.array(z.int().min(0).max(6)).max(7),
  /** In the shop's own zone. */
  holidays: z.array(day).max(400),
};
const dispatchPath = z.enum(['platform', 'seller']);
export const dispatchTime = z.strictObject({
  market,
  /** Who moves the parcel. */
  path: dispatchPath,
  ...dispatchTimeRule,
  /** null: the rule's own row, never edited. */
  editedAt: instant.nullable(),
});

const buyerErasure = z.strictObject({
  id: uuid,
  state: z.enum(['running', 'done']),
  requestedAt: instant,
  finishedAt: instant.nullable(),
  /** How many orders were cleared; known at the end. */
  orders: z.int(),
});

export const listing = z.strictObject({
  id: uuid,
  channelProductId: z.string(),
  shop: shopChip,
  title: z.string(),
  status: z.string(),
  /** Our category; null while unread, or where the platform's is none that we know. */
  category: z.string().nullable(),
  /** The platform's own words for it, from the root to the leaf. */
  channelCategory: z.string().nullable(),
  brand: z.string().nullable(),
  /** Live, and its papers no longer allow it. */
  locked: z.boolean(),
  /** The last wish to put it on or take it off; null: nobody had one. `code`, `message`: why it was refused. */
  switched: z
    .strictObject({
      isOn: z.boolean(),
      state: z.enum(['planned', 'sent', 'done', 'refused']),
      code: z.string().nullable(),
      message: z.string().nullable(),
      askedBy: z.string(),
      askedAt: instant,
    })
    .nullable(),
  createdAt: instant,
  updatedAt: instant,
  variants: z.array(z.strictObject({ channelSkuId: z.string(), sellerSku: z.string(), price: money, quantity: z.int() })),
});

const shopFilters = { shopIds: idList.optional(), market: market.optional() };

export const orderRoutes = {
  'orders.list': route({
    id: 'orders.list',
    method: 'get',
    path: '/orders',
    scope: 'orders:read',
    summary: 'Orders of all shops, newest first',
    query: z.strictObject({
      ...paging,
      ...shopFilters,
      status: orderStatus.optional(),
      /** Days of the reader's zone, inclusive, on the order's creation. */ createdFrom: day.optional(),
      createdTo: day.optional(),
      timeZone: z.string().max(60).optional(),
      /** An order id, a SKU (its beginning is enough), or a buyer's name, phone or e-mail. */ q: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .optional(),
      sort: z.enum(['-createdAt', 'createdAt']).default('-createdAt'),
      channelOrderId: z.string().max(40).optional(),
      /** The orders behind a rate of the last seven days: all that are counted, or those that failed. */ metric: dispatchMetric.optional(),
      part: z.enum(['numerator', 'denominator']).optional(),
    }),
    answer: pageOf(orderSummary),
  }),
  'orders.get': route({
    id: 'orders.get',
    method: 'get',
    path: '/orders/{orderId}',
    scope: 'orders:read',
    summary: 'One order with lines, refunds and packages',
    params: z.strictObject({ orderId: uuid }),
    answer: orderDetail,
  }),
  'buyer-erasures.create': route({
    id: 'buyer-erasures.create',
    method: 'post',
    path: '/buyer-erasures',
    scope: 'buyers:erase',
    summary: "Delete a buyer's data in all shops, for good; the buyer is named by one of their orders or by the platform's id",
    idempotent: true,
    status: 202,
    body: z.strictObject({ orderId: uuid.optional(), channelBuyerId: z.string().trim().min(1).max(100).optional() }),
    answer: buyerErasure,
  }),
  'buyer-erasures.get': route({
    id: 'buyer-erasures.get',
    method: 'get',
    path: '/buyer-erasures/{erasureId}',
    scope: 'buyers:erase',
    summary: "Whether a buyer's data has been deleted",
    params: z.strictObject({ erasureId: uuid }),
    answer: buyerErasure,
  }),
  'dispatch-times.list': route({
    id: 'dispatch-times.list',
    method: 'get',
    path: '/dispatch-times',
    scope: 'orders:read',
    summary: 'How long there is to dispatch where the platform does not say it, by market and way of fulfilment',
    answer: z.strictObject({ items: z.array(dispatchTime) }),
  }),
  'dispatch-times.set': route({
    id: 'dispatch-times.set',
    method: 'put',
    path: '/dispatch-times/{market}/{path}',
    scope: 'shops:write',
    summary: 'Edit one of them: open orders move to their new deadlines, finished ones keep theirs',
    params: z.strictObject({ market, path: dispatchPath }),
    body: z.strictObject(dispatchTimeRule),
    answer: dispatchTime,
  }),
  'packages.list': route({
    id: 'packages.list',
    method: 'get',
    path: '/packages',
    scope: 'orders:read',
    summary: 'Packages, newest first',
    query: z.strictObject({ ...paging, ...shopFilters }),
    answer: pageOf(packageView),
  }),
  'listings.list': route({
    id: 'listings.list',
    method: 'get',
    path: '/listings',
    scope: 'listings:read',
    summary: 'Listings of all shops as the platform shows them, newest first',
    query: z.strictObject({ ...paging, ...shopFilters }),
    answer: pageOf(listing),
  }),
} as const;
