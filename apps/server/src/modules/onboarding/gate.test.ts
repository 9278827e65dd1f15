/** Papers against live listings, under a virtual clock: what is predicted, warned of, and locked. */
import type { ComplianceCell, ComplianceRow, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS, START_AT } from '../accounts/testing.ts';
import { startStreams } from '../intake/index.ts';
import { complianceGate, lockedAmong, onboardingHandlers, watchDocuments } from './index.ts';
import { buildListing, pdfWith } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let german: BuiltShop;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  german = await buildShop(bench, database.merchantId, { market: 'DE' });
});
afterEach(() => database.close());

const around = (merchantId = database.merchantId) => ({ caller: buildCaller(merchantId), requestId: 'r' });
const dayAfter = (days: number): string => new Date(START_AT + days * DAY_MS).toISOString().slice(0, 10);

async function fileFor(query: Partial<ParsedOf<Routes['documents.create']>['query']>): Promise<string> {
  const bytes = pdfWith(JSON.stringify(query));
  const made = await onboardingHandlers(bench.services)['documents.create']({
    ...around(),
    params: {},
    query: { fileName: 'paper.pdf', type: 'EPR_REGISTRATION', status: 'approved', country: 'DE', ...query },
    body: { mediaType: 'application/pdf', bytes, sha256: String(bytes.length) },
  });
  if (isRefusal(made)) throw new Error(JSON.stringify(made));
  return made.id;
}
async function table(query: Partial<ParsedOf<Routes['compliance.list']>['query']> = {}, caller = buildCaller(database.merchantId)) {
  const input = { caller, requestId: 'r', params: {}, body: undefined, query: { limit: 200, ...query } };
  const answer = await onboardingHandlers(bench.services)['compliance.list'](input);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}
const listed = (rows: readonly ComplianceRow[]): ComplianceCell[] => rows.flatMap(({ cells }) => cells).filter(({ listing }) => listing);
const cellOf = async (listingId: string) => listed((await table()).items).find(({ listing }) => listing?.id === listingId);
const told = (kind: string) =>
  database.database.withMerchant(database.merchantId, (tx) =>
    tx
      .selectFrom('notification')
      .select(['facts', 'closed_at', 'shop_id'])
      .where('kind', '=', kind as 'listings-locked') // names in the tests below are kinds
      .orderBy('raised_at')
      .execute(),
  );
const watch = () => watchDocuments(bench.services, database.merchantId);

test('a product × market says what is missing, waits, has ended, and by whose rule', async () => {
  const mug = await buildListing(bench, german);
  expect(await cellOf(mug)).toMatchObject({
    state: 'missing',
    missing: ['EPR_REGISTRATION'],
    listable: false,
    locked: true,
    locksOn: null,
  });
  const id = await fileFor({ status: 'pending' });
  expect(await cellOf(mug)).toMatchObject({ state: 'pending', pending: ['EPR_REGISTRATION'] });
  const { ...handlers } = onboardingHandlers(bench.services);
  const change = (body: object) => handlers['documents.update']({ ...around(), params: { documentId: id }, query: {}, body });
  await change({ status: 'approved', validUntil: dayAfter(-1) });
  expect(await cellOf(mug)).toMatchObject({ state: 'expired', expired: ['EPR_REGISTRATION'] });
  await change({ validUntil: dayAfter(20) });
  expect(await cellOf(mug)).toMatchObject({
    state: 'expiring',
    listable: true,
    locked: false,
    locksOn: expect.stringContaining(dayAfter(20)),
  });
  await change({ validUntil: dayAfter(90) });
  expect(await cellOf(mug)).toMatchObject({ state: 'ready', covered: true });
  await handlers['compliance-rules.create']({
    ...around(),
    params: {},
    query: {},
    body: { market: 'DE', category: null, documentType: 'SGS_TEST_REPORT', from: dayAfter(-1) },
  });
  expect((await cellOf(mug))?.requirements).toMatchObject([
    { type: 'EPR_REGISTRATION', basis: 'platform', state: 'met' },
    { type: 'SGS_TEST_REPORT', basis: 'merchant', state: 'missing' },
  ]);
});

