/**
 * Getting parcels out. In the US a package is made when it leaves, elsewhere a paid order has it. After an unknown outcome the package or
 * the order tells: a second attempt at what took effect is refused as shipped, so nothing leaves twice.
 */
import { z } from 'zod';
import type {
  ChannelCarrier,
  ChannelFulfilment,
  HandoverChoice,
  LabelPurchase,
  MadePackage,
  OwnShipment,
  PackageDetail,
  Shipment,
  ShipmentResult,
  ShippingService,
  ShopAccess,
  TrackingEvent,
  UnitsOfOrder,
} from '../port.ts';
import { amount, amountIn, id, instant, list, optionalId, readAnswer, refusalText, text } from './fields.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { combinable, combine, split, splitAttributes, uncombine } from './package-cuts.ts';
import { type Platform, readDetail } from './platform.ts';
import { shippingDocument } from './shipping-documents.ts';

const SCOPES = ['seller.fulfillment.basic', 'seller.fulfillment.package.write'] as const;
const ROWS_MAX = 50;
const MADE_WHEN_SHIPPED = new Set(['US']);
const PACKAGE_MISSING = '10006402';

export function fulfilmentOf(platform: Platform): ChannelFulfilment {
  return {
    scopes: SCOPES,
    rowsMax: ROWS_MAX,
    packageExists: (market) => !MADE_WHEN_SHIPPED.has(market),
    services: (shop, parcel) => services(platform, shop, parcel),
    handoverChoice: (shop, channelPackageId) => handoverChoice(platform, shop, channelPackageId),
    carriers: (shop, channelWarehouseId) => carriers(platform, shop, channelWarehouseId),
    ship: (shop, shipments) => ship(platform, shop, shipments),
    buyLabel: (shop, purchase) => buyLabel(platform, shop, purchase),
    shipUnits: (shop, shipment) => shipUnits(platform, shop, shipment),
    updateTracking: (shop, change) => updateTracking(platform, shop, change),
    document: (shop, wish) => shippingDocument(platform, shop, wish),
    splitAttributes: (shop, ids) => splitAttributes(platform, shop, ids),
    split: (shop, order) => split(platform, shop, order),
    combinable: (shop, pageToken) => combinable(platform, shop, pageToken),
    combine: (shop, packages) => combine(platform, shop, packages),
    uncombine: (shop, packages) => uncombine(platform, shop, packages),
    readPackage: (shop, channelPackageId) => readPackage(platform, shop, channelPackageId),
    tracking: (shop, channelOrderId) => tracking(platform, shop, channelOrderId),
  };
}

type Ask = { operation: Operation; pathIds?: Record<string, string>; query?: Record<string, string>; body?: unknown };
const ask = (platform: Platform, shop: ShopAccess, call: Ask): Promise<unknown> =>
  platform.caller.signed({ baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, ...call });

const count = z
  .int()
  .nonnegative()
  .nullish()
  .transform((days) => days ?? null);
const servicePage = z.object({
  shipping_services: list(
    z.object({
      id,
      name: text,
      price: amount,
      currency: text,
      earliest_delivery_days: count,
      latest_delivery_days: count,
      is_default: z.boolean().nullish(),
      shipping_provider_id: id,
      shipping_provider_name: text,
    }),
  ),
});

async function services(
  platform: Platform,
  shop: ShopAccess,
  parcel: UnitsOfOrder & Pick<LabelPurchase, 'package'>,
): Promise<ShippingService[]> {
  const operation = OPERATIONS.shippingServices;
  const body = unitsBody(parcel);
  const pathIds = { order_id: parcel.channelOrderId };
  const wire = readAnswer(servicePage, await ask(platform, shop, { operation, pathIds, body }), operation.name);
  return wire.shipping_services.map((service) => {
    const currency = service.currency || shop.currency;
    return {
      channelServiceId: service.id,
      name: service.name,
      price: amountIn(service.price, { currency, operation: operation.name, path: `shipping_services(${service.id}).price` }),
      currency,
      daysMin: service.earliest_delivery_days,
      daysMax: service.latest_delivery_days,
      channelCarrierId: service.shipping_provider_id,
      carrier: service.shipping_provider_name,
      isDefault: service.is_default ?? false,
    };
  });
}

/** Whole centimetres, never smaller than the parcel is. */
const centimetres = (mm: number): string => String(Math.ceil(mm / 10));

