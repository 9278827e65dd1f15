/**
 * Orders from list (202309) and detail (202507), which share one shape, so a listed order needs no
 * second call. The price detail (202407) costs a call per order and is asked for only where the units'
 * sale prices do not sum to the order's sub-total.
 *
 * Instants: `shipBy` is rts_sla_time, the instant from which the platform counts the order as late;
 * shipping_due_time, at which it cancels an unshipped order by itself, is later and serves only where the
 * first is missing. `dispatchedAt` is the order's rts_time; else, once every unit has one, the last of
 * theirs (a half-shipped order is not dispatched); else the carrier's collection.
 * Cancel fields are read only of cancelled orders: a pending request fills some of them as well.
 */
import {
  type ChannelBuyer,
  ChannelFailure,
  type ChannelOrder,
  type ChannelOrderLine,
  type OrderStatus,
  type Page,
  type ShopAccess,
} from '../port.ts';
import { amountIn, oddAnswer, readAnswer } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { groupUnits, readUnits, saleTotal, withPriceDetail } from './order-lines.ts';
import { orderDetails, orderPage, priceDetail, type WireOrder } from './order-wire.ts';
import { OLDEST_UPDATE_FIRST, type Platform, readDetail, searchPage, wireRange } from './platform.ts';

export const ORDER_DETAIL_MAX = 50;
const PAGE_SIZE = 100;
/** "Order or package of another seller": one such id fails the whole call. */
const FOREIGN_ORDER = '21008111';

/** CANCEL is the webhooks' spelling; it is listed so that no path depends on which of the two arrives. */
const STATUSES: Readonly<Record<string, OrderStatus>> = {
  UNPAID: 'unpaid',
  ON_HOLD: 'on-hold',
  AWAITING_SHIPMENT: 'awaiting-shipment',
  PARTIALLY_SHIPPING: 'partially-shipped',
  AWAITING_COLLECTION: 'awaiting-collection',
  IN_TRANSIT: 'in-transit',
  DELIVERED: 'delivered',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  CANCEL: 'cancelled',
};

const CANCELLERS: Readonly<Record<string, NonNullable<ChannelOrder['cancelledBy']>>> = {
  BUYER: 'buyer',
  SELLER: 'seller',
  SYSTEM: 'platform',
  OPERATOR: 'platform',
};

export async function listOrders(
  platform: Platform,
  shop: ShopAccess,
  range: { field: 'create_time' | 'update_time'; from: number; to: number; pageToken: string | null },
): Promise<Page<ChannelOrder>> {
  const page = await searchPage(platform, shop, {
    operation: OPERATIONS.orderSearch,
    schema: orderPage,
    pageSize: PAGE_SIZE,
    pageToken: range.pageToken,
    query: { ...OLDEST_UPDATE_FIRST, sort_field: range.field },
    body: wireRange(range.field, range.from, range.to),
  });
  const items = await toOrders(platform, shop, { orders: page.orders, operation: OPERATIONS.orderSearch.name });
  return { items, nextToken: page.next_page_token, total: page.total_count };
}

/** One id of another seller refuses the whole batch, so such a batch is halved until the id stands alone and is left out. */
export async function fetchOrders(platform: Platform, shop: ShopAccess, ids: readonly string[]): Promise<ChannelOrder[]> {
  if (ids.length === 0) return [];
  if (ids.length > ORDER_DETAIL_MAX) throw new RangeError(`at most ${ORDER_DETAIL_MAX} order ids a call`);
  const operation = OPERATIONS.orderDetail;
  try {
    const data = await platform.caller.signed({
      operation,
      baseUrl: platform.apiUrl,
      accessToken: shop.accessToken,
      shop,
      query: { ids: ids.join(',') },
    });
    return await toOrders(platform, shop, { orders: readAnswer(orderDetails, data, operation.name).orders, operation: operation.name });
  } catch (error) {
    if (!(error instanceof ChannelFailure) || error.channelCode !== FOREIGN_ORDER) throw error;
    if (ids.length === 1) return [];
    const middle = Math.ceil(ids.length / 2);
    return [...(await fetchOrders(platform, shop, ids.slice(0, middle))), ...(await fetchOrders(platform, shop, ids.slice(middle)))];
  }
}

type Source = { orders: WireOrder[]; operation: string };

async function toOrders(platform: Platform, shop: ShopAccess, source: Source): Promise<ChannelOrder[]> {
  const orders: ChannelOrder[] = [];
  // One after the other: a page of odd orders must not become a burst of price-detail calls.
  for (const wire of source.orders)
    orders.push(toOrder(wire, await linesOf(platform, shop, { wire, operation: source.operation }), source.operation));
  return orders;
}

