import { createHash } from 'node:crypto';
import { type ChannelAfterSale, type ChannelCase, ChannelFailure } from '@tradewind/channels';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import type { LaneWorker } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS, START_AT } from '../accounts/testing.ts';
import { buildAfterSale, buildLine, buildOrder, takeIn, takeInAfterSales } from '../orders/testing.ts';
import { buildVariant, offerIn } from '../stock/testing.ts';
import { answerByRules, answerIntents, caseDuties, returnHandlers } from './index.ts';
import { createFakeReturns, type FakeReturns } from './testing.ts';

/** Cases answered by the real worker under a virtual clock, on a platform in memory that may lose its answers. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let fake: FakeReturns;
let worker: LaneWorker;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  fake = createFakeReturns(bench.clock);
  const publishing = { scope: 'test.returns', uploadImage: async () => ({ channelImageId: 'I-1', url: '', width: 9, height: 9 }) };
  bench.services.channels = {
    // Of publishing the module uses the pictures only.
    'tiktok-shop': { ...bench.platform.channel, returns: fake.channel, publishing: publishing as never },
  };
  shop = await buildShop(bench, database.merchantId);
  await inMerchant(database.merchantId, (tx) =>
    tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: ['test.returns'] })
      .execute(),
  );
  const send = () => Promise.reject(new Error('unused'));
  worker = bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => 'http://x' }));
});
afterEach(() => database.close());

const inMerchant: typeof database.database.withMerchant = (...args) => database.database.withMerchant(...args);
const handlers = () => returnHandlers(bench.services);
const caller = (facts: Parameters<typeof buildCaller>[1] = {}) => buildCaller(database.merchantId, facts);
const asked = { params: {}, query: {}, body: undefined, requestId: 'r-1' };
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
const order = async (facts: Parameters<typeof buildOrder>[0] = {}) => {
  const made = buildOrder({ status: 'delivered', deliveredAt: START_AT - DAY_MS, dispatchedAt: START_AT - 3 * DAY_MS, ...facts });
  await takeIn(bench.services, shop, [made]);
  return made;
};
const orderId = (channelOrderId: string) =>
  inMerchant(database.merchantId, async (tx) => {
    const found = await tx.selectFrom('orders').select('id').where('channel_order_id', '=', channelOrderId).executeTakeFirstOrThrow();
    return found.id;
  });
const list = async (query: object = {}) =>
  told(await handlers()['returns.list']({ ...asked, caller: caller(), query: { limit: 50, ...query } })).items;
const caseId = async (channelCaseId: string) => (await list({ q: channelCaseId }))[0]?.id ?? '';
const detail = async (id: string) =>
  told(await handlers()['returns.get']({ ...asked, caller: caller(), query: {}, params: { caseId: id } }));
type Body = Parameters<ReturnType<typeof handlers>['return-answers.create']>[0]['body'];
const answer = (id: string, body: Partial<Body> & Pick<Body, 'act'>, who = caller()) =>
  handlers()['return-answers.create']({
    ...{ ...asked, caller: who, query: {}, params: { caseId: id } },
    body: { reasonCode: '', comment: '', evidenceIds: [], amount: null, ...body },
  });
/** A case on an order of its own. */
const opened = async (facts: Partial<ChannelCase> = {}, paid = 1000) => {
  const { channelOrderId } = await order({ total: paid });
  const made = await openCase({ channelOrderId, ...facts });
  return { id: await caseId(made.channelCaseId), channelOrderId, made };
};
const refund = (id: string, amount: number) =>
  handlers()['order-refunds.create']({
    ...asked,
    caller: caller(),
    query: {},
    params: { orderId: id },
    body: { reasonCode: 'damaged', amount },
  });

