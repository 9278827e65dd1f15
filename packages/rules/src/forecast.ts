/**
 * What happens to a shop's rate if nothing is done, and the least that must be done about it.
 *
 * The live rate counts the paid orders created in the last 7 × 24 hours. An order is late when it was dispatched after its deadline
 * or stands undispatched at it; one cancelled before its deadline is not late; one cancelled by the platform past it counts in both
 * rates. From `asOf` on two things move the rate without anybody's doing: undispatched orders pass their deadlines, and old orders
 * leave the window. The course is followed through those instants alone; between them the rate can only fall.
 *
 * The rescue list is the smallest set of orders to ship now so that the worst verdict within the horizon is no worse than the
 * present one. An order, once it fails, weighs on the rate from its deadline until it leaves the window: a stretch of time. At each
 * instant the table allows so many; whatever exceeds them must be shipped. Choosing, instant by instant, those that would weigh the
 * longest is the smallest choice. Where even shipping all of them cannot keep the present row, the best reachable row is kept instead.
 * Every verdict is the policy's own.
 */
import { dayMs } from './policies/inputs.ts';
import { compareVerdicts, eventsUntilWorse, type RateTable, type RateVerdict, rateVerdict } from './policies/rate-tables.ts';

export type Metric = 'late-dispatch' | 'seller-fault-cancellation';

/** Instants are epoch milliseconds. */
export type WatchedOrder = {
  id: string;
  createdAt: number;
  /** null: unpaid, counted nowhere. */
  paidAt: number | null;
  deadline: number;
  dispatchedAt: number | null;
  cancelledAt: number | null;
  /** Cancelled for stock, a pricing error, or by the platform past the deadline. */
  sellerFault: boolean;
  /** When the platform would cancel it, if it is still undispatched. */
  autoCancelAt: number | null;
};

export type CountedOrders = { createdAt: number; orders: number; events: number };

export type ForecastInput = {
  metric: Metric;
  table: RateTable;
  market: string;
  orders: readonly WatchedOrder[];
  /** Orders whose fate is sealed, counted by when they were created: a large shop is not looked at order by order. */
  counted?: readonly CountedOrders[];
  /** How many events began within the last 24 hours, counted ones included; without it, those among `orders`. */
  eventsToday?: number;
  asOf: number;
  /** How many new orders a day to expect, all served in time; 0 sees only the window empty. */
  newOrdersPerDay: number;
  averageDailyOrders?: number;
  /** How far to look; a week shows everything that is known now. */
  horizonMs?: number;
};

export type Forecast = {
  total: number;
  events: number;
  verdict: RateVerdict;
  /** How many more of the same total until a worse row; null: there is none. At today's pace: when; null: never. */
  untilNextRow: { events: number; verdict: RateVerdict; atPace: number | null } | null;
  /** Events within the last 24 hours. */
  eventsToday: number;
  /** `turns`: the verdict now, then each other one that the rate comes to. */
  ifNothingShips: { nextRowAt: number | null; worst: RateVerdict; worstAt: number; turns: Turn[] };
  rescue: {
    /** Whether shipping the list keeps the present row; false: it keeps the best that can still be reached. */
    keepsPresentRow: boolean;
    worst: RateVerdict;
    /** In the order of points saved: what leaving this one out would cost, all others being shipped. */
    orders: { id: string; shipBefore: number; pointsSaved: number }[];
  };
};

export type Turn = { at: number; verdict: RateVerdict };

export const windowMs = 7 * dayMs;

/** From when on an order counts in the numerator if nothing more is done; null: never. */
export function countsFrom(metric: Metric, order: WatchedOrder): number | null {
  const { deadline, dispatchedAt, cancelledAt, autoCancelAt } = order;
  if (metric === 'late-dispatch') {
    if (dispatchedAt !== null) return dispatchedAt > deadline ? deadline : null;
    return cancelledAt !== null && cancelledAt < deadline ? null : deadline;
  }
  if (cancelledAt !== null) return order.sellerFault ? cancelledAt : null;
  return dispatchedAt === null ? autoCancelAt : null;
}

/** An order of the window now, with the instants at which it begins to weigh on the rate and at which it leaves. */
type Weighing = { id: string; from: number | null; leaves: number; savable: boolean };

