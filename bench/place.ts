/**
 * Where a bench runs: the embedded PostgreSQL as an operator has it (fsync on), migrated, with one merchant. It lies in a folder
 * of its own under the system's temporary one, which goes when the bench ends.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { issueApiKey } from '../apps/server/src/modules/developer/commands/issue-api-key.ts';
import { createBlobs } from '../apps/server/src/platform/blobs/blobs.ts';
import { realClock } from '../apps/server/src/platform/clock/real-clock.ts';
import { realRandom } from '../apps/server/src/platform/clock/real-random.ts';
import { type Database, openDatabase } from '../apps/server/src/platform/database/database.ts';
import { type PostgresConnection, startEmbeddedPostgres } from '../apps/server/src/platform/database/embedded.ts';
import { migrate } from '../apps/server/src/platform/database/migrate.ts';
import { type DatabaseAccess, prepareRoles, withClient } from '../apps/server/src/platform/database/roles.ts';
import { guardsWithout } from '../apps/server/src/platform/guards.ts';
import { createHints } from '../apps/server/src/platform/hints.ts';
import type { Caller } from '../apps/server/src/platform/http/handler.ts';
import { uuidv7 } from '../apps/server/src/platform/ids.ts';
import { createLog } from '../apps/server/src/platform/log.ts';
import type { Clock, Log } from '../apps/server/src/platform/ports.ts';
import { loadMasterKey } from '../apps/server/src/platform/secrets/master-key.ts';
import { createSecrets } from '../apps/server/src/platform/secrets/secrets.ts';
import type { Services } from '../apps/server/src/platform/services.ts';
import { scopes } from '../packages/contract/src/roles.ts';

/** Runs SQL past row security and past the product: fills tables and plays the control. */
export type Superuser = Parameters<Parameters<typeof withClient>[1]>[0];
export type Place = {
  dataDir: string;
  services: Services;
  superuser: Superuser;
  /** For a control that wants more than one connection. */
  connection: PostgresConnection;
  /** For another process of the workbench on the same database. */
  access: DatabaseAccess;
  merchantId: string;
  postgres: string;
};

export const quietLog: Log = createLog({ destination: { write: () => undefined }, clock: realClock, level: 'silent' });

/** `now` is the business clock: benches place their orders around a fixed instant. */
export async function withPlace<T>(now: number, run: (place: Place) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tradewind-bench-'));
  try {
    return await withPlaceIn(dataDir, now, run);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** In a folder that stays; its merchant is a new one each time. */
export async function withPlaceIn<T>(dataDir: string, now: number, run: (place: Place) => Promise<T>): Promise<T> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: quietLog });
  try {
    const access = await prepareRoles({ kind: 'embedded', dataDir, superuser: postgres.superuser });
    await migrate({ access, folder: path.resolve('apps/server/migrations'), clock: realClock, log: quietLog });
    const connection = { ...postgres.superuser, database: 'tradewind' };
    return await withDatabase(access, (database) =>
      withClient(connection, async (superuser) => run(await place({ dataDir, database, connection, access, superuser, now }))),
    );
  } finally {
    await postgres.stop();
  }
}

async function withDatabase<T>(access: DatabaseAccess, run: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ app: { ...access.app, max: 4 }, system: { ...access.system, max: 4 }, log: quietLog });
  try {
    return await run(database);
  } finally {
    await database.close();
  }
}

type Parts = {
  dataDir: string;
  database: Database;
  connection: PostgresConnection;
  access: DatabaseAccess;
  superuser: Superuser;
  now: number;
};

async function place({ dataDir, database, connection, access, superuser, now }: Parts): Promise<Place> {
  await superuser.query("SET search_path = tenant, public; SET timezone = 'UTC'");
  const services = await servicesOn({ dataDir, database, now });
  const { rows } = await superuser.query<{ server_version: string }>('SHOW server_version');
  return await withNewMerchant({
    dataDir,
    services,
    superuser,
    connection,
    access,
    merchantId: '',
    postgres: rows[0]?.server_version.split(' ')[0] ?? '',
  });
}

async function servicesOn({ dataDir, database, now }: Pick<Parts, 'dataDir' | 'database' | 'now'>): Promise<Services> {
  const masterKey = await loadMasterKey({ file: path.join(dataDir, 'keys', 'master.json'), random: realRandom });
  // Stands still but for sleepers, so that the channel's throttle, which is not what is measured, never waits.
  let passed = 0;
  const clock: Clock = {
    now: () => now + passed,
    async sleep(ms) {
      passed += ms;
    },
  };
  const secrets = createSecrets({ database, masterKey, random: realRandom, clock });
  return {
    clock,
    random: realRandom,
    log: quietLog,
    database,
    newId: () => uuidv7({ clock: realClock, random: realRandom }),
    pause: (ms) => realClock.sleep(ms),
    secrets,
    blobs: createBlobs({ secrets }),
    sendGiven: () => Promise.reject(new Error('nothing is called here')),
    runProgram: () => Promise.reject(new Error('nothing is started here')),
    hints: createHints({ database, clock: realClock, log: quietLog }),
    guards: guardsWithout(),
    channels: {},
  };
}

