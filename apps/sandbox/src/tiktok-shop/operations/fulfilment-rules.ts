/**
 * What the platform refuses before anything is shipped, cut or renumbered. Where the documents only list a number for the operation,
 * what it stands for is decided here.
 */
import { z } from 'zod';
import { type Carrier, carriersOf, isTrackingNumber } from '../../world/fulfilment/carriers.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Order, Package, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { platformId } from '../fields.ts';

export const SCOPE = 'seller.fulfillment.basic';
export const CUT_SCOPE = 'seller.fulfillment.package.write';

const GRAMS_PER_POUND = 453.6;
const MM = { CM: 10, INCH: 25.4 } as const;
const GRAMS_MAX = 30_000;

const number = z.string().regex(/^\d{1,6}(\.\d{1,3})?$/, 'must be a number');
export const weightBody = z.strictObject({ value: number, unit: z.enum(['GRAM', 'POUND']) });
export const dimensionBody = z.strictObject({ length: number, width: number, height: number, unit: z.enum(['CM', 'INCH']) });
export const ownBody = z.strictObject({ tracking_number: z.string().min(1).max(50), shipping_provider_id: platformId });

type Measures = { weight?: z.output<typeof weightBody> | undefined; dimension?: z.output<typeof dimensionBody> | undefined };
export type Measured = { grams: number; sizeMm: [number, number, number] };

/** Null where nobody has weighed and measured. */
export function measuredOf({ weight, dimension }: Measures): Measured | null {
  if (!weight || !dimension) return null;
  const grams = Math.round(Number(weight.value) * (weight.unit === 'POUND' ? GRAMS_PER_POUND : 1));
  const mm = (text: string) => Math.round(Number(text) * MM[dimension.unit]);
  return { grams, sizeMm: [mm(dimension.length), mm(dimension.width), mm(dimension.height)] };
}

export function refuseHeavy(grams: number): void {
  if (grams > GRAMS_MAX) throw new PlatformError(CODE.parcelTooHeavy, `No carrier takes more than ${GRAMS_MAX} g`);
}

export function orderOf(sim: Simulation, shop: Shop, id = ''): Order {
  const order = sim.world.orders.get(id);
  if (!order) throw new PlatformError(CODE.orderMissing, 'The order does not exist');
  if (order.shopId !== shop.id) throw new PlatformError(CODE.orderForeign, 'The order belongs to another seller');
  return order;
}

export function packageOf(sim: Simulation, shop: Shop, id = ''): Package {
  const found = sim.world.packages.get(id);
  if (!found) throw new PlatformError(CODE.packageMissing, 'The package does not exist');
  if (found.shopId !== shop.id) throw new PlatformError(CODE.packageForeign, 'The package belongs to another shop');
  return found;
}

export const ordersIn = (sim: Simulation, { orderIds }: Package): Order[] => orderIds.flatMap((id) => sim.world.orders.get(id) ?? []);

/** What may still be shipped: paid, its hour over, not cancelled, nobody asking to cancel, something left. */
export function refuseUnshippable(sim: Simulation, { id, status }: Order): void {
  if (status === 'CANCELLED') throw new PlatformError(CODE.orderCancelled, 'The order is cancelled');
  if (status === 'ON_HOLD') throw new PlatformError(CODE.orderOnHold, 'The order is on hold for an hour after its payment');
  if (status === 'UNPAID') throw new PlatformError(CODE.orderStatus, 'The order is not paid');
  if (sim.cancellationsOf(id).at(-1)?.status === 'CANCELLATION_REQUEST_PENDING')
    throw new PlatformError(CODE.requestOpen, 'The buyer has asked to cancel, answer that first');
  if (status !== 'AWAITING_SHIPMENT' && status !== 'PARTIALLY_SHIPPING')
    throw new PlatformError(CODE.packageShipped, 'The order is shipped already');
}

export function refuseShipped({ status }: Package): void {
  if (status === 'CANCELLED') throw new PlatformError(CODE.orderCancelled, 'The package is cancelled');
  if (status !== 'PROCESSING') throw new PlatformError(CODE.packageShipped, 'The package is shipped already');
}

export function refuseOtherPath({ fulfilment }: Order, wanted: Order['fulfilment']): void {
  if (fulfilment !== wanted) throw new PlatformError(CODE.otherShippingPath, `This order is shipped by ${fulfilment}`);
}

/** Of the order and not in a parcel that has left; none named means all that are left. */
export function linesLeft(sim: Simulation, order: Order, named: readonly string[] | undefined): string[] {
  const left = order.lines.filter(({ packageId }) => (sim.world.packages.get(packageId ?? '')?.status ?? 'PROCESSING') === 'PROCESSING');
  const ids = new Set(left.map(({ id }) => id));
  if (named === undefined || named.length === 0) return [...ids];
  if (named.some((id) => !ids.has(id)) || new Set(named).size < named.length)
    throw new PlatformError(CODE.linesForeign, 'A line item is not of this order, named twice or in a package that has left');
  return [...named];
}

/** The carrier's own form of a number, and none that was ever used on another parcel. */
export function ownShipment(sim: Simulation, shop: Shop, input: z.output<typeof ownBody> & { packageId: string | null }) {
  const carrier = carriersOf(shop.market).find(({ id }) => id === input.shipping_provider_id);
  if (!carrier) throw new PlatformError(CODE.carrierUnknown, 'The shipping provider does not serve this market');
  refuseTracking(sim, carrier, { trackingNumber: input.tracking_number, packageId: input.packageId });
  return { trackingNumber: input.tracking_number, carrier: carrier.name };
}

function refuseTracking(sim: Simulation, carrier: Carrier, input: { trackingNumber: string; packageId: string | null }): void {
  if (!isTrackingNumber(carrier, input.trackingNumber))
    throw new PlatformError(CODE.trackingFormat, 'The tracking number is not one of this shipping provider');
  const used = sim.packageOfTracking(input.trackingNumber);
  if (used !== null && used !== input.packageId) throw new PlatformError(CODE.trackingUsed, 'The tracking number was used before');
}
