/** Papers of the vault that go with a publication, on a real database and a platform in memory. */
import { scopes } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TenantTx } from '../../platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { shopsInScope } from '../accounts/index.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { catalogHandlers } from '../catalog/index.ts';
import { good, variantOf, wishOf } from '../catalog/testing.ts';
import { lockDuties, lockedAmong, onboardingHandlers } from '../onboarding/index.ts';
import { buildListing, buildPaper, pdfWith } from '../onboarding/testing.ts';
import { publicationHandlers } from './index.ts';
import { buildPicture, type FakePublishing, lostAnswer, openPublishing } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let other: BuiltShop;
let platform: FakePublishing;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  // No rule of the platform speaks of Japan or Malaysia: what is asked here, the leaf asks.
  shop = await buildShop(bench, database.merchantId, { market: 'JP' });
  other = await buildShop(bench, database.merchantId, { market: 'MY' });
  platform = await openPublishing(bench, [shop, other]);
  platform.certificates = [certificate('fda', 'Thai FDA notification'), certificate('safety', 'Product safety report')];
});
afterEach(() => database.close());

const certificate = (channelCertificateId: string, name: string, facts: Partial<FakePublishing['certificates'][number]> = {}) => ({
  ...{
    channelCertificateId,
    name,
    details: `${name}, stamped`,
    sampleUrl: null,
    isRequired: true,
    isExpiryRequired: false,
    conditions: [],
  },
  ...facts,
});
const around = (more: Parameters<typeof buildCaller>[1] = {}) => ({
  caller: buildCaller(database.merchantId, { scopes: new Set(scopes), shopIds: null, ...more }),
  requestId: 'r',
});
const empty = { params: {}, query: {}, body: undefined };
const ask = () => publicationHandlers(bench.services);
const inMerchant = <T>(run: (tx: TenantTx) => Promise<T>) => database.database.withMerchant(database.merchantId, run);
const work = () => {
  const send = () => Promise.reject(new Error('unused'));
  return bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => '' })).drain();
};

async function mug(code: string, facts: Parameters<typeof wishOf>[1] = {}): Promise<string> {
  const size = { weightG: 300, lengthMm: 100, widthMm: 90, heightMm: 90 };
  const body = wishOf(code, {
    ...{ title: `A mug called ${code}`, description: 'Holds tea.', category: 'home-daily', materials: ['enamel'] },
    variants: [variantOf(code, size)],
    ...facts,
  });
  const made = good(await catalogHandlers(bench.services)['products.create']({ ...around(), ...empty, body }));
  await buildPicture(bench, { merchantId: database.merchantId, productId: made.id });
  return made.id;
}
async function choose(productIds: string[], shops: BuiltShop[]): Promise<string> {
  const run = good(
    await ask()['publication-runs.create']({ ...around(), ...empty, body: { productIds, shopIds: shops.map(({ shopId }) => shopId) } }),
  );
  await work();
  for (const { shopId } of shops)
    good(
      await ask()['publication-runs.fill']({
        ...around(),
        params: { runId: run.id },
        query: {},
        body: { shopId, price: 900, quantity: 7 },
      }),
    );
  return run.id;
}
const submit = async (runId: string) => good(await ask()['publication-runs.submit']({ ...around(), ...empty, params: { runId } }));
const list = async () => good(await ask()['publications.list']({ ...around(), params: {}, body: undefined, query: { limit: 50 } })).items;
const detail = async (publicationId: string, more: Parameters<typeof buildCaller>[1] = {}) =>
  good(await ask()['publications.get']({ ...around(more), ...empty, params: { publicationId } }));
const only = async () => {
  const [one] = await list();
  if (!one) throw new Error('nothing was chosen');
  return one;
};
type Choice = { channelCertificateId: string; documentId: string | null };
const give = (publicationId: string, papers: Choice[]) =>
  ask()['publications.update']({ ...around(), params: { publicationId }, query: {}, body: { papers } });
const states = (of: { papers: { state: string }[] }) => of.papers.map(({ state }) => state);
const codes = (of: { problems: { code: string }[] }) =>
  of.problems.map(({ code }) => code).filter((code) => code.startsWith('certificate'));
const file = (type: string, wish: Omit<Partial<Parameters<typeof buildPaper>[1]>, 'type'> = {}) =>
  buildPaper(bench, { merchantId: database.merchantId, type, content: pdfWith(type), ...wish });
const withdraw = (documentId: string) =>
  onboardingHandlers(bench.services)['documents.remove']({ ...around(), ...empty, params: { documentId } });
const shows = async () =>
  (
    await inMerchant((tx) => sql<{ id: string }>`SELECT object_id AS id FROM audit_entry WHERE action = 'document.show'`.execute(tx))
  ).rows.map(({ id }) => id);

