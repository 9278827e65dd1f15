import {
  type Sandbox,
  type TruthOrder,
  type TruthSpend,
  truthDelivery,
  truthListing,
  truthOrder,
  truthPackage,
  truthSpend,
} from '../stage/sandbox.ts';

/** The world as it is, read once: time stands while it is compared. */
export type Truth = Awaited<ReturnType<typeof readTruth>>;
export type { TruthOrder, TruthSpend };

export async function readTruth(sandbox: Sandbox) {
  const [orders, packages, listings, spend, deliveries, rates, state] = await Promise.all([
    sandbox.truth('orders', truthOrder),
    sandbox.truth('packages', truthPackage),
    sandbox.truth('listings', truthListing),
    sandbox.truth('ad-spend', truthSpend),
    sandbox.truth('deliveries', truthDelivery),
    sandbox.rates(),
    sandbox.state(),
  ]);
  return { orders, packages, listings, spend, deliveries, rates, now: state.now, counters: state.counters };
}