/** The rate at one instant: how many orders the window holds, and how many of them have failed. */
type Step = { at: number; total: number; events: number };

const isInWindow = (order: WatchedOrder, at: number): boolean =>
  order.paidAt !== null && order.paidAt <= at && order.createdAt <= at && at < order.createdAt + windowMs;

/** The orders that count at an instant, and those among them that have failed: what stands behind the figure. */
export function windowAt(metric: Metric, orders: readonly WatchedOrder[], at: number): { orders: WatchedOrder[]; failed: WatchedOrder[] } {
  const counted = orders.filter((order) => isInWindow(order, at));
  const failed = counted.filter((order) => {
    const from = countsFrom(metric, order);
    return from !== null && from <= at;
  });
  return { orders: counted, failed };
}

function weighingOf({ metric, asOf }: ForecastInput, orders: readonly WatchedOrder[]): Weighing[] {
  return orders.map((order) => {
    const from = countsFrom(metric, order);
    const open = order.dispatchedAt === null && order.cancelledAt === null;
    const leaves = order.createdAt + windowMs;
    return { id: order.id, from, leaves, savable: open && from !== null && from > asOf && from < leaves };
  });
}

/** Every instant from `asOf` to the horizon at which the rate moves, with the rate there if nothing ships. */
function courseOf({ asOf, newOrdersPerDay, horizonMs = windowMs, counted = [] }: ForecastInput, weighing: readonly Weighing[]): Step[] {
  const moves = new Map<number, { total: number; events: number }>([[asOf, { total: 0, events: 0 }]]);
  const move = (at: number, total: number, events: number): void => {
    if (at > asOf + horizonMs) return;
    const known = moves.get(Math.max(at, asOf)) ?? { total: 0, events: 0 };
    moves.set(Math.max(at, asOf), { total: known.total + total, events: known.events + events });
  };
  for (const { from, leaves } of weighing) {
    const counts = from !== null && from < leaves;
    move(asOf, 1, 0);
    if (counts) move(from, 0, 1);
    move(leaves, -1, counts ? -1 : 0);
  }
  for (const { createdAt, orders, events } of counted) {
    move(asOf, orders, events);
    move(createdAt + windowMs, -orders, -events);
  }
  let total = 0;
  let events = 0;
  return [...moves.entries()]
    .sort(([a], [b]) => a - b)
    .map(([at, moved]) => {
      total += moved.total;
      events += moved.events;
      return { at, total: total + Math.floor((newOrdersPerDay * (at - asOf)) / dayMs), events };
    });
}

type Reader = { verdictAt: (step: Step) => RateVerdict; allowed: (total: number, target: RateVerdict) => number };

function readerOf({ table, market, averageDailyOrders }: ForecastInput): Reader {
  const input = { market, averageDailyOrders };
  return {
    verdictAt: ({ total, events }) => rateVerdict(table, { ...input, total, events: Math.min(events, total) }),
    allowed: (total, target) => (eventsUntilWorse(table, { ...input, total, events: -1 }, target) ?? total + 1) - 1,
  };
}

function turnsOf(steps: readonly Step[], { verdictAt }: Reader): Turn[] {
  const verdicts = steps.map((step) => ({ at: step.at, verdict: verdictAt(step) }));
  return verdicts.filter(({ verdict }, index) => {
    const before = verdicts[index - 1];
    return !before || compareVerdicts(verdict, before.verdict) !== 0;
  });
}

const worstOf = (steps: readonly Step[], reader: Reader): Turn =>
  turnsOf(steps, reader).reduce((worst, next) => (compareVerdicts(next.verdict, worst.verdict) > 0 ? next : worst));

/** The course with some of the orders shipped. */
function withShipped(steps: readonly Step[], shipped: readonly Weighing[]): Step[] {
  const spared = new Map<number, number>();
  const add = (at: number, by: number): void => void spared.set(at, (spared.get(at) ?? 0) + by);
  for (const { from, leaves } of shipped) {
    add(from ?? leaves, 1);
    add(leaves, -1);
  }
  let sparing = 0;
  return steps.map((step) => {
    sparing += spared.get(step.at) ?? 0;
    return { ...step, events: step.events - sparing };
  });
}

