/** From choosing products and shops to live listings, on a real database and a platform in memory. */
import { routes, scopes } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TenantTx } from '../../platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers, routeHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { catalogHandlers } from '../catalog/index.ts';
import { good, variantOf, wishOf } from '../catalog/testing.ts';
import { buildListing, buildPaper } from '../onboarding/testing.ts';
import { stockHandlers } from '../stock/index.ts';
import { publicationHandlers } from './index.ts';
import { buildPicture, type FakePublishing, lostAnswer, openPublishing } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let british: BuiltShop;
let german: BuiltShop;
let platform: FakePublishing;
beforeEach(async () => {
  warehouseId = null;
  database = await createTestDatabase();
  bench = createBench(database.database);
  british = await buildShop(bench, database.merchantId, { market: 'GB' });
  german = await buildShop(bench, database.merchantId, { market: 'DE' });
  platform = await openPublishing(bench, [british, german]);
});
afterEach(() => database.close());

const around = (shopIds: string[] | null = null) => ({
  caller: buildCaller(database.merchantId, { scopes: new Set(scopes), shopIds }),
  requestId: 'r',
});
const empty = { params: {}, query: {}, body: undefined };
const ask = () => publicationHandlers(bench.services);
const work = () => {
  const send = () => Promise.reject(new Error('unused'));
  return bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => '' })).drain();
};
const pass = async (ms: number) => {
  await bench.clock.advance(ms);
  await work();
};

async function mug(code: string, facts: Parameters<typeof wishOf>[1] = {}): Promise<string> {
  const size = { weightG: 300, lengthMm: 100, widthMm: 90, heightMm: 90 };
  const made = good(
    await catalogHandlers(bench.services)['products.create']({
      ...{ ...around(), ...empty },
      body: wishOf(code, {
        ...{ title: `A mug called ${code}`, description: 'Holds <tea>.', category: 'home-daily', materials: ['enamel'] },
        variants: [variantOf(code, size)],
        ...facts,
      }),
    }),
  );
  await buildPicture(bench, { merchantId: database.merchantId, productId: made.id });
  return made.id;
}
async function choose(productIds: string[], shops: BuiltShop[], price: number | null = 1_500) {
  const run = good(
    await ask()['publication-runs.create']({ ...around(), ...empty, body: { productIds, shopIds: shops.map(({ shopId }) => shopId) } }),
  );
  await work();
  if (price !== null)
    for (const { shopId } of shops)
      good(
        await ask()['publication-runs.fill']({ ...around(), params: { runId: run.id }, query: {}, body: { shopId, price, quantity: 7 } }),
      );
  return run.id;
}
const list = async (query: object = {}, shopIds: string[] | null = null) =>
  good(await ask()['publications.list']({ ...around(shopIds), params: {}, body: undefined, query: { limit: 50, ...query } })).items;
const submit = async (runId: string) => good(await ask()['publication-runs.submit']({ ...around(), ...empty, params: { runId } }));
const again = async (publicationIds: string[]) =>
  good(await ask()['publications.submit']({ ...around(), params: {}, query: {}, body: { publicationIds } }));
const codes = (of: { problems: { code: string }[] } | undefined) => (of?.problems ?? []).map(({ code }) => code).sort();
const only = async () => {
  const [one] = await list();
  if (!one) throw new Error('nothing was chosen');
  return one;
};
const change = (publicationId: string, body: object) =>
  ask()['publications.update']({ ...around(), params: { publicationId }, query: {}, body });

const isValid = (body: object): boolean => routes['publications.update'].body.safeParse(body).success;
const inMerchant = <T>(run: (tx: TenantTx) => Promise<T>) => database.database.withMerchant(database.merchantId, run);

async function applyPrice({ shopId, currency }: BuiltShop, variantId: string, amount: number): Promise<void> {
  await bench.clock.advance(1_000);
  const [id, at, merchantId] = [bench.services.newId(), new Date(bench.clock.now()), database.merchantId];
  await inMerchant(async (tx) => {
    await sql`INSERT INTO price_application (merchant_id, id, prices, variants, shop_ids, applied_by, applied_at)
      VALUES (${merchantId}, ${id}, 1, 1, ${[shopId]}, 'Olive', ${at})`.execute(tx);
    await sql`INSERT INTO price_change (merchant_id, variant_id, shop_id, application_id, price_minor, currency, lines)
      VALUES (${merchantId}, ${variantId}, ${shopId}, ${id}, ${amount}, ${currency}, '[]')`.execute(tx);
  });
}

