import { ChannelFailure } from '@tradewind/channels';
import type { Opening, OpeningCandidate } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createBlobs } from '../../platform/blobs/blobs.ts';
import { type Answer, codeOf, problemIn, startTestServer, type TestServer } from '../../platform/http/testing.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildShop, createBench } from '../accounts/testing.ts';
import { buildOrder, takeIn } from '../orders/testing.ts';
import { onboardingHandlers } from './index.ts';
import { buildListing, buildPaper } from './testing.ts';

const MINUTE = 60_000;
const papers = ['BUSINESS_LICENCE', 'LEGAL_REP_ID', 'CORPORATE_BANK_ACCOUNT', 'EXPORT_DECLARATION_COMMITMENT'] as const;

let server: TestServer;
let bench: Bench;
let shop: BuiltShop;
let key: string;
beforeAll(async () => {
  server = await startTestServer({
    handlers: ({ database, secrets }) => {
      bench = createBench(database);
      Object.assign(bench.services, { secrets, blobs: createBlobs({ secrets }) });
      return onboardingHandlers(bench.services);
    },
  });
  shop = await buildShop(bench, server.owner.merchantId, { market: 'TH', accountId: 'seller' });
  key = await server.keyWith();
});
afterAll(() => server.close());
beforeEach(async () => {
  await inMerchant(async (tx) => {
    await tx.deleteFrom('opening').execute();
    await tx.deleteFrom('document').execute();
  });
  Object.assign(bench.platform, { before: () => undefined, calls: [] });
  bench.platform.openings.items.length = 0;
});

const inMerchant = <T>(run: Parameters<typeof server.test.database.withMerchant<T>>[1]) =>
  server.test.database.withMerchant(server.owner.merchantId, run);
const buildEntity = async (name: string, jurisdiction = 'CN'): Promise<string> => {
  const id = bench.services.newId();
  const row = { merchant_id: server.owner.merchantId, id, name, jurisdiction, created_at: new Date(bench.clock.now()) };
  await inMerchant((tx) => tx.insertInto('legal_entity').values(row).execute());
  return id;
};
const paper = (type: string, wish: Partial<Parameters<typeof buildPaper>[1]> = {}) =>
  buildPaper(bench, { merchantId: server.owner.merchantId, type, ...wish });
const allPapers = async (): Promise<void> => {
  for (const type of papers) await paper(type);
};
const draft = (body: object = {}, as = key) =>
  server.call('POST', '/api/v1/openings', { key: as, body: { sourceShopId: shop.shopId, targetMarket: 'VN', ...body } });
const submit = (id: string, as = key) => server.call('POST', `/api/v1/openings/${id}/submit`, { key: as, body: {} });
const change = (id: string, body: object) => server.call('PATCH', `/api/v1/openings/${id}`, { key, body });
// The casts: the server parses its answers by the contract in tests.
const openingIn = (answer: Answer) => answer.body as Opening;
const read = async (id: string) => openingIn(await server.call('GET', `/api/v1/openings/${id}`, { key }));
const work = () => {
  const send = () => Promise.reject(new Error('unused'));
  return bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => '' })).drain();
};
const pass = async (ms: number): Promise<void> => {
  await bench.clock.advance(ms);
  await work();
};
const faults = (answer: Answer) => problemIn(answer).errors?.map(({ path, code }) => `${path} ${code}`);
const stateOf = ({ status, reasons, problem }: Opening) => ({ status, reasons: reasons.map(({ code }) => code), problem });
const submitted = async (): Promise<Opening> => {
  await allPapers();
  const { id } = openingIn(await draft());
  expect((await submit(id)).status).toBe(202);
  await work();
  return read(id);
};

