import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ForecastInput, forecast, type Metric, type WatchedOrder, windowAt, windowMs } from './forecast.ts';
import { cancellationTable, compareVerdicts, lateDispatchTable, type RateVerdict, rateVerdict } from './policies/index.ts';

const hour = 3_600_000;
const asOf = Date.parse('2026-03-10T00:00:00Z');
const order = (id: string, more: Partial<WatchedOrder> = {}): WatchedOrder => ({
  id,
  createdAt: asOf - 24 * hour,
  paidAt: asOf - 24 * hour,
  deadline: asOf + 24 * hour,
  dispatchedAt: asOf - hour,
  cancelledAt: null,
  sellerFault: false,
  autoCancelAt: null,
  ...more,
});
const many = (count: number, name: string, more: Partial<WatchedOrder> = {}) =>
  Array.from({ length: count }, (_, index) => order(`${name}-${index}`, more));
const late = { dispatchedAt: null, deadline: asOf - hour };
const open = { dispatchedAt: null, deadline: asOf + 12 * hour };
const us: Omit<ForecastInput, 'orders'> = { metric: 'late-dispatch', table: lateDispatchTable, market: 'US', asOf, newOrdersPerDay: 0 };

test('four of five must ship: thirteen late of a hundred would cost three points', () => {
  const orders = [...many(87, 'sent'), ...many(8, 'late', late), ...many(5, 'open', open)];
  const seen = forecast({ ...us, orders });
  expect(seen).toMatchObject({
    total: 100,
    events: 8,
    verdict: { points: 0, warning: true },
    untilNextRow: { events: 2, verdict: { points: 3 }, atPace: asOf + 6 * hour },
    eventsToday: 8,
    ifNothingShips: { nextRowAt: asOf + 12 * hour, worst: { points: 3 }, worstAt: asOf + 12 * hour },
    rescue: { keepsPresentRow: true, worst: { points: 0 } },
  });
  expect(seen.rescue.orders).toHaveLength(4);
  expect(seen.rescue.orders.every(({ pointsSaved, shipBefore }) => pointsSaved === 3 && shipBefore === asOf + 12 * hour)).toBe(true);
});

test('nothing to do: nothing on the list', () => {
  const seen = forecast({ ...us, orders: many(20, 'sent') });
  expect(seen).toMatchObject({ events: 0, ifNothingShips: { nextRowAt: null }, rescue: { keepsPresentRow: true, orders: [] } });
  expect(seen.untilNextRow).toMatchObject({ events: 1, atPace: null });
});

test('what cannot be kept is kept as well as can be', () => {
  const unavoidable = many(10, 'old', { ...late, createdAt: asOf - 2 * hour });
  const leaving = many(90, 'sent', { createdAt: asOf - windowMs + hour });
  const seen = forecast({ ...us, orders: [...unavoidable, ...leaving, ...many(5, 'open', { ...open, createdAt: asOf - hour })] });
  expect(seen.rescue.keepsPresentRow).toBe(false);
  expect(seen.rescue.worst.points).toBe(6);
});

test.each<[string, Partial<WatchedOrder>, boolean, boolean]>([
  ['dispatched at the deadline', { dispatchedAt: asOf - hour, deadline: asOf - hour }, false, false],
  ['dispatched after it', { dispatchedAt: asOf - hour + 1, deadline: asOf - hour }, true, false],
  ['undispatched at it', { dispatchedAt: null, deadline: asOf }, true, false],
  ['undispatched just before it', { dispatchedAt: null, deadline: asOf + 1 }, false, false],
  ['cancelled before it', { dispatchedAt: null, deadline: asOf - 1, cancelledAt: asOf - 2 }, false, false],
  ['cancelled by the seller before it', { dispatchedAt: null, deadline: asOf - 1, cancelledAt: asOf - 2, sellerFault: true }, false, true],
  ['cancelled past it by the platform', { dispatchedAt: null, deadline: asOf - 2, cancelledAt: asOf - 1, sellerFault: true }, true, true],
])('%s', (_, more, isLate, isCancelled) => {
  expect(windowAt('late-dispatch', [order('a', more)], asOf).failed).toHaveLength(isLate ? 1 : 0);
  expect(windowAt('seller-fault-cancellation', [order('a', more)], asOf).failed).toHaveLength(isCancelled ? 1 : 0);
});

test('the window holds seven days of paid orders', () => {
  const counted = (more: Partial<WatchedOrder>) => windowAt('late-dispatch', [order('a', more)], asOf).orders.length;
  expect(counted({ createdAt: asOf - windowMs })).toBe(0);
  expect(counted({ createdAt: asOf - windowMs + 1 })).toBe(1);
  expect(counted({ createdAt: asOf + 1 })).toBe(0);
  expect(counted({ paidAt: null })).toBe(0);
});