let warehouseId: string | null = null;
async function receive(variantId: string, units: number): Promise<void> {
  const stock = stockHandlers(bench.services);
  const given = { ...around(), params: {}, query: {} };
  warehouseId ??= good(await stock['warehouses.create']({ ...given, body: { name: 'Own', kind: 'own', country: 'GB' } })).id;
  const rows = [{ variantId, warehouseId, units }];
  good(await stock['stock-adjustments.create']({ ...given, body: { kind: 'receive', rows, reference: null, note: '' } }));
}

const shipToMexico = (shopId: string) =>
  inMerchant((tx) =>
    sql`INSERT INTO mexico_seller (merchant_id, shop_id, origin, dispatch_days, lead_time_days, ship_from, invited_categories, qualifications, updated_at)
      VALUES (${database.merchantId}, ${shopId}, 'us-local', 2, 30, 'US', '{}', '{}', ${new Date(bench.clock.now())})`.execute(tx),
  );

test('what is chosen is prepared, judged, sent once, examined, and known as ours when it is live', async () => {
  const productId = await mug('MUG', {
    optionNames: ['Colour'],
    variants: ['RED', 'BLUE'].map((colour) =>
      variantOf(`MUG-${colour}`, { optionValues: [colour], weightG: 300, lengthMm: 100, widthMm: 90, heightMm: 90 }),
    ),
  });
  const runId = await choose([productId], [british]);
  const draft = await only();
  expect(draft).toMatchObject({ state: 'draft', category: { name: 'Kitchenware › Mugs' }, problems: [], isPreparing: false });
  expect(await submit(runId)).toEqual({ planned: 1, keptBack: 0, remaining: 0 });
  await work();
  expect(platform.sent).toMatchObject([
    {
      kind: 'create',
      draft: {
        ...{ title: 'A mug called MUG', description: '<p>Holds &lt;tea&gt;.</p>', channelImageIds: ['image-1'] },
        attributes: [{ channelAttributeId: 'material', values: [{ channelValueId: 'v1' }] }],
        variants: [
          { sellerSku: 'MUG-BLUE', price: 1_500, quantities: [{ channelWarehouseId: 'w1', quantity: 7 }], options: [{ name: 'Colour' }] },
          { sellerSku: 'MUG-RED' },
        ],
      },
    },
  ]);
  expect(await only()).toMatchObject({ state: 'under-review' });
  platform.decide({ status: 'live', audit: 'approved' });
  await pass(60_000);
  expect(await only()).toMatchObject({ state: 'live', problems: [] });
  const links = await database.database.withMerchant(database.merchantId, (tx) =>
    tx.selectFrom('variant_link').select('matched_by').execute(),
  );
  expect(links).toEqual([{ matched_by: 'published' }, { matched_by: 'published' }]);
  const tasks = good(await routeHandlers(bench.services)['tasks.list']({ ...around(), params: {}, body: undefined, query: { limit: 5 } }));
  expect(tasks.items).toMatchObject([{ id: runId, kind: 'publishing', state: 'done', done: 1, total: 1 }]);
  // Live, it is sent again as an edit, with the ids of what is there.
  good(await change(draft.id, { title: 'A mug for tea' }));
  expect(await again([draft.id])).toEqual({ planned: 1, keptBack: 0 });
  await work();
  expect(platform.sent[1]).toMatchObject({
    kind: 'edit',
    draft: { title: 'A mug for tea', variants: [{ channelSkuId: expect.any(String) }, {}] },
  });
});

