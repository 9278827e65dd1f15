import type { Core } from '../core.ts';
import { streamOf } from '../core.ts';
import { MARKETS } from '../markets.ts';
import { hashText } from '../random.ts';
import type { Market, Order } from '../types.ts';
import { DAY } from '../zone.ts';

/** The platform's id of a carrier and what its tracking numbers begin with; worked out once, not per parcel. */
export type Carrier = { id: string; name: string; prefix: string };
const CARRIERS = new Map<string, Carrier>();

export function carrierNamed(name: string): Carrier {
  const known = CARRIERS.get(name);
  if (known) return known;
  const id = `7117${String(hashText(`carrier:${name}`)).padStart(14, '8')}`;
  const carrier = { id, name, prefix: name.replace(/[^A-Z]/g, '').slice(0, 3) };
  CARRIERS.set(name, carrier);
  return carrier;
}

export const carriersOf = (market: Market): Carrier[] => MARKETS[market].carriers.map(carrierNamed);

/** Capitals of the carrier's name and twelve digits. */
export const isTrackingNumber = ({ prefix }: Carrier, text: string): boolean =>
  text.startsWith(prefix) && /^\d{12}$/.test(text.slice(prefix.length));

/** How much longer than usual the carrier takes for this order: a share of its parcels, by dice of their own. */
export function carrierDelayMs(core: Core, order: Order): number {
  const providerName = core.store.world.packages.get(order.packageIds[0] ?? '')?.providerName ?? '';
  const late = core.lateCarriers.get(providerName);
  return late && streamOf(core, `carrier:${order.id}`)() < late.share ? late.days * DAY : 0;
}
