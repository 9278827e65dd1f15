import type { ChannelOrder } from '@tradewind/channels';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { setDispatchTime } from '../orders/index.ts';
import { buildLine, buildOrder } from '../orders/testing.ts';
import type { DeskAction, DeskOutcome } from './actions.ts';
import { actOnOrders, type DeskAct } from './commands/act-on-orders.ts';
import {
  clearTrouble,
  followDeadlines,
  holdOrders,
  holdsOf,
  raiseReview,
  releaseOrders,
  setPacked,
  setTrouble,
  setWarehouse,
  tagOrders,
} from './index.ts';
import { placeIn, recount, takeInToDesk, takeInWith } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
});
afterAll(() => database.close());

const within = <T>(run: (tx: Parameters<typeof holdsOf>[0]) => Promise<T>): Promise<T> =>
  database.database.withMerchant(database.merchantId, run);
const act = (): DeskAct => ({
  services: bench.services,
  merchantId: database.merchantId,
  now: bench.clock.now(),
  actor: { kind: 'user', id: 'u-1', name: 'Chen' },
});
const take = async (facts: Parameters<typeof buildOrder>[0] = {}): Promise<{ order: ChannelOrder; id: string }> => {
  const order = buildOrder(facts);
  const [id = ''] = await takeInToDesk(bench.services, shop, [order]);
  return { order, id };
};
const again = (order: ChannelOrder, facts: Partial<ChannelOrder>) =>
  takeInToDesk(bench.services, shop, [{ ...order, updatedAt: order.updatedAt + 60_000, ...facts }]);
const bucketOf = async (id: string) => (await placeIn(bench.services, database.merchantId, id))?.bucket ?? null;
const first = (outcomes: DeskOutcome[]) => outcomes[0];
const cancelled = (order: ChannelOrder): Partial<ChannelOrder> => ({
  status: 'cancelled',
  cancelledAt: order.createdAt + 120_000,
  cancelledBy: 'buyer',
});

describe('where an order stands', () => {
  const DUE = Date.UTC(2026, 10, 22);
  test.each<[string, Parameters<typeof buildOrder>[0], string | null, number | null]>([
    ['unpaid, by the end of its voucher', { status: 'unpaid', paidAt: null, payBy: DUE }, 'unpaid', DUE],
    ['in the hour of the platform', { status: 'on-hold', shipBy: DUE }, 'platform-hold', DUE],
    ['paid', { status: 'awaiting-shipment', shipBy: DUE }, 'to-pack', DUE],
    ['partly sent', { status: 'partially-shipped', shipBy: DUE }, 'to-pack', DUE],
    ['announced to a carrier', { status: 'awaiting-collection', shipBy: DUE }, 'waiting-pickup', DUE],
    ['gone', { status: 'in-transit', dispatchedAt: DUE }, null, null],
    ['cancelled', { status: 'cancelled', cancelledAt: DUE, cancelledBy: 'buyer' }, null, null],
  ])('%s', async (_name, facts, bucket, deadlineAt) => {
    const { id } = await take(facts);
    const place = await placeIn(bench.services, database.merchantId, id);
    expect(place?.bucket ?? null).toBe(bucket);
    if (deadlineAt !== null) expect(place?.deadlineAt.getTime()).toBe(deadlineAt);
  });

  test('a deadline that the platform does not say is the dispatch time of the shop, and moves when that is edited', async () => {
    const { id, order } = await take({ shipBy: null });
    const before = await placeIn(bench.services, database.merchantId, id);
    const caller = buildCaller(database.merchantId);
    const body = { allowed: { hours: 200 }, restDays: [], holidays: [] };
    const edit = { caller, requestId: 'r-1', params: { market: 'GB', path: 'platform' as const }, query: {}, body };
    await setDispatchTime(bench.services, edit, followDeadlines);
    const after = await placeIn(bench.services, database.merchantId, id);
    expect(after?.deadlineAt.getTime()).toBe((order.paidAt ?? 0) + 200 * 3_600_000);
    expect(after?.deadlineAt).not.toEqual(before?.deadlineAt);
  });
});

