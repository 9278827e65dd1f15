/** Parcels as they were wished for, each with what keeps it back and what speaks against it, before anything is kept or sent. */
import type { ParsedOf, Routes } from '@tradewind/contract';
import { evaluatePolicy } from '@tradewind/rules/policies';
import { readTrackingNumber } from '@tradewind/rules/tracking-number';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type ParcelReason, reasonAgainst } from '../parcel-rules.ts';
import { countriesOfShops, type HoldsOf, type OrderToShip, ordersToShip, usedNumbers } from '../queries/parcel-facts.ts';

export type ShipmentWish = ParsedOf<Routes['shipment-runs.create']>['body'];
type Parcel = ShipmentWish['parcels'][number];

export type JudgedParcel = {
  parcel: Parcel;
  /** Undefined: no order of the caller's. */
  order: OrderToShip | undefined;
  own: { channelCarrierId: string; trackingNumber: string } | null;
  reason: ParcelReason | null;
  warnings: string[];
};
type Judging = { wish: Pick<ShipmentWish, 'parcels' | 'confirmsWarnings'>; shopIds: readonly string[]; holdsOf: HoldsOf };

export async function judgeParcels(tx: TenantTx, services: Services, { wish, shopIds, holdsOf }: Judging): Promise<JudgedParcel[]> {
  const orders = await ordersToShip(tx, { orderIds: wish.parcels.map(({ orderId }) => orderId), shopIds, holdsOf });
  const read = wish.parcels.map(({ own }) => (own ? readTrackingNumber(own.trackingNumber) : null));
  const used = await usedNumbers(
    tx,
    read.flatMap((number) => number?.number ?? []),
  );
  const countries = await countriesOfShops(tx, shopIds);
  const now = services.clock.now();
  return wish.parcels.map((parcel, at): JudgedParcel => {
    const order = orders.get(parcel.orderId);
    const number = read[at] ?? null;
    const own = parcel.own && number ? { channelCarrierId: parcel.own.channelCarrierId, trackingNumber: number.number } : null;
    if (!order) return { parcel, order, own, reason: 'order-missing', warnings: [] };
    // A number named twice in one wish is used by the first of the two.
    const isUsed = number !== null && (used.has(number.number) || used.size === used.add(number.number).size);
    const reason = reasonAgainst(
      { ...order, isPackageMade: packageExists(services, order) },
      {
        channelPackageId: parcel.channelPackageId ?? null,
        channelLineIds: parcel.channelLineIds ?? null,
        own: number && { isValid: number.isValid, isUsed },
        lineIds: new Set(order.lineIds),
      },
    );
    const from = countries.get(order.shopId) ?? new Set<string>();
    const warnings = number && reason === null ? signsOf({ order, number, from, now }) : [];
    return { parcel, order, own, reason: reason ?? (warnings.length > 0 && !wish.confirmsWarnings ? 'warned' : null), warnings };
  });
}

export function packageExists({ channels }: Services, { channel, market }: Pick<OrderToShip, 'channel' | 'market'>): boolean {
  return (
    Object.entries(channels)
      .find(([name]) => name === channel)?.[1]
      ?.fulfilment?.packageExists(market) ?? true
  );
}

type Numbered = { order: OrderToShip; number: ReturnType<typeof readTrackingNumber>; from: ReadonlySet<string>; now: number };

/** What the platform would take for signs of false fulfilment, of that which can be told before the carrier has the parcel. */
function signsOf({ order, number, from, now }: Numbered): string[] {
  const declared = order.market;
  const origin = number.countryOfOrigin;
  const { signs } = evaluatePolicy('fulfilment-signs', {
    parcel: {
      trackingNumber: number.number,
      trackingSubmittedAt: null,
      lastTrackingUpdateAt: null,
      trackingUsedBefore: false,
      shipToCountry: declared,
      trackingDestinationCountry: null,
      shipFromCountry: origin === null || from.has(origin) ? declared : origin,
      declaredWarehouseCountry: declared,
      carrierAllowed: true,
      trackingFormatValid: number.isValid,
    },
    asOf: new Date(now).toISOString(),
  });
  return signs.map(({ code }) => code);
}