/** As the platform has it, and read by the sweep. */
async function openCase(facts: Partial<ChannelCase>): Promise<ChannelCase> {
  const now = bench.clock.now();
  const made: ChannelCase = {
    ...{ channelCaseId: `40350000000000${String(fake.cases.length + 1).padStart(5, '0')}`, channelOrderId: '', kind: 'return' },
    ...{
      openedBy: 'buyer',
      status: 'requested',
      reason: 'ecom_order_delivered_refund_and_return_reason_defective',
      refund: 600,
      currency: 'GBP',
    },
    ...{ channelLineIds: [], respondBy: now + 2 * DAY_MS, dispute: null, offer: null, sentBack: null, createdAt: now, updatedAt: now },
    ...facts,
  };
  fake.cases.push(made);
  await takeInAfterSales(bench.services, shop, [asAfterSale(made)]);
  return made;
}

function asAfterSale({ channelCaseId, refund, reason, ...item }: ChannelCase): ChannelAfterSale {
  const { openedBy, channelLineIds, respondBy, dispute, offer, sentBack, ...facts } = item;
  const isOver = facts.status === 'completed';
  return buildAfterSale({
    ...{
      channelAfterSaleId: channelCaseId,
      channelOrderId: facts.channelOrderId,
      kind: facts.kind,
      status: facts.status,
      reason: 'Broken',
    },
    ...{ cause: null, resolvedAt: isOver ? facts.updatedAt : null, refundAmount: refund, currency: facts.currency },
    ...{ createdAt: facts.createdAt, updatedAt: facts.updatedAt, refundedAt: isOver ? facts.updatedAt : null },
    standing: { reasonCode: reason, openedBy, channelLineIds, respondBy, dispute, offer, sentBack },
  });
}

describe('the list', () => {
  test('has what waits for the seller by its deadline, and pages through it', async () => {
    for (const days of [3, 1, 2]) await opened({ respondBy: START_AT + days * DAY_MS });
    await opened({ respondBy: null, status: 'awaiting-buyer-shipment' });
    const first = told(await handlers()['returns.list']({ ...asked, caller: caller(), query: { limit: 2, bucket: 'answer' } }));
    const rest = { limit: 2, bucket: 'answer' as const, cursor: first.nextCursor ?? '' };
    const second = told(await handlers()['returns.list']({ ...asked, caller: caller(), query: rest }));
    const days = [...first.items, ...second.items].map(({ respondBy }) => (Date.parse(respondBy ?? '') - START_AT) / DAY_MS);
    expect(days).toEqual([1, 2, 3]);
    expect(await list({ bucket: 'on-its-way' })).toMatchObject([{ status: 'awaiting-buyer-shipment' }]);
    const counts = told(await handlers()['returns.counts']({ ...asked, caller: caller(), query: {} })).items;
    expect(counts).toContainEqual({ bucket: 'answer', count: 3 });
  });

  test('shows another merchant, and a colleague of another shop, nothing', async () => {
    const { id } = await opened();
    for (const who of [buildCaller(database.otherMerchantId), caller({ shopIds: ['00000000-0000-4000-8000-000000000000'] })]) {
      expect(told(await handlers()['returns.list']({ ...asked, caller: who, query: { limit: 9 } })).items).toEqual([]);
      const params = { caseId: id };
      expect(await handlers()['returns.get']({ ...asked, caller: who, query: {}, params })).toEqual({ refused: 'not-found' });
      expect(await answer(id, { act: 'approve-refund' }, who)).toEqual({ refused: 'not-found' });
      const fault = { fault: 'buyer' as const, note: 'x' };
      expect(await handlers()['returns.fault']({ ...asked, caller: who, query: {}, params, body: fault })).toEqual({
        refused: 'not-found',
      });
    }
  });
});

