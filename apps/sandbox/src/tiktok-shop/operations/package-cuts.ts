/** Splitting an order over packages and combining orders of one buyer, both before anything has left. In the US packages are cut by shipping. */
import { z } from 'zod';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Order, Package, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { idList, ids, intText, pageToken, platformId } from '../fields.ts';
import { shopOperation } from '../operation.ts';
import { page } from '../paging.ts';
import { CUT_SCOPE, orderOf, ordersIn, packageOf } from './fulfilment-rules.ts';

const IDS_MAX = 50;
const GROUPS_MAX = 50;

/** Empty: it can be split. */
function whyUnsplittable(sim: Simulation, shop: Shop, order: Order): string {
  if (shop.market === 'US') return 'Packages are made when they are shipped';
  if (order.status !== 'AWAITING_SHIPMENT') return `An order that is ${order.status} cannot be split`;
  if (order.lines.length < 2) return 'There is one unit only';
  const [only, ...others] = order.packageIds.flatMap((id) => sim.world.packages.get(id) ?? []);
  if (others.length > 0) return 'The order is split already';
  return only && only.orderIds.length > 1 ? 'The package is combined with another order' : '';
}

const attributes = shopOperation({
  method: 'GET',
  template: '/fulfillment/{version}/orders/split_attributes',
  versions: ['202309'],
  scope: CUT_SCOPE,
  query: z.strictObject({ order_ids: idList(IDS_MAX) }),
  answer({ sim, shop, query }) {
    const rows = query.order_ids.map((id) => {
      const reason = whyUnsplittable(sim, shop, orderOf(sim, shop, id));
      return { order_id: id, can_split: reason === '', ...(reason === '' ? {} : { reason }), must_split: false, must_split_reasons: [] };
    });
    return { split_attributes: rows };
  },
});

const split = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/orders/{order_id}/split',
  versions: ['202309'],
  scope: CUT_SCOPE,
  body: z.strictObject({
    splittable_groups: z
      .array(z.strictObject({ id: z.string().min(1).max(50), order_line_item_ids: ids(500).min(1) }))
      .min(2)
      .max(GROUPS_MAX),
  }),
  answer({ sim, shop, path, body }) {
    const order = orderOf(sim, shop, path.order_id);
    const reason = whyUnsplittable(sim, shop, order);
    if (reason !== '') throw new PlatformError(CODE.splitNotAllowed, reason);
    const groups = body.splittable_groups.map((group) => group.order_line_item_ids);
    const named = groups.flat();
    const isWhole = named.length === order.lines.length && order.lines.every(({ id }) => named.includes(id));
    if (!isWhole) throw new PlatformError(CODE.splitGroups, 'Every line item belongs into exactly one group');
    const packages = sim.acts.splitOrder({ orderId: order.id, groups });
    const packageIds = packages.map(({ id }) => id);
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST orders/split', data: { orderId: order.id, packageIds, groups } });
    return { packages: body.splittable_groups.map(({ id }, index) => ({ splittable_group_id: id, id: packageIds[index] })) };
  },
});

/** What waits to be shipped by the platform to the same door from the same warehouse goes together; parts of one order too. */
function combinationKey(sim: Simulation, parcel: Package): string | null {
  const orders = ordersIn(sim, parcel);
  const [order] = orders;
  if (!order || parcel.status !== 'PROCESSING' || orders.some(({ status }) => status !== 'AWAITING_SHIPMENT')) return null;
  if (orders.some(({ id }) => sim.cancellationsOf(id).at(-1)?.status === 'CANCELLATION_REQUEST_PENDING')) return null;
  const { buyer, warehouseId, fulfilment } = order;
  return fulfilment === 'TIKTOK' ? JSON.stringify([buyer.id, buyer.address, warehouseId]) : null;
}

function combinations(sim: Simulation, shop: Shop): Package[][] {
  const groups = new Map<string, Package[]>();
  for (const order of sim.lists(shop.id).orders) {
    if (order.status !== 'AWAITING_SHIPMENT') continue;
    for (const parcel of order.packageIds.flatMap((id) => sim.world.packages.get(id) ?? [])) {
      const key = combinationKey(sim, parcel);
      if (key !== null) groups.set(key, [...new Set([...(groups.get(key) ?? []), parcel])]);
    }
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

const searchCombinable = shopOperation({
  method: 'GET',
  template: '/fulfillment/{version}/combinable_packages/search',
  versions: ['202309'],
  scope: CUT_SCOPE,
  query: z.strictObject({ page_token: pageToken, page_size: intText(1, 50) }),
  answer({ sim, shop, query }) {
    const rows = combinations(sim, shop).map((group) => ({ id: group[0]?.id ?? '', createdAt: group[0]?.createdAt ?? 0, group }));
    const request = { size: query.page_size, token: query.page_token, order: 'ASC' as const };
    const found = page(rows, request, { key: (row) => [row.createdAt, row.id], filters: [shop.id] });
    return {
      next_page_token: found.nextToken,
      total_count: found.total,
      combinable_packages: found.items.map(({ id, group }) => ({ id, order_ids: [...new Set(group.flatMap(({ orderIds }) => orderIds))] })),
    };
  },
});

const combine = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/packages/combine',
  versions: ['202309'],
  scope: CUT_SCOPE,
  body: z.strictObject({
    combinable_packages: z
      .array(z.strictObject({ id: platformId, order_ids: ids(IDS_MAX).optional() }))
      .min(1)
      .max(IDS_MAX),
  }),
  answer({ sim, shop, body }) {
    const packages: { id: string; order_ids: string[] }[] = [];
    const errors = body.combinable_packages.flatMap(({ id, order_ids: orderIds }) => {
      const parcel = packageOf(sim, shop, id);
      const group = combinations(sim, shop).find((one) => one.includes(parcel));
      const chosen =
        group?.filter((one) => !orderIds || one.id === id || one.orderIds.every((orderId) => orderIds.includes(orderId))) ?? [];
      if (chosen.length < 2) return [{ code: CODE.notCombinable, message: 'Nothing to combine it with', detail: { package_id: id } }];
      const combined = sim.acts.combinePackages({ packageIds: chosen.map((one) => one.id) });
      const made = { id: combined.id, order_ids: [...combined.orderIds] };
      packages.push(made);
      const data = { packageId: made.id, orderIds: made.order_ids };
      sim.acts.recordWrite({ shopId: shop.id, operation: 'POST packages/combine', data });
      return [];
    });
    return { packages, errors };
  },
});

const uncombine = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/packages/{package_id}/uncombine',
  versions: ['202309'],
  scope: CUT_SCOPE,
  body: z.strictObject({ order_ids: ids(IDS_MAX).optional() }),
  answer({ sim, shop, path, body }) {
    const parcel = packageOf(sim, shop, path.package_id);
    if (parcel.status !== 'PROCESSING' || parcel.orderIds.length < 2)
      throw new PlatformError(CODE.splitGroups, 'The package is not combined, or has left');
    const orderIds = body.order_ids ?? [...parcel.orderIds];
    if (orderIds.some((id) => !parcel.orderIds.includes(id))) throw new PlatformError(CODE.linesForeign, 'An order is not in this package');
    const packages = sim.acts.uncombinePackage({ packageId: parcel.id, orderIds });
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST packages/uncombine', data: { packageId: parcel.id, orderIds } });
    return { packages: packages.map((one) => ({ id: one.id, order_ids: [...one.orderIds] })) };
  },
});

export const PACKAGE_CUT_OPERATIONS = [attributes, split, searchCombinable, combine, uncombine];
