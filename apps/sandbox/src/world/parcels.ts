import type { Core } from './core.ts';
import { carrierNamed } from './fulfilment/carriers.ts';
import { MARKETS } from './markets.ts';
import { tellPackages, touchPackage } from './order-events.ts';
import { pick, type Rng, wholeBetween } from './random.ts';
import type { Order, OrderLine, Package, Shop } from './types.ts';

/** Parcels of an order: one, or two when the seller splits it. In the US they appear when shipped, elsewhere once paid. */
export function openPackage(core: Core, input: { order: Order; lines: readonly OrderLine[]; shop: Shop; rng: Rng }): Package {
  const { order, lines } = input;
  const carrier = pick(MARKETS[input.shop.market].carriers, input.rng);
  const parcel: Package = {
    id: core.ids('package'),
    shopId: order.shopId,
    orderIds: [order.id],
    lineIds: lines.map((line) => line.id),
    status: 'PROCESSING',
    trackingNumber: null,
    providerId: carrierNamed(carrier).id,
    providerName: carrier,
    handover: null,
    measured: null,
    shippedAt: null,
    collectedAt: null,
    createdAt: core.at(),
    updatedAt: core.at(),
  };
  for (const line of lines) line.packageId = parcel.id;
  order.packageIds.push(parcel.id);
  core.store.addPackage(parcel);
  return parcel;
}

export function packagesOf(core: Core, order: Order): Package[] {
  return order.packageIds.flatMap((id) => core.store.world.packages.get(id) ?? []);
}

export function setPackage(core: Core, parcel: Package, status: Package['status']): void {
  parcel.status = status;
  touchPackage(core, parcel);
}

/** The parcel leaves the seller's hands: it gets its tracking number. */
export function dispatchPackage(core: Core, parcel: Package, rng: Rng): void {
  parcel.trackingNumber = `${carrierNamed(parcel.providerName).prefix}${wholeBetween(1e11, 9.9e11, rng)}`;
  parcel.shippedAt = core.at();
  core.store.trackingNumbers.set(parcel.trackingNumber, parcel.id);
  setPackage(core, parcel, 'FULFILLING');
}

/** Cuts a paid order's parcel in two; the first keeps its id. */
export function splitPackage(
  core: Core,
  input: { order: Order; first: readonly OrderLine[]; rest: readonly OrderLine[]; shop: Shop; rng: Rng },
): void {
  const [existing] = packagesOf(core, input.order);
  if (existing) {
    existing.lineIds = input.first.map((line) => line.id);
    touchPackage(core, existing);
    openPackage(core, { ...input, lines: input.rest });
    tellPackages(core, 'SPLIT', packagesOf(core, input.order));
  }
}
