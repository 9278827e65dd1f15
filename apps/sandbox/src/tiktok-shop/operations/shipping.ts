/** Shipping: parcels that are there are shipped, in the US they are made and shipped at once; numbers of a seller's own may be mended. */
import { z } from 'zod';
import { pickupSlots } from '../../world/fulfilment/handover.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Handover, Instant, Order, Package, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { ids, platformId, unixSeconds } from '../fields.ts';
import { seconds } from '../money.ts';
import { type CallContext, shopOperation } from '../operation.ts';
import {
  dimensionBody,
  linesLeft,
  measuredOf,
  orderOf,
  ordersIn,
  ownBody,
  ownShipment,
  packageOf,
  refuseHeavy,
  refuseOtherPath,
  refuseShipped,
  refuseUnshippable,
  SCOPE,
  weightBody,
} from './fulfilment-rules.ts';
import { defaultService, gramsOf, serviceOf, serviceShape } from './shipping-choices.ts';

const LINES_MAX = 500;
const BATCH_MAX = 50;

const handoverBody = {
  handover_method: z.enum(['PICKUP', 'DROP_OFF']).optional(),
  pickup_slot: z.strictObject({ start_time: unixSeconds, end_time: unixSeconds }).optional(),
  self_shipment: ownBody.optional(),
};
type HandoverBody = z.output<z.ZodObject<typeof handoverBody>>;
type ShopCall = CallContext & { shop: Shop };

/** Everywhere but in the US a paid order has its package; there it is made when it leaves. */
const isMadeWhenShipped = ({ market }: Shop): boolean => market === 'US';

const create = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/packages',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({
    order_id: platformId,
    order_line_item_ids: ids(LINES_MAX).optional(),
    dimension: dimensionBody.optional(),
    weight: weightBody.optional(),
    shipping_service_id: platformId.optional(),
  }),
  answer({ sim, shop, body }) {
    const order = orderOf(sim, shop, body.order_id);
    refuseUnshippable(sim, order);
    if (!isMadeWhenShipped(shop)) throw new PlatformError(CODE.packageShipped, 'The order has its package, ship that');
    refuseOtherPath(order, 'TIKTOK');
    const lineIds = linesLeft(sim, order, body.order_line_item_ids);
    const measured = measuredOf(body);
    const service = body.shipping_service_id === undefined ? defaultService(shop) : serviceOf(shop, body.shipping_service_id);
    if (measured) refuseHeavy(measured.grams);
    const parcel = sim.acts.openAndShip({ orderId: order.id, lineIds, carrier: service.carrier.name, trackingNumber: null, measured });
    record(sim, { operation: 'POST fulfillment/packages', parcel });
    return {
      order_id: order.id,
      order_line_item_ids: lineIds,
      package_id: parcel.id,
      shipping_service_info: serviceShape(service, { shop, grams: measured?.grams ?? gramsOf(sim, order, lineIds) }),
      ...(body.dimension ? { dimension: body.dimension } : {}),
      ...(body.weight ? { weight: body.weight } : {}),
      create_time: seconds(parcel.createdAt),
    };
  },
});

const mark = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/orders/{order_id}/packages',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({ order_line_item_ids: ids(LINES_MAX).optional(), ...ownBody.shape }),
  answer({ sim, shop, path, body }) {
    const order = orderOf(sim, shop, path.order_id);
    refuseUnshippable(sim, order);
    if (!isMadeWhenShipped(shop)) throw new PlatformError(CODE.packageShipped, 'The order has its package, ship that');
    refuseOtherPath(order, 'SELLER');
    const lineIds = linesLeft(sim, order, body.order_line_item_ids);
    const own = ownShipment(sim, shop, { ...body, packageId: null });
    const parcel = sim.acts.openAndShip({ orderId: order.id, lineIds, ...own, measured: null });
    record(sim, { operation: 'POST fulfillment/orders/packages', parcel });
    return { order_id: order.id, order_line_item_ids: lineIds, package_id: parcel.id };
  },
});

const ship = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/packages/{package_id}/ship',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject(handoverBody),
  answer(call) {
    shipOne(call, packageOf(call.sim, call.shop, call.path.package_id), call.body);
    return {};
  },
});

