import { type Core, later, streamOf } from '../core.ts';
import { setStatus, tellPackages, touch, touchPackage } from '../order-events.ts';
import { allShipped } from '../order-life.ts';
import { openPackage, packagesOf, setPackage } from '../parcels.ts';
import { between, type Rng, wholeBetween } from '../random.ts';
import type { Handover, Order, OrderLine, Package } from '../types.ts';
import { HOUR } from '../zone.ts';
import { carrierNamed } from './carriers.ts';
import type { CombineInput, OpenAndShipInput, ShipInput, SplitInput, UncombineInput, UpdateTrackingInput } from './fulfilment-inputs.ts';

/**
 * What a seller does with parcels by the API. A parcel is PROCESSING until it is shipped, FULFILLING until it is delivered; an order is
 * PARTIALLY_SHIPPING while some of its units have left and awaits collection when all have. What is allowed is asked by the callers,
 * before the act is kept. A journey's dice are the parcel's, so that orders in one parcel arrive together.
 */
export class Shipping {
  private readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  openAndShip({ orderId, lineIds, carrier, trackingNumber, measured }: OpenAndShipInput): Package {
    const order = this.order(orderId);
    const lines = order.lines.filter(({ id }) => lineIds.includes(id));
    const parcel = this.open(order, lines);
    Object.assign(parcel, { measured, providerId: carrierNamed(carrier).id, providerName: carrier });
    this.handOver(parcel, { trackingNumber, handover: null });
    return parcel;
  }

  ship({ packageId, handover, own }: ShipInput): Package {
    const parcel = this.parcel(packageId);
    if (own) Object.assign(parcel, { providerId: carrierNamed(own.carrier).id, providerName: own.carrier });
    this.handOver(parcel, { trackingNumber: own?.trackingNumber ?? null, handover });
    return parcel;
  }

  updateTracking({ packageId, own }: UpdateTrackingInput): void {
    const parcel = this.parcel(packageId);
    parcel.providerId = carrierNamed(own.carrier).id;
    parcel.providerName = own.carrier;
    this.give(parcel, own.trackingNumber);
    touchPackage(this.core, parcel);
    for (const order of this.ordersOf(parcel)) touch(this.core, order);
  }

  /** The first group keeps the parcel that was there. */
  split({ orderId, groups }: SplitInput): Package[] {
    const { core } = this;
    const order = this.order(orderId);
    const [first, ...rest] = groups.map((group) => order.lines.filter(({ id }) => group.includes(id)));
    const [kept] = packagesOf(core, order);
    if (!first || !kept) throw new Error(`order ${orderId} has nothing to split`);
    kept.lineIds = first.map(({ id }) => id);
    touchPackage(core, kept);
    const packages = [kept, ...rest.map((lines) => this.open(order, lines))];
    touch(core, order);
    tellPackages(core, 'SPLIT', packages);
    return packages;
  }

  /** A new parcel takes the place of all; of parts of one order this undoes the split. */
  combine({ packageIds }: CombineInput): Package {
    const { core } = this;
    const parcels = packageIds.map((id) => this.parcel(id));
    const orders = [...new Set(parcels.flatMap(({ orderIds }) => orderIds))].map((id) => this.order(id));
    const [first] = orders;
    if (!first) throw new Error('nothing to combine');
    const lineIds = new Set(parcels.flatMap((parcel) => parcel.lineIds));
    for (const parcel of parcels) this.dissolve(parcel);
    const combined = this.open(
      first,
      first.lines.filter(({ id }) => lineIds.has(id)),
    );
    for (const order of orders.slice(1))
      this.add(
        combined,
        order,
        order.lines.filter(({ id }) => lineIds.has(id)),
      );
    for (const order of orders) touch(core, order);
    tellPackages(core, orders.length > 1 ? 'COMBINE' : 'CANCEL_SPLIT', [combined]);
    return combined;
  }