test('nothing that the gate refuses leaves, whatever way it came in', async () => {
  const productId = await mug('MUG');
  const runId = await choose([productId], [german]);
  const { id } = await only();
  // Germans would read English: that is told, and keeps nothing back.
  expect(codes(await only())).toEqual(['paper-missing', 'text-missing']);
  // A task, a bulk submission, and an edit of the draft.
  expect(await submit(runId)).toEqual({ planned: 0, keptBack: 1, remaining: 0 });
  expect(await only()).toMatchObject({ state: 'incomplete' });
  expect(await again([id])).toEqual({ planned: 0, keptBack: 1 });
  good(await change(id, { title: 'Another mug' }));
  expect(await again([id])).toEqual({ planned: 0, keptBack: 1 });
  // A product changed under it, and a job that nobody asked for.
  await work();
  expect(platform.sent).toEqual([]);
  // Confirmed while the paper was valid, sent after it had ended.
  const { merchantId } = database;
  await buildPaper(bench, { merchantId, type: 'EPR_REGISTRATION', expiresAt: bench.clock.now() + 1_000 });
  expect(await again([id])).toEqual({ planned: 1, keptBack: 0 });
  await bench.clock.advance(2_000);
  await work();
  expect(platform.sent).toEqual([]);
  expect(await only()).toMatchObject({
    state: 'incomplete',
    problems: [{ code: 'paper-expired', subjects: ['EPR_REGISTRATION'] }, { code: 'text-missing' }],
  });
  // And with a paper that lasts it goes, once.
  await buildPaper(bench, { merchantId, type: 'EPR_REGISTRATION' });
  expect(await again([id])).toEqual({ planned: 1, keptBack: 0 });
  await work();
  expect(platform.sent).toHaveLength(1);
  // Live, and the paper withdrawn: an edit is an offer too.
  platform.decide({ status: 'live', audit: 'approved' });
  await pass(60_000);
  await database.database.withMerchant(merchantId, (tx) => tx.updateTable('document').set({ status: 'rejected' }).execute());
  expect(await only()).toMatchObject({ state: 'locked' });
  expect(await again([id])).toEqual({ planned: 0, keptBack: 1 });
  await work();
  expect(platform.sent).toHaveLength(1);
});

test('each thing that is missing is named, and mended one by one', async () => {
  const productId = await mug('PLATE', {
    ...{ title: 'A plate', description: '', materials: ['tin'], variants: [variantOf('PLATE')] },
  });
  await database.database.withMerchant(database.merchantId, (tx) => tx.deleteFrom('product_media').execute());
  await buildListing(bench, british, { sku: 'PLATE' });
  await choose([productId], [british], null);
  const { id } = await only();
  const found = [
    'category-missing',
    'description-missing',
    'image-missing',
    'price-missing',
    'size-missing',
    'sku-taken',
    'stock-uncounted',
  ];
  expect(codes(await only())).toEqual(found);
  good(await change(id, { channelCategoryId: 'leaf-mugs', description: 'For soup' }));
  await work();
  await buildPicture(bench, { merchantId: database.merchantId, productId });
  const [variant] = (await only()).variants;
  good(await change(id, { variants: [{ variantId: variant?.variantId, price: 900, quantity: 3 }] }));
  const after = await only();
  expect(codes(after)).toEqual(['attribute-missing', 'size-missing', 'sku-taken']);
  expect(after.problems.find(({ code }) => code === 'attribute-missing')).toMatchObject({ subjects: ['Material'] });
  good(await change(id, { attributes: [{ channelAttributeId: 'material', values: [{ channelValueId: 'v1', name: 'Enamel' }] }] }));
  expect(codes(await only())).toEqual(['size-missing', 'sku-taken']);
});