test('a paper counts for its legal entity, brand, markets, category and listings, and for nothing beside', async () => {
  const [plain, branded, beauty, unknown] = [
    await buildListing(bench, german),
    await buildListing(bench, german, { brand: 'Sailor' }),
    await buildListing(bench, german, { category: 'beauty-personal-care' }),
    await buildListing(bench, german, { category: null }),
  ];
  const open = async () => {
    const cells = listed((await table()).items).filter(({ listable }) => listable);
    const names = new Map([plain, branded, beauty, unknown].map((id, index) => [id, ['plain', 'branded', 'beauty', 'unknown'][index]]));
    return cells.map(({ listing }) => names.get(listing?.id ?? '')).sort();
  };
  const [entity] = await database.database.withMerchant(database.merchantId, (tx) => tx.selectFrom('legal_entity').select('id').execute());
  const none = (tx: Parameters<Parameters<typeof database.database.withMerchant>[1]>[0]) => sql`DELETE FROM document`.execute(tx);
  const all = ['beauty', 'branded', 'plain', 'unknown'];
  for (const [query, expected] of [
    [{}, all],
    [{ legalEntityId: entity?.id }, all],
    [{ markets: ['DE', 'FR'] }, all],
    [{ markets: ['FR'] }, []],
    [{ brand: ' SAILOR ' }, ['branded']],
    [{ category: 'beauty' }, ['beauty']],
    [{ category: 'apparel' }, []],
    [{ listingIds: [plain, unknown] }, ['plain', 'unknown']],
  ] as const) {
    await fileFor({
      ...query,
      listingIds: [...('listingIds' in query ? query.listingIds : [])],
      markets: [...('markets' in query ? query.markets : [])],
    });
    expect(await open(), JSON.stringify(query)).toEqual(expected);
    await database.database.withMerchant(database.merchantId, none);
  }
});

test('another merchant’s papers open nothing', async () => {
  const mug = await buildListing(bench, german);
  await buildShop(bench, database.otherMerchantId, { market: 'DE' });
  await fileFor({});
  await database.database.withMerchant(database.otherMerchantId, async (tx) => {
    const subject = { shopId: '', legalEntityId: '', market: 'DE', category: 'bags', brand: null, listingId: mug };
    expect(await complianceGate(tx, [subject], START_AT)).toMatchObject([{ listable: false }]);
  });
});

test('listings that share a seller SKU are one row; shops where it is not offered say what it would need', async () => {
  const british = await buildShop(bench, database.merchantId, { market: 'GB' });
  await buildListing(bench, german, { sku: 'BLD-BLA', title: 'Mixer', category: 'consumer-electronics' });
  await buildListing(bench, british, { sku: 'BLD-BLA', title: 'Blender', category: 'consumer-electronics' });
  await buildListing(bench, german, { sku: 'LAMP', title: 'Lampe' });
  const { items, summary } = await table();
  expect(
    items.map(({ product, title, cells }) => [
      product,
      title,
      ...cells.map((cell) => `${cell.shop.market} ${cell.state} ${cell.listing !== null}`),
    ]),
  ).toEqual([
    ['BLD-BLA', 'Blender', 'DE missing true', 'GB missing true'],
    ['LAMP', 'Lampe', 'DE missing true', 'GB ready false'],
  ]);
  expect(summary).toMatchObject({ listings: 3, locked: 3, byState: { missing: 3, ready: 0 } });
  expect((await table({ q: 'lamp' })).items).toHaveLength(1);
  expect((await table({ state: 'expired' })).items).toEqual([]);
  expect((await table({ market: 'GB' })).items.map(({ product }) => product)).toEqual(['BLD-BLA']);
  const bound = buildCaller(database.merchantId, { shopIds: [british.shopId] });
  expect(listed((await table({}, bound)).items).map(({ shop }) => shop.market)).toEqual(['GB']);
});

test('warnings come thirty, seven and one day before, each beside the last, and end with a renewed paper', async () => {
  await buildListing(bench, german);
  const id = await fileFor({ validUntil: dayAfter(39), markets: ['DE'] });
  await watch();
  expect(await told('document-expiring')).toEqual([]);
  const seen: number[][] = [];
  for (const days of [10, 23, 6]) {
    await bench.clock.advance(days * DAY_MS);
    await watch();
    await watch();
    seen.push((await told('document-expiring')).filter(({ closed_at }) => closed_at === null).map(({ facts }) => Number(facts.days)));
  }
  expect(seen).toEqual([[30], [30, 7], [30, 7, 1]]);
  expect((await told('document-expiring'))[0]?.facts).toMatchObject({ type: 'EPR_REGISTRATION', market: 'DE', count: 1 });
  await fileFor({ validUntil: dayAfter(400), markets: ['DE'] });
  await watch();
  expect((await told('document-expiring')).every(({ closed_at }) => closed_at !== null)).toBe(true);
  expect(id).not.toBe('');
});

