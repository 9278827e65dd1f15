import type { ChannelOrder } from '@tradewind/channels';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { followOrders, holdsOf } from '../desk/index.ts';
import { applyOrders } from '../orders/index.ts';
import { buildLine, buildOrder } from '../orders/testing.ts';
import { buildVariant, offerIn } from '../stock/testing.ts';
import { trySlice } from './commands/dry-run.ts';
import { judgeOrders, reviewRuleHandlers, wishesOf } from './index.ts';

const MINUTE = 60_000;
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;

beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  await bench.clock.advance(MINUTE);
});
afterAll(() => database.close());

type Handlers = ReturnType<typeof reviewRuleHandlers>;
type Fields = Omit<Parameters<Handlers['review-rules.create']>[0]['body'], 'isLast'>;
const within: TestDatabase['database']['withMerchant'] extends (id: string, run: infer R) => unknown
  ? (run: R) => Promise<unknown>
  : never = (run) => database.database.withMerchant(database.merchantId, run);
const asked = () => ({ caller: buildCaller(database.merchantId), requestId: 'r-1', query: {}, params: {}, body: undefined });
const handlers = () => reviewRuleHandlers(bench.services);
const good = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (typeof answer === 'object' && answer !== null && 'refused' in answer) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // what was refused has just been thrown
};

async function keep(fields: Fields) {
  return good(await handlers()['review-rules.create']({ ...asked(), body: { isLast: false, ...fields } }));
}
async function goLive({ id, version }: { id: string; version: number }, isUntried = true) {
  return handlers()['review-rules.switch']({ ...asked(), params: { reviewRuleId: id }, body: { version, isLive: true, isUntried } });
}
async function live(fields: Fields) {
  const rule = good(await goLive(await keep(fields)));
  await bench.clock.advance(MINUTE);
  return rule;
}
const off = async ({ id, version }: { id: string; version: number }) =>
  good(
    await handlers()['review-rules.switch']({
      ...{ ...asked(), params: { reviewRuleId: id } },
      body: { version, isLive: false, isUntried: false },
    }),
  );

/** Takes it in as a sweep does, with desk and rules behind it, and answers its id here. */
async function take(order: ChannelOrder): Promise<string> {
  const secrets = await bench.services.secrets.forMerchant(database.merchantId);
  return database.database.withMerchant(database.merchantId, async (tx) => {
    await applyOrders(tx, {
      ...{ services: bench.services, shop, orders: [order], source: 'sweep', now: bench.clock.now(), secrets },
      moveDesk: async (inner, moved) => {
        await followOrders(inner, moved);
        await judgeOrders(inner, moved);
      },
    });
    const row = await tx.selectFrom('orders').select('id').where('channel_order_id', '=', order.channelOrderId).executeTakeFirstOrThrow();
    return row.id;
  });
}
const fresh = (facts: Parameters<typeof buildOrder>[0] = {}): ChannelOrder =>
  buildOrder({ createdAt: bench.clock.now(), paidAt: bench.clock.now(), ...facts });
const reviewsOf = async (orderId: string) => good(await handlers()['order-reviews.get']({ ...asked(), params: { orderId } }));
const holdOf = (orderId: string) =>
  database.database.withMerchant(database.merchantId, async (tx) => (await holdsOf(tx, [orderId])).get(orderId) ?? null);
const market = (code: string) => ({ kind: 'market' as const, markets: [code], isNot: false });