const batchShip = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/packages/ship',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({
    packages: z
      .array(z.strictObject({ id: platformId, ...handoverBody }))
      .min(1)
      .max(BATCH_MAX),
  }),
  answer(call) {
    const errors = call.body.packages.flatMap(({ id, ...body }) => {
      try {
        shipOne(call, packageOf(call.sim, call.shop, id), body);
        return [];
      } catch (error) {
        if (error instanceof PlatformError) return [{ code: error.code, message: error.message, detail: { package_id: id } }];
        throw error;
      }
    });
    return { errors };
  },
});

function shipOne({ sim, shop, now }: ShopCall, parcel: Package, body: HandoverBody): void {
  refuseShipped(parcel);
  for (const order of ordersIn(sim, parcel)) {
    refuseUnshippable(sim, order);
    refuseOtherPath(order, body.self_shipment ? 'SELLER' : 'TIKTOK');
  }
  const own = body.self_shipment ? ownShipment(sim, shop, { ...body.self_shipment, packageId: parcel.id }) : null;
  const handover = own ? null : handoverOf(shop, now, body);
  sim.acts.ship({ packageId: parcel.id, handover, own });
  record(sim, { operation: 'POST packages/ship', parcel });
}

/** A pick-up without a slot gets the next one; one that has passed or falls on a Sunday is refused. */
function handoverOf(shop: Shop, now: Instant, body: HandoverBody): Handover {
  const method = body.handover_method ?? 'PICKUP';
  if (method === 'DROP_OFF') return { method, from: null, until: null };
  const open = pickupSlots(shop, now).filter(({ isAvailable }) => isAvailable);
  const wanted = body.pickup_slot;
  const slot = wanted ? open.find(({ from, until }) => seconds(from) === wanted.start_time && seconds(until) === wanted.end_time) : open[0];
  if (!slot) throw new PlatformError(CODE.slotTaken, 'The pick-up slot is not available');
  return { method, from: slot.from, until: slot.until };
}

const updatePackage = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/packages/{package_id}/shipping_info/update',
  versions: ['202309'],
  scope: SCOPE,
  body: ownBody,
  answer({ sim, shop, path, body }) {
    update({ sim, shop }, packageOf(sim, shop, path.package_id), body);
    return {};
  },
});

/** By the order: of the only parcel that it has. */
const updateOrder = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/orders/{order_id}/shipping_info/update',
  versions: ['202309'],
  scope: SCOPE,
  body: ownBody,
  answer({ sim, shop, path, body }) {
    const [only, ...others] = orderOf(sim, shop, path.order_id).packageIds;
    if (others.length > 0) throw new PlatformError(CODE.linesForeign, 'The order has several packages, name the one that is meant');
    update({ sim, shop }, packageOf(sim, shop, only), body);
    return {};
  },
});

function update({ sim, shop }: { sim: Simulation; shop: Shop }, parcel: Package, body: z.output<typeof ownBody>): void {
  const orders = ordersIn(sim, parcel);
  for (const order of orders) refuseOtherPath(order, 'SELLER');
  const isOnItsWay = parcel.status === 'FULFILLING' && orders.every(isUpdatable);
  if (!isOnItsWay) throw new PlatformError(CODE.trackingFixed, 'Only of a package on its way may the tracking number be changed');
  sim.acts.updateTracking({ packageId: parcel.id, own: ownShipment(sim, shop, { ...body, packageId: parcel.id }) });
  record(sim, { operation: 'POST shipping_info/update', parcel });
}

const isUpdatable = ({ deliveredAt }: Order): boolean => deliveredAt === null;

function record(sim: Simulation, { operation, parcel }: { operation: string; parcel: Package }): void {
  const { id: packageId, orderIds, lineIds, trackingNumber, shopId } = parcel;
  sim.acts.recordWrite({
    shopId,
    operation,
    data: { packageId, orderIds: [...orderIds], lineIds: [...lineIds], trackingNumber },
  });
}

export const SHIPPING_OPERATIONS = [create, mark, ship, batchShip, updatePackage, updateOrder];