test('from a draft to a shop that is open, bound and read: handed in once, followed, told of', async () => {
  const { id, platform, history } = await submitted();
  expect(platform).toMatchObject({ channelOpeningId: 'opening-1', path: 'instant' });
  expect(history.map(({ status }) => status)).toEqual(['draft', 'submitted']);
  bench.platform.openings.say({ status: 'in-review' });
  await pass(MINUTE);
  expect((await read(id)).status).toBe('in-review');

  const vietnam = {
    channelShopId: '749999',
    name: 'Lumorva VN',
    market: 'VN',
    currency: 'VND',
    sellerType: 'cross-border',
    cipher: 'v',
  } as const;
  const source = { ...vietnam, channelShopId: shop.channelShopId, name: 'Lumorva TH', market: 'TH', currency: 'THB', cipher: 't' };
  bench.platform.openings.say({ status: 'approved' });
  bench.platform.openings.say({ status: 'open', openedChannelShopId: vietnam.channelShopId });
  bench.platform.addAccount({ id: 'seller', name: 'seller', shops: [source, vietnam] });
  await pass(MINUTE);
  const open = await read(id);
  expect(open.history.map(({ status }) => status)).toEqual(['draft', 'submitted', 'in-review', 'approved', 'open']);
  expect(open.openedShop).toMatchObject({ channelShopId: '749999', shop: { name: 'Lumorva VN' } });
  const streams = await inMerchant((tx) =>
    tx
      .selectFrom('sync_stream')
      .select('stream')
      .where('shop_id', '=', open.openedShop?.shop?.id ?? '')
      .execute(),
  );
  expect(streams.map(({ stream }) => stream)).toContain('orders');
  const told = await inMerchant((tx) => tx.selectFrom('notification').select('facts').where('kind', '=', 'opening-decided').execute());
  expect(told.at(-1)?.facts).toEqual({ market: 'VN', status: 'open' });
  expect(bench.platform.count('submitOpening')).toBe(1);

  // Let go by a person, it stays so, and another shop may be opened there.
  await inMerchant((tx) => tx.updateTable('shop').set({ state: 'unbound' }).where('channel_shop_id', '=', '749999').execute());
  await pass(48 * 60 * MINUTE);
  expect((await read(id)).openedShop?.shop).toBeNull();
  expect(openingIn(await draft()).id).not.toBe(id);
});

test('where the consent does not list the new shop, the page is told, and nobody is bound', async () => {
  const { id } = await submitted();
  bench.platform.openings.say({ status: 'open', openedChannelShopId: '748888' });
  await pass(MINUTE);
  expect(await read(id)).toMatchObject({ status: 'open', problem: 'shop-not-covered', openedShop: { shop: null } });
});

test('what cannot be submitted says everything that lacks, each at its place', async () => {
  await paper('BUSINESS_LICENCE', { expiresAt: bench.clock.now() - 1 });
  await paper('LEGAL_REP_ID');
  const { id, verdict } = openingIn(await draft({ brandOwner: false }));
  expect(verdict).toMatchObject({ path: 'instant', canSubmit: false, slotsLeft: 2, deposit: { amount: 500_000, currency: 'CNY' } });
  expect(verdict?.papers.map(({ type, state }) => `${type} ${state}`)).toEqual([
    'BUSINESS_LICENCE expired',
    'LEGAL_REP_ID reused',
    'CORPORATE_BANK_ACCOUNT missing',
    'EXPORT_DECLARATION_COMMITMENT missing',
    'BRAND_AUTHORISATION missing',
  ]);
  const refused = await submit(id);
  expect(refused.status).toBe(422);
  expect(faults(refused)).toEqual([
    '/documents/BUSINESS_LICENCE document-expired',
    '/documents/CORPORATE_BANK_ACCOUNT document-missing',
    '/documents/EXPORT_DECLARATION_COMMITMENT document-missing',
    '/documents/BRAND_AUTHORISATION document-missing',
  ]);
  expect(await read(id)).toMatchObject({ status: 'draft', submittedAt: null });
});

test('bad facts are refused with every path: market, shop, entity, and papers that are foreign, wrong or unknown', async () => {
  const other = await buildEntity('Borealis Trading');
  const foreign = await paper('LEGAL_REP_ID', { legalEntityId: other });
  const german = await paper('BUSINESS_LICENCE', { markets: ['DE'] });
  const pending = await paper('LEGAL_REP_ID', { status: 'pending' });
  const nobody = bench.services.newId();
  const documentIds = [foreign, german, pending, nobody];
  const refused = await draft({ targetMarket: 'KE', documentIds });
  expect(refused.status).toBe(422);
  expect(faults(refused)).toEqual([
    '/targetMarket unknown-market',
    '/documentIds/0 other-entity',
    '/documentIds/1 other-market',
    '/documentIds/2 not-approved',
    '/documentIds/3 unknown-document',
  ]);
  expect(faults(await draft({ sourceShopId: nobody, legalEntityId: nobody }))).toEqual([
    '/sourceShopId unknown-shop',
    '/legalEntityId unknown-legal-entity',
  ]);
  const foreigners = await server.keyWith({ merchantId: server.test.otherMerchantId });
  expect(faults(await draft({}, foreigners))).toEqual(['/sourceShopId unknown-shop']);
  const { id } = openingIn(await draft());
  expect((await submit(id, foreigners)).status).toBe(404);
});