describe('what is said of an order', () => {
  test('held, released, reviewed, packed: it moves along, and only as far as it may', async () => {
    const { id } = await take();
    const orderIds = [id];
    const moves = await within(async (tx) => [
      first(await holdOrders(tx, act(), { orderIds, reason: 'address?' })),
      first(await holdOrders(tx, act(), { orderIds, reason: 'address?' })),
      first(await setPacked(tx, act(), { orderIds, isPacked: true })),
    ]);
    expect(moves).toMatchObject([{ outcome: 'done' }, { outcome: 'unchanged' }, { outcome: 'refused', code: 'order-held' }]);
    expect(await bucketOf(id)).toBe('held');
    await within((tx) => raiseReview(tx, act(), { orderIds, reason: 'worth a look' }));
    expect(await within((tx) => holdsOf(tx, orderIds))).toEqual(new Map([[id, { kind: 'held', reason: 'address?' }]]));
    await within((tx) => releaseOrders(tx, act(), { orderIds }));
    expect(await bucketOf(id)).toBe('to-pack');
    expect(await within((tx) => holdsOf(tx, orderIds))).toEqual(new Map());
    expect(first(await within((tx) => raiseReview(tx, act(), { orderIds, reason: 'worth a look' })))).toMatchObject({
      outcome: 'unchanged',
    });
    expect(await bucketOf(id)).toBe('to-pack');
    await within((tx) => raiseReview(tx, act(), { orderIds, reason: 'another reason', ruleId: bench.services.newId() }));
    expect(await bucketOf(id)).toBe('to-review');
    expect(first(await within((tx) => setPacked(tx, act(), { orderIds, isPacked: true })))).toMatchObject({ code: 'order-in-review' });
    await within((tx) => releaseOrders(tx, act(), { orderIds }));
    await within((tx) => setPacked(tx, act(), { orderIds, isPacked: true }));
    expect(await bucketOf(id)).toBe('to-ship');
    await within((tx) => setPacked(tx, act(), { orderIds, isPacked: false }));
    expect(await bucketOf(id)).toBe('to-pack');
  });

  test('every order of an act has its own event and its own audit entry', async () => {
    const taken = [await take(), await take(), await take()];
    const orderIds = taken.map(({ id }) => id);
    await within((tx) => holdOrders(tx, act(), { orderIds, reason: 'recount' }));
    const { rows } = await within((tx) =>
      sql<{ id: string; reason: string }>`
        SELECT a.object_id AS id, e.facts->>'reason' AS reason FROM audit_entry a JOIN desk_event e ON e.order_id = a.object_id::uuid
        WHERE a.action = 'desk.hold' AND a.object_id = ANY (${orderIds}::text[]) ORDER BY 1`.execute(tx),
    );
    expect(rows).toEqual([...orderIds].sort().map((id) => ({ id, reason: 'recount' })));
  });

  test('it stays when the order leaves the desk, and is there again when it comes back', async () => {
    const { id, order } = await take({ status: 'unpaid', paidAt: null, updatedAt: 1_790_000_000_000 });
    const orderIds = [id];
    await within((tx) => tagOrders(tx, act(), { orderIds, tag: 'gift' }));
    await within((tx) => holdOrders(tx, act(), { orderIds, reason: 'wait' }));
    expect(await bucketOf(id)).toBe('unpaid');
    await again(order, { ...cancelled(order), updatedAt: order.updatedAt + 1_000 });
    expect(await bucketOf(id)).toBeNull();
    expect(await recount(bench.services, database.merchantId)).toSatisfy(isEqual);
    await again(order, { status: 'awaiting-shipment', paidAt: order.createdAt + 5_000, updatedAt: order.updatedAt + 2_000 });
    expect(await bucketOf(id)).toBe('held');
    const { rows } = await within((tx) =>
      sql<{ tag: string; bucket: string }>`SELECT tag, bucket FROM desk_tag WHERE order_id = ${id}`.execute(tx),
    );
    expect(rows).toEqual([{ tag: 'gift', bucket: 'held' }]);
  });

  test('an exception brings an order back that has left, and takes it away once it is settled', async () => {
    const { id } = await take({ status: 'delivered', dispatchedAt: Date.UTC(2026, 10, 21), deliveredAt: Date.UTC(2026, 10, 22) });
    const trouble = { orderIds: [id], code: 'returns.disputed', reason: 'answer the dispute', dueAt: Date.UTC(2026, 10, 25) };
    await within((tx) => setTrouble(tx, act(), trouble));
    expect(await placeIn(bench.services, database.merchantId, id)).toEqual({ bucket: 'exception', deadlineAt: new Date(trouble.dueAt) });
    expect(first(await within((tx) => setTrouble(tx, act(), trouble)))).toMatchObject({ outcome: 'unchanged' });
    expect(first(await within((tx) => clearTrouble(tx, act(), { orderIds: [id], code: 'another' })))).toMatchObject({
      outcome: 'unchanged',
    });
    await within((tx) => clearTrouble(tx, act(), { orderIds: [id], code: trouble.code }));
    expect(await bucketOf(id)).toBeNull();
  });

  test.each<[string, Parameters<typeof buildOrder>[0], string]>([
    ['cancelled', { status: 'cancelled', cancelledAt: 1, cancelledBy: 'buyer' }, 'order-cancelled'],
    ['gone', { status: 'in-transit', dispatchedAt: 1 }, 'order-left'],
    ['unpaid', { status: 'unpaid', paidAt: null }, 'order-unpaid'],
    ['in the hour of the platform', { status: 'on-hold' }, 'platform-hold'],
  ])('an order that is %s is not packed', async (_name, facts, code) => {
    const { id } = await take(facts);
    expect(first(await within((tx) => setPacked(tx, act(), { orderIds: [id], isPacked: true })))).toEqual({
      orderId: id,
      outcome: 'refused',
      code,
    });
  });

  test("another merchant's order is not there", async () => {
    const { id } = await take();
    const other = { ...act(), merchantId: database.otherMerchantId };
    const outcomes = await database.database.withMerchant(database.otherMerchantId, (tx) =>
      holdOrders(tx, other, { orderIds: [id], reason: 'x' }),
    );
    expect(outcomes).toEqual([{ orderId: id, outcome: 'refused', code: 'not-found' }]);
    expect(await bucketOf(id)).toBe('to-pack');
  });

  test('a warehouse that was chosen for it stands on the desk', async () => {
    const { id } = await take();
    const warehouseId = bench.services.newId();
    await within(async (tx) => {
      const facts = { merchant_id: database.merchantId, id: warehouseId, name: 'North', kind: 'own' as const, country: 'GB' };
      await tx
        .insertInto('warehouse')
        .values({ ...facts, is_active: true, created_at: new Date(0) })
        .execute();
      await setWarehouse(tx, act(), { orderIds: [id], warehouseId });
    });
    const { rows } = await within((tx) =>
      sql<{ at: string }>`SELECT warehouse_id AS at FROM desk_order WHERE order_id = ${id}`.execute(tx),
    );
    expect(rows).toEqual([{ at: warehouseId }]);
  });
});

