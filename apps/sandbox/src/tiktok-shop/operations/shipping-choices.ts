/** What a seller may choose from before shipping: services and their prices, slots, options, carriers; and what came of a tracking number. */
import { z } from 'zod';
import { type Carrier, carriersOf } from '../../world/fulfilment/carriers.ts';
import { pickupSlots } from '../../world/fulfilment/handover.ts';
import { trackingOf } from '../../world/fulfilment/tracking.ts';
import { MARKETS } from '../../world/markets.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Instant, Order, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { ids } from '../fields.ts';
import { decimal, seconds, sum } from '../money.ts';
import { type Operation, shopOperation } from '../operation.ts';
import {
  CUT_SCOPE,
  dimensionBody,
  linesLeft,
  measuredOf,
  orderOf,
  packageOf,
  refuseHeavy,
  refuseOtherPath,
  refuseShipped,
  refuseUnshippable,
  SCOPE,
  weightBody,
} from './fulfilment-rules.ts';
import { deliveryOptions } from './order-shape.ts';

/** One service a carrier; the first of the market is the cheapest and the default. */
type Service = { id: string; carrier: Carrier; rank: number };
const SHARE_PER_RANK = 0.2;
const GRAMS_INCLUDED = 1000;

const servicesOf = ({ market }: Shop): Service[] =>
  carriersOf(market).map((carrier, rank) => ({ id: `7208${carrier.id.slice(4)}`, carrier, rank }));

export function serviceOf(shop: Shop, id: string): Service {
  const found = servicesOf(shop).find((service) => service.id === id);
  if (!found) throw new PlatformError(CODE.noCarrier, 'The shipping service is not offered for this order');
  return found;
}

export function defaultService(shop: Shop): Service {
  const [first] = servicesOf(shop);
  if (!first) throw new PlatformError(CODE.noCarrier, 'No shipping service is offered');
  return first;
}

export function serviceShape({ id, carrier, rank }: Service, { shop, grams }: { shop: Shop; grams: number }) {
  const { shippingFee, transitDays } = MARKETS[shop.market];
  const kilos = Math.max(1, Math.ceil(grams / GRAMS_INCLUDED));
  return {
    id,
    name: `${carrier.name} ground`,
    price: decimal(Math.round(shippingFee * kilos * (1 + rank * SHARE_PER_RANK)), shop.currency),
    currency: shop.currency,
    earliest_delivery_days: Math.floor(transitDays[0]),
    latest_delivery_days: Math.ceil(transitDays[1]),
    shipping_provider_id: carrier.id,
    shipping_provider_name: carrier.name,
  };
}

/** What the goods weigh by their listings, where nobody has weighed the parcel. */
export function gramsOf(sim: Simulation, order: Order, lineIds: readonly string[]): number {
  const lines = order.lines.filter(({ id }) => lineIds.includes(id));
  return sum(lines, ({ productId }) => sim.world.products.get(productId)?.weightGrams ?? 0);
}

const services = shopOperation({
  method: 'POST',
  template: '/fulfillment/{version}/orders/{order_id}/shipping_services/query',
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({ order_line_item_ids: ids(500).optional(), weight: weightBody.optional(), dimension: dimensionBody.optional() }),
  answer({ sim, shop, path, body }) {
    const order = orderOf(sim, shop, path.order_id);
    refuseUnshippable(sim, order);
    refuseOtherPath(order, 'TIKTOK');
    const lineIds = linesLeft(sim, order, body.order_line_item_ids);
    const grams = measuredOf(body)?.grams ?? gramsOf(sim, order, lineIds);
    refuseHeavy(grams);
    return {
      order_id: order.id,
      order_line_id: lineIds,
      weight: body.weight ?? { value: String(grams), unit: 'GRAM' },
      ...(body.dimension ? { dimension: body.dimension } : {}),
      shipping_services: servicesOf(shop).map((service) => ({ ...serviceShape(service, { shop, grams }), is_default: service.rank === 0 })),
    };
  },
});