describe('an answer', () => {
  test('is told once, and the case shows at once whose turn it is', async () => {
    const { id } = await opened();
    told(await answer(id, { act: 'approve-return' }));
    await worker.drain();
    expect(fake.effects).toHaveLength(1);
    expect(await detail(id)).toMatchObject({
      status: 'awaiting-buyer-shipment',
      respondBy: null,
      acts: [],
      answers: [{ state: 'confirmed' }],
    });
  });

  test('whose own answer was lost after the platform took it is found, and not given twice', async () => {
    const { id } = await opened();
    fake.fail = { failure: new ChannelFailure('unknown-outcome', 'no answer'), isTaken: true };
    told(await answer(id, { act: 'approve-refund' }));
    await worker.drain();
    expect((await detail(id)).answers).toMatchObject([{ state: 'unknown' }]);
    const question = { shopIds: [shop.shopId], before: new Date(bench.clock.now()), limit: 9 };
    expect(await inMerchant(database.merchantId, (tx) => answerIntents.find(tx, question))).toMatchObject([{ state: 'unknown' }]);
    await bench.clock.advance(60_000);
    await worker.drain();
    expect((await detail(id)).answers).toMatchObject([{ state: 'confirmed' }]);
    expect([fake.effects.length, fake.calls.length]).toEqual([1, 1]);
  });

  test('that never arrived is told again under the same key', async () => {
    const { id } = await opened();
    fake.fail = { failure: new ChannelFailure('unknown-outcome', 'no answer'), isTaken: false };
    told(await answer(id, { act: 'approve-refund' }));
    await worker.drain();
    await bench.clock.advance(60_000);
    await worker.drain();
    expect((await detail(id)).answers).toMatchObject([{ state: 'confirmed' }]);
    expect([fake.effects.length, fake.calls.length]).toEqual([1, 2]);
  });

  test('to a case that was withdrawn a second ago is overtaken, and nobody’s trouble', async () => {
    const { id, made } = await opened();
    Object.assign(made, { status: 'withdrawn', respondBy: null, updatedAt: bench.clock.now() });
    told(await answer(id, { act: 'approve-refund' }));
    await worker.drain();
    expect(await detail(id)).toMatchObject({
      status: 'withdrawn',
      bucket: 'done',
      answers: [{ state: 'overtaken', failureCode: '25023' }],
    });
    expect(fake.effects).toEqual([]);
    const question = { shopIds: [shop.shopId], before: new Date(bench.clock.now()), limit: 9 };
    expect(await inMerchant(database.merchantId, (tx) => answerIntents.find(tx, question))).toEqual([]);
  });

  test('after the deadline is refused; at its very instant it is in time', async () => {
    const late = await opened({ respondBy: START_AT - 1 });
    expect(await answer(late.id, { act: 'approve-refund' })).toMatchObject({ refused: 'answer-too-late' });
    const just = await opened({ respondBy: START_AT });
    told(await answer(just.id, { act: 'approve-refund' }));
  });

  test('of two clerks at the same moment only one is taken', async () => {
    const { id } = await opened();
    const both = await Promise.all([answer(id, { act: 'approve-refund' }), answer(id, { act: 'approve-return' }, caller({ name: 'Ann' }))]);
    expect(both.filter(isRefusal)).toMatchObject([{ refused: 'answer-under-way' }]);
    await worker.drain();
    expect(fake.effects).toHaveLength(1);
  });

  test('without a consent that names after-sales is refused before the platform is asked', async () => {
    await inMerchant(database.merchantId, (tx) => tx.updateTable('channel_authorization').set({ granted_scopes: [] }).execute());
    const { id } = await opened();
    told(await answer(id, { act: 'approve-refund' }));
    await worker.drain();
    expect((await detail(id)).answers).toMatchObject([{ state: 'rejected', failureCode: 'no-consent' }]);
    expect(fake.calls).toEqual([]);
    const troubles = await inMerchant(database.merchantId, (tx) => tx.selectFrom('desk_trouble').select(['code', 'reason']).execute());
    expect(troubles).toEqual([{ code: 'answer-rejected', reason: 'no-consent' }]);
  });

  test('that refuses a parcel shows pictures of it', async () => {
    const { id } = await opened({ status: 'shipped-by-buyer' });
    expect(await answer(id, { act: 'reject-parcel', reasonCode: 'not_ours' })).toMatchObject({ refused: 'invalid-input' });
    const bytes = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const body = { mediaType: 'image/png', bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    const place = { ...asked, caller: caller(), params: { caseId: id }, query: { fileName: 'torn.png' } };
    const picture = told(await handlers()['return-evidence.create']({ ...place, body }));
    told(await answer(id, { act: 'reject-parcel', reasonCode: 'not_ours', comment: 'Another brand', evidenceIds: [picture.id] }));
    await worker.drain();
    expect([fake.images, (await detail(id)).status]).toEqual([['I-1'], 'parcel-rejected']);
  });
});

describe('money', () => {
  test('given back unasked never goes above what is left, and says the sums', async () => {
    const { channelOrderId } = await order({ total: 1000 });
    const id = await orderId(channelOrderId);
    expect(await refund(id, 1001)).toMatchObject({ refused: 'refund-above-paid', detail: expect.stringContaining('left 1000') });
    told(await refund(id, 700));
    await worker.drain();
    expect(await refund(id, 301)).toMatchObject({ refused: 'refund-above-paid' });
    told(await refund(id, 300));
  });

  test('of two clerks at the same moment is promised to one of them', async () => {
    const { channelOrderId } = await opened({ refund: 600 });
    const id = await orderId(channelOrderId);
    const both = await Promise.all([
      refund(id, 400),
      refund(id, 400),
      answer(await caseId((await list())[0]?.channelCaseId ?? ''), { act: 'approve-refund' }),
    ]);
    const sum = 600 + both.slice(0, 2).filter((each) => !isRefusal(each)).length * 400;
    expect(sum).toBeLessThanOrEqual(1000);
  });

  test('of any row of refunds and offers adds up to no more than was paid', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 2, maxLength: 5 }), async (wishes) => {
        const { id: asCase, channelOrderId } = await opened({ refund: 500 });
        const id = await orderId(channelOrderId);
        const answers = await Promise.all(
          wishes.map((wish, at) => (at === 0 ? answer(asCase, { act: 'offer-part', amount: wish }) : refund(id, wish))),
        );
        await worker.drain();
        const unasked = wishes.slice(1).reduce((sum, wish, at) => sum + (isRefusal(answers[at + 1]) ? 0 : wish), 0);
        // An offer that was taken stands in the place of what the buyer asked for.
        const ofCase = isRefusal(answers[0]) ? 500 : (wishes[0] ?? 0);
        expect(unasked + ofCase).toBeLessThanOrEqual(1000);
      }),
      { numRuns: 6 },
    );
  });
});