async function linesOf(platform: Platform, shop: ShopAccess, source: { wire: WireOrder; operation: string }): Promise<ChannelOrderLine[]> {
  const { wire, operation } = source;
  const { currency } = wire.payment;
  const units = readUnits(wire, operation);
  if (wire.payment.sub_total === null) return groupUnits(units);
  const subTotal = amountIn(wire.payment.sub_total, { currency, operation, path: `orders(${wire.id}).payment.sub_total` });
  if (saleTotal(units) === subTotal) return groupUnits(units);
  const oddity = { channelShopId: shop.channelShopId, channelOrderId: wire.id };
  const detail = await readDetail(platform, shop, {
    operation: OPERATIONS.priceDetail,
    schema: priceDetail,
    pathIds: { order_id: wire.id },
  });
  // Taken as listed, since one order must not hold up a shop.
  if (!detail) {
    platform.onOddity({ what: 'price-detail-refused', ...oddity });
    return groupUnits(units);
  }
  const corrected = withPriceDetail(units, detail, { currency, operation: OPERATIONS.priceDetail.name });
  if (saleTotal(corrected) !== subTotal) platform.onOddity({ what: 'lines-do-not-add-up', ...oddity });
  return groupUnits(corrected);
}

function toOrder(wire: WireOrder, lines: ChannelOrderLine[], operation: string): ChannelOrder {
  const status = Object.hasOwn(STATUSES, wire.status) ? STATUSES[wire.status] : undefined;
  if (!status) throw oddAnswer(operation, `orders(${wire.id}).status`, 'unknown status');
  const { payment } = wire;
  const money = (decimal: string | null, field: string) =>
    amountIn(decimal, { currency: payment.currency, operation, path: `orders(${wire.id}).payment.${field}` });
  return {
    channelOrderId: wire.id,
    status,
    currency: payment.currency,
    createdAt: wire.create_time,
    paidAt: wire.paid_time,
    updatedAt: wire.update_time,
    payBy: status === 'unpaid' ? wire.cancel_order_sla_time : null,
    shipBy: wire.rts_sla_time ?? wire.shipping_due_time,
    dispatchedAt: dispatchedAt(wire),
    deliveredAt: wire.delivery_time,
    ...(status === 'cancelled' ? cancellationOf(wire) : { cancelledAt: null, cancelReason: null, cancelledBy: null }),
    lines,
    shipping: money(payment.shipping_fee, 'shipping_fee'),
    tax: money(payment.tax, 'tax'),
    total: money(payment.total_amount, 'total_amount'),
    paymentMethod: wire.payment_method_name,
    fulfilment: fulfilmentOf(wire),
    channelWarehouseId: wire.warehouse_id,
    channelPackageIds: packageIdsOf(wire),
    buyerMessage: wire.buyer_message,
    buyer: buyerOf(wire),
  };
}

function dispatchedAt(wire: WireOrder): number | null {
  if (wire.rts_time !== null) return wire.rts_time;
  const times = wire.line_items.map((item) => item.rts_time).filter((time) => time !== null);
  return times.length === wire.line_items.length ? Math.max(...times) : wire.collection_time;
}

/** The order names initiator and reason; older answers have them only on the line items. */
function cancellationOf(wire: WireOrder): Pick<ChannelOrder, 'cancelledAt' | 'cancelReason' | 'cancelledBy'> {
  const role = wire.cancellation_initiator || wire.line_items.find((item) => item.cancel_user)?.cancel_user || '';
  const reason = wire.cancel_reason || wire.line_items.find((item) => item.cancel_reason)?.cancel_reason;
  return {
    // Without its instant a cancelled order would wait for dispatch for ever.
    cancelledAt: wire.cancel_time ?? wire.update_time,
    cancelReason: reason || null,
    cancelledBy: Object.hasOwn(CANCELLERS, role) ? (CANCELLERS[role] ?? null) : null,
  };
}

/**
 * Who moves the parcel: with platform shipping the platform's label is bought, with seller shipping a
 * tracking number is reported. The shipping type says so; goods in the platform's own warehouse are
 * always shipped by it.
 */
function fulfilmentOf(wire: WireOrder): ChannelOrder['fulfilment'] {
  return wire.fulfillment_type === 'FULFILLMENT_BY_TIKTOK' || wire.shipping_type.startsWith('TIKTOK') ? 'platform' : 'seller';
}

function packageIdsOf(wire: WireOrder): string[] {
  const ids = [...wire.packages.map((parcel) => parcel.id), ...wire.line_items.map((item) => item.package_id)];
  return [...new Set(ids.filter((id) => id !== null))];
}

function buyerOf(wire: WireOrder): ChannelBuyer {
  const address = wire.recipient_address;
  return {
    channelBuyerId: wire.user_id ?? '',
    name: address?.name ?? '',
    phone: address?.phone_number ?? '',
    email: wire.buyer_email,
    address: address?.full_address ?? '',
    region: address?.region_code ?? '',
    state: address?.district_info.find(({ address_level }) => address_level === 'L1')?.address_name ?? '',
    postcode: address?.postal_code ?? '',
  };
}
