/**
 * The real HTTP side with its real guards, handlers and database, in the fuzz's own threads: what a fuzz of thousands of requests a second
 * can afford. Two merchants live on it: one is attacked, the other must not change and must not show.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { consentCallback } from '../../../apps/server/src/modules/accounts/index.ts';
import { type Bench, buildShop, createBench } from '../../../apps/server/src/modules/accounts/testing.ts';
import { hookHandler } from '../../../apps/server/src/modules/intake/index.ts';
import { buildLine, buildOrder, takeIn } from '../../../apps/server/src/modules/orders/testing.ts';
import { hashApiKey, makeApiKey, prefixOf } from '../../../apps/server/src/platform/auth/api-key.ts';
import { createSignIn, type SignIn } from '../../../apps/server/src/platform/auth/sign-in.ts';
import { realClock } from '../../../apps/server/src/platform/clock/real-clock.ts';
import { realRandom } from '../../../apps/server/src/platform/clock/real-random.ts';
import { type Database, openDatabase } from '../../../apps/server/src/platform/database/database.ts';
import { startEmbeddedPostgres } from '../../../apps/server/src/platform/database/embedded.ts';
import { migrate } from '../../../apps/server/src/platform/database/migrate.ts';
import { prepareRoles } from '../../../apps/server/src/platform/database/roles.ts';
import { type Api, createApi } from '../../../apps/server/src/platform/http/api.ts';
import type { Handlers } from '../../../apps/server/src/platform/http/handler.ts';
import { createIdempotency } from '../../../apps/server/src/platform/http/idempotency.ts';
import { createMetrics } from '../../../apps/server/src/platform/http/metrics.ts';
import { mountRaw } from '../../../apps/server/src/platform/http/mount-raw.ts';
import { uuidv7 } from '../../../apps/server/src/platform/ids.ts';
import type { Log } from '../../../apps/server/src/platform/ports.ts';
import type { Services } from '../../../apps/server/src/platform/services.ts';
import { routeHandlers } from '../../../apps/server/src/wiring.ts';
import { scopes } from '../../../packages/contract/src/index.ts';

export type Attacked = {
  merchantId: string;
  key: string;
  narrowKey: string;
  cookie: string;
  shopId: string;
  channelShopId: string;
  orderId: string;
};

/** Plain data: what a thread needs to open the interface on the same database. */
export type FuzzWorld = {
  app: pg.PoolConfig;
  system: pg.PoolConfig;
  signInSecret: string;
  one: Attacked;
  /** What belongs to the other merchant and must show nowhere. */
  foreign: readonly string[];
  columns: string[];
};

export type FuzzDatabase = {
  world: FuzzWorld;
  /** Every row of the other merchant, as text: the same before and after. */
  foreignRows(): Promise<string>;
  close(): Promise<void>;
};

export type FuzzApi = {
  api: Api;
  /** How many requests came as far as their handler. */
  reached(): number;
  /** What the log said of failures that nobody foresaw. */
  failures: string[];
  close(): Promise<void>;
};

const silence = (): void => undefined;
const silentLog: Log = { debug: silence, info: silence, warn: silence, error: silence };