describe('a rule', () => {
  const rule = {
    ...{ name: 'Small ones', shopId: null, act: 'approve-refund' as const, maximum: { amount: 600, currency: 'GBP' }, windowDays: null },
    ...{ dailyCount: 2, dailyAmount: 5_000 },
  };
  const made = async () => told(await handlers()['return-rules.create']({ ...asked, caller: caller(), query: {}, body: rule }));
  const live = async () => {
    const { id, version } = await made();
    const place = { ...asked, caller: caller(), query: {}, params: { returnRuleId: id } };
    const switching = { ...place, body: { version, isLive: true } };
    expect(await handlers()['return-rules.switch'](switching)).toMatchObject({ refused: 'rule-not-tried' });
    const trial = told(await handlers()['return-rules.try']({ ...place, body: { version } }));
    told(await handlers()['return-rules.switch'](switching));
    return { id, trial, place };
  };

  test('answers within its limits only, and is named in the case', async () => {
    for (const [at, refundOf] of [600, 601, 500, 400].entries())
      await opened({ refund: refundOf, createdAt: START_AT - 4_000 + at, respondBy: START_AT + 2 * DAY_MS + at });
    await opened({ refund: 100, status: 'requested', dispute: 'open' });
    const { trial } = await live();
    expect(trial).toMatchObject({ answered: 2, held: 1, cost: { amount: 1_100, currency: 'GBP' } });
    for (let look = 0; look < 3; look += 1) await answerByRules(bench.services, { merchantId: database.merchantId });
    await worker.drain();
    expect(fake.effects).toHaveLength(2);
    const answered = (await list()).filter(({ answer: own }) => own !== null);
    expect(answered.map(({ refund: { amount } }) => amount).sort()).toEqual([500, 600]);
    expect((await detail(answered[0]?.id ?? '')).answers).toMatchObject([{ askedBy: { kind: 'rule', name: 'Small ones' } }]);
    await bench.clock.advance(DAY_MS);
    await answerByRules(bench.services, { merchantId: database.merchantId });
    await worker.drain();
    expect(fake.effects).toHaveLength(3);
  });

  test('that is changed is no longer live and must be tried anew', async () => {
    const { place } = await live();
    const changed = told(await handlers()['return-rules.set']({ ...place, body: { version: 2, ...rule, dailyCount: 9 } }));
    expect(changed).toMatchObject({ isLive: false, triedAt: null, version: 3 });
    expect(await handlers()['return-rules.set']({ ...place, body: { version: 2, ...rule } })).toMatchObject({ refused: 'conflict' });
  });
});