function unitsBody({ channelLineIds, package: parcel }: Pick<LabelPurchase, 'channelLineIds' | 'package'>) {
  return {
    ...(channelLineIds ? { order_line_item_ids: channelLineIds } : {}),
    ...(parcel
      ? {
          weight: { value: String(parcel.weightG), unit: 'GRAM' },
          dimension: {
            length: centimetres(parcel.lengthMm),
            width: centimetres(parcel.widthMm),
            height: centimetres(parcel.heightMm),
            unit: 'CM',
          },
        }
      : {}),
  };
}

const slotPage = z.object({
  can_pickup: z.boolean().nullish(),
  can_drop_off: z.boolean().nullish(),
  drop_off_point_url: text,
  // So spelt on the wire.
  pickup_slots: list(z.object({ start_time: instant, end_time: instant, avaliable: z.boolean().nullish() })),
});

async function handoverChoice(platform: Platform, shop: ShopAccess, channelPackageId: string): Promise<HandoverChoice> {
  const operation = OPERATIONS.handoverSlots;
  const data = await ask(platform, shop, { operation, pathIds: { package_id: channelPackageId } });
  const wire = readAnswer(slotPage, data, operation.name);
  return {
    canPickUp: wire.can_pickup ?? false,
    canDropOff: wire.can_drop_off ?? false,
    dropOffPage: URL.canParse(wire.drop_off_point_url) ? wire.drop_off_point_url : null,
    slots: wire.pickup_slots.map((slot) => ({ from: slot.start_time, until: slot.end_time, isOpen: slot.avaliable ?? false })),
  };
}

const optionPage = z.object({ delivery_options: list(z.object({ id, type: text })) });
const providerPage = z.object({ shipping_providers: list(z.object({ id, name: text })) });

/** Carriers hang on the delivery option; only the one that sellers ship themselves is asked about. */
async function carriers(platform: Platform, shop: ShopAccess, channelWarehouseId: string): Promise<ChannelCarrier[]> {
  const operation = OPERATIONS.deliveryOptions;
  const data = await ask(platform, shop, { operation, pathIds: { warehouse_id: channelWarehouseId } });
  const own = readAnswer(optionPage, data, operation.name).delivery_options.filter(({ type }) => type === 'SEND_BY_SELLER');
  const found = new Map<string, ChannelCarrier>();
  for (const option of own) {
    const providers = OPERATIONS.shippingProviders;
    const answer = await ask(platform, shop, { operation: providers, pathIds: { delivery_option_id: option.id } });
    for (const wire of readAnswer(providerPage, answer, providers.name).shipping_providers)
      found.set(wire.id, { channelCarrierId: wire.id, name: wire.name });
  }
  return [...found.values()];
}

const batch = z.object({
  errors: list(z.object({ code: id, message: refusalText, detail: z.object({ package_id: optionalId }).nullish() })),
});

/** An error that names no package is of all. */
async function ship(platform: Platform, shop: ShopAccess, shipments: readonly Shipment[]): Promise<ShipmentResult[]> {
  if (shipments.length === 0) return [];
  const operation = OPERATIONS.packagesShip;
  const body = { packages: shipments.map((shipment) => ({ id: shipment.channelPackageId, ...shipmentBody(shipment) })) };
  const { errors } = readAnswer(batch, await ask(platform, shop, { operation, body }), operation.name);
  return shipments.map(({ channelPackageId }) => {
    const error = errors.find(({ detail }) => !detail?.package_id || detail.package_id === channelPackageId);
    return error ? { channelPackageId, outcome: 'refused', code: error.code, message: error.message } : { channelPackageId, outcome: 'ok' };
  });
}

const seconds = (at: number): number => Math.floor(at / 1000);
const ownBody = ({ trackingNumber, channelCarrierId }: OwnShipment) => ({
  tracking_number: trackingNumber,
  shipping_provider_id: channelCarrierId,
});

function shipmentBody(shipment: Shipment) {
  if (shipment.path === 'seller') return { self_shipment: ownBody(shipment) };
  const { handover } = shipment;
  if (handover.method === 'drop-off') return { handover_method: 'DROP_OFF' };
  const { slot } = handover;
  return {
    handover_method: 'PICKUP',
    ...(slot ? { pickup_slot: { start_time: seconds(slot.from), end_time: seconds(slot.until) } } : {}),
  };
}

const made = z.object({
  package_id: id,
  order_line_item_ids: list(id),
  warning: z.object({ message: refusalText }).nullish(),
});

function madePackage(data: unknown, { name }: Operation): MadePackage {
  const wire = readAnswer(made, data, name);
  return { channelPackageId: wire.package_id, channelLineIds: wire.order_line_item_ids, warning: wire.warning?.message || null };
}