/** In another process, on the database of a place. */
export const withServices = <T>(
  { access, dataDir, now }: { access: DatabaseAccess; dataDir: string; now: number },
  run: (services: Services) => Promise<T>,
): Promise<T> => withDatabase(access, async (database) => run(await servicesOn({ dataDir, database, now })));

/** Who asks a handler that is called past HTTP. */
export const callerOf = (merchantId: string): Caller => ({
  ...{ kind: 'user', id: 'bench', name: 'Bench', email: null, merchantId, role: 'owner', scopes: new Set(scopes), shopIds: null },
});

/** The same place as another merchant's. */
export async function withNewMerchant(place: Place): Promise<Place> {
  const merchantId = place.services.newId();
  await place.superuser.query("INSERT INTO system.merchant (id, name, created_at) VALUES ($1, 'Bench', 'epoch')", [merchantId]);
  return { ...place, merchantId };
}

/** A key that may read everything, for asking over HTTP. */
export async function newApiKey({ services, merchantId }: Place): Promise<string> {
  const wish = { merchantId, name: 'Bench', scopes, shopIds: null, createdBy: 'bench' };
  return (await issueApiKey(services, services.database.system, wish)).key;
}

/** More connections of the superuser, for a control with as many askers as the program has. */
export async function withConnections<T>({ connection }: Place, count: number, run: (clients: Superuser[]) => Promise<T>): Promise<T> {
  const clients: Superuser[] = [];
  const open = (): Promise<T> =>
    clients.length === count
      ? run(clients)
      : withClient(connection, async (client) => {
          await client.query("SET search_path = tenant, public; SET timezone = 'UTC'");
          clients.push(client);
          return open();
        });
  return open();
}

export async function diskMegabytes({ superuser }: Place): Promise<number> {
  const { rows } = await superuser.query<{ bytes: string }>('SELECT pg_database_size(current_database())::text AS bytes');
  return Number(rows[0]?.bytes ?? 0) / 1e6;
}

export type BenchShop = { id: string; channelShopId: string; market: string; currency: string; timeZone: string };

/** The shops of these markets, bound and read to the end as far as the product can tell. */
export async function addShops(
  { services, superuser, merchantId }: Place,
  markets: readonly (readonly [string, string, string])[],
): Promise<BenchShop[]> {
  const [entityId, authorizationId] = [services.newId(), services.newId()];
  const at = new Date(services.clock.now());
  await superuser.query('INSERT INTO legal_entity VALUES ($1, $2, $3, $4, $5)', [merchantId, entityId, 'Bench Ltd.', 'CN', at]);
  await superuser.query(
    `INSERT INTO channel_authorization (merchant_id, id, channel, channel_account_id, account_name, granted_scopes, state, refreshed_at, created_at)
     VALUES ($1, $2, 'tiktok-shop', '1', 'Bench', '{}', 'active', $3, $3)`,
    [merchantId, authorizationId, at],
  );
  const shops = markets.map(([market, currency, timeZone], index) => ({
    id: services.newId(),
    channelShopId: String(7_490_000_000_000_000_000n + BigInt(index)),
    market,
    currency,
    timeZone,
  }));
  for (const shop of shops) {
    await superuser.query(
      `INSERT INTO shop (merchant_id, id, channel, channel_shop_id, name, market, currency, time_zone, seller_type, cipher, legal_entity_id, authorization_id, state, bound_at)
       VALUES ($1, $2, 'tiktok-shop', $3, $4, $5, $6, $7, 'cross-border', 'none', $8, $9, 'active', $10)`,
      [
        merchantId,
        shop.id,
        shop.channelShopId,
        `Bench ${shop.market}`,
        shop.market,
        shop.currency,
        shop.timeZone,
        entityId,
        authorizationId,
        at,
      ],
    );
    await superuser.query(
      `INSERT INTO sync_stream (merchant_id, shop_id, stream, cursor_at, backfilled_at, last_swept_at)
       SELECT $1, $2, stream, $3, $3, $3 FROM unnest(ARRAY['orders', 'returns', 'cancellations']) AS stream`,
      [merchantId, shop.id, at],
    );
  }
  return shops;
}