test('many cases are answered one by one, and a run says what became of each', async () => {
  const cases = [await opened(), await opened({ kind: 'refund' }), await opened({ kind: 'cancellation' })];
  const place = { ...asked, caller: caller(), query: {} };
  const body = { act: 'approve-refund' as const, reasonCode: '', comment: '', caseIds: cases.map(({ id }) => id) };
  const { id } = told(await handlers()['return-runs.create']({ ...place, body }));
  await worker.drain();
  const run = told(await handlers()['return-runs.get']({ ...place, body: undefined, params: { returnRunId: id } }));
  expect(run).toMatchObject({ state: 'done', total: 3, done: 3 });
  expect(run.rows.map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'refused']);
});

test('a run whose worker is killed goes on behind what it told, and tells nobody twice', async () => {
  const cases = [await opened(), await opened(), await opened(), await opened()];
  const place = { ...asked, caller: caller(), query: {} };
  const body = { act: 'approve-refund' as const, reasonCode: '', comment: '', caseIds: cases.map(({ id }) => id) };
  const { id } = told(await handlers()['return-runs.create']({ ...place, body }));
  const { newId } = bench.services;
  let answers = 0;
  Object.assign(bench.services, {
    newId: () => {
      answers += 1;
      if (answers === 3) throw new Error('the power went');
      return newId();
    },
  });
  await worker.drain();
  Object.assign(bench.services, { newId });
  const read = async () => told(await handlers()['return-runs.get']({ ...place, body: undefined, params: { returnRunId: id } }));
  expect(await read()).toMatchObject({ state: 'running', done: 2 });
  await bench.clock.advance(60_000);
  await worker.drain();
  expect(await read()).toMatchObject({ state: 'done', done: 4 });
  expect(fake.effects).toHaveLength(4);
});

describe('an order taken back by its seller', () => {
  const waiting = async () => {
    const made = await order({ status: 'awaiting-shipment', deliveredAt: null, dispatchedAt: null });
    bench.platform.orders.push(made);
    return { made, id: await orderId(made.channelOrderId) };
  };
  const cancel = (id: string, reasonCode = 'out_of_stock') =>
    handlers()['order-cancellations.create']({ ...asked, caller: caller(), query: {}, params: { orderId: id }, body: { reasonCode } });
  const answers = async (id: string) =>
    told(await handlers()['order-after-sales.get']({ ...asked, caller: caller(), query: {}, params: { orderId: id } })).answers;

  test('is told once: what the platform took without an answer is found at the order', async () => {
    const { id, made } = await waiting();
    fake.fail = { failure: new ChannelFailure('unknown-outcome', 'no answer'), isTaken: true };
    told(await cancel(id));
    expect(await cancel(id)).toMatchObject({ refused: 'answer-under-way' });
    await worker.drain();
    expect(await answers(id)).toMatchObject([{ act: 'cancel-order', state: 'unknown' }]);
    Object.assign(made, { status: 'cancelled', cancelledBy: 'seller', cancelledAt: bench.clock.now(), updatedAt: bench.clock.now() });
    await bench.clock.advance(60_000);
    await worker.drain();
    expect(await answers(id)).toMatchObject([{ state: 'confirmed' }]);
    expect(fake.calls).toEqual(['cancel-order']);
  });

  test('is refused for a reason of another market, and once it has left', async () => {
    const { id } = await waiting();
    expect(await cancel(id, 'not_a_reason')).toMatchObject({ refused: 'invalid-input', errors: [{ code: 'unknown-reason' }] });
    const gone = await orderId((await order({ status: 'in-transit', deliveredAt: null })).channelOrderId);
    expect(await cancel(gone)).toMatchObject({ refused: 'answer-not-open' });
  });
});