test('a paper of a single listing opens no shop, one of the entity or of all does; what somebody chose is taken if it is valid', async () => {
  const listingId = await buildListing(bench, shop);
  await paper('BUSINESS_LICENCE', { listingIds: [listingId] });
  const short = await paper('LEGAL_REP_ID', { expiresAt: bench.clock.now() + 60 * MINUTE });
  const long = await paper('LEGAL_REP_ID');
  const used = (opening: Opening) => Object.fromEntries((opening.verdict?.papers ?? []).map((each) => [each.type, each.documentId]));
  const made = openingIn(await draft());
  expect(used(made)).toMatchObject({ BUSINESS_LICENCE: null, LEGAL_REP_ID: long });
  expect(used(openingIn(await change(made.id, { documentIds: [short] })))).toMatchObject({ LEGAL_REP_ID: short });
  await bench.clock.advance(2 * 60 * MINUTE);
  expect(used(await read(made.id))).toMatchObject({ LEGAL_REP_ID: long });
});

test('a second submission is refused, however the first one stands, and so is changing what is with the platform', async () => {
  await allPapers();
  const { id } = openingIn(await draft());
  const [one, other] = await Promise.all([submit(id), submit(id)]);
  expect([one.status, other.status].sort()).toEqual([202, 409]);
  expect(codeOf(one.status === 409 ? one : other)).toBe('opening-submitted');
  expect(codeOf(await draft())).toBe('opening-submitted');
  expect(codeOf(await change(id, { category: 'beauty' }))).toBe('opening-submitted');
  expect(codeOf(await server.call('DELETE', `/api/v1/openings/${id}`, { key }))).toBe('opening-submitted');
  await work();
  expect(bench.platform.count('submitOpening')).toBe(1);
});

test('a draft outlives everything, is taken up again instead of doubled, and can be discarded', async () => {
  const first = openingIn(await draft({ category: 'bags' }));
  const again = openingIn(await draft({ category: 'beauty', licenceNamesOnlineSales: false }));
  expect(again).toMatchObject({ id: first.id, category: 'beauty', status: 'draft', verdict: { deposit: { amount: 2_000_000 } } });
  expect(again.verdict?.reasons).toEqual([{ code: 'cannot-enter-review' }]);
  await paper('BUSINESS_LICENCE');
  expect((await read(first.id)).verdict?.reasons).toEqual([{ code: 'licence-scope' }, { code: 'cannot-enter-review' }]);
  expect((await server.call('DELETE', `/api/v1/openings/${first.id}`, { key })).status).toBe(204);
  expect((await server.call('GET', `/api/v1/openings/${first.id}`, { key })).status).toBe(404);
});

test('turned down for its papers, it says why, is mended and goes in anew; both attempts stay in its history', async () => {
  const { id } = await submitted();
  const reasons = [{ code: 'document-expired', document: 'LEGAL_REP_ID' }];
  bench.platform.openings.say({ status: 'rejected', reasons });
  await pass(MINUTE);
  const down = await read(id);
  expect(down).toMatchObject({ status: 'needs-documents', reasons });
  expect(down.verdict?.canSubmit).toBe(true);
  await change(id, { licenceNamesOnlineSales: true });
  expect((await submit(id)).status).toBe(202);
  await work();
  expect(await read(id)).toMatchObject({ status: 'submitted', reasons: [], platform: { channelOpeningId: 'opening-2' } });
  expect((await read(id)).history.map(({ attempt, status }) => `${attempt} ${status}`)).toEqual([
    '1 draft',
    '1 submitted',
    '1 needs-documents',
    '2 submitted',
  ]);
});