test('what the leaf asks for is matched by name or by a person, remembered for the leaf, shown once per shop and sent', async () => {
  platform.certificates.push(certificate('brand', 'Brand authorisation', { isRequired: false }));
  const [first, second] = [await mug('ONE'), await mug('TWO')];
  await choose([first], [shop]);
  const draft = await only();
  expect([states(draft), codes(draft)]).toEqual([
    ['missing', 'unmatched', 'optional'],
    ['certificate-unmatched', 'certificate-missing'],
  ]);
  expect(draft.problems.find(({ code }) => code === 'certificate-missing')).toMatchObject({
    weight: 'blocks',
    subjects: ['Thai FDA notification'],
  });

  const until = bench.clock.now() + 30 * 86_400_000;
  const fda = await file('THAI_FDA', { expiresAt: until });
  const report = await file('SGS_TEST_REPORT');
  await file('BRAND_AUTHORISATION');
  expect(states(await only())).toEqual(['ready', 'unmatched', 'optional']);
  const seen = await detail(draft.id);
  expect(seen.papers[1]).toMatchObject({ documentType: null, details: 'Product safety report, stamped', isChosen: false });
  expect(seen.papers[0]?.candidates[0]).toMatchObject({ documentId: fda, state: 'ready', fileName: 'THAI_FDA.pdf' });
  const unseen = await detail(draft.id, { scopes: new Set(['listings:read']) });
  expect(unseen.papers.flatMap(({ candidates }) => candidates)).toEqual([]);

  const given = good(await give(draft.id, [{ channelCertificateId: 'safety', documentId: report }]));
  expect(given.papers[1]).toMatchObject({ state: 'ready', isChosen: true, documentType: 'SGS_TEST_REPORT', paper: { documentId: report } });
  // The leaf knows it now, in every shop.
  const runId = await choose([first, second], [shop, other]);
  expect((await list()).map(states)).toEqual(Array.from({ length: 4 }, () => ['ready', 'ready', 'optional']));
  expect(await submit(runId)).toMatchObject({ planned: 4, keptBack: 0 });
  await work();
  expect(platform.sent).toHaveLength(4);
  // Two papers, two shops: however many products.
  expect(platform.files.map(({ fileName }) => fileName).sort()).toEqual([
    'sgs-test-report.pdf',
    'sgs-test-report.pdf',
    'thai-fda.pdf',
    'thai-fda.pdf',
  ]);
  expect((await shows()).sort()).toEqual([fda, fda, report, report].sort());
  for (const { draft: sent } of platform.sent)
    expect(sent.certificates).toMatchObject([
      { channelCertificateId: 'fda', channelImageIds: [], files: [{ name: 'thai-fda.pdf', format: 'PDF' }], expiresAt: until - 1 },
      { channelCertificateId: 'safety', files: [{ name: 'sgs-test-report.pdf' }], expiresAt: null },
    ]);
});

test('of several the one that says most about the product goes, a picture as a picture; a lost answer shows nothing twice', async () => {
  platform.certificates = [certificate('fda', 'Thai FDA notification')];
  await file('THAI_FDA');
  await file('THAI_FDA', { brand: 'Other' });
  const own = await file('THAI_FDA', { brand: 'Hearth', mediaType: 'image/png' });
  await file('THAI_FDA', { brand: 'Hearth', markets: ['JP'], status: 'pending' });
  const runId = await choose([await mug('ONE', { brand: 'hearth' })], [shop]);
  expect((await only()).papers).toMatchObject([{ state: 'ready', paper: { documentId: own } }]);
  platform.before = lostAnswer;
  await submit(runId);
  await work();
  platform.before = () => undefined;
  const pictures = platform.images;
  await bench.clock.advance(3_600_000);
  await work();
  expect(platform.sent[0]?.draft.certificates).toEqual([
    { channelCertificateId: 'fda', channelImageIds: [expect.stringMatching(/^image-/)], files: [], expiresAt: null },
  ]);
  expect(platform.files).toEqual([]);
  // The second attempt showed the product's picture again, the paper not.
  expect([platform.images - pictures, await shows()]).toEqual([1, [own]]);
});

test.each([
  [
    'ends before the call',
    async (paper: string) =>
      inMerchant((tx) => sql`UPDATE document SET expires_at = now() - interval '9 years' WHERE id = ${paper}`.execute(tx)),
    'certificate-expired',
    0,
  ],
  ['is withdrawn before the call', withdraw, 'certificate-missing', 0],
] as const)('a paper that %s keeps the publication back', async (_, spoil, code, uploads) => {
  platform.certificates = [certificate('fda', 'Thai FDA notification')];
  const paper = await file('THAI_FDA');
  await submit(await choose([await mug('ONE')], [shop]));
  await spoil(paper);
  await work();
  const held = await only();
  expect([held.state, codes(held), platform.sent, platform.files.length]).toEqual(['incomplete', [code], [], uploads]);
});