test('a live rule holds, tags and wishes once for an order paid since, and says why; history and misses stay as they are', async () => {
  const before = fresh();
  await bench.clock.advance(MINUTE);
  const rule = await live({
    name: 'Careful',
    conditions: [market('GB'), { kind: 'amount', compare: 'at-least', amount: 1_000, currency: 'GBP' }],
    actions: [
      { kind: 'hold' },
      { kind: 'tag', tag: 'big' },
      { kind: 'service', service: 'Express' },
      { kind: 'split', by: 'units', most: 1 },
      { kind: 'notify' },
    ],
  });
  const [old, cheap] = [await take(before), await take(fresh({ total: 999 }))];
  const order = fresh();
  const id = await take(order);
  expect([await holdOf(old), await holdOf(cheap)]).toEqual([null, null]);
  expect(await holdOf(id)).toEqual({ kind: 'held', reason: 'Careful: 10.00 GBP' });
  const { decisions, wishes } = await reviewsOf(id);
  expect(decisions).toMatchObject([{ ruleName: 'Careful', version: 1, outcome: 'hit', acts: [{ outcome: 'done' }, {}, {}, {}, {}] }]);
  expect(wishes).toMatchObject({ service: { wish: 'Express' }, split: { wish: { by: 'units', most: 1 } } });
  expect(await database.database.withMerchant(database.merchantId, (tx) => wishesOf(tx, [id, cheap]))).toHaveProperty('size', 1);

  // Released by a person, its next news holds it no more.
  await within(async (tx) => {
    await sql`UPDATE desk_mark SET held_at = NULL, hold_reason = NULL, held_by = NULL, hold_rule_id = NULL WHERE order_id = ${id}`.execute(
      tx,
    );
  });
  await take({ ...order, updatedAt: order.updatedAt + MINUTE, total: 1_001 });
  expect(await holdOf(id)).toBeNull();
  expect((await handlers()['review-rules.list'](asked())) as unknown).toMatchObject({ items: [{ id: rule.id, hits: 1 }] });
  await off(rule);
});

test('what the platform hides for its hold hour is waited for, and met by telephone once it is shown', async () => {
  const body = { kind: 'phone' as const, value: '+44 7700 900123', reason: 'Never there' };
  const entry = good(await handlers()['blacklist.add']({ ...asked(), body }));
  expect(good(await handlers()['blacklist.add']({ ...asked(), body })).id).toBe(entry.id);
  const rule = await live({ name: 'Blacklist', conditions: [{ kind: 'blacklist' }], actions: [{ kind: 'hold' }] });
  const hidden = fresh({ status: 'on-hold', buyer: { phone: '***', address: '***' } });
  const id = await take(hidden);
  expect(await reviewsOf(id)).toMatchObject({ decisions: [], waiting: [{ ruleName: 'Blacklist' }] });
  const shown = { phone: '(0)7700 900-123', address: '1 High St, Leeds, LS1 4AP, GB' };
  await take({
    ...hidden,
    status: 'awaiting-shipment',
    updatedAt: hidden.updatedAt + 60 * MINUTE,
    buyer: { ...hidden.buyer, ...shown },
  });
  expect(await holdOf(id)).toEqual({ kind: 'held', reason: 'Blacklist: phone' });
  expect((await reviewsOf(id)).waiting).toEqual([]);

  // The order's address, taken from it: another order to it is met, and nothing of it can be read from the table.
  await off(rule);
  const again = await live({ name: 'Blacklist 2', conditions: [{ kind: 'blacklist' }], actions: [{ kind: 'review' }] });
  good(await handlers()['blacklist.add']({ ...asked(), body: { kind: 'address', orderId: id, reason: 'Empty house' } }));
  const other = await take(
    fresh({ buyer: { channelBuyerId: 'another', address: '1 HIGH ST,Leeds,  LS1-4AP, GB', phone: '07000 111222' } }),
  );
  expect(await holdOf(other)).toMatchObject({ kind: 'in-review' });
  const { rows } = (await within((tx) => sql`SELECT b::text AS text FROM blacklist_entry b`.execute(tx))) as { rows: { text: string }[] };
  expect(rows.map(({ text }) => text).join()).not.toMatch(/7700|High St/i);
  await off(again);
});

