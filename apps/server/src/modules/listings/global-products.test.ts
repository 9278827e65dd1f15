/** One product above several shops: made once, published market by market, on a real database and a platform in memory. */
import { scopes } from '@tradewind/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { catalogHandlers } from '../catalog/index.ts';
import { good, variantOf, wishOf } from '../catalog/testing.ts';
import { buildPaper } from '../onboarding/testing.ts';
import { publicationHandlers } from './index.ts';
import { buildPicture, type FakePublishing, lostAnswer, openPublishing } from './testing.ts';
import { type FakeGlobalProducts, openGlobalProducts } from './testing-global.ts';

let database: TestDatabase;
let bench: Bench;
let american: BuiltShop;
let british: BuiltShop;
let german: BuiltShop;
let platform: FakePublishing;
let globals: FakeGlobalProducts;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  american = await buildShop(bench, database.merchantId, { market: 'US' });
  british = await buildShop(bench, database.merchantId, { market: 'GB' });
  german = await buildShop(bench, database.merchantId, { market: 'DE' });
  platform = await openPublishing(bench, [american]);
  globals = openGlobalProducts(bench, platform);
  await share([british, german]);
  await buildPaper(bench, { merchantId: database.merchantId, type: 'CPSC_DECLARATION' });
});
afterEach(() => database.close());

/** From now on of the consent that the American shop is of. */
const share = (shops: BuiltShop[]) =>
  database.database.withMerchant(database.merchantId, (tx) =>
    tx
      .updateTable('shop')
      .set({ authorization_id: american.authorizationId })
      .where(
        'id',
        'in',
        shops.map(({ shopId }) => shopId),
      )
      .execute(),
  );
const around = () => ({ caller: buildCaller(database.merchantId, { scopes: new Set(scopes), shopIds: null }), requestId: 'r', query: {} });
const ask = () => publicationHandlers(bench.services);
const pass = async (ms: number) => {
  await bench.clock.advance(ms);
  const send = () => Promise.reject(new Error('unused'));
  await bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => '' })).drain();
};
const prices: Record<string, number> = { US: 1_999, GB: 1_500, DE: 1_799 };

async function mug(code: string): Promise<string> {
  const body = wishOf(code, {
    ...{ title: `A mug called ${code}`, description: 'Holds tea.', category: 'home-daily', materials: ['enamel'] },
    variants: [variantOf(code, { weightG: 300, lengthMm: 100, widthMm: 90, heightMm: 90 })],
  });
  const made = good(await catalogHandlers(bench.services)['products.create']({ ...around(), params: {}, body }));
  await buildPicture(bench, { merchantId: database.merchantId, productId: made.id });
  return made.id;
}
async function choose(productIds: string[], shops: BuiltShop[]) {
  const shopIds = shops.map(({ shopId }) => shopId);
  const { id } = good(await ask()['publication-runs.create']({ ...around(), params: {}, body: { productIds, shopIds } }));
  await pass(0);
  for (const { shopId, market } of shops)
    good(
      await ask()['publication-runs.fill']({
        ...around(),
        params: { runId: id },
        body: { shopId, price: prices[market] ?? 1, quantity: 7 },
      }),
    );
  return id;
}
const through = (runId: string, isGlobal = true) =>
  ask()['publication-runs.update']({ ...around(), params: { runId }, body: { isGlobal } });
const read = async (runId: string) => good(await ask()['publication-runs.get']({ ...around(), params: { runId }, body: undefined }));
const submit = async (runId: string) => good(await ask()['publication-runs.submit']({ ...around(), params: { runId }, body: undefined }));
const listed = async () => good(await ask()['publications.list']({ ...around(), params: {}, body: undefined, query: { limit: 50 } })).items;
const states = async () => {
  const rows = (await listed()).map(({ shop, state, problems }) => [
    shop.market,
    [state, ...problems.flatMap(({ code, weight, message }) => (weight === 'blocks' ? [message ?? code] : []))],
  ]);
  return Object.fromEntries(rows) as Record<string, string[]>; // pairs of a market and what is said of it
};
const paper = () => buildPaper(bench, { merchantId: database.merchantId, type: 'EPR_REGISTRATION' });