test('what the platform does not even take is told with its reason', async () => {
  await allPapers();
  bench.platform.openings.refuseNext = 'no-slot-left';
  const { id } = openingIn(await draft());
  await submit(id);
  await work();
  expect(stateOf(await read(id))).toEqual({ status: 'rejected', reasons: ['no-slot-left'], problem: null });
  expect((await submit(id)).status).toBe(202);
});

test.each([
  ['the answer is lost', new ChannelFailure('unknown-outcome', 'no answer arrived')],
  ['the process dies before it is saved', new Error('killed')],
])('%s: the next run finds the application there and sends no second one', async (_, death) => {
  await allPapers();
  let deaths = 1;
  bench.platform.before = (call) => {
    if (call === 'submittedOpening' && deaths-- > 0) throw death;
  };
  const { id } = openingIn(await draft());
  await submit(id);
  await work();
  expect((await read(id)).status).toBe('submitting');
  await pass(30_000);
  expect(await read(id)).toMatchObject({ status: 'submitted', platform: { channelOpeningId: 'opening-1' } });
  expect(bench.platform.openings.items).toHaveLength(1);
});

test('the request never left: the next run sends it', async () => {
  await allPapers();
  let refusals = 1;
  bench.platform.before = (call) => {
    if (call === 'submitOpening' && refusals-- > 0) throw new ChannelFailure('retry-later', 'the rate limit is reached');
  };
  const { id } = openingIn(await draft());
  await submit(id);
  await work();
  await pass(5_000);
  expect((await read(id)).status).toBe('submitted');
  expect(bench.platform.openings.items).toHaveLength(1);
});

test('a consent without the right is asked for by words, stops no shop, and once given the application goes on', async () => {
  await allPapers();
  const grant = (scopes: string[]) => inMerchant((tx) => tx.updateTable('channel_authorization').set({ granted_scopes: scopes }).execute());
  const before = await inMerchant((tx) => tx.selectFrom('channel_authorization').select('granted_scopes').executeTakeFirstOrThrow());
  await grant([]);
  const { id } = openingIn(await draft());
  await submit(id);
  await work();
  expect(stateOf(await read(id))).toMatchObject({ status: 'submitting', problem: 'consent-lacks-scope' });
  expect(bench.platform.count('submitOpening')).toBe(0);
  const states = await inMerchant((tx) => tx.selectFrom('shop').select('state').where('id', '=', shop.shopId).execute());
  expect(states).toEqual([{ state: 'active' }]);
  await grant(before.granted_scopes);
  await pass(10 * MINUTE);
  expect(stateOf(await read(id))).toMatchObject({ status: 'submitted', problem: null });
});

test('the next market: the best first, with its way, its papers and its slots; another entity goes the long way', async () => {
  await allPapers();
  const candidates = async (query = '', as = key) => {
    const answer = await server.call('GET', `/api/v1/shops/${shop.shopId}/opening-candidates?${query}`, { key: as });
    return answer.body as { source: { isHealthy: boolean }; items: OpeningCandidate[] };
  };
  const { source, items } = await candidates();
  expect(source.isHealthy).toBe(true);
  expect(items).toHaveLength(16);
  expect(items.map(({ score }) => score)).toEqual(items.map(({ score }) => score).sort((a, b) => b - a));
  const of = (market: string, list = items) => list.find((each) => each.market === market);
  expect(of('MY')).toMatchObject({ verdict: { path: 'instant', slotsLeft: 2, canSubmit: true }, shopsThere: 0, opening: null });
  expect(of('TH')).toMatchObject({ verdict: { slotsLeft: 1 }, shopsThere: 1 });
  expect(of('GB')).toMatchObject({ verdict: { path: 'fast-review', slotsLeft: null, expected: { basis: 'decision' } } });
  const violationId = bench.services.newId();
  const at = new Date(bench.clock.now() - 86_400_000);
  await inMerchant((tx) =>
    sql`INSERT INTO violation (merchant_id, id, shop_id, channel_violation_id, source, reason, area, points, channel_order_ids, measures, violated_at, updated_at)
      VALUES (${server.owner.merchantId}, ${violationId}, ${shop.shopId}, 'v', 'platform', 'late-dispatch', 'order-fulfilment', 12, '[]', '[]', ${at}, ${at})`.execute(
      tx,
    ),
  );
  const restricted = await candidates();
  expect(restricted.source.isHealthy).toBe(false);
  expect(of('MY', restricted.items)?.verdict).toMatchObject({ path: 'full-review', reasons: [{ code: 'source-shop-restricted' }] });
  await inMerchant((tx) => tx.deleteFrom('violation').where('id', '=', violationId).execute());
  const own = openingIn(await draft({ targetMarket: 'MY' }));
  expect(of('MY', (await candidates()).items)?.opening).toEqual({ id: own.id, status: 'draft' });
  const { items: ofOther } = await candidates(`legalEntityId=${await buildEntity('Another Trading')}`);
  expect(of('MY', ofOther)?.verdict).toMatchObject({ path: 'full-review', reasons: [{ code: 'other-entity' }], canSubmit: false });
  const foreigners = await server.keyWith({ merchantId: server.test.otherMerchantId });
  const guessed = await server.call('GET', `/api/v1/shops/${shop.shopId}/opening-candidates`, { key: foreigners });
  expect(guessed.status).toBe(404);
});

