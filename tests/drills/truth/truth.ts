import {
  type Sandbox,
  type TruthMessage,
  type TruthOrder,
  type TruthReturn,
  type TruthSpend,
  truthDelivery,
  truthListing,
  truthMessage,
  truthOrder,
  truthPackage,
  truthReturn,
  truthReview,
  truthSpend,
} from '../stage/sandbox.ts';

/** The world as it is, read once: time stands while it is compared. */
export type Truth = Awaited<ReturnType<typeof readTruth>>;
export type { TruthMessage, TruthOrder, TruthReturn, TruthSpend };

export async function readTruth(sandbox: Sandbox) {
  const [orders, packages, listings, spend, deliveries, messages, reviews, returns, rates, state] = await Promise.all([
    sandbox.truth('orders', truthOrder),
    sandbox.truth('packages', truthPackage),
    sandbox.truth('listings', truthListing),
    sandbox.truth('ad-spend', truthSpend),
    sandbox.truth('deliveries', truthDelivery),
    sandbox.truth('messages', truthMessage),
    sandbox.truth('reviews', truthReview),
    sandbox.truth('returns', truthReturn),
    sandbox.rates(),
    sandbox.state(),
  ]);
  return { orders, packages, listings, spend, deliveries, messages, reviews, returns, rates, now: state.now, counters: state.counters };
}