/** Two connections: one is in the middle of its transaction while the other begins. */
describe('an order that is cancelled at this instant', () => {
  const gate = () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { open: () => open(), opened };
  };
  const isWaiting = async (): Promise<boolean> => {
    const { rows } = await within((tx) =>
      sql<{ n: number }>`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')`.execute(tx),
    );
    return (rows[0]?.n ?? 0) > 0;
  };
  const untilWaiting = async () => {
    while (!(await isWaiting())) await bench.services.pause(1);
  };

  test('is not packed: who marks it waits for the cancellation and sees it', async () => {
    const { id, order } = await take();
    const [applied, go] = [gate(), gate()];
    const cancelling = within(async (tx) => {
      await takeInWith(tx, bench.services, { shop, orders: [{ ...order, ...cancelled(order), updatedAt: order.updatedAt + 1_000 }] });
      applied.open();
      await go.opened;
    });
    await applied.opened;
    const packing = within((tx) => setPacked(tx, act(), { orderIds: [id], isPacked: true }));
    await untilWaiting();
    go.open();
    await cancelling;
    expect(first(await packing)).toMatchObject({ outcome: 'refused', code: 'order-cancelled' });
    expect(await bucketOf(id)).toBeNull();
  });

  test('is cancelled after it was packed: the cancellation waits, and takes it off the desk', async () => {
    const { id, order } = await take();
    const [packed, go] = [gate(), gate()];
    const packing = within(async (tx) => {
      const outcomes = await setPacked(tx, act(), { orderIds: [id], isPacked: true });
      packed.open();
      await go.opened;
      return outcomes;
    });
    await packed.opened;
    const cancelling = again(order, cancelled(order));
    await untilWaiting();
    go.open();
    expect(first(await packing)).toMatchObject({ outcome: 'done' });
    await cancelling;
    expect(await bucketOf(id)).toBeNull();
    expect(await recount(bench.services, database.merchantId)).toSatisfy(isEqual);
  });
});

