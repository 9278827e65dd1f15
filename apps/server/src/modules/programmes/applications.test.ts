/** Applications: planned once, sent at most once, followed to their end; the interest form; ways to pay. */
import type { ParsedOf, Routes } from '@tradewind/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRefusal, type Refusal } from '../../platform/http/handler.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, START_AT } from '../accounts/testing.ts';
import { onboardingHandlers } from '../onboarding/index.ts';
import { pdfWith } from '../onboarding/testing.ts';
import { keepReadingApplications, programmeHandlers } from './index.ts';
import { type FakeProgrammes, lostAnswer, openProgrammes } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let platform: FakeProgrammes;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId, { market: 'US' });
  platform = await openProgrammes(bench, shop);
});
afterEach(() => database.close());

const around = (caller = buildCaller(database.merchantId)) => ({ caller, requestId: 'r' });
const handlers = () => programmeHandlers(bench.services);
const good = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer;
};
const work = () => {
  const send = () => Promise.reject(new Error('unused'));
  return bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => '' })).drain();
};
type Wish = Partial<ParsedOf<Routes['programme-applications.create']>['body']>;
const apply = (wish: Wish = {}) =>
  handlers()['programme-applications.create']({
    ...around(),
    params: {},
    query: {},
    body: { programme: 'us-to-mexico', shopId: shop.shopId, categories: ['toys-3-plus'], ...wish },
  });
const applications = async () =>
  good(
    await handlers()['programme-applications.list']({
      ...around(),
      params: {},
      body: undefined,
      query: { limit: 50, shopId: shop.shopId },
    }),
  ).items;
const mexico = async () =>
  good(await handlers()['us-to-mexico.get']({ ...around(), params: { shopId: shop.shopId }, query: {}, body: undefined }));

test('an application is sent, followed through its review, and what is approved counts as invited', async () => {
  expect(good(await apply())).toMatchObject({ state: 'planned', programme: 'us-to-mexico', form: { categories: ['toys-3-plus'] } });
  expect(await apply()).toMatchObject({ refused: 'application-open' });
  await work();
  expect(await applications()).toMatchObject([{ state: 'submitted', history: [{ status: 'submitted' }], failureCode: null }]);
  expect(platform.forms).toEqual([{ programme: 'us-to-mexico', categories: ['toys-3-plus'], qualifications: [] }]);
  await bench.clock.advance(60_000);
  platform.move({ status: 'in-review' });
  await work();
  expect(await applications()).toMatchObject([{ state: 'in-review' }]);
  await bench.clock.advance(60_000);
  platform.move({ status: 'approved', invitedCategories: ['toys-3-plus'], reasons: [] });
  await work();
  expect((await mexico()).known.invitedCategories).toEqual(['toys-3-plus']);
  expect((await mexico()).application).toMatchObject({ state: 'approved', history: [{}, { status: 'in-review' }, { status: 'approved' }] });
  // Decided: the next application is free to be made.
  expect(good(await apply({ categories: ['kids-clothing'] }))).toMatchObject({ state: 'planned' });
});

test('a lost answer is looked for before anything is sent again', async () => {
  platform.after = lostAnswer;
  good(await apply());
  await work();
  expect(await applications()).toMatchObject([{ state: 'unconfirmed' }]);
  platform.after = () => undefined;
  await bench.clock.advance(30_000);
  await work();
  expect(await applications()).toMatchObject([{ state: 'submitted' }]);
  expect(platform.forms).toHaveLength(1);
});

test('a request that was lost on its way is sent again, once', async () => {
  platform.before = lostAnswer;
  good(await apply());
  await work();
  platform.before = () => undefined;
  await bench.clock.advance(30_000);
  await work();
  expect(await applications()).toMatchObject([{ state: 'submitted' }]);
  expect(platform.forms).toHaveLength(1);
});

test('the reading that comes by first answers the intent, instead of showing one application twice', async () => {
  platform.after = lostAnswer;
  good(await apply());
  await work();
  await keepReadingApplications(bench.services, database.merchantId);
  await work();
  expect(await applications()).toMatchObject([{ state: 'submitted' }]);
  await bench.clock.advance(30_000);
  await work();
  expect(await applications()).toHaveLength(1);
  expect(platform.forms).toHaveLength(1);
});

