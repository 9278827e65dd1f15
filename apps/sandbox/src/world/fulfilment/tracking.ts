import type { Instant, Order, Package, World } from '../types.ts';
import { HOUR } from '../zone.ts';

/** What the carrier has told so far of an order's parcels, newest first; all of it follows from when things happened. */
export type TrackingEvent = { at: Instant; description: string };

/** Between pick-up and delivery a parcel passes so many hubs, one after the other. */
const HUBS = [
  { afterMs: 10 * HOUR, description: 'Arrived at the sorting centre' },
  { afterMs: 26 * HOUR, description: 'Left the sorting centre' },
  { afterMs: 50 * HOUR, description: 'Arrived in the region of the buyer' },
] as const;

export function trackingOf(world: World, order: Order, now: Instant): TrackingEvent[] {
  const parcels = order.packageIds.flatMap((id) => world.packages.get(id) ?? []);
  return parcels
    .flatMap((parcel) => eventsOf(parcel, order, now))
    .sort((a, b) => b.at - a.at || a.description.localeCompare(b.description));
}

function eventsOf({ shippedAt, collectedAt, trackingNumber, providerName }: Package, order: Order, now: Instant): TrackingEvent[] {
  if (shippedAt === null) return [];
  const parcel = `${providerName} ${trackingNumber}`;
  const events: TrackingEvent[] = [{ at: shippedAt, description: `${parcel}: the sender has announced the parcel` }];
  if (collectedAt === null) return events;
  events.push({ at: collectedAt, description: `${parcel}: picked up` });
  const until = order.deliveredAt ?? now;
  for (const { afterMs, description } of HUBS)
    if (collectedAt + afterMs <= until) events.push({ at: collectedAt + afterMs, description: `${parcel}: ${description}` });
  if (order.deliveredAt !== null) events.push({ at: order.deliveredAt, description: `${parcel}: delivered` });
  return events;
}
