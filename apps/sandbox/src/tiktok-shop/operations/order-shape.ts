/**
 * An order as order search and detail show it.
 *
 * One line item is one unit, so prices and discounts of a line are per unit: original price =
 * sale price + seller discount + platform discount. What the buyer paid is the sum of sale prices,
 * shipping after its discounts, and tax. Instants that have not come are left out, never zero.
 */
import { payBy } from '../../world/order-life.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Buyer, Instant, Order, OrderLine, OrderStatus, Package } from '../../world/types.ts';
import { decimal, seconds, split, sum } from '../money.ts';
import { pictureUrl } from '../pictures.ts';

const HOUR_MS = 3_600_000;
const SHIPS_LATEST_AFTER_MS = 24 * HOUR_MS;
const ARRIVES_LATEST_AFTER_MS = 240 * HOUR_MS;
const DELIVERY_OPTIONS = {
  TIKTOK: { id: '7091146663229654786', name: 'Standard shipping', type: 'STANDARD' },
  SELLER: { id: '7091146663229654788', name: 'Shipped by seller', type: 'SEND_BY_SELLER' },
} as const;
export const deliveryOptionOf = ({ fulfilment }: Pick<Order, 'fulfilment'>) => DELIVERY_OPTIONS[fulfilment];
export const deliveryOptions = Object.values(DELIVERY_OPTIONS);

export type OrderView = { sim: Simulation; origin: string };

export function orderShape(order: Order, view: OrderView) {
  const cancellation = view.sim.cancellationsOf(order.id).at(-1);
  const parcel = view.sim.world.packages.get(order.packageIds[0] ?? '');
  const asksToCancel = cancellation?.role === 'BUYER';
  return {
    id: order.id,
    status: order.status,
    order_type: 'NORMAL',
    commerce_platform: 'TIKTOK_SHOP',
    user_id: order.buyer.id,
    buyer_email: order.buyer.email,
    buyer_message: order.buyerMessage,
    seller_note: '',
    payment: paymentShape(order),
    payment_method_name: order.paymentMethod,
    is_cod: /cash on delivery|^cod$/i.test(order.paymentMethod),
    recipient_address: addressShape(order.buyer, privacyOf(order.status)),
    packages: order.packageIds.map((id) => ({ id })),
    line_items: order.lines.map((line, index) => lineShape({ order, line, view, taxMinor: lineTaxes(order)[index] ?? 0 })),
    fulfillment_type: 'FULFILLMENT_BY_SELLER',
    shipping_type: order.fulfilment,
    delivery_type: 'HOME_DELIVERY',
    delivery_option_id: deliveryOptionOf(order).id,
    delivery_option_name: deliveryOptionOf(order).name,
    warehouse_id: order.warehouseId,
    ...cutOf(order, view.sim),
    ...parcelFields(parcel),
    ...instants(order),
    ...(asksToCancel ? { request_cancel_time: seconds(cancellation.createdAt) } : {}),
    ...(order.cancelledAt === null ? {} : { cancel_reason: order.cancelReason ?? '', cancellation_initiator: initiatorOf(order) }),
    is_buyer_request_cancel: asksToCancel && cancellation.status === 'CANCELLATION_REQUEST_PENDING',
    is_on_hold_order: order.status === 'ON_HOLD',
    is_sample_order: false,
    is_replacement_order: false,
    is_exchange_order: false,
    has_updated_recipient_address: false,
    need_upload_invoice: 'UNKNOWN',
  };
}

function cutOf(order: Order, sim: Simulation): { split_or_combine_tag?: 'COMBINED' | 'SPLIT' } {
  if (order.packageIds.length > 1) return { split_or_combine_tag: 'SPLIT' };
  const orders = sim.world.packages.get(order.packageIds[0] ?? '')?.orderIds.length ?? 0;
  return orders > 1 ? { split_or_combine_tag: 'COMBINED' } : {};
}

/** Tax falls on the lines by their price, to the last unit. */
export function lineTaxes(order: Order): number[] {
  const weights = order.lines.map((line) => line.salePrice);
  return split(order.tax, weights);
}