/** The fewest savable orders to ship so that at every step no more than the allowed ones have failed. */
function fewest(steps: readonly Step[], savable: readonly Weighing[], allowedAt: (step: Step) => number): Weighing[] {
  const byFailing = [...savable].sort((a, b) => (a.from ?? 0) - (b.from ?? 0));
  const failing: Weighing[] = []; // by the instant of leaving, so that the one that weighs longest stands last
  const chosen: Weighing[] = [];
  let met = 0;
  for (const step of steps) {
    for (let next = byFailing[met]; next && (next.from ?? 0) <= step.at; next = byFailing[met]) {
      failing.splice(placeIn(failing, next.leaves), 0, next);
      met += 1;
    }
    const spared = chosen.filter(({ leaves }) => leaves > step.at).length;
    for (let excess = step.events - spared - allowedAt(step); excess > 0; excess -= 1) {
      const longest = failing.at(-1);
      if (!longest || longest.leaves <= step.at) break;
      failing.pop();
      chosen.push(longest);
    }
  }
  return chosen;
}

function placeIn(sorted: readonly Weighing[], leaves: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.leaves ?? 0) <= leaves) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Rescue = Forecast['rescue'];

function rescueOf(
  steps: readonly Step[],
  weighing: readonly Weighing[],
  { reader, present }: { reader: Reader; present: RateVerdict },
): Rescue {
  const last = steps.at(-1)?.at ?? 0;
  const savable = weighing.filter(({ savable, from }) => savable && (from ?? 0) <= last);
  const best = worstOf(withShipped(steps, savable), reader).verdict;
  const keepsPresentRow = compareVerdicts(best, present) <= 0;
  const target = keepsPresentRow ? present : best;
  const allowed = new Map<number, number>();
  const allowedAt = ({ total }: Step): number => {
    const known = allowed.get(total) ?? reader.allowed(total, target);
    allowed.set(total, known);
    return known;
  };
  const chosen = fewest(steps, savable, allowedAt);
  const rescued = withShipped(steps, chosen);
  const worst = worstOf(rescued, reader).verdict;
  const orders = chosen.map(({ id, from, leaves }) => {
    const without = rescued.map((step) => (step.at >= (from ?? 0) && step.at < leaves ? { ...step, events: step.events + 1 } : step));
    return { id, shipBefore: from ?? 0, pointsSaved: worstOf(without, reader).verdict.points - worst.points };
  });
  orders.sort((a, b) => b.pointsSaved - a.pointsSaved || a.shipBefore - b.shipBefore || (a.id < b.id ? -1 : 1));
  return { keepsPresentRow, worst, orders };
}

/**
 * @example US, 100 orders in the window, 8 late, 5 more reach their deadlines on Friday → now 8 %, a warning; on Friday 13 of 100,
 * 3 points. 9 late are allowed below 10 %, so 4 of the 5 must ship; leaving out any one of them costs 3 points.
 */
export function forecast(input: ForecastInput): Forecast {
  const { metric, table, market, asOf } = input;
  const now = windowAt(metric, input.orders, asOf);
  const weighing = weighingOf(input, now.orders);
  const steps = courseOf(input, weighing);
  const reader = readerOf(input);
  const { counted = [] } = input;
  const total = counted.reduce((sum, slot) => sum + slot.orders, now.orders.length);
  const events = counted.reduce((sum, slot) => sum + slot.events, now.failed.length);
  const verdict = reader.verdictAt({ at: asOf, total, events });
  const next = eventsUntilWorse(table, { market, total, events }, verdict);
  const eventsToday = input.eventsToday ?? now.failed.filter((order) => (countsFrom(metric, order) ?? 0) > asOf - dayMs).length;
  const worst = worstOf(steps, reader);
  const turns = turnsOf(steps, reader);
  const turned = turns.find((turn) => compareVerdicts(turn.verdict, verdict) > 0);
  return {
    total,
    events,
    verdict,
    untilNextRow:
      next === null
        ? null
        : {
            events: next - events,
            verdict: reader.verdictAt({ at: asOf, total, events: next }),
            atPace: eventsToday === 0 ? null : asOf + Math.ceil(((next - events) * dayMs) / eventsToday),
          },
    eventsToday,
    ifNothingShips: { nextRowAt: turned?.at ?? null, worst: worst.verdict, worstAt: worst.at, turns },
    rescue: rescueOf(steps, weighing, { reader, present: verdict }),
  };
}