test('one global product, each market with its price and its own answer; a market that is locked by then is left out', async () => {
  const valid = bench.clock.now() + 1_000;
  await buildPaper(bench, { merchantId: database.merchantId, type: 'EPR_REGISTRATION', expiresAt: valid });
  const runId = await choose([await mug('MUG')], [american, british, german]);
  expect((await read(runId)).global).toMatchObject({ isChosen: false, shops: [{ reason: null }, { reason: null }, { reason: null }] });
  expect(good(await through(runId)).global.isChosen).toBe(true);
  globals.answers.set('GB', { outcome: 'failed', reasons: ['The brand is not open here'] });
  expect(await submit(runId)).toEqual({ planned: 3, keptBack: 0, remaining: 0 });
  await pass(2_000);
  expect(globals.created).toMatchObject([{ title: 'A mug called MUG', variants: [{ sellerSku: 'MUG', price: 1_999, currency: 'USD' }] }]);
  expect(globals.published).toHaveLength(1);
  expect(globals.published[0]?.map(({ market, variants }) => [market, variants]).sort()).toEqual([
    ['GB', [{ channelGlobalSkuId: 'G1-MUG', price: 1_500, currency: 'GBP', channelWarehouseId: 'w1', quantity: 7 }]],
    ['US', [{ channelGlobalSkuId: 'G1-MUG', price: 1_999, currency: 'USD', channelWarehouseId: 'w1', quantity: 7 }]],
  ]);
  expect(platform.sent).toEqual([]);
  expect(await states()).toEqual({
    ...{ US: ['under-review'], GB: ['rejected', 'The brand is not open here'], DE: ['incomplete', 'paper-expired'] },
  });
  // Mended, both follow from the same global product; what is there is not sent again.
  globals.answers.clear();
  await paper();
  expect(await submit(runId)).toMatchObject({ planned: 2 });
  await pass(0);
  expect(globals.created).toHaveLength(1);
  expect(globals.published[1]?.map(({ market }) => market).sort()).toEqual(['DE', 'GB']);
  expect(await states()).toEqual({ US: ['under-review'], GB: ['under-review'], DE: ['under-review'] });
});

test('answers that are lost, of the product and of its markets, make neither a second time', async () => {
  await paper();
  const runId = await choose([await mug('MUG')], [american, german]);
  good(await through(runId));
  await submit(runId);
  globals.afterCreate = lostAnswer;
  globals.afterPublish = lostAnswer;
  await pass(0);
  expect(await states()).toEqual({ US: ['sending'], DE: ['sending'] });
  await pass(31_000);
  await pass(31_000);
  expect([globals.created.length, globals.published.length]).toEqual([1, 1]);
  expect(await states()).toEqual({ US: ['under-review'], DE: ['under-review'] });
});

test('what means more than a global product can say is a listing of its own shop', async () => {
  await paper();
  const runId = await choose([await mug('MUG')], [american, british, german]);
  good(await through(runId));
  const [own] = await listed();
  good(await ask()['publications.update']({ ...around(), params: { publicationId: own?.id ?? '' }, body: { title: 'Tasse' } }));
  const reasons = (await listed()).map(({ id, notGlobal }) => [id, notGlobal]);
  expect(Object.fromEntries(reasons)).toMatchObject({ [own?.id ?? '']: 'own-content' });
  expect(reasons.filter(([, reason]) => reason === null)).toHaveLength(2);
  await submit(runId);
  globals.answers.set('US', { outcome: 'draft', reasons: ['A certificate is missing'] }).set('GB', { outcome: 'draft', reasons: [] });
  await pass(0);
  expect(globals.published[0]).toHaveLength(2);
  expect(platform.sent).toMatchObject([{ kind: 'create', draft: { title: 'Tasse' } }]);
  // A draft in a market is mended and sent there, as that shop's own.
  const drafts = Object.entries(await states()).filter(([, said]) => said.includes('global-draft'));
  expect(drafts.length).toBeGreaterThan(0);
  await submit(runId);
  await pass(0);
  expect(platform.sent.slice(1).map(({ kind }) => kind)).toEqual(drafts.map(() => 'edit'));
});