test('a loss is asked about with its figures; without a cost the rule says so and does nothing', async () => {
  const { services } = bench;
  const variantId = await buildVariant({ ...services, merchantId: database.merchantId }, { sku: 'LOSS-1' });
  const [channelProductId, channelSkuId] = ['1720000000000000777', '1730000000000000777'];
  const listingId = await offerIn(
    { ...services, merchantId: database.merchantId },
    { shopId: shop.shopId, variantId, channelProductId, channelSkuId },
  );
  await within(async (tx) => {
    await sql`UPDATE listing SET category = 'beauty-personal-care' WHERE id = ${listingId}`.execute(tx);
  });
  const rule = await live({
    name: 'Loss',
    conditions: [{ kind: 'profit', compare: 'below', amount: 0, currency: 'EUR' }],
    actions: [{ kind: 'review' }],
  });
  const facts = { fulfilment: 'seller' as const, lines: [buildLine({ channelProductId, channelSkuId, sellerSku: 'LOSS-1' })] };
  const unknown = await take(fresh(facts));
  expect(await holdOf(unknown)).toBeNull();
  expect((await reviewsOf(unknown)).decisions).toMatchObject([{ outcome: 'unknown', conditions: [{ unknown: 'no-cost', holds: null }] }]);
  await within(async (tx) => {
    await sql`INSERT INTO variant_cost (merchant_id, variant_id, valid_from, cost_minor, currency)
      VALUES (${database.merchantId}, ${variantId}, '2026-01-01', 1_200, 'GBP')`.execute(tx);
  });
  // 10.00 less 5 % and 1.2 % less 12.00.
  expect(await holdOf(await take(fresh(facts)))).toEqual({ kind: 'in-review', reason: 'Loss: -2.62 GBP (-26.2 %)' });
  await off(rule);
});

test('orders from the US to Mexico are asked about beyond the programme’s caps', async () => {
  const mexican = await buildShop(bench, database.merchantId, { market: 'MX', currency: 'MXN', timeZone: 'America/Mexico_City' });
  const english = shop;
  shop = mexican;
  await bench.clock.advance(MINUTE);
  await within(async (tx) => {
    await sql`INSERT INTO mexico_seller (merchant_id, shop_id, origin, performance_score, dispatch_days, lead_time_days, ship_from, invited_categories, qualifications, updated_at)
      VALUES (${database.merchantId}, ${mexican.shopId}, 'us-local', NULL, 2, 30, 'US', '{}', '{}', 'epoch')`.execute(tx);
  });
  const rule = await live({ name: 'Mexico', conditions: [{ kind: 'us-to-mexico' }], actions: [{ kind: 'review' }] });
  const bought = (salePrice: number, quantity: number) =>
    fresh({ currency: 'MXN', total: salePrice * quantity, buyer: { region: 'MX' }, lines: [buildLine({ salePrice, quantity })] });
  expect(await holdOf(await take(bought(260_001, 2)))).toMatchObject({ reason: expect.stringContaining('order-cap') });
  expect(await holdOf(await take(bought(260_000, 2)))).toBeNull();
  await off(rule);
  shop = english;
});

test('a rule that breaks is written down and the order is taken in', async () => {
  const rule = await keep({ name: 'Broken', conditions: [market('GB')], actions: [{ kind: 'tag', tag: 'kept' }, { kind: 'hold' }] });
  await within(async (tx) => {
    await sql`UPDATE review_rule_version SET actions = '[{"kind":"tag","tag":"kept"},{"kind":"warehouse","warehouseId":"nowhere"}]'::jsonb
      WHERE rule_id = ${rule.id}`.execute(tx);
  });
  good(await goLive(rule));
  const id = await take(fresh());
  expect((await reviewsOf(id)).decisions).toMatchObject([{ outcome: 'failed', acts: [] }]);
  const tags = await within((tx) => sql`SELECT 1 FROM desk_tag WHERE order_id = ${id}`.execute(tx));
  expect(tags).toMatchObject({ rows: [] });
  await off(rule);
});

