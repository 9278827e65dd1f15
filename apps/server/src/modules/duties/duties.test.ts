/** Everything that needs a person, from all modules at once, on a real database. */
import type { Scope } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { routeHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS, START_AT } from '../accounts/testing.ts';
import { buildListing, pdfWith } from '../onboarding/testing.ts';

let database: TestDatabase;
let bench: Bench;
let british: BuiltShop;
let german: BuiltShop;
let thai: BuiltShop;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  british = await buildShop(bench, database.merchantId, { market: 'GB' });
  german = await buildShop(bench, database.merchantId, { market: 'DE' });
  thai = await buildShop(bench, database.merchantId, { market: 'TH' });
});
afterAll(() => database.close());

const allScopes: Scope[] = [
  'shops:read',
  'orders:read',
  'listings:read',
  'documents:read',
  'documents:write',
  'finance:read',
  'finance:write',
];
const someone = (facts: { scopes?: Scope[]; shopIds?: string[] } = {}) =>
  buildCaller(database.merchantId, { scopes: new Set(facts.scopes ?? allScopes), shopIds: facts.shopIds ?? null });
const around = { requestId: 'r', params: {}, query: {} };

async function duties(caller = someone(), query: { market?: string; shopIds?: string[] } = {}) {
  const answer = await routeHandlers(bench.services)['duties.list']({ ...around, caller, query, body: undefined });
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer.items;
}
const kinds = async (...asked: Parameters<typeof duties>) =>
  (await duties(...asked)).map(({ kind, shop }) => `${kind} ${shop?.market ?? 'all'}`);

async function order(shop: BuiltShop, dueAt: number): Promise<void> {
  const id = bench.services.newId();
  const at = new Date(START_AT - DAY_MS);
  await database.database.withMerchant(database.merchantId, (tx) =>
    sql`INSERT INTO orders (merchant_id, id, shop_id, channel_order_id, status, currency, gmv_minor, units, shipping_minor, tax_minor, total_minor,
      created_at, paid_at, updated_at, content_hash, payment_method, fulfilment, buyer_region, buyer, first_seen_at, applied_at, dispatch_due_at)
      VALUES (${database.merchantId}, ${id}, ${shop.shopId}, ${id}, 'awaiting-shipment', 'GBP', 300, 3, 0, 0, 300, ${at}, ${at}, ${at}, 'h', 'x', 'seller', '', '', ${at}, ${at}, ${new Date(dueAt)})`.execute(
      tx,
    ),
  );
}

test('nothing needs anybody, until it does: what is lost first, then by deadline, each with one page to go to', async () => {
  expect(await duties()).toEqual([]);

  await order(british, START_AT + 3_600_000);
  await order(british, START_AT + 2 * 3_600_000);
  await order(british, START_AT + 9 * 3_600_000);
  await order(thai, START_AT - 60_000);
  await buildListing(bench, german, { category: 'home-daily' });
  const handlers = routeHandlers(bench.services);
  const validUntil = new Date(START_AT + 6 * DAY_MS).toISOString().slice(0, 10);
  const filed = await handlers['documents.create']({
    ...around,
    caller: someone(),
    query: { fileName: 'p.pdf', type: 'UKCA_DECLARATION', status: 'approved', country: 'GB', markets: ['GB'], validUntil },
    body: { mediaType: 'application/pdf', bytes: pdfWith('ukca'), sha256: 'a' },
  });
  if (isRefusal(filed)) throw new Error(JSON.stringify(filed));
  await handlers['tax-ids.set']({
    ...around,
    caller: someone(),
    params: { shopId: thai.shopId },
    body: { promptedOn: '2026-11-19', filedOn: null },
  });

  const found = await duties();
  expect(found.map(({ kind, shop, isLosing, data }) => [kind, shop?.market, isLosing, data.count])).toEqual([
    ['listings-locked', 'DE', true, 1],
    ['orders-due', 'GB', false, 2],
    ['tax-id-freezing', 'TH', false, undefined],
    ['document-ending', undefined, false, undefined],
    ['orders-late', 'TH', false, 1],
  ]);
  expect(found[1]).toMatchObject({
    deadline: new Date(START_AT + 3_600_000).toISOString(),
    link: { page: '/orders', search: { shop: british.shopId, status: 'awaiting-shipment' } },
  });
  expect(found[2]).toMatchObject({ deadline: '2026-11-25T17:00:00.000Z', link: { page: '/money/tax-ids', search: { open: thai.shopId } } });
  expect(found[3]).toMatchObject({ data: { type: 'UKCA_DECLARATION', market: 'GB' }, link: { search: { view: 'vault', open: filed.id } } });
});