test('what the platform refuses is shown with its code, and one may apply anew', async () => {
  const { ChannelFailure } = await import('@tradewind/channels');
  platform.before = () => {
    throw new ChannelFailure('rejected', 'an application is under review', { channelCode: '99003003' });
  };
  good(await apply());
  await work();
  expect(await applications()).toMatchObject([{ state: 'refused', failureCode: '99003003' }]);
  platform.before = () => undefined;
  good(await apply());
  await work();
  expect((await applications()).map(({ state }) => state).sort()).toEqual(['refused', 'submitted']);
});

test('applications made in the seller centre are found; a consent without the scope is never asked with', async () => {
  await keepReadingApplications(bench.services, database.merchantId);
  await work();
  expect(await applications()).toEqual([]);
  const at = bench.clock.now();
  platform.applications.push({
    ...{ channelApplicationId: 'made-there', programme: 'eu-local-hosted', status: 'approved', reasons: [], invitedCategories: [] },
    ...{ history: [{ status: 'approved', at }], stage: 'incubation', createdAt: at, updatedAt: at },
  });
  await bench.clock.advance(60 * 60_000);
  await work();
  expect(await applications()).toMatchObject([{ state: 'approved', form: null, stage: 'incubation' }]);
  const bare = await buildShop(bench, database.merchantId, { market: 'US' });
  expect(await apply({ shopId: bare.shopId })).toMatchObject({ refused: 'programme-unavailable' });
});

test('who asks for what cannot be hears why, with every path, and nothing is sent', async () => {
  const british = await buildShop(bench, database.merchantId, { market: 'GB' });
  expect(await apply({ shopId: british.shopId, categories: ['furniture', 'toys-3-plus', 'bags'] })).toMatchObject({
    refused: 'invalid-input',
    errors: [
      { path: '/shopId', code: 'wrong-market' },
      { path: '/categories/0', code: 'not-invite-only' },
      { path: '/categories/2', code: 'not-invite-only' },
    ],
  });
  expect(await apply({ categories: [] })).toMatchObject({ errors: [{ path: '/categories' }] });
  expect(await apply({ shopId: '00000000-0000-7000-8000-000000000009' })).toEqual({ refused: 'not-found' });
  const early = createBench(database.database, { startAt: Date.UTC(2026, 1, 28) });
  const answer = await programmeHandlers({ ...early.services, channels: bench.services.channels })['programme-applications.create']({
    ...around(),
    params: {},
    query: {},
    body: { programme: 'us-to-mexico', shopId: shop.shopId, categories: ['toys-3-plus'] },
  });
  expect(answer).toMatchObject({ refused: 'programme-unavailable' });
  await work();
  expect(platform.forms).toEqual([]);
});

async function filePaper(type: string, country: string): Promise<string> {
  const bytes = pdfWith(`${type} ${country} ${shop.shopId}`);
  const made = await onboardingHandlers(bench.services)['documents.create']({
    ...around(),
    params: {},
    query: { fileName: 'Wang Wei.pdf', type, status: 'approved', country },
    body: { mediaType: 'application/pdf', bytes, sha256: `${bytes.length}` },
  });
  return good(made).id;
}
const hosting = async () =>
  good(await handlers()['eu-local-hosted.get']({ ...around(), params: { shopId: shop.shopId }, query: {}, body: undefined }));
type Form = ParsedOf<Routes['eu-local-hosted.save']>['body'];
const keep = (body: Form) => handlers()['eu-local-hosted.save']({ ...around(), params: { shopId: shop.shopId }, query: {}, body });

