import type { Ids } from './ids.ts';
import type { DueQueue } from './queue.ts';
import { type Rng, stream } from './random.ts';
import type { Store } from './store.ts';
import type { Instant, PlatformEvent } from './types.ts';
import { wholeSecond } from './zone.ts';

/** Sums in the shop's minor units. */
type Settled = { revenue: number; shippingCost: number; orders: number };

/** What every part of the world is handed: where it is written, when it is now, what comes later, who listens. */
export type Core = {
  seed: number;
  ordersPerShopDay: number;
  startedAt: Instant;
  /** When the history ends and somebody may be looking. */
  endsAt: Instant;
  /** Some shops are in worse trouble, at known times (troubles.ts). */
  isTroubled: boolean;
  store: Store;
  ids: Ids;
  queue: DueQueue;
  /** What completed since the last statement, per shop. */
  settled: Map<string, Settled>;
  /** How much of each trouble is due to the next order, per shop. */
  dealt: Map<string, number>;
  /** Shops whose people do nothing: parcels and requests wait for an app, or for the platform's deadlines. */
  unstaffed: Set<string>;
  /** By name: what share of its parcels a carrier brings so many days late. */
  lateCarriers: Map<string, { share: number; days: number }>;
  /** The instant being played, whole seconds. */
  at(): Instant;
  /** The same to the millisecond. */
  exactly(): Instant;
  /** The event is only made when somebody listens: a history of half a million changes tells nobody. */
  emit(event: () => PlatformEvent): void;
};

export const streamOf = (core: Core, name: string): Rng => stream(core.seed, name);

/** Plans the next step of something; never in the past and always on a whole second, as the wire can only say seconds. */
export function later(core: Core, delayMs: number, run: () => void): void {
  core.queue.plan(core.at() + Math.max(0, wholeSecond(delayMs)), run);
}

export const unixSeconds = (at: Instant): number => Math.floor(at / 1000);