function paymentShape(order: Order) {
  const show = (amountMinor: number) => decimal(amountMinor, order.currency);
  const shippingDiscounts = order.shippingPlatformDiscount + order.shippingSellerDiscount;
  return {
    currency: order.currency,
    sub_total: show(sum(order.lines, (line) => line.salePrice)),
    original_total_product_price: show(sum(order.lines, (line) => line.originalPrice)),
    seller_discount: show(sum(order.lines, (line) => line.sellerDiscount)),
    platform_discount: show(sum(order.lines, (line) => line.platformDiscount)),
    shipping_fee: show(order.shipping),
    original_shipping_fee: show(order.shipping + shippingDiscounts),
    shipping_fee_seller_discount: show(order.shippingSellerDiscount),
    shipping_fee_platform_discount: show(order.shippingPlatformDiscount),
    shipping_fee_cofunded_discount: show(0),
    tax: show(order.tax),
    product_tax: show(order.tax),
    shipping_fee_tax: show(0),
    small_order_fee: show(0),
    total_amount: show(sum(order.lines, (line) => line.salePrice) + order.shipping + order.tax),
  };
}

/** The same deadline has two names on the wire, an older `*_sla_time` and a newer `*_due_time`. */
function instants(order: Order) {
  const shipBy = order.shipBy;
  return {
    create_time: seconds(order.createdAt),
    update_time: seconds(order.updatedAt),
    paid_time: seconds(order.paidAt),
    rts_sla_time: seconds(shipBy),
    shipping_due_time: seconds(shipBy),
    tts_sla_time: seconds(shipBy === null ? null : shipBy + SHIPS_LATEST_AFTER_MS),
    collection_due_time: seconds(shipBy === null ? null : shipBy + SHIPS_LATEST_AFTER_MS),
    delivery_due_time: seconds(shipBy === null ? null : shipBy + ARRIVES_LATEST_AFTER_MS),
    rts_time: seconds(order.dispatchedAt),
    collection_time: seconds(order.collectedAt),
    delivery_time: seconds(order.deliveredAt),
    cancel_time: seconds(order.cancelledAt),
    ...(order.status === 'UNPAID' ? { cancel_order_sla_time: seconds(payBy(order)) } : {}),
  };
}

function lineShape(input: { order: Order; line: OrderLine; view: OrderView; taxMinor: number }) {
  const { order, line, view, taxMinor } = input;
  const sku = view.sim.world.skus.get(line.skuId);
  const parcel = view.sim.world.packages.get(line.packageId ?? '');
  const show = (amountMinor: number) => decimal(amountMinor, order.currency);
  return {
    id: line.id,
    sku_id: line.skuId,
    product_id: line.productId,
    product_name: view.sim.world.products.get(line.productId)?.title ?? '',
    sku_name: sku?.name ?? '',
    seller_sku: sku?.sellerSku ?? '',
    sku_image: pictureUrl(view.origin, line.productId),
    sku_type: 'NORMAL',
    currency: order.currency,
    original_price: show(line.originalPrice),
    sale_price: show(line.salePrice),
    platform_discount: show(line.platformDiscount),
    seller_discount: show(line.sellerDiscount),
    ...(taxMinor > 0
      ? { item_tax: [{ tax_type: 'SALES_TAX', tax_amount: show(taxMinor), tax_rate: (taxMinor / line.salePrice).toFixed(4) }] }
      : {}),
    display_status: displayStatus(order.status, parcel),
    package_status: parcel?.status ?? 'TO_FULFILL',
    ...(line.packageId === null ? {} : { package_id: line.packageId }),
    ...parcelFields(parcel, 'shipping_provider_name'),
    rts_time: seconds(parcel?.shippedAt ?? order.dispatchedAt),
    ...(order.cancelledAt === null ? {} : { cancel_reason: order.cancelReason ?? '', cancel_user: initiatorOf(order) }),
    is_gift: false,
    is_dangerous_good: false,
    needs_prescription: false,
  };
}