test('it is offered where it fits, and taken back what has not been sent', async () => {
  const [productId, sister] = [await mug('MUG'), await buildShop(bench, database.merchantId, { market: 'GB' })];
  const alone = await choose([productId], [american]);
  expect(await through(alone)).toMatchObject({ refused: 'conflict' });
  // No dollar and no euro; two shops of one market.
  await share([sister]);
  expect((await read(await choose([productId], [american, british]))).global.shops.map(({ reason }) => reason)).toEqual([
    'market-twice',
    'alone',
  ]);
  const runId = await choose([productId], [american, german]);
  await paper();
  good(await through(runId));
  await submit(runId);
  good(await ask()['publication-runs.cancel']({ ...around(), params: { runId }, body: undefined }));
  await pass(0);
  expect([globals.created, globals.published, platform.sent]).toEqual([[], [], []]);
  // Without the wish each is a listing of its own.
  good(await through(runId, false));
  await submit(runId);
  await pass(0);
  expect([globals.created.length, platform.sent.length]).toEqual([0, 2]);
});

test('what came from a global product stays told as such and is edited in its own shop; a market that comes later follows if it means the same', async () => {
  await paper();
  const [productId, otherId] = [await mug('MUG'), await mug('CUP')];
  const first = await choose([productId], [american, british]);
  good(await through(first));
  await submit(first);
  await pass(0);
  platform.decide({ status: 'live', audit: 'none' });
  await pass(31_000);
  const live = await listed();
  expect(live.map(({ state, isGlobal }) => [state, isGlobal])).toEqual(live.map(() => ['live', true]));
  const changes = async () =>
    good(await ask()['publication-changes.list']({ ...around(), params: {}, body: undefined, query: { limit: 50 } })).items;
  expect([live.length, await changes()]).toEqual([2, []]);
  // Another title for one market alone: an edit of that listing, and it is still part of the global product.
  const publicationId = live.find(({ shop }) => shop.market === 'GB')?.id ?? '';
  good(await ask()['publications.update']({ ...around(), params: { publicationId }, body: { title: 'A cuppa mug' } }));
  good(await ask()['publication-changes.send']({ ...around(), params: {}, query: {}, body: { publicationIds: [publicationId] } }));
  await pass(0);
  expect(platform.sent).toMatchObject([{ kind: 'edit', draft: { title: 'A cuppa mug' } }]);
  expect((await listed()).map(({ isGlobal }) => isGlobal)).toEqual([true, true]);
  // A third market, alone in its task: what is made already is published there too, what is not has no second market.
  const later = await choose([productId, otherId], [german]);
  expect((await read(later)).global.shops).toMatchObject([{ reason: null }]);
  good(await through(later));
  const third = (await listed()).filter(({ runId }) => runId === later);
  expect(third.map(({ product, notGlobal }) => [product.code, notGlobal]).sort()).toEqual([
    ['CUP', 'alone'],
    ['MUG', null],
  ]);
  await submit(later);
  await pass(0);
  expect([globals.created.length, globals.published.map((targets) => targets.map(({ market }) => market).sort())]).toEqual([
    1,
    [['GB', 'US'], ['DE']],
  ]);
  expect(platform.sent.slice(1)).toMatchObject([{ kind: 'create', draft: { title: 'A mug called CUP' } }]);
});
