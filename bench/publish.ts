/**
 * Products go to twelve shops: every pair judged by everything there is, planned, asked once more before the call and sent to a platform in
 * memory, until each is under the platform's review. The control is a script that keeps a list: read the product, say that it is being
 * sent, make the same call, say that it was sent, on as many connections as the worker has turns, with no gate and nothing to repeat.
 */

import { type Bench, buildCaller, buildShop, createBench } from '../apps/server/src/modules/accounts/testing.ts';
import { publicationHandlers } from '../apps/server/src/modules/listings/index.ts';
import { buildPicture, type FakePublishing, openPublishing } from '../apps/server/src/modules/listings/testing.ts';
import { isRefusal } from '../apps/server/src/platform/http/handler.ts';
import { jobHandlers } from '../apps/server/src/wiring.ts';
import { scopes } from '../packages/contract/src/roles.ts';
import { printFigure, progress, timed } from './figure.ts';
import { type Place, type Superuser, withConnections, withPlace } from './place.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const SHOPS = 12;
/** As many lanes as a worker of `createBench` turns at once. */
const TURNS = 4;

export async function benchPublish(products: number): Promise<void> {
  await withPlace(NOW, async (place) => {
    const bench = createBench(place.services.database, { startAt: NOW });
    const shops = [];
    for (let count = 0; count < SHOPS; count += 1) shops.push(await buildShop(bench, place.merchantId, { market: 'GB' }));
    const platform = await openPublishing(bench, shops);
    const productIds = await stockUp(place, bench, products);
    const pairs = products * SHOPS;
    const work = { place, bench, platform, pairs };
    const shopIds = shops.map(({ shopId }) => shopId);
    const tookMs = await publish(work, { productIds, shopIds });
    const raw = await publishByHand(work, productIds);
    const value = pairs / (tookMs / 1000);
    const control = pairs / (raw / 1000);
    const { postgres } = place;
    printFigure({ bench: 'publish', size: pairs, value, unit: 'pairs/s', control, p50: null, p95: null, postgres });
  });
}

/** Products with a picture, a size and nothing missing. */
async function stockUp({ superuser, merchantId }: Place, bench: Bench, count: number): Promise<string[]> {
  progress(`making ${count} products`);
  const ids = Array.from({ length: count }, () => bench.services.newId());
  await superuser.query(
    `INSERT INTO product (merchant_id, id, code, title, description, category, materials, option_names, attributes, status, version, created_at, updated_at)
     SELECT $1, id, id::text, 'A mug of enamel', 'Holds tea', 'home-daily', '{enamel}', '{}', '{}', 'active', 1, 'epoch', 'epoch' FROM unnest($2::uuid[]) AS id`,
    [merchantId, ids],
  );
  await superuser.query(
    `INSERT INTO variant (merchant_id, id, product_id, sku, option_values, is_bundle, status, weight_g, length_mm, width_mm, height_mm, created_at, updated_at)
     SELECT $1, id, id, id::text, '{}', false, 'active', 300, 100, 90, 90, 'epoch', 'epoch' FROM unnest($2::uuid[]) AS id`,
    [merchantId, ids],
  );
  for (const productId of ids) await buildPicture(bench, { merchantId, productId });
  await superuser.query('ANALYZE');
  return ids;
}

type Work = { place: Place; bench: Bench; platform: FakePublishing; pairs: number };

async function publish({ place, bench, platform, pairs }: Work, wish: { productIds: string[]; shopIds: string[] }): Promise<number> {
  const ask = publicationHandlers(bench.services);
  const around = { caller: buildCaller(place.merchantId, { scopes: new Set(scopes) }), requestId: 'bench', query: {} };
  const send = () => Promise.reject(new Error('nothing is sent over HTTP'));
  const worker = bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => '' }));
  progress(`choosing and preparing ${pairs} pairs`);
  const run = await ask['publication-runs.create']({ ...around, params: {}, body: wish });
  if (isRefusal(run)) throw new Error('the task was refused');
  await worker.drain();
  const params = { runId: run.id };
  for (const shopId of wish.shopIds) await ask['publication-runs.fill']({ ...around, params, body: { shopId, price: 1_500, quantity: 7 } });
  progress(`sending ${pairs} pairs`);
  const tookMs = await timed(async () => {
    await ask['publication-runs.submit']({ ...around, params, body: undefined });
    await worker.drain();
  });
  const { rows } = await place.superuser.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM publication WHERE run_id = $1 AND state = 'under-review'`,
    [run.id],
  );
  if (rows[0]?.count !== pairs || platform.sent.length !== pairs)
    throw new Error(`of ${pairs} pairs ${rows[0]?.count} are under review and ${platform.sent.length} calls were made`);
  return tookMs;
}

async function publishByHand({ place, pairs }: Work, productIds: readonly string[]): Promise<number> {
  progress(`sending ${pairs} pairs by a script`);
  await place.superuser.query('CREATE SCHEMA raw');
  await place.superuser.query(`CREATE TABLE raw.sent (pair int PRIMARY KEY, state text NOT NULL DEFAULT 'draft')`);
  await place.superuser.query('INSERT INTO raw.sent (pair) SELECT generate_series(0, $1::int - 1)', [pairs]);
  const made = new Set<string>();
  return withConnections(place, TURNS, (clients) =>
    timed(async () => {
      await Promise.all(clients.map((client, turn) => sendShare(client, { turn, pairs, productIds, made })));
      if (made.size !== pairs) throw new Error('the control made another number of calls');
    }),
  );
}

type Share = { turn: number; pairs: number; productIds: readonly string[]; made: Set<string> };

async function sendShare(client: Superuser, { turn, pairs, productIds, made }: Share): Promise<void> {
  for (let pair = turn; pair < pairs; pair += TURNS) {
    const productId = productIds[pair % productIds.length];
    await client.query('SELECT * FROM product JOIN variant ON variant.product_id = product.id WHERE product.id = $1', [productId]);
    await client.query(`UPDATE raw.sent SET state = 'sending' WHERE pair = $1`, [pair]);
    made.add(`${pair} ${productId}`);
    await client.query(`UPDATE raw.sent SET state = 'under-review' WHERE pair = $1`, [pair]);
  }
}