test('a paper ends under the virtual clock: exactly the live listings that were predicted are locked, to the instant', async () => {
  const french = await buildShop(bench, database.merchantId, { market: 'FR' });
  const statuses = ['live', 'live', 'deactivated-by-seller', 'draft'];
  const ids: string[] = [];
  for (const [index, status] of statuses.entries())
    ids.push(await buildListing(bench, german, { status, sku: `DE-${index}`, brand: index === 1 ? 'Sailor' : null }));
  await buildListing(bench, french, { sku: 'FR-0' });
  await fileFor({ markets: ['DE', 'FR'], validUntil: dayAfter(12) });
  await fileFor({ markets: ['FR'] });
  await fileFor({ brand: 'Sailor', markets: ['DE'], validUntil: dayAfter(60) });
  const before = await table();
  const predicted = listed(before.items).filter(({ listing, locksOn }) => listing?.status === 'live' && locksOn?.startsWith(dayAfter(12)));
  expect(predicted.map(({ listing }) => listing?.id)).toEqual([ids[0]]);
  expect(before.upcoming).toMatchObject([
    { market: 'DE', types: ['EPR_REGISTRATION'], listings: 1 },
    { market: 'DE', types: ['EPR_REGISTRATION'], listings: 1 },
  ]);
  const lock = Date.parse(before.upcoming[0]?.locksOn ?? '');
  const locked = async () =>
    listed((await table()).items)
      .filter((cell) => cell.locked)
      .map(({ listing }) => listing?.id);
  await bench.clock.advance(lock - 1 - bench.clock.now());
  expect(await locked()).toEqual([]);
  await watch();
  expect(await told('listings-locked')).toEqual([]);
  await bench.clock.advance(1);
  expect(await locked()).toEqual([ids[0]]);
  expect(await database.database.withMerchant(database.merchantId, (tx) => lockedAmong(tx, ids, bench.clock.now()))).toEqual(
    new Set([ids[0]]),
  );
  await watch();
  expect(await told('listings-locked')).toMatchObject([{ shop_id: german.shopId, closed_at: null, facts: { count: 1, market: 'DE' } }]);
  await fileFor({ markets: ['DE'] });
  await watch();
  expect(await told('listings-locked')).toMatchObject([{ closed_at: expect.any(Date) }]);
  expect(await locked()).toEqual([]);
});

test('listings as a back-fill brought them: what locks when the paper ends is what was predicted, and what the platform says is live', async () => {
  const statuses = ['live', 'live', 'deactivated-by-seller', 'live', 'draft', 'in-review', 'live'];
  bench.platform.listings = statuses.map((status, index) => {
    const at = START_AT - (30 - index) * DAY_MS;
    const variant = { channelSkuId: `S${index}`, sellerSku: `SKU-${index}`, price: 100, currency: 'EUR', quantity: 1 };
    return { channelProductId: `P${index}`, title: `Mug ${index}`, status, createdAt: at, updatedAt: at, variants: [variant] };
  });
  for (const { channelProductId } of bench.platform.listings)
    bench.platform.details.set(channelProductId, { category: 'bags', channelCategory: 'Luggage & Bags', brand: null, variants: [] });
  await database.database.withMerchant(german.merchantId, (tx) =>
    startStreams(tx, { services: bench.services, streams: ['listings'], ...german, now: bench.clock.now() }),
  );
  const config = { fxFeedUrl: null };
  const send = () => Promise.reject(new Error('unused'));
  const worker = bench.worker(jobHandlers({ services: bench.services, config, send, hookAddress: () => 'http://x' }));
  await worker.drain();
  await fileFor({ markets: ['DE'], validUntil: dayAfter(12) });

  const platformLive = bench.platform.listings.filter(({ status }) => status === 'live').map(({ channelProductId }) => channelProductId);
  const names = (cells: ComplianceCell[]) => cells.map(({ listing }) => listing?.channelProductId).sort();
  const { items, upcoming } = await table();
  expect(items).toHaveLength(statuses.length);
  expect(names(listed(items).filter(({ listing, locksOn }) => listing?.status === 'live' && locksOn !== null))).toEqual(platformLive);
  expect(upcoming).toMatchObject([{ market: 'DE', listings: platformLive.length }]);
  await bench.clock.advance(Date.parse(upcoming[0]?.locksOn ?? '') - bench.clock.now());
  await worker.drain();
  expect(names(listed((await table()).items).filter(({ locked }) => locked))).toEqual(platformLive);
});