test('a source whose rate has earned a limit of orders is not healthy, though the ledger is empty yet', async () => {
  const limited = await buildShop(bench, server.owner.merchantId, { market: 'GB', accountId: 'seller' });
  const createdAt = bench.clock.now() - 3 * 86_400_000;
  const shipBy = createdAt + 86_400_000;
  const late = Array.from({ length: 300 }, () => buildOrder({ createdAt, shipBy, dispatchedAt: shipBy + 3_600_000, status: 'in-transit' }));
  const place = { merchantId: server.owner.merchantId, shopId: limited.shopId, timeZone: 'UTC' };
  const isHealthy = async () => {
    const answer = await server.call('GET', `/api/v1/shops/${limited.shopId}/opening-candidates`, { key });
    return (answer.body as { source: { isHealthy: boolean } }).source.isHealthy;
  };
  expect(await isHealthy()).toBe(true);
  await takeIn(bench.services, place, late);
  expect(await isHealthy()).toBe(false);
});

test('two applications for one country take its slots, and a third is told so', async () => {
  await allPapers();
  // Should the further shops be of another entity than the first, the photo is asked for too.
  await paper('LEGAL_REP_PHOTO_WITH_DATE');
  const owner = server.owner.merchantId;
  const further = [await buildShop(bench, owner, { market: 'MY' }), await buildShop(bench, owner, { market: 'SG' })];
  const legalEntityId = openingIn(await draft()).legalEntity.id;
  const toPhilippines = async ({ shopId }: BuiltShop) =>
    openingIn(await draft({ sourceShopId: shopId, targetMarket: 'PH', legalEntityId }));
  for (const source of further) expect((await submit((await toPhilippines(source)).id)).status).toBe(202);
  const { id, verdict } = await toPhilippines(shop);
  expect(verdict).toMatchObject({ path: 'blocked', slotsLeft: 0 });
  expect(faults(await submit(id))).toEqual(['/targetMarket no-slot-left']);
});

test('whoever is bound to some shops sees the applications of these, and opens none', async () => {
  const { id } = openingIn(await draft());
  const bound = await server.keyWith({ shopIds: [shop.shopId] });
  const elsewhere = await server.keyWith({ shopIds: [bench.services.newId()] });
  const seen = async (as: string) => ((await server.call('GET', '/api/v1/openings', { key: as })).body as { items: Opening[] }).items;
  expect((await seen(bound)).map((each) => each.id)).toEqual([id]);
  expect(await seen(elsewhere)).toEqual([]);
  expect((await submit(id, bound)).status).toBe(403);
  expect((await draft({}, bound)).status).toBe(403);
  expect((await submit(id, elsewhere)).status).toBe(404);
});

test('without a way to apply it is drafted all the same, and says that it cannot be sent', async () => {
  await allPapers();
  const { channel } = bench.platform;
  const { openings: _none, ...without } = channel;
  bench.services.channels['tiktok-shop'] = without;
  try {
    const { id, isSendable } = openingIn(await draft());
    expect(isSendable).toBe(false);
    expect(codeOf(await submit(id))).toBe('channel-not-configured');
  } finally {
    bench.services.channels['tiktok-shop'] = channel;
  }
});