function isEqual({ kept, counted }: { kept: unknown; counted: unknown }): boolean {
  expect(kept).toEqual(counted);
  return true;
}

test('whatever happens, the desk, its counts, its tags and its SKUs equal a recount', async () => {
  const statuses = [
    'unpaid',
    'on-hold',
    'awaiting-shipment',
    'partially-shipped',
    'awaiting-collection',
    'in-transit',
    'cancelled',
  ] as const;
  const actions: DeskAction[] = [
    { kind: 'hold', reason: 'x' },
    { kind: 'release' },
    { kind: 'add-tag', tag: 'a' },
    { kind: 'remove-tag', tag: 'a' },
    { kind: 'pack' },
    { kind: 'unpack' },
    { kind: 'raise-review', cause: 'c', reason: 'c' },
    { kind: 'raise-exception', code: 'e', reason: 'e' },
    { kind: 'resolve-exception', code: null },
  ];
  const step = fc.oneof(
    fc.record({ of: fc.nat(5), status: fc.constantFrom(...statuses), shipBy: fc.nat(9), sku: fc.constantFrom('A', 'B') }),
    fc.record({ of: fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }), action: fc.constantFrom(...actions) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const shops = [shop, await buildShop(bench, database.merchantId)];
      const orders = [0, 1, 2, 3, 4, 5].map((n) => ({ order: buildOrder(), shop: shops[n % 2] ?? shop }));
      const ids: string[] = [];
      for (const one of orders) ids.push(...(await takeInToDesk(bench.services, one.shop, [one.order])));
      let version = 0;
      for (const one of steps) {
        version += 1_000;
        if ('action' in one) {
          const orderIds = one.of.map((n) => ids[n] ?? '');
          await within((tx) => actOnOrders(tx, act(), { orderIds, action: one.action }));
          continue;
        }
        const given = orders[one.of];
        if (!given) continue;
        const { order } = given;
        const hasLeft = one.status === 'in-transit';
        await takeInToDesk(bench.services, given.shop, [
          {
            ...order,
            status: one.status,
            paidAt: one.status === 'unpaid' ? null : order.createdAt,
            shipBy: order.createdAt + one.shipBy * 60_000,
            dispatchedAt: hasLeft ? order.createdAt + 1 : null,
            cancelledAt: one.status === 'cancelled' ? order.createdAt + 1 : null,
            lines: [buildLine({ sellerSku: one.sku })],
            updatedAt: order.updatedAt + version,
          },
        ]);
      }
      expect(await recount(bench.services, database.merchantId)).toSatisfy(isEqual);
    }),
    { numRuns: 25 },
  );
});
