/** Packages: search and detail. Without a cipher they cover every shop of the grant. */
import { z } from 'zod';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Package, Shop, Warehouse } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { intText, pageToken, sortOrder, unixSeconds } from '../fields.ts';
import { seconds, sum } from '../money.ts';
import { anyShopOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { pictureUrl } from '../pictures.ts';
import { addressShape, deliveryOptionOf } from './order-shape.ts';
import { byTime, within } from './time-window.ts';

const SCOPE = 'seller.fulfillment.basic';

const search = anyShopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/packages/search',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({
    page_size: intText(1, 50).default(20),
    sort_field: z.enum(['create_time', 'update_time', 'order_pay_time']).default('create_time'),
    sort_order: sortOrder.default('DESC'),
    page_token: pageToken,
  }),
  body: z.strictObject({
    create_time_ge: unixSeconds.optional(),
    create_time_lt: unixSeconds.optional(),
    update_time_ge: unixSeconds.optional(),
    update_time_lt: unixSeconds.optional(),
    package_status: z.enum(['PROCESSING', 'FULFILLING', 'COMPLETED', 'CANCELLED']).optional(),
  }),
  answer({ sim, shops, origin, visibleUntil, query, body }) {
    const rows = shops
      .flatMap((shop) => sim.lists(shop.id).packages)
      .filter(
        (item) =>
          item.updatedAt <= visibleUntil &&
          within(item, body) &&
          (body.package_status === undefined || item.status === body.package_status),
      );
    const request = { size: query.page_size, token: query.page_token, order: query.sort_order };
    // Unpaid packages do not exist, so 0 stands only for an order that is gone.
    const paidAt = (item: Package): [number, string] => [sim.world.orders.get(item.orderIds[0] ?? '')?.paidAt ?? 0, item.id];
    const key = query.sort_field === 'order_pay_time' ? paidAt : byTime(query.sort_field);
    const found = page(rows, request, { key, filters: [shops.map(({ id }) => id), query.sort_field, body] });
    return {
      next_page_token: found.nextToken,
      total_count: found.total,
      packages: found.items.map((item) => summaryShape(item, sim, origin)),
    };
  },
});

const detail = anyShopOperation({
  method: 'GET',
  template: '/fulfillment/{version}/packages/{package_id}',
  versions: ['202309'],
  scope: SCOPE,
  answer({ sim, shops, origin, path }) {
    const found = sim.world.packages.get(path.package_id ?? '');
    const shop = shops.find(({ id }) => id === found?.shopId);
    if (!found || !shop) throw new PlatformError(CODE.packageMissing, 'The package does not exist');
    return detailShape(found, { sim, origin, shop });
  },
});

function summaryShape(item: Package, sim: Simulation, origin: string) {
  return {
    id: item.id,
    status: item.status,
    orders: ordersShape(item, sim, origin),
    order_line_item_ids: item.lineIds,
    ...(item.trackingNumber === null ? {} : { tracking_number: item.trackingNumber }),
    shipping_provider_id: item.providerId,
    shipping_provider_name: item.providerName,
    create_time: seconds(item.createdAt),
    update_time: seconds(item.updatedAt),
  };
}

/** Detail names id and status `package_id` and `package_status`; search calls them `id` and `status`. */
function detailShape(item: Package, place: { sim: Simulation; origin: string; shop: Shop }) {
  const { sim, origin, shop } = place;
  const order = sim.world.orders.get(item.orderIds[0] ?? '');
  const warehouse = sim.world.warehouses.get(order?.warehouseId ?? '');
  const { id: _id, status, ...summary } = summaryShape(item, sim, origin);
  return {
    package_id: item.id,
    package_status: status,
    ...summary,
    split_and_combine_tag: item.orderIds.length > 1 ? 'COMBINE' : (order?.packageIds.length ?? 1) > 1 ? 'SPLIT' : 'DEFAULT',
    has_multi_skus: new Set(linesOf(item, sim).map(({ skuId }) => skuId)).size > 1,
    note_tag: order?.buyerMessage ? 'BUYER_NOTED' : 'BUYER_UNNOTED',
    shipping_type: order?.fulfilment ?? 'TIKTOK',
    ...(order ? { delivery_option_id: deliveryOptionOf(order).id, delivery_option_name: deliveryOptionOf(order).name } : {}),
    ...(order?.fulfilment === 'SELLER' ? {} : handoverShape(item)),
    ...(order
      ? { recipient_address: addressShape(order.buyer, item.status === 'COMPLETED' || item.status === 'CANCELLED' ? 'masked' : 'open') }
      : {}),
    sender_address: senderShape(warehouse, shop),
    weight: { value: String(weightGrams(item, sim)), unit: 'GRAM' },
    dimension: dimensionShape(item, sim),
    insurance: { is_purchased: false },
  };
}

function handoverShape({ handover }: Package) {
  if (handover === null) return { handover_method: 'PICKUP' };
  const { method, from, until } = handover;
  const slot = from === null || until === null ? {} : { pickup_slot: { start_time: seconds(from), end_time: seconds(until) } };
  return { handover_method: method, ...slot };
}

export function linesOf(item: Package, sim: Simulation) {
  const wanted = new Set(item.lineIds);
  return item.orderIds.flatMap((id) => sim.world.orders.get(id)?.lines.filter((line) => wanted.has(line.id)) ?? []);
}

/** Line items are units; a package names each SKU once with its quantity. */
function ordersShape(item: Package, sim: Simulation, origin: string) {
  const wanted = new Set(item.lineIds);
  return item.orderIds.map((id) => {
    const lines = sim.world.orders.get(id)?.lines.filter((line) => wanted.has(line.id)) ?? [];
    const quantities = new Map<string, number>();
    for (const line of lines) quantities.set(line.skuId, (quantities.get(line.skuId) ?? 0) + 1);
    const skus = [...quantities].map(([skuId, quantity]) => {
      const sku = sim.world.skus.get(skuId);
      return { id: skuId, name: sku?.name ?? '', image_url: pictureUrl(origin, sku?.productId ?? ''), quantity };
    });
    return { id, skus };
  });
}

/** The world knows a warehouse's city, not its street. */
function senderShape(warehouse: Warehouse | undefined, shop: Shop) {
  const region = warehouse?.region ?? shop.market;
  const city = warehouse?.city ?? '';
  return {
    name: shop.name,
    full_address: `${warehouse?.name ?? ''}, ${city}, ${region}`,
    address_line1: warehouse?.name ?? '',
    region_code: region,
  };
}

export function weightGrams(item: Package, sim: Simulation): number {
  return item.measured?.grams ?? sum(linesOf(item, sim), (line) => sim.world.products.get(line.productId)?.weightGrams ?? 0);
}

/** As wide and long as the largest product, as high as all of them stacked. */
function dimensionShape(item: Package, sim: Simulation) {
  const cm = (mm: number) => String(Math.ceil(mm / 10));
  if (item.measured) {
    const [length, width, height] = item.measured.sizeMm.map(cm);
    return { length, width, height, unit: 'CM' };
  }
  const sizes = linesOf(item, sim).map((line) => sim.world.products.get(line.productId)?.sizeMm ?? ([0, 0, 0] as const));
  return {
    length: cm(Math.max(0, ...sizes.map(([length]) => length))),
    width: cm(Math.max(0, ...sizes.map(([, width]) => width))),
    height: cm(sum(sizes, ([, , height]) => height)),
    unit: 'CM',
  };
}

export const PACKAGE_OPERATIONS = [search, detail];