  /** Each order named gets a parcel of its own; what is left of one order stays. */
  uncombine({ packageId, orderIds }: UncombineInput): Package[] {
    const { core } = this;
    const parcel = this.parcel(packageId);
    const lineIds = new Set(parcel.lineIds);
    const stay = parcel.orderIds.filter((id) => !orderIds.includes(id));
    const leaving = (stay.length === 0 ? parcel.orderIds.slice(1) : orderIds).map((id) => this.order(id));
    const packages = leaving.map((order) => {
      const lines = order.lines.filter(({ id }) => lineIds.has(id));
      parcel.orderIds = parcel.orderIds.filter((id) => id !== order.id);
      parcel.lineIds = parcel.lineIds.filter((id) => !lines.some((line) => line.id === id));
      order.packageIds = order.packageIds.filter((id) => id !== packageId);
      touch(core, order);
      return this.open(order, lines);
    });
    touchPackage(core, parcel);
    tellPackages(core, 'CANCEL_COMBINE', [parcel, ...packages]);
    return [parcel, ...packages];
  }

  private handOver(parcel: Package, input: { trackingNumber: string | null; handover: Handover | null }): void {
    const { core } = this;
    const rng = this.diceOf(parcel);
    const { prefix } = carrierNamed(parcel.providerName);
    this.give(parcel, input.trackingNumber ?? `${prefix}${wholeBetween(1e11, 9.9e11, rng)}`);
    parcel.handover = input.handover;
    parcel.shippedAt = core.at();
    setPackage(core, parcel, 'FULFILLING');
    const { from, until } = input.handover ?? { from: null, until: null };
    const collectAt = from === null || until === null ? core.at() + between(2 * HOUR, 26 * HOUR, rng) : between(from, until, rng);
    for (const order of this.ordersOf(parcel)) this.progress(order, parcel, collectAt);
    later(core, collectAt - core.at(), () => {
      if (parcel.collectedAt !== null || parcel.status !== 'FULFILLING') return;
      parcel.collectedAt = core.at();
      touchPackage(core, parcel);
    });
  }

  private progress(order: Order, parcel: Package, collectAt: number): void {
    const { core } = this;
    const shipped = new Set(packagesOf(core, order).flatMap(({ status, lineIds }) => (status === 'PROCESSING' ? [] : lineIds)));
    const life = { order, shop: core.store.shop(order.shopId), rng: streamOf(core, `journey:${parcel.id}`), isByHand: true };
    if (order.lines.every(({ id }) => shipped.has(id))) allShipped(core, life, collectAt);
    else if (order.status === 'PARTIALLY_SHIPPING') touch(core, order);
    else setStatus(core, order, 'PARTIALLY_SHIPPING');
  }

  private give(parcel: Package, trackingNumber: string): void {
    parcel.trackingNumber = trackingNumber;
    this.core.store.trackingNumbers.set(trackingNumber, parcel.id);
  }

  private open(order: Order, lines: readonly OrderLine[]): Package {
    const parcel = openPackage(this.core, { order, lines, shop: this.core.store.shop(order.shopId), rng: this.diceOf(order) });
    touch(this.core, order);
    return parcel;
  }

  private add(parcel: Package, order: Order, lines: readonly OrderLine[]): void {
    parcel.orderIds.push(order.id);
    parcel.lineIds.push(...lines.map(({ id }) => id));
    for (const line of lines) line.packageId = parcel.id;
    order.packageIds.push(parcel.id);
  }

  private dissolve(parcel: Package): void {
    for (const order of this.ordersOf(parcel)) order.packageIds = order.packageIds.filter((id) => id !== parcel.id);
    setPackage(this.core, parcel, 'CANCELLED');
  }

  private diceOf({ id }: { id: string }): Rng {
    return streamOf(this.core, `parcel:${id}`);
  }

  private order(id: string): Order {
    const order = this.core.store.world.orders.get(id);
    if (!order) throw new Error(`no order ${id}`);
    return order;
  }

  private parcel(id: string): Package {
    const parcel = this.core.store.world.packages.get(id);
    if (!parcel) throw new Error(`no package ${id}`);
    return parcel;
  }

  private ordersOf({ orderIds }: Package): Order[] {
    return orderIds.map((id) => this.order(id));
  }
}