test('a rule is tried on the last thirty days before it goes live, a change is a new version, and the old one looks on meanwhile', async () => {
  const rule = await keep({ name: 'Tried', conditions: [market('GB')], actions: [{ kind: 'review' }] });
  expect(await goLive(rule, false)).toMatchObject({ refused: 'rule-not-tried' });
  const params = { reviewRuleId: rule.id };
  const run = good(await handlers()['review-dry-runs.create']({ ...asked(), params, body: { version: 1 } }));
  expect(run.state).toBe('running');
  const secrets = await bench.services.secrets.forMerchant(database.merchantId);
  const { merchantId } = database;
  const slice = { services: bench.services, merchantId, dryRunId: run.id, secrets, now: bench.clock.now() };
  while (await database.database.withMerchant(merchantId, (tx) => trySlice(tx, slice)));
  const done = good(await handlers()['review-dry-runs.get']({ ...asked(), params: { reviewDryRunId: run.id } }));
  expect(done).toMatchObject({ state: 'done', done: done.total, unknown: 0 });
  expect(done.hits).toBeGreaterThan(3);
  const query = { limit: 2, outcome: 'hit' as const, cursor: undefined };
  const page = good(await handlers()['review-dry-runs.rows']({ ...asked(), params: { reviewDryRunId: run.id }, query }));
  expect(page.items).toHaveLength(2);
  expect(page.items[0]).toMatchObject({ conditions: [{ kind: 'market', holds: true }] });
  // Nothing was done to it, whatever other rules did before.
  expect((await holdOf(page.items[0]?.orderId ?? ''))?.reason ?? '').not.toContain('Tried');

  good(await goLive(rule, false));
  await bench.clock.advance(MINUTE);
  const changed = good(
    await handlers()['review-rules.set']({
      ...{ ...asked(), params },
      body: { version: 1, name: 'Tried', conditions: [market('US')], actions: [{ kind: 'review' }], isLast: false },
    }),
  );
  expect(changed).toMatchObject({ version: 2, liveVersion: 1, triedAt: null });
  expect(await holdOf(await take(fresh()))).toMatchObject({ kind: 'in-review' });
  expect(await goLive(changed, false)).toMatchObject({ refused: 'rule-not-tried' });
  good(await goLive(changed));
  await bench.clock.advance(MINUTE);
  expect(await holdOf(await take(fresh()))).toBeNull();
  expect(await handlers()['review-rules.set']({ ...asked(), params, body: { ...changed, version: 1 } as never })).toMatchObject({
    refused: 'conflict',
  });
});

test('rules are kept by those who see every shop, name what is there, and are asked in their order', async () => {
  const limited = { ...asked(), caller: buildCaller(database.merchantId, { shopIds: [shop.shopId] }) };
  const fields = { name: 'X', isLast: false, conditions: [market('GB')], actions: [{ kind: 'hold' as const }] };
  expect(await handlers()['review-rules.create']({ ...limited, body: fields })).toMatchObject({ refused: 'forbidden' });
  const nowhere = { ...fields, actions: [{ kind: 'warehouse' as const, warehouseId: bench.services.newId() }] };
  expect(await handlers()['review-rules.create']({ ...asked(), body: nowhere })).toMatchObject({
    errors: [{ path: '/actions/0/warehouseId' }],
  });
  const ids = good(await handlers()['review-rules.list'](asked())).items.map(({ id }) => id);
  const reviewRuleIds = ids.toReversed();
  const arranged = good(await handlers()['review-rules.arrange']({ ...asked(), body: { reviewRuleIds } }));
  expect(arranged.items.map(({ id }) => id)).toEqual(reviewRuleIds);
  expect(await handlers()['review-rules.arrange']({ ...asked(), body: { reviewRuleIds: ids.slice(1) } })).toMatchObject({
    refused: 'conflict',
  });
  const [first = ''] = ids;
  await handlers()['review-rules.remove']({ ...asked(), params: { reviewRuleId: first } });
  expect(good(await handlers()['review-rules.list'](asked())).items.map(({ id }) => id)).not.toContain(first);
});