test('prices and quantities are what the rules and the stock say, until a person types others; 0 is no price', async () => {
  const productId = await mug('MUG');
  const runId = await choose([productId], [british], null);
  const { id, variants } = await only();
  const variantId = variants[0]?.variantId ?? '';
  expect(variants).toMatchObject([{ price: null, priceFrom: null, quantity: 0, quantityFrom: null, allocated: null }]);
  expect(codes(await only())).toEqual(['price-missing', 'stock-uncounted']);
  await applyPrice(british, variantId, 1_899);
  await receive(variantId, 12);
  expect((await only()).variants).toMatchObject([
    { price: { amount: 1_899, currency: 'GBP' }, priceFrom: 'rule', quantity: 12, quantityFrom: 'stock', allocated: 12 },
  ]);
  // What is filled in goes where there is nothing, and nowhere else.
  good(
    await ask()['publication-runs.fill']({
      ...{ ...around(), params: { runId }, query: {} },
      body: { shopId: british.shopId, price: 999, quantity: 3 },
    }),
  );
  expect((await only()).variants).toMatchObject([{ priceFrom: 'rule', quantityFrom: 'stock' }]);
  good(await change(id, { variants: [{ variantId, price: 2_000, quantity: 5 }] }));
  expect((await only()).variants).toMatchObject([
    { price: { amount: 2_000 }, priceFrom: 'typed', quantity: 5, quantityFrom: 'typed', allocated: 12 },
  ]);
  good(await change(id, { variants: [{ variantId, price: null, quantity: null }] }));
  await applyPrice(british, variantId, 0);
  expect(codes(await only())).toEqual(['price-missing']);
  await applyPrice(british, variantId, 1_799);
  await receive(variantId, 8);
  await submit(runId);
  await work();
  expect(platform.sent[0]?.draft.variants).toMatchObject([{ price: 1_799, quantities: [{ channelWarehouseId: 'w1', quantity: 20 }] }]);
  expect(isValid({ variants: [{ variantId, price: 0 }] })).toBe(false);
});

test('a task larger than a slice goes on by itself, shows how far it is, and can be stopped between slices', async () => {
  const create = catalogHandlers(bench.services)['products.create'];
  const productIds = [await mug('GOOD')];
  for (let at = 0; at < 50; at += 1)
    productIds.push(good(await create({ ...around(), ...empty, body: wishOf(`M${at}`, { title: 'A mug' }) })).id);
  const other = await buildShop(bench, database.merchantId, { market: 'GB' });
  platform = await openPublishing(bench, [british, other]);
  const runId = await choose(productIds, [british, other]);
  const read = async () => good(await ask()['publication-runs.get']({ ...around(), ...empty, params: { runId } }));
  const tasks = async () =>
    good(await routeHandlers(bench.services)['tasks.list']({ ...around(), params: {}, body: undefined, query: { limit: 5 } })).items;
  expect(await submit(runId)).toMatchObject({ remaining: 2 });
  expect(await read()).toMatchObject({ submitting: 2, counts: { draft: 2 } });
  expect(await tasks()).toMatchObject([{ state: 'running' }]);
  good(await ask()['publication-runs.cancel']({ ...around(), ...empty, params: { runId } }));
  await work();
  expect(platform.sent).toEqual([]);
  expect(await read()).toMatchObject({ submitting: 0 });
  expect(await submit(runId)).toMatchObject({ remaining: 2 });
  // Whoever takes it up next knows only the rows: that is what a killed process leaves.
  await work();
  expect(platform.sent).toHaveLength(2);
  expect(await read()).toMatchObject({ submitting: 0, counts: { incomplete: 100, 'under-review': 2 } });
  expect(await tasks()).toMatchObject([{ state: 'done', done: 2, total: 2 }]);
});

test('what the platform asks of a shop, and slots that are used up, are told before anything is sent, and asked again when it is', async () => {
  platform.prerequisites = [
    { code: 'product-quantity-limit', isMet: false, reasons: ['The limit of today is reached'] },
    { code: 'shop-tax', isMet: false, reasons: ['Enter a tax number'] },
    { code: 'shop-status', isMet: true, reasons: [] },
  ];
  const runId = await choose([await mug('MUG')], [british]);
  expect((await only()).problems).toMatchObject([
    { code: 'shop-lacks', weight: 'blocks', subjects: ['Enter a tax number'] },
    { code: 'slots-none', weight: 'blocks' },
  ]);
  platform.prerequisites = [{ code: 'shop-tax', isMet: true, reasons: [] }];
  await bench.clock.advance(120_000);
  expect(await submit(runId)).toEqual({ planned: 0, keptBack: 1, remaining: 0 });
  await work();
  expect(codes(await only())).toEqual([]);
  expect(await submit(runId)).toMatchObject({ planned: 1 });
});