export async function openFuzzDatabase(): Promise<FuzzDatabase> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tradewind-fuzz-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log: silentLog, durable: false });
  const close = async (): Promise<void> => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const access = await prepareRoles({ kind: 'embedded', dataDir, superuser: postgres.superuser });
    await migrate({ access, folder: 'apps/server/migrations', clock: realClock, log: silentLog });
    const database = openDatabase({ app: access.app, system: access.system, log: silentLog });
    const signInSecret = randomBytes(32).toString('base64');
    const bench = createBench(database);
    const signIn = openSignIn(bench.services, signInSecret);
    const [one, other] = [await makeMerchant({ bench, signIn }, 'Anchorage'), await makeMerchant({ bench, signIn }, 'Borealis')];
    await bench.services.hints.close();
    await database.close();
    const superuser = { ...postgres.superuser, database: 'tradewind' };
    const foreign = ['Borealis', other.merchantId, other.shopId, other.orderId, other.channelShopId];
    return {
      world: { app: access.app, system: access.system, signInSecret, one, foreign, columns: await columnsOf(superuser) },
      foreignRows: () => rowsOf(superuser, other.merchantId),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export function openFuzzApi({ app, system, signInSecret }: FuzzWorld): FuzzApi {
  const failures: string[] = [];
  const log: Log = { ...silentLog, error: (event, fields) => void failures.push(`${event} ${fields?.errorStack}`) };
  const database = openDatabase({ app: { ...app, max: 6 }, system: { ...system, max: 3 }, log });
  // Several threads work on one database, and each bench would draw the same ids as the others.
  const services: Services = {
    ...createBench(database).services,
    random: realRandom,
    newId: () => uuidv7({ clock: realClock, random: realRandom }),
  };
  let reached = 0;
  const onReached = (): void => {
    reached += 1;
  };
  const api = openApi(services, { signIn: remembering(openSignIn(services, signInSecret)), log, onReached });
  return {
    api,
    reached: () => reached,
    failures,
    close: async () => {
      await services.hints.close();
      await database.close();
    },
  };
}

function openSignIn({ database, newId }: Services, secret: string): SignIn {
  return createSignIn({ database, secret, publicUrl: null, newId, realClock, rateLimits: true });
}

/** Looks each credential up once: the database is asked by what the request is for, not a hundred thousand times by whom. */
function remembering(signIn: SignIn): SignIn {
  const known = new Map<string, ReturnType<SignIn['identify']>>();
  return {
    ...signIn,
    identify: (headers) => {
      const credential = JSON.stringify([headers.get('authorization'), headers.get('cookie')]);
      const found = known.get(credential) ?? signIn.identify(headers);
      if (known.size < 1_000) known.set(credential, found);
      return found;
    },
  };
}

type ApiParts = { signIn: SignIn; log: Log; onReached: () => void };

function openApi(services: Services, { signIn, log, onReached }: ApiParts): Api {
  const metrics = createMetrics();
  const { database, secrets } = services;
  const api = createApi({
    handlers: counting(routeHandlers(services), onReached),
    signIn,
    idempotency: createIdempotency({ database, secrets, now: () => realClock.now() }),
    hints: services.hints,
    metrics,
    log,
    random: realRandom,
    newId: services.newId,
    realClock,
    publicUrl: null,
    loopbackOnly: true,
    // A limit would refuse nearly everything before its schema saw it; limits have tests of their own.
    rateLimits: false,
    webDir: null,
    checkAnswers: true,
    isReady: async () => true,
    isDraining: () => false,
  });
  mountRaw(api, { method: 'GET', path: '/oauth/{channel}/callback' }, consentCallback(services));
  mountRaw(api, { method: 'POST', path: '/hooks/{channel}' }, hookHandler(services, metrics));
  return api;
}

function counting(handlers: Handlers, onReached: () => void): Handlers {
  const counted = Object.entries(handlers).map(([id, handler]) => [
    id,
    (input: never) => {
      onReached();
      return handler(input);
    },
  ]);
  // The cast: the same handlers under the same ids.
  return Object.fromEntries(counted) as Handlers;
}

type Makers = { bench: Bench; signIn: SignIn };

async function makeMerchant({ bench, signIn }: Makers, name: string): Promise<Attacked> {
  const { services } = bench;
  const [email, password] = [`owner@${name.toLowerCase()}.example`, `password of ${name}`];
  const { merchantId } = await signIn.createOwner({ email, password, name: `Owner of ${name}`, merchantName: `${name} Goods` });
  const shop = await buildShop(bench, merchantId, { name: `${name} London` });
  const orders = Array.from({ length: 30 }, (_, index) =>
    buildOrder({ lines: [buildLine({ sellerSku: `${name}-${index}`, productName: `${name} mug` })], buyer: { name: `${name} Buyer` } }),
  );
  await takeIn(services, shop, orders);
  const [order] = await services.database.withMerchant(merchantId, (tx) => tx.selectFrom('orders').select('id').limit(1).execute());
  const entered = { path: '/sign-in/email', headers: new Headers(), body: { email, password }, address: 'fuzz', requestId: 'fuzz' };
  const answer = await signIn.enter(entered);
  return {
    merchantId,
    key: await makeKey(services.database, { merchantId, newId: services.newId, shopIds: null }),
    narrowKey: await makeKey(services.database, { merchantId, newId: services.newId, shopIds: [shop.shopId] }),
    cookie: answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
    shopId: shop.shopId,
    channelShopId: shop.channelShopId,
    orderId: order?.id ?? '',
  };
}

type KeyWish = { merchantId: string; newId: () => string; shopIds: string[] | null };

async function makeKey(database: Database, { merchantId, newId, shopIds }: KeyWish): Promise<string> {
  const key = makeApiKey(realRandom);
  const row = { id: newId(), merchant_id: merchantId, name: 'fuzz', prefix: prefixOf(key), key_hash: hashApiKey(key) };
  await database.system
    .insertInto('system.api_key')
    .values({ ...row, scopes: [...scopes], shop_ids: shopIds, created_by: 'fuzz', created_at: new Date(realClock.now()) })
    .execute();
  return key;
}

async function ask<T extends object>(connection: pg.ClientConfig, query: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<T>(query, values)).rows;
  } finally {
    await client.end();
  }
}

async function columnsOf(connection: pg.ClientConfig): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    connection,
    `SELECT DISTINCT column_name AS name FROM information_schema.columns WHERE table_schema IN ('tenant', 'system') ORDER BY 1`,
  );
  return rows.flatMap(({ name }) => [name, name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())]);
}

async function rowsOf(connection: pg.ClientConfig, merchantId: string): Promise<string> {
  const tables = await ask<{ schema: string; name: string }>(
    connection,
    `SELECT table_schema AS schema, table_name AS name FROM information_schema.columns
     WHERE table_schema IN ('tenant', 'system') AND column_name = 'merchant_id' ORDER BY 1, 2`,
  );
  const texts: string[] = [];
  for (const { schema, name } of tables) {
    const rows = await ask<{ row: string }>(
      connection,
      `SELECT t::text AS row FROM ${schema}.${name} t WHERE merchant_id = $1 ORDER BY 1`,
      [merchantId],
    );
    texts.push(`${name}: ${rows.map(({ row }) => row).join('\n')}`);
  }
  return texts.join('\n');
}
