/** What platforms refused or never answered, from all modules at once, on a real database. */
import type { Scope } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TenantTx } from '../../platform/database/database.ts';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { routeHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, START_AT } from '../accounts/testing.ts';
import { buildListing } from '../onboarding/testing.ts';
import { buildVariant, offerIn } from '../stock/testing.ts';

let database: TestDatabase;
let bench: Bench;
let british: BuiltShop;
let german: BuiltShop;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  british = await buildShop(bench, database.merchantId, { market: 'GB' });
  german = await buildShop(bench, database.merchantId, { market: 'DE' });
});
afterAll(() => database.close());

const allScopes: Scope[] = ['shops:read', 'listings:read', 'stock:read', 'penalties:read'];
type Asked = { scopes?: Scope[]; shopIds?: string[]; query?: { state?: 'unknown' | 'rejected'; kind?: 'appeal'; market?: string } };
async function told({ scopes = allScopes, shopIds, query = {} }: Asked = {}) {
  const caller = buildCaller(database.merchantId, { scopes: new Set(scopes), shopIds: shopIds ?? null });
  const around = { caller, requestId: 'r', params: {}, body: undefined };
  const answer = await routeHandlers(bench.services)['intents.list']({ ...around, query });
  const duties = await routeHandlers(bench.services)['duties.list']({ ...around, query: {} });
  if (isRefusal(answer) || isRefusal(duties)) throw new Error('refused');
  const mine = duties.items.filter(({ kind }) => kind === 'intents-unsettled');
  return { items: answer.items, duties: mine.map(({ shop, data }) => `${shop?.market} ${data.count} ${data.unknown}`).sort() };
}
const found = async (asked?: Asked) => (await told(asked)).items.map(({ kind, state, shop }) => `${kind} ${state} ${shop?.market}`).sort();

const MINUTE_MS = 60_000;
const ago = (minutes: number) => new Date(START_AT - minutes * MINUTE_MS);
const within = <T>(run: (tx: TenantTx) => Promise<T>) => database.database.withMerchant(database.merchantId, run);

async function appeal(shop: BuiltShop, { intent, at }: { intent: string; at: Date }): Promise<string> {
  const [merchant, violation, id] = [database.merchantId, bench.services.newId(), bench.services.newId()];
  await within(async (tx) => {
    await sql`INSERT INTO violation (merchant_id, id, shop_id, channel_violation_id, source, reason, area, points, channel_order_ids, measures, violated_at, updated_at)
      VALUES (${merchant}, ${violation}, ${shop.shopId}, ${violation}, 'platform', 'late-dispatch', 'order-fulfilment', 2, '[]', '[]', ${at}, ${at})`.execute(
      tx,
    );
    await sql`INSERT INTO appeal (merchant_id, id, shop_id, violation_id, intent, attempt, text, sent_at, failure_code, created_at)
      VALUES (${merchant}, ${id}, ${shop.shopId}, ${violation}, ${intent}, 1, 'why', ${at}, ${intent === 'rejected' ? '42' : null}, ${at})`.execute(
      tx,
    );
  });
  return violation;
}

async function publication(shop: BuiltShop, { state, sentAt }: { state: 'sending' | 'rejected'; sentAt: Date | null }): Promise<void> {
  const merchant = database.merchantId;
  const ids = { run: bench.services.newId(), id: bench.services.newId() };
  const place = { database: database.database, merchantId: merchant, newId: bench.services.newId };
  const variantId = await buildVariant(place, { sku: `SKU-${ids.id.slice(-6)}` });
  const failures = JSON.stringify(state === 'rejected' ? [{ code: '12052', weight: 'blocks', subjects: [], message: 'Bad title' }] : []);
  await within(async (tx) => {
    await sql`INSERT INTO publication_run (merchant_id, id, created_by, created_at, updated_at) VALUES (${merchant}, ${ids.run}, 'x', now(), now())`.execute(
      tx,
    );
    await sql`INSERT INTO publication (merchant_id, id, run_id, product_id, shop_id, state, wish, intent, sent_at, failures, created_by, created_at, updated_at)
      SELECT ${merchant}, ${ids.id}, ${ids.run}, product_id, ${shop.shopId}, ${state}, '{}', ${state === 'sending' ? 'sent' : null}, ${sentAt},
        ${failures}::jsonb, 'x', ${ago(30)}, ${ago(30)} FROM variant WHERE id = ${variantId}`.execute(tx);
  });
}