describe('what came back', () => {
  test('goes on the shelf or is written off, once', async () => {
    const line = buildLine({ channelLineIds: ['1', '2', '3'], quantity: 3 });
    const { channelOrderId } = await order({ lines: [line], total: 3000 });
    const { channelCaseId } = await openCase({
      channelOrderId,
      status: 'shipped-by-buyer',
      channelLineIds: ['1', '2', '3'],
    });
    const id = await caseId(channelCaseId);
    const warehouseId = bench.services.newId();
    await inMerchant(database.merchantId, async (tx) => {
      const { merchantId: merchant_id } = database;
      const at = new Date(START_AT);
      const warehouse = {
        merchant_id,
        id: warehouseId,
        name: 'Main',
        kind: 'own' as const,
        country: 'GB',
        is_active: true,
        created_at: at,
      };
      await tx.insertInto('warehouse').values(warehouse).execute();
    });
    const goods = { database: database.database, merchantId: database.merchantId, newId: bench.services.newId };
    const variantId = await buildVariant(goods, { sku: line.sellerSku });
    await offerIn(goods, { ...line, shopId: shop.shopId, variantId });
    await inMerchant(database.merchantId, (tx) =>
      tx
        .insertInto('stock_item')
        .values({ merchant_id: database.merchantId, variant_id: variantId, counted_since: new Date(START_AT), lead_time_days: 0 })
        .execute(),
    );
    const place = { ...asked, caller: caller(), query: {}, params: { caseId: id } };
    const wrong = { warehouseId, lines: [{ lineNo: 1, good: 1, damaged: 1, missing: 0 }] };
    expect(await handlers()['return-receipts.create']({ ...place, body: wrong })).toMatchObject({ refused: 'invalid-input' });
    const body = { warehouseId, lines: [{ lineNo: 1, good: 1, damaged: 1, missing: 1 }] };
    const both = await Promise.all([
      handlers()['return-receipts.create']({ ...place, body }),
      handlers()['return-receipts.create']({ ...place, body }),
    ]);
    expect(both.filter(isRefusal)).toMatchObject([{ refused: 'answer-not-open' }]);
    const level = await inMerchant(database.merchantId, (tx) => tx.selectFrom('stock_level').selectAll().executeTakeFirstOrThrow());
    expect(level).toMatchObject({ on_hand: 1, returned: 2, written_off: 1 });
    expect((await detail(id)).lines).toMatchObject([{ units: 3, received: { good: 1, damaged: 1, missing: 1 } }]);
  });
});

test('a person’s word on the fault counts more than the table’s', async () => {
  const { id } = await opened();
  expect((await detail(id)).fault).toEqual({ fault: 'seller', by: null, note: '' });
  const body = { fault: 'buyer' as const, note: 'Dropped it' };
  const said = told(await handlers()['returns.fault']({ ...asked, caller: caller(), query: {}, params: { caseId: id }, body }));
  expect(said.fault).toEqual({ fault: 'buyer', by: 'Olive', note: 'Dropped it' });
});

test('opening a case asks the platform for its reasons and steps', async () => {
  const { id } = await opened();
  told(await handlers()['return-looks.create']({ ...asked, caller: caller(), query: {}, params: { caseId: id }, body: {} }));
  await worker.drain();
  const { look } = await detail(id);
  expect(look).toMatchObject({ rejectReasons: [{ code: 'not_ours' }], records: [{ note: 'It came broken' }], calculated: { amount: 777 } });
});

test('cases whose time ends within a day are a duty until somebody answers', async () => {
  const { id } = await opened({ respondBy: START_AT + 3_600_000 });
  const shops = [{ id: shop.shopId } as never];
  const question = { services: bench.services, caller: caller(), shops, isWhole: true, now: bench.clock.now() };
  const find = () => inMerchant(database.merchantId, (tx) => caseDuties.find(tx, question));
  expect(await find()).toMatchObject([{ kind: 'cases-closing', data: { count: 1 } }]);
  told(await answer(id, { act: 'approve-refund' }));
  expect(await find()).toEqual([]);
});