test('a paper that another takes over from is nobody’s duty', async () => {
  const longer = { type: 'UKCA_DECLARATION', status: 'approved', country: 'GB', markets: ['GB'], validUntil: '2028-01-01' } as const;
  const filed = await routeHandlers(bench.services)['documents.create']({
    ...around,
    caller: someone(),
    query: { fileName: 'q.pdf', ...longer, markets: [...longer.markets] },
    body: { mediaType: 'application/pdf', bytes: pdfWith('longer'), sha256: 'b' },
  });
  if (isRefusal(filed)) throw new Error(JSON.stringify(filed));
  expect(await kinds()).not.toContain('document-ending all');
  await routeHandlers(bench.services)['documents.remove']({
    ...around,
    caller: someone(),
    params: { documentId: filed.id },
    body: undefined,
  });
  expect(await kinds()).toContain('document-ending all');
});

test('who waits for an answer, and points whose appeal runs out, until they are seen to', async () => {
  const owner = someone({ scopes: ['orders:read', 'penalties:read'], shopIds: [german.shopId] });
  const hoursAgo = (hours: number) => new Date(START_AT - hours * 3_600_000);
  const [merchant, conversation] = [database.merchantId, bench.services.newId()];
  const ask = (at: Date) =>
    database.database.withMerchant(merchant, (tx) =>
      sql`INSERT INTO buyer_turn (merchant_id, id, shop_id, conversation_id, asked_message_id, asked_at)
        VALUES (${merchant}, ${bench.services.newId()}, ${german.shopId}, ${conversation}, ${at.toISOString()}, ${at})`.execute(tx),
    );
  await database.database.withMerchant(merchant, (tx) =>
    sql`INSERT INTO conversation (merchant_id, id, shop_id, channel_conversation_id, created_at, latest_at)
      VALUES (${merchant}, ${conversation}, ${german.shopId}, 'c', ${hoursAgo(48)}, ${hoursAgo(1)})`.execute(tx),
  );
  // Soon a day, soon two days; not soon, or over.
  for (const hours of [19, 47, 1, 17, 25, 49]) await ask(hoursAgo(hours));
  const violation = (daysAgo: number, points: number) =>
    database.database.withMerchant(merchant, (tx) =>
      sql`INSERT INTO violation (merchant_id, id, shop_id, channel_violation_id, source, reason, area, points, channel_order_ids, measures, violated_at, updated_at)
        VALUES (${merchant}, ${bench.services.newId()}, ${german.shopId}, ${`v${daysAgo}`}, 'platform', 'late-dispatch', 'order-fulfilment', ${points},
          '[]', '[]', ${hoursAgo(24 * daysAgo)}, ${hoursAgo(24 * daysAgo)})`.execute(tx),
    );
  for (const daysAgo of [2, 20, 31]) await violation(daysAgo, 2);
  await violation(21, 0);
  expect((await duties(owner)).map(({ kind, deadline, data }) => [kind, deadline, data])).toEqual([
    ['buyers-waiting', new Date(START_AT + 3_600_000).toISOString(), { count: 2 }],
    ['appeal-closing', new Date(START_AT + 10 * DAY_MS).toISOString(), { points: 2 }],
  ]);
  await database.database.withMerchant(merchant, async (tx) => {
    await tx
      .updateTable('buyer_turn')
      .set({ replied_at: new Date(START_AT) })
      .execute();
    await tx.deleteFrom('violation').execute();
  });
  expect(await kinds(owner)).toEqual([]);
});

test('a lost consent comes first; a shop that was let go needs nobody', async () => {
  const set = (state: 'active' | 're-authorise' | 'unbound') =>
    database.database.withMerchant(database.merchantId, (tx) =>
      tx.updateTable('shop').set({ state }).where('id', '=', thai.shopId).execute(),
    );
  await set('re-authorise');
  expect(await duties()).toContainEqual(
    expect.objectContaining({ kind: 'shop-trouble', isLosing: true, data: { code: 're-authorise', remedy: 're-authorise' } }),
  );
  await set('unbound');
  expect((await kinds()).filter((each) => each.endsWith('TH'))).toEqual([]);
  await set('active');
});

test('each sees what their rights and shops allow', async () => {
  expect(await kinds(someone({ scopes: ['finance:read'] }))).toEqual(['tax-id-freezing TH']);
  expect(await kinds(someone({ scopes: [] }))).toEqual([]);
  // The paper counts for Britain.
  expect(await kinds(someone({ shopIds: [british.shopId] }))).toEqual(['orders-due GB', 'document-ending all']);
  expect(await kinds(someone({ shopIds: [thai.shopId] }))).toEqual(['tax-id-freezing TH', 'orders-late TH']);
  expect(await kinds(someone(), { market: 'DE' })).toEqual(['listings-locked DE']);
  expect(await kinds(someone({ shopIds: [thai.shopId] }), { shopIds: [german.shopId] })).toEqual([]);
  expect(await duties(buildCaller('00000000-0000-4000-8000-000000000001', { scopes: new Set(allScopes) }))).toEqual([]);
});