test('what was refused or never answered is told with where it is mended; an answer may take ten minutes', async () => {
  expect(await told()).toEqual({ items: [], duties: [] });

  const violation = await appeal(british, { intent: 'rejected', at: ago(20) });
  await appeal(british, { intent: 'unknown', at: ago(1) });
  await appeal(german, { intent: 'sent', at: ago(9) });
  await appeal(german, { intent: 'sent', at: ago(11) });
  await appeal(german, { intent: 'confirmed', at: ago(60) });
  await publication(german, { state: 'rejected', sentAt: null });
  await publication(british, { state: 'sending', sentAt: ago(11) });
  await publication(german, { state: 'sending', sentAt: ago(9) });

  const { items, duties } = await told();
  expect(items.map(({ kind, state, shop, code }) => [kind, state, shop?.market, code])).toEqual([
    ['appeal', 'unknown', 'GB', null],
    expect.arrayContaining(['unknown']),
    expect.arrayContaining(['unknown']),
    ['appeal', 'rejected', 'GB', '42'],
    ['publication', 'rejected', 'DE', '12052'],
  ]);
  expect(items[3]).toMatchObject({ link: { page: '/penalties', search: { open: violation } }, since: ago(20).toISOString() });
  expect(items[4]).toMatchObject({ message: 'Bad title', link: { page: '/listings', search: { open: items[4]?.id } } });
  expect(duties).toEqual(['DE 2 1', 'GB 3 2']);
});

test('quantities, programmes, openings and listings taken off are told as well', async () => {
  const merchant = database.merchantId;
  const listingId = await buildListing(bench, german);
  const place = { database: database.database, merchantId: merchant, newId: bench.services.newId };
  const variantId = await buildVariant(place, { sku: 'CUP' });
  const offered = await offerIn(place, { shopId: british.shopId, variantId, channelProductId: 'P', channelSkuId: 'S' });
  const push = (warehouse: string, facts: { failure: string | null; sent: number; confirmed: number; at: Date }) =>
    within((tx) =>
      sql`INSERT INTO stock_push (merchant_id, shop_id, listing_id, channel_sku_id, channel_warehouse_id, variant_id, wanted, version, wanted_at,
          sent_version, sent_at, confirmed_version, failure, failed_at, drift)
        VALUES (${merchant}, ${british.shopId}, ${offered}, 'S', ${warehouse}, ${variantId}, 4, 2, ${facts.at}, ${facts.sent}, ${facts.at}, ${facts.confirmed},
          ${facts.failure}, ${facts.failure === null ? null : facts.at}, 0)`.execute(tx),
    );
  await push('A', { failure: '77', sent: 2, confirmed: 1, at: ago(5) });
  await push('B', { failure: null, sent: 2, confirmed: 1, at: ago(12) });
  await push('C', { failure: null, sent: 2, confirmed: 1, at: ago(2) });
  await push('D', { failure: null, sent: 2, confirmed: 2, at: ago(12) });
  await within(async (tx) => {
    await sql`INSERT INTO listing_switch VALUES (${merchant}, ${listingId}, ${german.shopId}, false, 'refused', '9', 'In a sale', 'x', ${ago(3)})`.execute(
      tx,
    );
    for (const [at, intent] of [
      [ago(90), 'refused'],
      [ago(80), 'refused'],
    ] as const)
      await sql`INSERT INTO programme_application (merchant_id, id, shop_id, programme, intent, sent_at, failure_code, history, reasons, invited_categories, created_at, updated_at)
        VALUES (${merchant}, ${bench.services.newId()}, ${german.shopId}, 'us-to-mexico', ${intent}, ${at}, '5', '[]', '[]', '{}', ${at}, ${at})`.execute(
        tx,
      );
    const entity = bench.services.newId();
    await sql`INSERT INTO legal_entity VALUES (${merchant}, ${entity}, 'Own name', 'GB', now())`.execute(tx);
    await sql`INSERT INTO opening (merchant_id, id, source_shop_id, target_market, legal_entity_id, category, brand_owner, document_ids, status, attempt,
        submitted, sent_at, reasons, channel_path_reasons, created_by, created_at, updated_at)
      VALUES (${merchant}, ${bench.services.newId()}, ${british.shopId}, 'IE', ${entity}, 'bags', true, '{}', 'submitting', 1, '{}', ${ago(15)}, '[]', '{}', 'x', ${ago(16)}, ${ago(16)})`.execute(
      tx,
    );
  });
  const added = ['listing-switch', 'opening', 'programme-application', 'stock-quantity'];
  expect((await found()).filter((line) => added.includes(line.split(' ')[0] ?? ''))).toEqual([
    'listing-switch rejected DE',
    'opening unknown GB',
    'programme-application rejected DE',
    'stock-quantity rejected GB',
    'stock-quantity unknown GB',
  ]);
});

test('each sees what he may see, of the shops that are his, and asks for a part of it', async () => {
  expect(new Set((await found({ scopes: ['stock:read'] })).map((line) => line.split(' ')[0]))).toEqual(new Set(['stock-quantity']));
  expect((await found({ shopIds: [german.shopId] })).every((line) => line.endsWith(' DE'))).toBe(true);
  expect(await found({ shopIds: [] })).toEqual([]);
  expect(await found({ query: { state: 'rejected', kind: 'appeal' } })).toEqual(['appeal rejected GB']);
  expect((await found({ query: { market: 'GB' } })).every((line) => line.endsWith(' GB'))).toBe(true);
});