const anyOrder = (index: number) =>
  fc
    .record({
      createdHours: fc.integer({ min: -167, max: 0 }),
      deadlineHours: fc.integer({ min: -20, max: 60 }),
      fate: fc.constantFrom('sent', 'open', 'open', 'cancelled' as const),
    })
    .map(({ createdHours, deadlineHours, fate }) =>
      order(`o${index}`, {
        createdAt: asOf + createdHours * hour,
        paidAt: asOf + createdHours * hour,
        deadline: asOf + deadlineHours * hour,
        dispatchedAt: fate === 'sent' ? asOf : null,
        cancelledAt: fate === 'cancelled' ? asOf - hour : null,
        sellerFault: true,
        autoCancelAt: asOf + (deadlineHours + 24) * hour,
      }),
    );
const anyOrders = fc
  .integer({ min: 1, max: 9 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyOrder(index))));

/** The slow way: every hour of the week, every order asked anew. */
function naiveWorst(input: Omit<ForecastInput, 'orders'>, orders: WatchedOrder[]): RateVerdict {
  const verdicts = Array.from({ length: 169 }, (_, hours) => {
    const { orders: counted, failed } = windowAt(input.metric, orders, asOf + hours * hour);
    return rateVerdict(input.table, { market: input.market, total: counted.length, events: failed.length });
  });
  return verdicts.reduce((worst, next) => (compareVerdicts(next, worst) > 0 ? next : worst));
}

test('the rescue list is the smallest there is, and every verdict is the policy’s own', () => {
  const subsets = <T>(items: T[]): T[][] =>
    Array.from({ length: 2 ** items.length }, (_, mask) => items.filter((_, index) => (mask >> index) & 1));
  fc.assert(
    fc.property(
      anyOrders,
      fc.constantFrom('GB', 'US'),
      fc.constantFrom<Metric>('late-dispatch', 'seller-fault-cancellation'),
      (orders, market, metric) => {
        const base = {
          metric,
          table: metric === 'late-dispatch' ? lateDispatchTable : cancellationTable,
          market,
          asOf,
          newOrdersPerDay: 0,
        };
        const seen = forecast({ ...base, orders });
        expect(compareVerdicts(seen.ifNothingShips.worst, naiveWorst(base, orders))).toBe(0);
        const shipped = (ids: string[]) => orders.map((one) => (ids.includes(one.id) ? { ...one, dispatchedAt: asOf } : one));
        const savable = orders.filter(
          (one) =>
            one.dispatchedAt === null &&
            one.cancelledAt === null &&
            (metric === 'late-dispatch' ? one.deadline : (one.autoCancelAt ?? 0)) > asOf,
        );
        const best = naiveWorst(base, shipped(savable.map(({ id }) => id)));
        const target = compareVerdicts(best, seen.verdict) > 0 ? best : seen.verdict;
        const enough = subsets(savable.map(({ id }) => id)).filter((ids) => compareVerdicts(naiveWorst(base, shipped(ids)), target) <= 0);
        const listed = seen.rescue.orders.map(({ id }) => id);
        expect(compareVerdicts(naiveWorst(base, shipped(listed)), target)).toBeLessThanOrEqual(0);
        expect(listed).toHaveLength(Math.min(...enough.map((ids) => ids.length)));
      },
    ),
    { numRuns: 60 },
  );
});

test('ten thousand orders come to an end', { timeout: 20_000 }, () => {
  const orders = Array.from({ length: 10_000 }, (_, index) =>
    order(`o${index}`, {
      createdAt: asOf - ((index * 7919) % 160) * hour,
      ...(index % 12 === 0 ? { dispatchedAt: null, deadline: asOf + (index % 90) * hour } : {}),
    }),
  );
  const seen = forecast({ ...us, newOrdersPerDay: 1500, orders });
  expect(seen.rescue.orders.length).toBeGreaterThan(20);
});

test('counted orders weigh like the same orders one by one', () => {
  const slots = fc.array(
    fc.record({ hours: fc.integer({ min: 0, max: 167 }), orders: fc.integer({ min: 0, max: 6 }), late: fc.integer({ min: 0, max: 6 }) }),
  );
  const waiting = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 });
  fc.assert(
    fc.property(slots, waiting, (given, dueIn) => {
      const open = dueIn.map((hours, index) => order(`open-${index}`, { dispatchedAt: null, deadline: asOf + hours * hour }));
      const sealed = given.map(({ hours, orders, late }) => ({ createdAt: asOf - hours * hour, orders: orders + late, events: late }));
      const single = given.flatMap(({ hours, orders, late }, slot) => {
        const createdAt = asOf - hours * hour;
        const at = { createdAt, paidAt: createdAt, deadline: createdAt, dispatchedAt: createdAt };
        return [...many(orders, `in-time-${slot}`, at), ...many(late, `late-${slot}`, { ...at, dispatchedAt: createdAt + 1 })];
      });
      const input = { metric: 'late-dispatch' as const, table: lateDispatchTable, market: 'GB', asOf, newOrdersPerDay: 0, eventsToday: 3 };
      expect(forecast({ ...input, orders: open, counted: sealed })).toEqual(forecast({ ...input, orders: [...open, ...single] }));
    }),
  );
});
