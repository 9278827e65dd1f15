import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { holdOrders, releaseOrders } from '../desk/index.ts';
import { buildLine, buildOrder } from '../orders/testing.ts';
import { stockHandlers } from '../stock/index.ts';
import { buildVariant, offerIn } from '../stock/testing.ts';
import { pickingHandlers } from './index.ts';
import { takeOrders, takePackages } from './testing.ts';

/** Waves of orders on a real database, from what waits to parcels that were scanned. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let other: BuiltShop;
let warehouse: string;
let goods = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  other = await buildShop(bench, database.merchantId);
  const made = told(await stockHandlers(bench.services)['warehouses.create'](asked({ name: 'Harbour', kind: 'own', country: 'GB' })));
  warehouse = made.id;
});
afterAll(() => database.close());
beforeEach(async () => {
  await bench.clock.advance(1_000);
  // What an earlier test left waiting would come along.
  await within((tx) => sql`UPDATE orders SET cancelled_at = created_at`.execute(tx));
});

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) =>
  database.database.withMerchant(database.merchantId, run);
const handlers = () => pickingHandlers(bench.services);
const anna = () => buildCaller(database.merchantId, { id: 'anna', name: 'Anna' });
const ben = () => buildCaller(database.merchantId, { id: 'ben', name: 'Ben' });
const asked = <B>(body: B, by = anna()) => ({ caller: by, requestId: 'r-1', params: {}, query: {}, body });
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
const place = () => ({ database: database.database, merchantId: database.merchantId, newId: bench.services.newId });

type Sold = { variantId: string; sku: string; channelProductId: string; channelSkuId: string };
const sell = async (facts: { gtin?: string; parts?: { variantId: string; quantity: number }[] } = {}): Promise<Sold> => {
  goods += 1;
  const ids = { channelProductId: `P${goods}`, channelSkuId: `S${goods}`, sku: `SKU-${String(goods).padStart(3, '0')}` };
  const variantId = await buildVariant(place(), { sku: ids.sku, ...(facts.parts ? { parts: facts.parts } : {}) });
  if (facts.gtin) await within((tx) => sql`UPDATE variant SET gtin = ${facts.gtin} WHERE id = ${variantId}`.execute(tx));
  await offerIn(place(), { shopId: shop.shopId, variantId, ...ids });
  return { variantId, ...ids };
};
const lie = (sold: Sold, zone: string, bin: string) =>
  handlers()['bins.set']({ ...asked({ zone, bin }), params: { warehouseId: warehouse, variantId: sold.variantId } });
type Bought = readonly (readonly [Sold, number])[];
const order = async (bought: Bought, facts: Parameters<typeof buildOrder>[0] = {}, at: BuiltShop = shop) => {
  await bench.clock.advance(10);
  const lines = bought.map(([{ channelProductId, channelSkuId }, quantity]) => buildLine({ channelProductId, channelSkuId, quantity }));
  const made = buildOrder({ createdAt: bench.clock.now(), lines, ...facts });
  await takeOrders({ services: bench.services, shop: at }, [made]);
  const row = await within((tx) =>
    tx.selectFrom('orders').select('id').where('channel_order_id', '=', made.channelOrderId).executeTakeFirstOrThrow(),
  );
  return { id: row.id, made, channelOrderId: made.channelOrderId };
};
const cancel = ({ made }: Awaited<ReturnType<typeof order>>) => {
  const now = bench.clock.now();
  const cancelled = {
    ...made,
    status: 'cancelled' as const,
    cancelledAt: now,
    cancelledBy: 'buyer' as const,
    updatedAt: made.updatedAt + 1,
  };
  return takeOrders({ services: bench.services, shop }, [cancelled]);
};
type Wish = Partial<Parameters<ReturnType<typeof handlers>['pick-waves.create']>[0]['body']>;
const tryWave = (wish: Wish = {}, by = anna()) =>
  handlers()['pick-waves.create'](asked({ warehouseId: warehouse, kind: 'mixed' as const, ordersMax: 50, ...wish }, by));
const wave = async (wish: Wish = {}) => told(await tryWave(wish)).wave;
const read = async (waveId: string) => told(await handlers()['pick-waves.get']({ ...asked(undefined), params: { waveId } }));
type Scanned = { code: string; orderId: string | null; scanId?: string };
const scanBy = async (by: ReturnType<typeof anna>, waveId: string, { scanId = bench.services.newId(), ...code }: Scanned) =>
  told(await handlers()['pick-scans.create']({ ...asked({ scanId, ...code }, by), params: { waveId } }));
const scan = (waveId: string, code: string, orderId: string | null) => scanBy(anna(), waveId, { code, orderId });
const changeTo = (waveId: string, state: 'picking' | 'done' | 'cancelled') =>
  handlers()['pick-waves.change']({ ...asked({ state }), params: { waveId } });
const doTo = (waveId: string, orderId: string, what: 'release' | 'take-out' | 'put-back') =>
  handlers()['pick-wave-orders.change']({ ...asked({ do: what }, ben()), params: { waveId, orderId } });
const undoBy = (by: ReturnType<typeof anna>, params: { waveId: string; orderId: string }, scanId: string) =>
  handlers()['pick-scans.undo']({ ...asked({ scanId }, by), params });
const undo = (waveId: string, orderId: string, scanId: string) => undoBy(anna(), { waveId, orderId }, scanId);

describe('waves', () => {
  test('single items go by the shelf, orders of several goods stay out, and a second wave finds nothing', async () => {
    const [cup, pot] = [await sell(), await sell()];
    await lie(cup, 'B', 'B-10');
    await lie(pot, 'B', 'B-2');
    const first = await order([[cup, 1]]);
    const second = await order([[pot, 1]]);
    const third = await order([[cup, 1]]);
    await order([[cup, 2]]);
    await order([
      [cup, 1],
      [pot, 1],
    ]);
    const query = { warehouseId: warehouse };
    expect(told(await handlers()['pick-candidates.get']({ ...asked(undefined), query }))).toEqual({
      ...{ orders: 5, singleItem: 3, zones: [{ zone: 'B', orders: 5 }], isMore: false },
    });
    const made = await wave({ kind: 'single-item' });
    const detail = await read(made.id);
    expect(detail.orders.map(({ id }) => id)).toEqual([second.id, first.id, third.id]);
    expect(detail.picks.map(({ sku, units, bin, orders }) => [sku, bin, units, orders])).toEqual([
      [pot.sku, 'B-2', 1, 1],
      [cup.sku, 'B-10', 2, 2],
    ]);
    expect(await tryWave({ kind: 'single-item' })).toMatchObject({ refused: 'conflict' });
    expect(told(await tryWave()).wave.number).toBe(made.number + 1);
  });

  test('a wave by zone takes what lies in that zone alone; what nobody placed is a zone of its own', async () => {
    const [cup, pot, jar] = [await sell(), await sell(), await sell()];
    await lie(cup, 'North', '1');
    await lie(pot, 'South', '1');
    const north = await order([[cup, 3]]);
    await order([
      [cup, 1],
      [pot, 1],
    ]);
    const nowhere = await order([[jar, 1]]);
    expect((await read((await wave({ kind: 'by-zone', zone: 'North' })).id)).orders.map(({ id }) => id)).toEqual([north.id]);
    expect((await read((await wave({ kind: 'by-zone', zone: '' })).id)).orders.map(({ id }) => id)).toEqual([nowhere.id]);
    expect(await tryWave({ kind: 'by-zone' })).toMatchObject({ refused: 'invalid-input', errors: [{ path: '/zone' }] });
  });

  test('of chosen orders, those that cannot be in it are told with why', async () => {
    const cup = await sell();
    const [taken, held] = [await order([[cup, 1]]), await order([[cup, 1]])];
    await wave({ orderIds: [held.id] });
    const unpaid = await order([[cup, 1]], { status: 'unpaid', paidAt: null });
    const two = await order([[cup, 2]]);
    const stranger = bench.services.newId();
    const { left, wave: made } = told(await tryWave({ kind: 'single-item', orderIds: [taken.id, held.id, unpaid.id, two.id, stranger] }));
    expect(made.counts.orders).toBe(1);
    expect(Object.fromEntries(left.map(({ orderId, reason }) => [orderId, reason]))).toEqual({
      ...{ [held.id]: 'in-a-wave', [unpaid.id]: 'not-to-pack', [two.id]: 'not-of-this-kind', [stranger]: 'unknown' },
    });
  });

  test('an order belongs to the warehouse that its shop is served from first', async () => {
    const far = told(await stockHandlers(bench.services)['warehouses.create'](asked({ name: 'Far', kind: 'own', country: 'CN' })));
    const serve = (shopId: string, warehouseId: string) =>
      within((tx) =>
        tx
          .insertInto('warehouse_shop')
          .values({ merchant_id: database.merchantId, shop_id: shopId, warehouse_id: warehouseId, rank: 1, channel_warehouse_id: null })
          .execute(),
      );
    await serve(other.shopId, far.id);
    const there = await order([[await sell(), 1]], {}, other);
    expect(await tryWave()).toMatchObject({ refused: 'conflict' });
    expect((await tryWave({ orderIds: [there.id] })) as { detail?: string }).toMatchObject({
      refused: 'conflict',
      detail: 'No order fits: other-warehouse',
    });
    expect(told(await tryWave({ warehouseId: far.id })).wave.counts.orders).toBe(1);
  });

  test('two people who make a wave at once share no order', async () => {
    const cup = await sell();
    for (let made = 0; made < 6; made += 1) await order([[cup, 1]]);
    const waves = await Promise.all([wave({ ordersMax: 3 }), wave({ ordersMax: 3 })]);
    const orders = (await Promise.all(waves.map(({ id }) => read(id)))).flatMap((one) => one.orders.map(({ id }) => id));
    expect(new Set(orders).size).toBe(6);
    expect(waves[0]?.number).not.toBe(waves[1]?.number);
  });

  test('whoever is bound to one shop sees nothing of a wave that holds another’s orders', async () => {
    const cup = await sell();
    const mine = await order([[cup, 1]]);
    const { id } = await wave({ orderIds: [mine.id] });
    const bound = buildCaller(database.merchantId, { shopIds: [other.shopId] });
    expect(await handlers()['pick-waves.get']({ ...asked(undefined, bound), params: { waveId: id } })).toMatchObject({
      refused: 'not-found',
    });
    const query = { limit: 50, show: 'all' as const };
    const seen = await handlers()['pick-waves.list']({ ...asked(undefined, bound), query });
    expect(told(seen).items.map((one) => one.id)).not.toContain(id);
    expect(
      await handlers()['pick-scans.create']({
        ...asked({ scanId: bench.services.newId(), code: cup.sku, orderId: null }, bound),
        params: { waveId: id },
      }),
    ).toMatchObject({ refused: 'not-found' });
  });

  test('a bundle is picked by its parts', async () => {
    const cup = await sell();
    const set = await sell({ parts: [{ variantId: cup.variantId, quantity: 3 }] });
    await order([
      [set, 2],
      [cup, 1],
    ]);
    expect((await read((await wave()).id)).picks.map(({ sku, units }) => [sku, units])).toEqual([[cup.sku, 7]]);
  });

  test('the pick list adds up to what its orders want, whatever they want and whoever leaves', async () => {
    const shelf = [await sell(), await sell(), await sell()];
    const lines = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(lines, fc.boolean()), { minLength: 1, maxLength: 6 }), async (wishes) => {
        const made = [];
        for (const [wish, leaves] of wishes) {
          const bought = wish.map(([index, quantity]) => [shelf[index] ?? shelf[0], quantity] as [Sold, number]);
          made.push({ leaves, bought, ...(await order(bought)) });
        }
        const { id } = await wave({ orderIds: made.map((one) => one.id) });
        for (const one of made.filter(({ leaves }) => leaves)) await cancel(one);
        const stay = made.filter(({ leaves }) => !leaves).flatMap(({ bought }) => bought);
        const wanted = shelf.map(({ sku }) => [sku, stay.filter(([sold]) => sold.sku === sku).reduce((sum, [, units]) => sum + units, 0)]);
        const { picks, counts } = await read(id);
        expect(Object.fromEntries(picks.map(({ sku, units }) => [sku, units]))).toEqual(
          Object.fromEntries(wanted.filter(([, units]) => units !== 0)),
        );
        expect(picks.reduce((sum, { units }) => sum + units, 0)).toBe(counts.units);
      }),
      { numRuns: 15 },
    );
  });
});

describe('scanning', () => {
  test('an order is opened by its parcel’s number and verified unit by unit; what is wrong is refused and counts nothing', async () => {
    const [cup, pot, jar] = [await sell({ gtin: '4006381333931' }), await sell(), await sell()];
    const first = await order([
      [cup, 2],
      [pot, 1],
    ]);
    await order([[jar, 1]]);
    await takePackages({ services: bench.services, shop }, [
      { channelPackageId: '7001', channelOrderIds: [first.channelOrderId], trackingNumber: 'JD0042' },
    ]);
    const { id } = await wave();
    expect(await scan(id, cup.sku, null)).toMatchObject({ outcome: 'order-first', order: null });
    expect(await scan(id, 'nothing', null)).toMatchObject({ outcome: 'unknown-code' });
    const opened = await scan(id, ' jd0042 ', null);
    expect(opened).toMatchObject({
      outcome: 'opened',
      order: { id: first.id, state: 'packing', packer: { name: 'Anna', isMine: true } },
      wave: { state: 'picking' },
    });
    expect(await scan(id, jar.sku, first.id)).toMatchObject({ outcome: 'wrong-item', item: { sku: jar.sku } });
    expect(await scan(id, 'nothing', first.id)).toMatchObject({ outcome: 'unknown-code' });
    expect(await scan(id, '04006381333931', first.id)).toMatchObject({ outcome: 'counted' });
    expect(await scan(id, cup.sku.toLowerCase(), first.id)).toMatchObject({ outcome: 'counted' });
    const third = await scan(id, cup.sku, first.id);
    expect(third).toMatchObject({ outcome: 'too-many' });
    expect(third.order?.items.map(({ sku, units, scanned }) => [sku, units, scanned])).toEqual([
      [cup.sku, 2, 2],
      [pot.sku, 1, 0],
    ]);
    expect(await scan(id, pot.sku, first.id)).toMatchObject({ outcome: 'verified', order: { state: 'verified' } });
    expect(await scan(id, 'JD0042', null)).toMatchObject({ outcome: 'verified-before' });
    const rows = await within((tx) =>
      tx.selectFrom('pick_scan').select(['number', 'outcome']).where('wave_id', '=', id).orderBy('number').execute(),
    );
    expect(rows.map(({ number, outcome }) => `${number} ${outcome}`)).toEqual([
      ...['1 order-first', '2 unknown-code', '3 opened', '4 wrong-item', '5 unknown-code', '6 counted', '7 counted'],
      ...['8 too-many', '9 verified', '10 verified-before'],
    ]);
  });

  test('single items need no order: each scan finishes the next that waits, and the last one the wave', async () => {
    const [cup, pot] = [await sell(), await sell()];
    await order([[cup, 1]]);
    await order([[pot, 1]]);
    const { id } = await wave({ kind: 'single-item' });
    expect(await scan(id, cup.sku, null)).toMatchObject({ outcome: 'verified' });
    expect(await scan(id, cup.sku, null)).toMatchObject({ outcome: 'too-many', order: null });
    expect(await scan(id, pot.sku, null)).toMatchObject({
      outcome: 'verified',
      wave: { state: 'done', counts: { waiting: 0, verified: 2 } },
    });
    expect(await scan(id, pot.sku, null)).toMatchObject({ outcome: 'ended' });
  });

  test('a scan whose answer was lost counts once, also when it comes twice at the same moment', async () => {
    const cup = await sell();
    const { id: orderId } = await order([[cup, 5]]);
    const { id } = await wave();
    const scanId = bench.services.newId();
    const answers = await Promise.all([
      scanBy(anna(), id, { code: cup.sku, orderId, scanId: scanId }),
      scanBy(anna(), id, { code: cup.sku, orderId, scanId: scanId }),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['counted', 'counted']);
    expect((await read(id)).orders[0]?.items[0]?.scanned).toBe(1);
    const another = handlers()['pick-scans.create']({ ...asked({ scanId, code: 'other', orderId }), params: { waveId: id } });
    expect(await another).toMatchObject({ refused: 'conflict' });
  });

  test('the second person at an order is told that it is taken, until it is let go; what was scanned stays', async () => {
    const cup = await sell();
    const { id: orderId, channelOrderId } = await order([[cup, 2]]);
    const { id } = await wave();
    await scan(id, channelOrderId, null);
    await scan(id, cup.sku, orderId);
    expect(await scanBy(ben(), id, { code: channelOrderId, orderId: null })).toMatchObject({
      outcome: 'taken',
      order: { packer: { name: 'Anna', isMine: false } },
    });
    expect(await scanBy(ben(), id, { code: cup.sku, orderId: orderId })).toMatchObject({ outcome: 'taken' });
    told(await doTo(id, orderId, 'release'));
    expect(await scanBy(ben(), id, { code: cup.sku, orderId: orderId })).toMatchObject({ outcome: 'verified' });
  });

  test('only the last scan that counted is taken back, and a second time changes nothing', async () => {
    const cup = await sell();
    const { id: orderId } = await order([[cup, 3]]);
    await order([[cup, 1]]);
    const { id } = await wave();
    const [first, second] = [bench.services.newId(), bench.services.newId()];
    await scanBy(anna(), id, { code: cup.sku, orderId, scanId: first });
    await scanBy(anna(), id, { code: cup.sku, orderId, scanId: second });
    expect(await undo(id, orderId, first)).toMatchObject({ refused: 'conflict' });
    expect(await undoBy(ben(), { waveId: id, orderId }, second)).toMatchObject({ refused: 'conflict' });
    expect(told(await undo(id, orderId, second))).toMatchObject({ items: [{ scanned: 1 }], lastScanId: first });
    expect(told(await undo(id, orderId, second))).toMatchObject({ items: [{ scanned: 1 }] });
    await scan(id, cup.sku, orderId);
    const last = await scan(id, cup.sku, orderId);
    expect(last.outcome).toBe('verified');
    expect(told(await undo(id, orderId, last.scanId))).toMatchObject({ state: 'packing', items: [{ scanned: 2 }], verifiedAt: null });
  });

  test('what scans did is never more than what is wanted, in any order of any codes', async () => {
    const shelf = [await sell(), await sell()];
    const codes = fc.array(fc.tuple(fc.nat(1), fc.boolean()), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), codes, async (a, b, given) => {
        const [cup, pot] = shelf as [Sold, Sold];
        const { id: orderId } = await order([
          [cup, a],
          [pot, b],
        ]);
        const { id } = await wave({ orderIds: [orderId] });
        const counted = [0, 0];
        for (const [index, isUndone] of given) {
          const { outcome, scanId } = await scan(id, (shelf[index] ?? cup).sku, orderId);
          const isCounted = outcome === 'counted' || outcome === 'verified';
          if (isCounted) counted[index] = (counted[index] ?? 0) + 1;
          if (isCounted && isUndone && outcome !== 'verified' && !isRefusal(await undo(id, orderId, scanId)))
            counted[index] = (counted[index] ?? 0) - 1;
        }
        const [found] = (await read(id)).orders;
        expect(found?.items.map(({ sku, scanned }) => [sku, scanned]).sort()).toEqual(
          [
            [cup.sku, counted[0]],
            [pot.sku, counted[1]],
          ].sort(),
        );
        expect(found?.state === 'verified').toBe(counted[0] === a && counted[1] === b);
      }),
      { numRuns: 12 },
    );
  });
});

describe('what leaves a wave', () => {
  test('an order that is cancelled drops out in the same transaction, and what was picked for it is to be put back', async () => {
    const cup = await sell();
    const [gone, packed, stays] = [await order([[cup, 2]]), await order([[cup, 1]]), await order([[cup, 1]])];
    const { id } = await wave({ orderIds: [gone.id, packed.id, stays.id] });
    told(await changeTo(id, 'picking'));
    await scan(id, packed.channelOrderId, null);
    await scan(id, cup.sku, packed.id);
    await bench.clock.advance(1_000);
    await cancel(gone);
    await cancel(packed);
    const { orders, counts, picks } = await read(id);
    expect(orders.map(({ state, dropReason, putBack }) => [state, dropReason, putBack])).toEqual([
      ['dropped', 'cancelled', 'due'],
      ['dropped', 'cancelled', 'due'],
      ['waiting', null, null],
    ]);
    expect(counts).toMatchObject({ dropped: 2, putBack: 3, units: 1 });
    expect(picks.map(({ units }) => units)).toEqual([1]);
    expect(await scan(id, gone.channelOrderId, null)).toMatchObject({ outcome: 'dropped' });
    expect(told(await doTo(id, gone.id, 'put-back'))).toMatchObject({ putBack: 'done' });
    expect((await read(id)).counts.putBack).toBe(1);
    expect(await doTo(id, stays.id, 'put-back')).toMatchObject({ refused: 'conflict' });
  });

  test('before anybody began to pick there is nothing to put back, and the last one that leaves ends the wave', async () => {
    const only = await order([[await sell(), 1]]);
    const { id } = await wave();
    await bench.clock.advance(1_000);
    await cancel(only);
    expect(await read(id)).toMatchObject({ state: 'done', orders: [{ state: 'dropped', putBack: null }] });
  });

  test('a wave that is given up frees its orders for the next', async () => {
    const cup = await sell();
    const [first, second] = [await order([[cup, 1]]), await order([[cup, 1]])];
    const { id } = await wave({ orderIds: [first.id, second.id] });
    expect(await changeTo(id, 'done')).toMatchObject({ refused: 'conflict' });
    await scan(id, first.channelOrderId, null);
    await scan(id, cup.sku, first.id);
    told(await changeTo(id, 'cancelled'));
    expect((await read(id)).orders.map(({ state, putBack }) => [state, putBack])).toEqual([
      ['verified', null],
      ['left', 'due'],
    ]);
    expect(await changeTo(id, 'picking')).toMatchObject({ refused: 'conflict' });
    const { left, wave: next } = told(await tryWave({ orderIds: [first.id, second.id] }));
    expect([next.counts.orders, left]).toEqual([1, [{ orderId: first.id, reason: 'verified-before' }]]);
  });
});

describe('the order desk', () => {
  const byAnna = () => ({ services: bench.services, merchantId: database.merchantId, now: bench.clock.now(), actor: anna() });
  const packedBy = (orderId: string) =>
    within((tx) => tx.selectFrom('desk_mark').select('packed_by').where('order_id', '=', orderId).executeTakeFirst()).then(
      (mark) => mark?.packed_by ?? null,
    );

  test('has a verified order as packed, and not any more once its last scan is taken back or it is taken out', async () => {
    const cup = await sell();
    const [first] = [await order([[cup, 1]]), await order([[cup, 1]])];
    const { id } = await wave();
    const { scanId, outcome } = await scan(id, cup.sku, null).then(async () => scan(id, cup.sku, first.id));
    expect([outcome, await packedBy(first.id)]).toEqual(['verified', 'Anna']);
    await undo(id, first.id, scanId);
    expect(await packedBy(first.id)).toBeNull();
    await scan(id, cup.sku, first.id);
    await doTo(id, first.id, 'take-out');
    expect(await packedBy(first.id)).toBeNull();
  });

  test('keeps an order back: it is in no new wave, and in an open one it is not packed before it is released', async () => {
    const cup = await sell();
    const [held, other, late] = [await order([[cup, 1]]), await order([[cup, 1]]), await order([[cup, 1]])];
    await within((tx) => holdOrders(tx, byAnna(), { orderIds: [held.id], reason: 'address?' }));
    const made = told(await tryWave({ orderIds: [held.id, other.id, late.id] }));
    expect(made.left).toEqual([{ orderId: held.id, reason: 'kept-back' }]);
    const { id } = made.wave;
    await within((tx) => holdOrders(tx, byAnna(), { orderIds: [late.id], reason: 'wait' }));
    expect((await read(id)).orders.map(({ keptBack }) => keptBack)).toEqual([null, 'wait']);
    expect(await scan(id, late.channelOrderId, null)).toMatchObject({ outcome: 'kept-back' });
    expect(await scan(id, cup.sku, late.id)).toMatchObject({ outcome: 'kept-back' });
    await within((tx) => releaseOrders(tx, byAnna(), { orderIds: [late.id] }));
    expect(await scan(id, cup.sku, late.id)).toMatchObject({ outcome: 'verified' });
  });

  test('a scan that completes an order and its cancellation at the same moment both end', async () => {
    const cup = await sell();
    for (let round = 0; round < 5; round += 1) {
      const one = await order([[cup, 1]]);
      const { id } = await wave({ orderIds: [one.id] });
      const [scanned] = await Promise.all([scan(id, cup.sku, one.id), cancel(one)]);
      expect(['verified', 'dropped', 'ended']).toContain(scanned.outcome);
      expect((await read(id)).orders).toMatchObject([{ state: 'dropped', dropReason: 'cancelled' }]);
    }
  });
});