test('US to Mexico: a Mexican shop that ships from there takes nothing above the cap, one of the United States is told', async () => {
  const [mexican, american] = [
    await buildShop(bench, database.merchantId, { market: 'MX' }),
    await buildShop(bench, database.merchantId, { market: 'US' }),
  ];
  for (const { shopId } of [mexican, american]) await shipToMexico(shopId);
  const [cheap, banned] = [await mug('CHEAP'), await mug('BANNED', { category: 'health-supplements' })];
  await choose([cheap, banned], [mexican], 350_000);
  await choose([banned], [american]);
  const told = async () =>
    (await list()).map(({ product, shop, problems }) => [
      `${product.code} ${shop.market}`,
      problems.flatMap(({ code, weight }) => (code.startsWith('mexico-') ? [`${code} ${weight}`] : [])),
    ]);
  expect(Object.fromEntries(await told())).toEqual({
    'CHEAP MX': [],
    'BANNED MX': ['mexico-category-prohibited blocks'],
    'BANNED US': ['mexico-category-prohibited warns'],
  });
  const dear = (await list()).find(({ product, shop }) => product.code === 'CHEAP' && shop.market === 'MX');
  good(await change(dear?.id ?? '', { variants: [{ variantId: dear?.variants[0]?.variantId, price: 350_001 }] }));
  expect(Object.fromEntries(await told())).toMatchObject({ 'CHEAP MX': ['mexico-unit-price-cap blocks'] });
});

test('an answer that was lost is looked for, and never makes a second listing', async () => {
  const runId = await choose([await mug('MUG')], [british]);
  await submit(runId);
  platform.after = lostAnswer;
  await work();
  expect(await only()).toMatchObject({ state: 'sending', sending: 'unknown' });
  await pass(31_000);
  expect(await only()).toMatchObject({ state: 'under-review' });
  expect(platform.sent).toHaveLength(1);
});

test('what the platform refuses or rejects says why, keeps what was written, and goes again when mended', async () => {
  const runId = await choose([await mug('MUG'), await mug('JUG')], [british]);
  platform.problems = [{ code: '12052990', message: 'The title holds a prohibited word' }];
  await submit(runId);
  await work();
  expect((await list()).map(({ state, problems }) => [state, problems[0]?.message])).toEqual([
    ['rejected', 'The title holds a prohibited word'],
    ['rejected', 'The title holds a prohibited word'],
  ]);
  platform.problems = [];
  const [first] = await list();
  good(await change(first?.id ?? '', { title: 'A better mug' }));
  expect(await submit(runId)).toEqual({ planned: 2, keptBack: 0, remaining: 0 });
  await work();
  platform.decide({
    status: 'review-failed',
    audit: 'failed',
    auditFailures: [{ where: 'Title', reasons: ['Too vague'], suggestions: ['Say more'] }],
  });
  await pass(60_000);
  expect((await list({ state: 'rejected' }))[0]).toMatchObject({
    ...{ title: 'A better mug', problems: [{ code: 'audit-failed', subjects: ['Title'], message: 'Too vague · Say more' }] },
  });
  expect(await submit(runId)).toEqual({ planned: 2, keptBack: 0, remaining: 0 });
  await work();
  expect(platform.sent.map(({ kind }) => kind)).toEqual(['create', 'create', 'edit', 'edit']);
});

test('a task is cancelled where it has not been sent; shops of others and strangers are not reached', async () => {
  const runId = await choose([await mug('MUG')], [british]);
  await submit(runId);
  const after = good(await ask()['publication-runs.cancel']({ ...around(), ...empty, params: { runId } }));
  expect(after.counts).toEqual({ draft: 1 });
  await work();
  expect(platform.sent).toEqual([]);
  expect(await list({}, [german.shopId])).toEqual([]);
  const { id } = await only();
  const bound = { ...around([german.shopId]), query: {} };
  expect(await ask()['publications.update']({ ...bound, params: { publicationId: id }, body: { title: 'x' } })).toMatchObject({
    refused: 'not-found',
  });
  expect(await ask()['publications.submit']({ ...bound, params: {}, body: { publicationIds: [id] } })).toEqual({ planned: 0, keptBack: 0 });
  const stranger = { caller: buildCaller(database.otherMerchantId), requestId: 'r' };
  expect(await ask()['publications.get']({ ...stranger, params: { publicationId: id }, query: {}, body: undefined })).toMatchObject({
    refused: 'not-found',
  });
  expect(await ask()['publication-runs.get']({ ...stranger, params: { runId }, query: {}, body: undefined })).toMatchObject({
    refused: 'not-found',
  });
});