test('the interest form begins with what the binding and the vault know, and goes out with papers named by their type', async () => {
  shop = await buildShop(bench, database.merchantId, { market: 'DE' });
  platform = await openProgrammes(bench, shop);
  const paper = await filePaper('VAT_REGISTRATION', 'DE');
  const begun = await hosting();
  expect(begun).toMatchObject({
    savedAt: null,
    step: 'prepare',
    form: { entityJurisdiction: 'CN', shipToCountry: 'DE', vatCountries: ['DE'], stockCountries: [], documentIds: [paper] },
    verdict: { eligible: false, reasons: [{ code: 'no-eu-stock' }, { code: 'not-invited' }], nextStep: 'prepare' },
  });
  const submit = () => apply({ programme: 'eu-local-hosted', categories: [] });
  expect(await submit()).toMatchObject({ refused: 'programme-unavailable', errors: [{ path: '/stockCountries', code: 'no-eu-stock' }] });
  good(await keep({ ...begun.form, stockCountries: ['PL'] }));
  expect((await hosting()).verdict).toMatchObject({ nextStep: 'submit-interest-form' });
  good(await submit());
  await work();
  expect(platform.forms).toMatchObject([
    { shipToCountry: 'DE', stockCountries: ['PL'], documents: [{ type: 'VAT_REGISTRATION', fileName: 'VAT_REGISTRATION.pdf' }] },
  ]);
  expect(await hosting()).toMatchObject({ step: 'submitted', verdict: { nextStep: 'await-review' } });
  await bench.clock.advance(60_000);
  platform.move({ status: 'approved', stage: 'cold-start' });
  await work();
  expect(await hosting()).toMatchObject({ step: 'open', stage: { stage: 'cold-start', by: 'platform' } });
});

test('a person sets the stage where the platform says nothing, and bad countries and papers are named', async () => {
  const stageOf = async (stage: 'incubation' | null) => {
    good(await handlers()['eu-local-hosted.set-stage']({ ...around(), params: { shopId: shop.shopId }, query: {}, body: { stage } }));
    return (await hosting()).stage;
  };
  expect(await stageOf('incubation')).toEqual({ stage: 'incubation', by: 'person', at: new Date(START_AT).toISOString() });
  expect(await stageOf(null)).toBeNull();
  const bad = { entityJurisdiction: 'XX', invited: false, stockCountries: ['DE', 'QQ'], shipToCountry: null, vatCountries: ['EU'] };
  expect(await keep({ ...bad, documentIds: [shop.shopId] })).toMatchObject({
    refused: 'invalid-input',
    errors: [
      { path: '/entityJurisdiction' },
      { path: '/stockCountries/1' },
      { path: '/vatCountries/0' },
      { path: '/documentIds/0', code: 'unknown-document' },
    ],
  });
});

test('ways to pay: what nobody has said accuses nobody, card alone loses half, and a market belongs to all shops', async () => {
  const list = async () => good(await handlers()['local-payments.list']({ ...around(), params: {}, query: {}, body: undefined })).items;
  const set = (market: string, methods: Form['documentIds'] | null, caller = buildCaller(database.merchantId)) =>
    handlers()['local-payments.set']({ ...around(caller), params: { market }, query: {}, body: { methods: methods as ['card'] | null } });
  expect(await list()).toMatchObject([
    { market: 'MX', methods: null, adequate: null, estimatedLossShare: null },
    { market: 'BR', methods: null, adequate: null },
  ]);
  expect(good(await set('MX', ['card', 'card']))).toMatchObject({
    methods: ['card'],
    adequate: false,
    missing: ['oxxo', 'bnpl-or-wallet'],
    estimatedLossShare: 0.5,
    atLeast: true,
  });
  expect(good(await set('BR', ['pix', 'card', 'bnpl', 'boleto']))).toMatchObject({ adequate: true, missing: [], estimatedLossShare: 0 });
  expect(good(await set('BR', null))).toMatchObject({ methods: null, adequate: null });
  expect(await set('XX', ['card'])).toMatchObject({ refused: 'invalid-input', errors: [{ path: '/market' }] });
  expect(await set('MX', ['card'], buildCaller(database.merchantId, { shopIds: [shop.shopId] }))).toMatchObject({ refused: 'forbidden' });
  const other = { ...around(buildCaller(database.otherMerchantId)), params: {}, query: {}, body: undefined };
  expect(good(await handlers()['local-payments.list'](other)).items).toMatchObject([{ methods: null }, { methods: null }]);
});
