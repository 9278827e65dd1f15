import { ChannelFailure } from '@tradewind/channels';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import type { LaneWorker } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { applyOrders } from '../orders/index.ts';
import { buildLine, buildOrder } from '../orders/testing.ts';
import { findFaults, moveOrders, planAnew, stockDuties, stockHandlers } from './index.ts';
import { acts, buildVariant, createFakeStock, type FakeStock, type Model, offerIn, STOCK_SCOPE } from './testing.ts';

/** Stock on a real database: by hand, by orders and by scripts, and what a platform in memory is told of it. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let worker: LaneWorker;
let platform: FakeStock;
let near: string;
let far: string;
let goods = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  platform = createFakeStock();
  bench.services.channels = { 'tiktok-shop': { ...bench.platform.channel, stock: platform.channel } };
  shop = await buildShop(bench, database.merchantId);
  await within((tx) =>
    tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: [STOCK_SCOPE] })
      .execute(),
  );
  const send = () => Promise.reject(new Error('unused'));
  worker = bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://x' }));
  near = told(await handlers()['warehouses.create'](asked({ name: 'Near', kind: 'own', country: 'GB' }))).id;
  await bench.clock.advance(1_000);
  far = told(await handlers()['warehouses.create'](asked({ name: 'Far', kind: 'own', country: 'CN' }))).id;
});
afterAll(() => database.close());
beforeEach(() => bench.clock.advance(1_000));

const within: <T>(run: Parameters<TestDatabase['database']['withMerchant']>[1] & ((tx: never) => Promise<T>)) => Promise<T> = (run) =>
  database.database.withMerchant(database.merchantId, run as never);
const handlers = () => stockHandlers(bench.services);
const caller = () => buildCaller(database.merchantId);
const asked = <B, Q = Record<string, never>>(body: B, query = {} as Q) => ({ caller: caller(), requestId: 'r-1', params: {}, query, body });
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
const place = () => ({ database: database.database, merchantId: database.merchantId, newId: bench.services.newId });
const variant = (parts?: { variantId: string; quantity: number }[]) => {
  goods += 1;
  return buildVariant(place(), { sku: `SKU-${String(goods).padStart(3, '0')}`, ...(parts ? { parts } : {}) });
};
type Kind = Parameters<ReturnType<typeof handlers>['stock-adjustments.create']>[0]['body']['kind'];
const change = (kind: Kind, variantId: string, units: number) => changeIn(near, { kind, variantId, units });
const changeIn = (warehouseId: string, { kind, variantId, units }: { kind: Kind; variantId: string; units: number }) =>
  handlers()['stock-adjustments.create'](asked({ kind, rows: [{ variantId, warehouseId, units }], reference: null, note: '' }));
const levels = async (variantId: string) => {
  const { items } = told(await handlers()['stock-levels.list'](asked(undefined, { limit: 200, show: 'all' as const })));
  return items.find((row) => row.variant.id === variantId);
};
const total = async (variantId: string) => {
  const row = await levels(variantId);
  return row?.total && { onHand: row.total.onHand, reserved: row.total.reserved, available: row.total.available };
};
const keep = (reference: string, variantId: string, units: number) => keepUntil(null, { reference, variantId, units });
const keepUntil = (expiresAt: string | null, wish: { reference: string; variantId: string; units: number }) =>
  handlers()['stock-reservations.create'](asked({ ...wish, line: '', warehouseId: null, expiresAt }));
let offers = 0;
const offer = async (variantId: string) => {
  offers += 1;
  const ids = { channelProductId: `P${offers}`, channelSkuId: `S${offers}` };
  await offerIn(place(), { shopId: shop.shopId, variantId, ...ids });
  return ids;
};
const orderOf = (ids: { channelProductId: string; channelSkuId: string }, quantity: number, facts: Parameters<typeof buildOrder>[0] = {}) =>
  buildOrder({ createdAt: bench.clock.now(), lines: [buildLine({ ...ids, quantity })], ...facts });
const take = async (...orders: ReturnType<typeof buildOrder>[]) => {
  const secrets = await bench.services.secrets.forMerchant(shop.merchantId);
  const now = bench.clock.now();
  await within((tx) => applyOrders(tx, { services: bench.services, shop, orders, source: 'sweep', now, secrets, moveStock: moveOrders }));
};
const faults = () => within(findFaults);

describe('by hand', () => {
  test('goods come, are counted, written off, and every change is a row that nobody can change', async () => {
    const cup = await variant();
    told(await change('announce', cup, 12));
    told(await change('receive', cup, 10));
    expect((await levels(cup))?.total).toMatchObject({ onHand: 10, inbound: 2, available: 10 });
    told(await change('count', cup, 7));
    told(await change('count', cup, 7));
    told(await change('write-off', cup, 2));
    expect(await change('write-off', cup, 6)).toMatchObject({ refused: 'stock-not-there', errors: [{ path: '/rows/0/units' }] });
    expect(await total(cup)).toEqual({ onHand: 5, reserved: 0, available: 5 });
    const query = { limit: 50 };
    const { items } = told(await handlers()['stock-movements.list']({ ...asked(undefined, query), params: { variantId: cup } }));
    expect(items.map(({ kind, units, before, after }) => [kind, units, before.onHand, after.onHand])).toEqual([
      ['write-off', 2, 7, 5],
      ['write-off', 3, 10, 7],
      ['receive', 10, 0, 10],
      ['withdraw', 10, 0, 0],
      ['announce', 12, 0, 0],
    ]);
    await expect(within((tx) => sql`UPDATE stock_movement SET units = 1`.execute(tx))).rejects.toThrow(/permission denied/);
    await expect(within((tx) => sql`UPDATE stock_level SET reserved = on_hand + 1`.execute(tx))).rejects.toThrow(/stock_level_sound/);
  });

  test('one bad row of many changes nothing, and is told', async () => {
    const cup = await variant();
    const rows = [
      { variantId: cup, warehouseId: near, units: 3 },
      { variantId: cup, warehouseId: bench.services.newId(), units: 3 },
      { variantId: bench.services.newId(), warehouseId: near, units: 3 },
      { variantId: await variant([{ variantId: cup, quantity: 1 }]), warehouseId: near, units: 3 },
    ];
    const answer = await handlers()['stock-adjustments.create'](asked({ kind: 'receive' as const, rows, reference: null, note: '' }));
    expect(answer).toMatchObject({
      refused: 'invalid-input',
      errors: [{ code: 'unknown-warehouse' }, { code: 'unknown-variant' }, { code: 'is-bundle' }],
    });
    expect(await total(cup)).toBeNull();
  });

  test('units on the road are in neither warehouse, and what was lost is not made up', async () => {
    const cup = await variant();
    told(await change('receive', cup, 10));
    const send = (units: number) =>
      handlers()['stock-transfers.create'](asked({ variantId: cup, fromWarehouseId: near, toWarehouseId: far, units, note: '' }));
    expect(await send(11)).toMatchObject({ refused: 'stock-not-there' });
    const { id } = told(await send(8));
    const settle = (body: { arrived: number; lost: number; returned: number }) =>
      handlers()['stock-transfers.settle']({ ...asked(body), params: { transferId: id } });
    expect((await levels(cup))?.total).toMatchObject({ onHand: 2, inTransfer: 8 });
    expect(await settle({ arrived: 9, lost: 0, returned: 0 })).toMatchObject({ refused: 'stock-not-there' });
    told(await settle({ arrived: 5, lost: 1, returned: 0 }));
    expect(told(await settle({ arrived: 0, lost: 0, returned: 2 })).endedAt).not.toBeNull();
    expect((await levels(cup))?.levels.map(({ warehouseId, onHand }) => [warehouseId, onHand]).sort()).toEqual(
      [
        [near, 4],
        [far, 5],
      ].sort(),
    );
    expect(await faults()).toEqual([]);
  });

  test('a count from a file says what it would change, refuses a bad row, and takes the warehouse’s own codes', async () => {
    const [cup, pot] = [await variant(), await variant()];
    told(await change('receive', cup, 10));
    const sku = (await levels(cup))?.variant.sku;
    told(await handlers()['warehouse-skus.set']({ ...asked({ variantId: pot }), params: { warehouseId: near, code: 'POT/7' } }));
    const file = (text: string, isPreview: boolean) => {
      const body = { mediaType: 'text/csv', bytes: Buffer.from(text), sha256: '' };
      return handlers()['stock-counts.create'](asked(body, { isPreview: isPreview ? ('true' as const) : ('false' as const) }));
    };
    const good = `sku,warehouse,counted\n${sku},Near,8\nPOT/7,Near,3\n`;
    expect(await file(good, true)).toMatchObject({
      isApplied: false,
      changes: [
        { before: 10, counted: 8 },
        { before: 0, counted: 3 },
      ],
    });
    const bad = await file(`${good}${sku},Near,2\n${sku},Nowhere,2\n${sku},Far,2.5\nNONE,Near,2\n`, false);
    expect(told(bad).errors.map(({ line, code }) => [line, code])).toEqual([
      [4, 'repeated'],
      [5, 'unknown-warehouse'],
      [6, 'not-a-count'],
      [7, 'unknown-sku'],
    ]);
    expect(await total(cup)).toMatchObject({ onHand: 10 });
    expect(await file(good, false)).toMatchObject({ isApplied: true, errors: [] });
    expect([await total(cup), await total(pot)]).toMatchObject([{ onHand: 8 }, { onHand: 3 }]);
  });
});

describe('for sales elsewhere', () => {
  test('forty at once for ten units: ten are kept, the rest are told, and a repeat is the same reservation', async () => {
    const cup = await variant();
    told(await change('receive', cup, 7));
    told(await changeIn(far, { kind: 'receive', variantId: cup, units: 3 }));
    const one = handlers();
    const wish = (n: number) => ({ reference: `fair-${n % 30}`, line: '', variantId: cup, units: 1, warehouseId: null, expiresAt: null });
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => one['stock-reservations.create'](asked(wish(n)))));
    const held = answers.filter((answer) => !isRefusal(answer));
    expect(new Set(held.map((answer) => told(answer).reference)).size).toBe(10);
    expect(await total(cup)).toEqual({ onHand: 10, reserved: 10, available: 0 });
    // Sold out meanwhile; whoever holds still does.
    expect(told(await keep('fair-0', cup, 1)).state).toBe('held');
    expect(await keep('fair-0', cup, 2)).toMatchObject({ refused: 'reservation-differs' });
    expect(await keep('fair-99', cup, 1)).toMatchObject({ refused: 'stock-not-there' });
    expect(await keep('fair-99', await variant(), 1)).toMatchObject({ refused: 'stock-not-counted' });
    const release = () => handlers()['stock-reservations.release'](asked({ reference: 'fair-0' }));
    expect((await Promise.all([release(), release()])).map((answer) => told(answer).items[0]?.state)).toEqual(['released', 'released']);
    told(await handlers()['stock-reservations.ship'](asked({ reference: 'fair-1' })));
    expect(await total(cup)).toEqual({ onHand: 9, reserved: 8, available: 1 });
    expect(await faults()).toEqual([]);
  });

  test('two processes that both saw the last unit do not both keep it', async () => {
    const cup = await variant();
    told(await change('receive', cup, 5));
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        stockHandlers(bench.services)['stock-reservations.create'](
          asked({ reference: `two-${n}`, line: '', variantId: cup, units: 1, warehouseId: null, expiresAt: null }),
        ),
      ),
    );
    expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(5);
    expect(await total(cup)).toEqual({ onHand: 5, reserved: 5, available: 0 });
  });

  test('a bundle takes all of its parts or none, and what is not paid in time comes back', async () => {
    const [cup, pot] = [await variant(), await variant()];
    const set = await variant([
      { variantId: cup, quantity: 2 },
      { variantId: pot, quantity: 1 },
    ]);
    told(await change('receive', cup, 5));
    told(await change('receive', pot, 9));
    expect(await total(set)).toMatchObject({ available: 2 });
    const expiresAt = new Date(bench.clock.now() + 60_000).toISOString();
    told(await keepUntil(expiresAt, { reference: 'set-1', variantId: set, units: 2 }));
    expect(await keep('set-2', set, 1)).toMatchObject({ refused: 'stock-not-there' });
    expect([await total(cup), await total(pot)]).toMatchObject([{ reserved: 4 }, { reserved: 2 }]);
    await bench.clock.advance(61_000);
    await worker.drain();
    expect([await total(cup), await total(pot)]).toMatchObject([
      { reserved: 0, available: 5 },
      { reserved: 0, available: 9 },
    ]);
    expect(await faults()).toEqual([]);
  });
});

describe('by orders', () => {
  test('unpaid reserves, cancelled gives back, sent leaves; each once, however often it is read', async () => {
    const cup = await variant();
    const ids = await offer(cup);
    told(await change('receive', cup, 10));
    const [first, second] = [orderOf(ids, 3, { status: 'unpaid', paidAt: null }), orderOf(ids, 2)];
    await take(first, second);
    await take(first, second);
    expect(await total(cup)).toEqual({ onHand: 10, reserved: 5, available: 5 });
    const at = second.updatedAt + 1;
    await take(
      { ...first, status: 'cancelled', cancelledAt: at, updatedAt: at },
      { ...second, status: 'in-transit', dispatchedAt: at, updatedAt: at },
    );
    await take({ ...second, status: 'delivered', dispatchedAt: at, updatedAt: at + 1 });
    expect(await total(cup)).toEqual({ onHand: 8, reserved: 0, available: 8 });
    // Fewer units than before, and a SKU that is no longer in it.
    const other = await offer(cup);
    const third = orderOf(ids, 4, { lines: [buildLine({ ...ids, quantity: 4 }), buildLine({ ...other, quantity: 1 })] });
    await take(third);
    expect(await total(cup)).toMatchObject({ reserved: 5 });
    await take({ ...third, updatedAt: third.updatedAt + 1, lines: [buildLine({ ...ids, quantity: 1 })] });
    expect(await total(cup)).toMatchObject({ reserved: 1 });
    expect(await faults()).toEqual([]);
  });

  test('what the platform sold beyond the stock is told, never negative, and filled by the next goods', async () => {
    const cup = await variant();
    const ids = await offer(cup);
    told(await change('receive', cup, 3));
    await take(orderOf(ids, 2), orderOf(ids, 4));
    expect(await total(cup)).toEqual({ onHand: 3, reserved: 3, available: 0 });
    expect((await levels(cup))?.short).toBe(3);
    const duties = await within((tx) =>
      stockDuties.find(tx, {
        services: bench.services,
        caller: caller(),
        shops: [{ id: shop.shopId }] as never,
        isWhole: true,
        now: bench.clock.now(),
      }),
    );
    expect(duties).toContainEqual(expect.objectContaining({ kind: 'stock-oversold', data: { units: 3, orders: 1 } }));
    told(await change('receive', cup, 5));
    await worker.drain();
    expect(await total(cup)).toEqual({ onHand: 8, reserved: 6, available: 2 });
    expect((await levels(cup))?.short).toBe(0);
    expect(await faults()).toEqual([]);
  });

  test('an order of before the first count, and goods that nobody counts, move nothing', async () => {
    const [cup, uncounted] = [await variant(), await variant()];
    const [ids, others] = [await offer(cup), await offer(uncounted)];
    const early = orderOf(ids, 2);
    await bench.clock.advance(1_000);
    told(await change('receive', cup, 10));
    await take(early, orderOf(others, 2));
    expect(await total(cup)).toMatchObject({ reserved: 0 });
    const at = early.updatedAt + 1;
    await take({ ...early, status: 'in-transit', dispatchedAt: at, updatedAt: at });
    expect(await total(cup)).toEqual({ onHand: 10, reserved: 0, available: 10 });
    expect(await total(uncounted)).toBeNull();
  });

  test('a voucher that is not paid in time is given up; paid after all, the order is served again', async () => {
    const cup = await variant();
    const ids = await offer(cup);
    told(await change('receive', cup, 4));
    const order = orderOf(ids, 3, { status: 'unpaid', paidAt: null });
    await take(order);
    await bench.clock.advance(3 * 86_400_000 + 1_000);
    await worker.drain();
    expect(await total(cup)).toMatchObject({ reserved: 0 });
    const at = bench.clock.now();
    await take({ ...order, updatedAt: at });
    expect(await total(cup)).toMatchObject({ reserved: 0 });
    await take({ ...order, status: 'awaiting-shipment', paidAt: at, updatedAt: at + 1 });
    expect(await total(cup)).toMatchObject({ reserved: 3 });
  });
});

describe('what shops are told', () => {
  const setShop = (isPushing: boolean) =>
    handlers()['stock-shops.set']({ ...asked({ isPushing, warehouses: [] }), params: { shopId: shop.shopId } });
  const pushes = async (variantId: string) =>
    told(await handlers()['stock-pushes.list'](asked(undefined, { limit: 50, show: 'all' as const, variantId }))).items;

  test('nothing before the merchant says so; then the newest number, by the rule, and only where it changed', async () => {
    const cup = await variant();
    const { channelSkuId } = await offer(cup);
    told(await change('receive', cup, 10));
    await worker.drain();
    expect(platform.shown.get(channelSkuId)).toBeUndefined();
    told(await setShop(true));
    await worker.drain();
    expect(platform.shown.get(channelSkuId)?.available).toBe(10);
    told(await keep('sold-1', cup, 2));
    told(await keep('sold-2', cup, 1));
    const before = platform.told.length;
    await worker.drain();
    expect(platform.told.slice(before)).toMatchObject([{ channelSkuId, channelWarehouseId: 'W-1', quantity: 7 }]);
    const rule = { kind: 'percent' as const, value: 50, safetyStock: 1, minimum: 0 };
    const ask = { variantId: cup, change: { shopId: shop.shopId, variantId: cup, rule } };
    const preview = told(await handlers()['allocation-rules.preview'](asked(ask))).items[0];
    expect(preview).toMatchObject({ quantity: 3 });
    expect(preview?.lines.map(({ code, units }) => [code, units])).toEqual([
      ['warehouse', 7],
      ['warehouse', 0],
      ['pool', 7],
      ['safety-stock', 6],
      ['percent', 3],
    ]);
    told(await handlers()['allocation-rules.set'](asked({ shopId: shop.shopId, variantId: cup, rule })));
    await worker.drain();
    expect(platform.shown.get(channelSkuId)?.available).toBe(3);
    expect(await pushes(cup)).toMatchObject([{ wanted: 3, confirmed: 3, state: 'confirmed' }]);
  });

  test('a SKU that is matched, or a bundle that gets other parts, is told its number at once', async () => {
    const [cup, pot] = [await variant(), await variant()];
    const set = await variant([{ variantId: cup, quantity: 2 }]);
    told(await setShop(true));
    told(await change('receive', cup, 9));
    told(await change('receive', pot, 3));
    await worker.drain();
    const { channelSkuId } = await offer(set);
    const numberAfter = async () => {
      await within((tx) => planAnew(tx, { merchantId: shop.merchantId, now: bench.clock.now(), variantIds: [set] }));
      await worker.drain();
      return platform.shown.get(channelSkuId)?.available;
    };
    expect(await numberAfter()).toBe(4);
    await within((tx) => tx.updateTable('bundle_part').set({ part_id: pot }).where('bundle_id', '=', set).execute());
    expect(await numberAfter()).toBe(1);
  });

  test('a lost answer is looked up; a refusal is told and not repeated until there is a newer number', async () => {
    const cup = await variant();
    const { channelSkuId } = await offer(cup);
    told(await setShop(true));
    platform.failure = new ChannelFailure('unknown-outcome', 'no answer');
    platform.isTaken = true;
    told(await change('receive', cup, 6));
    await worker.drain();
    expect(await pushes(cup)).toMatchObject([{ wanted: 6, confirmed: 6, state: 'confirmed' }]);
    expect(platform.told.filter((row) => row.channelSkuId === channelSkuId)).toHaveLength(1);
    platform.failure = new ChannelFailure('unknown-outcome', 'no answer');
    platform.isTaken = false;
    told(await change('receive', cup, 1));
    await worker.drain();
    expect(await pushes(cup)).toMatchObject([{ wanted: 7, confirmed: 6, state: 'sent' }]);
    await bench.clock.advance(1_000);
    await worker.drain();
    expect(await pushes(cup)).toMatchObject([{ confirmed: 7, state: 'confirmed' }]);
    platform.refused.add(channelSkuId);
    told(await change('receive', cup, 1));
    await worker.drain();
    await bench.clock.advance(120_000);
    await worker.drain();
    expect(await pushes(cup)).toMatchObject([{ wanted: 8, confirmed: 7, state: 'failed', failure: '12345' }]);
    platform.refused.clear();
    told(await handlers()['stock-pushes.repeat'](asked({ shopId: shop.shopId })));
    await worker.drain();
    expect(await pushes(cup)).toMatchObject([{ confirmed: 8, state: 'confirmed', failure: null }]);
  });

  test('a number that somebody changed in the shop is found; orders on their way are no drift', async () => {
    const cup = await variant();
    const ids = await offer(cup);
    told(await setShop(true));
    told(await change('receive', cup, 9));
    await worker.drain();
    platform.shown.set(ids.channelSkuId, { channelProductId: ids.channelProductId, available: 7, committed: 2 });
    await bench.clock.advance(61_000);
    await worker.drain();
    expect(await pushes(cup)).toMatchObject([{ shown: 7, committed: 2, drift: 0 }]);
    platform.shown.set(ids.channelSkuId, { channelProductId: ids.channelProductId, available: 40, committed: 0 });
    await bench.clock.advance(61_000);
    await worker.drain();
    expect(await pushes(cup)).toMatchObject([{ drift: 31 }]);
    expect(told(await handlers()['stock-shops.list'](asked(undefined))).items[0]).toMatchObject({ drifting: 1, canPush: true });
    told(await setShop(false));
    const before = platform.told.length;
    told(await change('receive', cup, 1));
    await worker.drain();
    expect(platform.told).toHaveLength(before);
  });
});

test('the check finds what went past the ledger, and the repair sets it right', async () => {
  const cup = await variant();
  told(await change('receive', cup, 10));
  told(await keep('mend-1', cup, 3));
  await within((tx) => sql`UPDATE stock_level SET reserved = 1 WHERE variant_id = ${cup}`.execute(tx));
  await within((tx) => sql`UPDATE stock_reservation SET state = 'released' WHERE reference = 'own:mend-1'`.execute(tx));
  const { faults: found, left } = told(await handlers()['stock-checks.repair'](asked({})));
  expect(found.map(({ fault }) => fault).sort()).toEqual(['ledger', 'reserved']);
  expect(left).toEqual([]);
  expect(await total(cup)).toEqual({ onHand: 10, reserved: 0, available: 10 });
});

test('whatever is done in whatever order, the books say what a tiny model says', async () => {
  const act = fc.record({
    // The cast: the keys of the object above.
    what: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
    of: fc.nat({ max: 3 }),
    units: fc.integer({ min: 1, max: 6 }),
  });
  let stories = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 15 }), async (story) => {
      stories += 1;
      const cup = await variant();
      told(await change('receive', cup, 4));
      const model: Model = { free: 4, held: new Map(), gone: 0 };
      const used = new Map<number, number>();
      for (const { what, of, units } of story) {
        // A name is used once: whoever is done with it takes the next.
        const reference = `story-${stories}-${of}-${used.get(of) ?? 0}`;
        const isHeld = model.held.has(reference);
        if ((what === 'keep') === isHeld && (what === 'keep' || what === 'release' || what === 'ship')) continue;
        const is = acts[what](model, reference, units);
        const answer =
          what === 'keep'
            ? await keep(reference, cup, units)
            : what === 'release' || what === 'ship'
              ? await handlers()[`stock-reservations.${what}`](asked({ reference }))
              : await change(what, cup, units);
        expect([what, !isRefusal(answer)]).toEqual([what, is]);
        if (what === 'release' || what === 'ship') used.set(of, (used.get(of) ?? 0) + 1);
      }
      const held = [...model.held.values()].reduce((sum, units) => sum + units, 0);
      expect(await total(cup)).toEqual({ onHand: model.free + held, reserved: held, available: model.free });
    }),
    { numRuns: 15 },
  );
  expect(await faults()).toEqual([]);
});