/** Orders and lines name the carrier by different keys. */
function parcelFields(parcel: Package | undefined, nameKey = 'shipping_provider'): Record<string, string> {
  if (!parcel) return {};
  const provider = { shipping_provider_id: parcel.providerId, [nameKey]: parcel.providerName };
  return parcel.trackingNumber === null ? provider : { ...provider, tracking_number: parcel.trackingNumber };
}

/** Lines know fewer states than orders. */
function displayStatus(status: OrderStatus, parcel: Package | undefined): string {
  if (status === 'ON_HOLD') return 'AWAITING_SHIPMENT';
  if (status === 'PARTIALLY_SHIPPING') return parcel && parcel.status !== 'PROCESSING' ? 'AWAITING_COLLECTION' : 'AWAITING_SHIPMENT';
  return status;
}

/** Orders that expire unpaid are the system's doing. */
function initiatorOf(order: Order): string {
  return order.cancelledBy === 'platform' || order.cancelledBy === null ? 'SYSTEM' : order.cancelledBy.toUpperCase();
}

type Privacy = 'hidden' | 'masked' | 'open';

/** The address is hidden while the buyer may still walk away, open while the parcel is made and moved, masked afterwards. */
function privacyOf(status: OrderStatus): Privacy {
  if (status === 'UNPAID' || status === 'ON_HOLD') return 'hidden';
  return status === 'DELIVERED' || status === 'COMPLETED' || status === 'CANCELLED' ? 'masked' : 'open';
}

export function addressShape(buyer: Buyer, privacy: Privacy) {
  const { address } = buyer;
  const show = (text: string) => (privacy === 'open' ? text : mask(text, privacy));
  const [first = '', ...rest] = buyer.name.split(' ');
  const full = [address.line1, address.city, address.state, address.postalCode, address.region].filter(Boolean).join(', ');
  const levels = [
    { address_level_name: 'Country', address_name: address.region, address_level: 'L0' },
    { address_level_name: 'State', address_name: address.state, address_level: 'L1' },
    { address_level_name: 'City', address_name: address.city, address_level: 'L2' },
  ];
  return {
    name: show(buyer.name),
    first_name: show(first),
    last_name: show(rest.join(' ')),
    phone_number: show(buyer.phone),
    full_address: show(full),
    address_detail: show(address.line1),
    address_line1: show(address.line1),
    address_line2: '',
    address_line3: '',
    address_line4: '',
    district_info: levels.filter(({ address_name }) => address_name !== ''),
    postal_code: show(address.postalCode),
    region_code: address.region,
  };
}

function mask(text: string, privacy: 'hidden' | 'masked'): string {
  if (text === '') return '';
  return privacy === 'hidden' ? '***' : `${[...text][0] ?? ''}***`;
}

/**
 * The order as a replica that lags behind would show it: what happened after `at` is taken back.
 * Null when it had not been placed yet.
 */
export function orderAsOf(order: Order, at: Instant): Order | null {
  if (order.updatedAt <= at) return order;
  if (order.createdAt > at) return null;
  const known = (instant: Instant | null) => (instant !== null && instant <= at ? instant : null);
  const earlier = {
    paidAt: known(order.paidAt),
    dispatchedAt: known(order.dispatchedAt),
    collectedAt: known(order.collectedAt),
    deliveredAt: known(order.deliveredAt),
    completedAt: known(order.completedAt),
    cancelledAt: known(order.cancelledAt),
  };
  const updatedAt = Math.max(order.createdAt, ...Object.values(earlier).map((instant) => instant ?? 0));
  return { ...order, ...earlier, status: statusOf(earlier), updatedAt };
}

function statusOf(
  reached: Record<'paidAt' | 'dispatchedAt' | 'collectedAt' | 'deliveredAt' | 'completedAt' | 'cancelledAt', Instant | null>,
): OrderStatus {
  if (reached.cancelledAt !== null) return 'CANCELLED';
  if (reached.completedAt !== null) return 'COMPLETED';
  if (reached.deliveredAt !== null) return 'DELIVERED';
  if (reached.collectedAt !== null) return 'IN_TRANSIT';
  if (reached.dispatchedAt !== null) return 'AWAITING_COLLECTION';
  return reached.paidAt !== null ? 'AWAITING_SHIPMENT' : 'UNPAID';
}