test('a paper that is withdrawn while it is on its way is not named in any listing; one that is replaced goes in its new version', async () => {
  platform.certificates = [certificate('fda', 'Thai FDA notification')];
  const paper = await file('THAI_FDA');
  const runId = await choose([await mug('ONE')], [shop]);
  await submit(runId);
  platform.uploading = () => withdraw(paper);
  await work();
  expect([(await only()).state, codes(await only()), platform.sent]).toEqual(['incomplete', ['certificate-missing'], []]);

  const later = await file('THAI_FDA');
  platform.uploading = async () => {
    platform.uploading = async () => undefined;
    const replace = onboardingHandlers(bench.services)['documents.replace-file'];
    const body = { bytes: pdfWith('THAI_FDA, second edition'), mediaType: 'application/pdf', sha256: 'b'.repeat(64) };
    good(await replace({ ...around(), params: { documentId: later }, query: { fileName: 'b.pdf' }, body }));
  };
  await submit(runId);
  await work();
  await bench.clock.advance(3_600_000);
  await work();
  expect(platform.sent).toMatchObject([{ draft: { certificates: [{ files: [{ channelFileId: 'file-3' }] }] } }]);
});

test('only what the leaf asks for and what counts for the product here may be chosen; what was chosen and is gone says so', async () => {
  const [report, foreign] = [await file('SGS_TEST_REPORT'), await file('SGS_TEST_REPORT', { markets: ['MY'] })];
  await choose([await mug('ONE')], [shop]);
  const { id } = await only();
  const refused = (path: string, code: string) => ({ refused: 'invalid-input', errors: [expect.objectContaining({ path, code })] });
  expect(await give(id, [{ channelCertificateId: 'x', documentId: report }])).toEqual(
    refused('/papers/0/channelCertificateId', 'unknown-certificate'),
  );
  expect(await give(id, [{ channelCertificateId: 'safety', documentId: foreign }])).toEqual(
    refused('/papers/0/documentId', 'unknown-paper'),
  );
  expect((await inMerchant((tx) => tx.selectFrom('certificate_choice').selectAll().execute())).length).toBe(0);
  good(await give(id, [{ channelCertificateId: 'safety', documentId: report }]));
  await withdraw(report);
  expect([states(await only()), codes(await only())]).toEqual([
    ['missing', 'withdrawn'],
    ['certificate-missing', 'certificate-withdrawn'],
  ]);
  const free = good(await give(id, [{ channelCertificateId: 'safety', documentId: null }]));
  // Another report would do, and there is none here.
  expect(free.papers[1]).toMatchObject({ state: 'missing', isChosen: false, documentType: 'SGS_TEST_REPORT' });
});

test('a certificate is asked for only where its condition holds, and one that must end says when', async () => {
  const ofEnamel = { conditions: [{ channelAttributeId: 'material', channelValueId: 'v1' }], isExpiryRequired: true };
  const ofGlass = { conditions: [{ channelAttributeId: 'material', channelValueId: 'v2' }] };
  platform.certificates = [certificate('a', 'UKCA declaration', ofEnamel), certificate('b', 'SGS test report', ofGlass)];
  await file('UKCA_DECLARATION');
  await choose([await mug('ONE')], [shop]);
  expect([states(await only()), codes(await only())]).toEqual([['undated', 'optional'], ['certificate-undated']]);
  await file('UKCA_DECLARATION', { expiresAt: bench.clock.now() + 1 });
  expect(states(await only())).toEqual(['ready', 'optional']);
  await bench.clock.advance(1);
  expect([states(await only())[0], codes(await only())]).toEqual(['undated', ['certificate-undated']]);
});

test('a live listing of a product is of the product’s brand, also where the platform shows none: papers of the brand count for it', async () => {
  platform.certificates = [];
  const german = await buildShop(bench, database.merchantId, { market: 'DE' });
  await openPublishing(bench, [german]);
  await file('EPR_REGISTRATION', { brand: 'Hearth' });
  await submit(await choose([await mug('ONE', { brand: 'Hearth' })], [german]));
  await work();
  const sent = (await only()).channelProductId ?? '';
  const listingId = await buildListing(bench, german, { channelProductId: sent, sku: 'ONE' });
  const bare = await buildListing(bench, german, { sku: 'BARE' });
  await inMerchant((tx) => sql`UPDATE publication SET state = 'live'`.execute(tx));
  const now = bench.clock.now();
  expect(await inMerchant((tx) => lockedAmong(tx, [listingId, bare], now))).toEqual(new Set([bare]));
  expect((await only()).state).toBe('live');
  // Counted by kinds, it is the same.
  const duties = await inMerchant(async (tx) => {
    const { caller } = around();
    return lockDuties.find(tx, { services: bench.services, caller, shops: await shopsInScope(tx, { caller }), now, isWhole: true });
  });
  expect(duties).toMatchObject([{ subject: german.shopId, data: { count: 1, type: 'EPR_REGISTRATION' } }]);
});