async function buyLabel(platform: Platform, shop: ShopAccess, purchase: LabelPurchase): Promise<MadePackage> {
  const operation = OPERATIONS.packageCreate;
  const { channelOrderId, channelServiceId } = purchase;
  const service = channelServiceId === null ? {} : { shipping_service_id: channelServiceId };
  return madePackage(
    await ask(platform, shop, { operation, body: { order_id: channelOrderId, ...service, ...unitsBody(purchase) } }),
    operation,
  );
}

async function shipUnits(platform: Platform, shop: ShopAccess, shipment: UnitsOfOrder & OwnShipment): Promise<MadePackage> {
  const operation = OPERATIONS.orderShip;
  const { channelOrderId, channelLineIds } = shipment;
  const body = { ...(channelLineIds ? { order_line_item_ids: channelLineIds } : {}), ...ownBody(shipment) };
  return madePackage(await ask(platform, shop, { operation, pathIds: { order_id: channelOrderId }, body }), operation);
}

async function updateTracking(platform: Platform, shop: ShopAccess, change: { channelPackageId: string } & OwnShipment): Promise<void> {
  const pathIds = { package_id: change.channelPackageId };
  await ask(platform, shop, { operation: OPERATIONS.shippingInfoUpdate, pathIds, body: ownBody(change) });
}

const STATUSES = { PROCESSING: 'processing', FULFILLING: 'fulfilling', COMPLETED: 'completed', CANCELLED: 'cancelled' } as const;
const detail = z.object({
  package_id: id,
  orders: list(z.object({ id })),
  order_line_item_ids: list(id),
  package_status: z.enum(['PROCESSING', 'FULFILLING', 'COMPLETED', 'CANCELLED']),
  split_and_combine_tag: text,
  shipping_type: text,
  tracking_number: text,
  shipping_provider_id: optionalId,
  shipping_provider_name: text,
  handover_method: text,
  pickup_slot: z.object({ start_time: instant, end_time: instant }).nullish(),
  weight: z.object({ value: text, unit: text }).nullish(),
  create_time: instant,
  update_time: instant,
});
const METHODS: Readonly<Record<string, PackageDetail['handover']>> = { PICKUP: 'pick-up', DROP_OFF: 'drop-off' };
const GRAMS: Readonly<Record<string, number>> = { GRAM: 1, POUND: 453.59237 };

async function readPackage(platform: Platform, shop: ShopAccess, channelPackageId: string): Promise<PackageDetail | null> {
  const operation = OPERATIONS.packageDetail;
  const pathIds = { package_id: channelPackageId };
  const wire = await readDetail(platform, shop, { operation, schema: detail, pathIds, gone: new Set([PACKAGE_MISSING]) });
  if (!wire) return null;
  const slot = wire.pickup_slot;
  const grams = Number(wire.weight?.value || Number.NaN) * (GRAMS[wire.weight?.unit ?? ''] ?? Number.NaN);
  return {
    channelPackageId: wire.package_id,
    channelOrderIds: wire.orders.map((order) => order.id),
    channelLineIds: wire.order_line_item_ids,
    status: STATUSES[wire.package_status],
    cut: wire.split_and_combine_tag.startsWith('COMBINE') ? 'combined' : wire.split_and_combine_tag === 'SPLIT' ? 'split' : 'whole',
    path: wire.shipping_type === 'SELLER' ? 'seller' : 'platform',
    trackingNumber: wire.tracking_number || null,
    channelCarrierId: wire.shipping_provider_id,
    carrier: wire.shipping_provider_name || null,
    handover: METHODS[wire.handover_method] ?? null,
    pickupSlot: slot ? { from: slot.start_time, until: slot.end_time } : null,
    weightG: Number.isFinite(grams) ? Math.round(grams) : null,
    createdAt: wire.create_time,
    updatedAt: wire.update_time,
  };
}

const trackingPage = z.object({ tracking: list(z.object({ description: refusalText, update_time_millis: z.int().nonnegative() })) });

async function tracking(platform: Platform, shop: ShopAccess, channelOrderId: string): Promise<TrackingEvent[]> {
  const operation = OPERATIONS.tracking;
  const wire = readAnswer(trackingPage, await ask(platform, shop, { operation, pathIds: { order_id: channelOrderId } }), operation.name);
  return wire.tracking.map((event) => ({ at: event.update_time_millis, description: event.description })).sort((a, b) => b.at - a.at);
}