function slotsShape(shop: Shop, now: Instant, origin: string) {
  return {
    can_pickup: true,
    can_drop_off: true,
    can_van_collection: false,
    drop_off_point_url: `${origin}/drop-off-points`,
    // So spelt on the wire.
    pickup_slots: pickupSlots(shop, now).map(({ from, until, isAvailable }) => ({
      start_time: seconds(from),
      end_time: seconds(until),
      avaliable: isAvailable,
    })),
  };
}

const packageSlots = shopOperation({
  method: 'GET',
  template: '/fulfillment/{version}/packages/{package_id}/handover_time_slots',
  versions: ['202309'],
  scope: CUT_SCOPE,
  answer({ sim, shop, now, origin, path }) {
    refuseShipped(packageOf(sim, shop, path.package_id));
    return slotsShape(shop, now, origin);
  },
});

const orderSlots = shopOperation({
  method: 'GET',
  template: '/fulfillment/{version}/orders/{order_id}/handover_time_slots',
  versions: ['202309'],
  scope: CUT_SCOPE,
  query: z.strictObject({ order_line_item_ids: z.string().optional() }),
  answer({ sim, shop, now, origin, path }) {
    refuseUnshippable(sim, orderOf(sim, shop, path.order_id));
    return slotsShape(shop, now, origin);
  },
});

const options = shopOperation({
  method: 'GET',
  template: '/logistics/{version}/warehouses/{warehouse_id}/delivery_options',
  versions: ['202309'],
  scope: null,
  query: z.strictObject({ scope: z.enum(['WAREHOUSE', 'PRODUCT']).default('WAREHOUSE') }),
  answer({ shop, path }) {
    if (!shop.warehouseIds.includes(path.warehouse_id ?? ''))
      throw new PlatformError(CODE.warehouseForeign, 'The warehouse is not one of this shop');
    return {
      delivery_options: deliveryOptions.map((option) => ({
        ...option,
        description: option.name,
        dimension_limit: { max_height: 100, max_length: 120, max_width: 80, unit: 'CM' },
        weight_limit: { max_weight: 30_000, min_weight: 1, unit: 'GRAM' },
        platform: ['TIKTOK_SHOP'],
      })),
    };
  },
});

const providers = shopOperation({
  method: 'GET',
  template: '/logistics/{version}/delivery_options/{delivery_option_id}/shipping_providers',
  versions: ['202309'],
  scope: SCOPE,
  answer({ shop, path }) {
    if (!deliveryOptions.some(({ id }) => id === path.delivery_option_id))
      throw new PlatformError(CODE.deliveryOptionMissing, 'The delivery option does not exist');
    return { shipping_providers: carriersOf(shop.market).map(({ id, name }) => ({ id, name })) };
  },
});

const tracking = shopOperation({
  method: 'GET',
  template: '/fulfillment/{version}/orders/{order_id}/tracking',
  versions: ['202309'],
  scope: null,
  answer({ sim, shop, now, path }) {
    const events = trackingOf(sim.world, orderOf(sim, shop, path.order_id), now);
    return { tracking: events.map(({ at, description }) => ({ description, update_time_millis: at })) };
  },
});

/** Whether a number is the platform's own; a collection is a parcel that waits at a point, of which there are none. */
const validation = shopOperation({
  method: 'GET',
  template: '/fulfillment/{version}/tts_tracking_validation',
  versions: ['202508'],
  scope: null,
  query: z.strictObject({ tracking_number: z.string().min(1).max(50) }),
  answer({ sim, query }) {
    const parcel = sim.world.packages.get(sim.packageOfTracking(query.tracking_number) ?? '');
    const order = sim.world.orders.get(parcel?.orderIds[0] ?? '');
    return { is_tiktok_shipping: order?.fulfilment === 'TIKTOK', is_tiktok_collection: false };
  },
});

export const SHIPPING_CHOICE_OPERATIONS: Operation[] = [services, packageSlots, orderSlots, options, providers, tracking, validation];
