/** A PostgreSQL of the run's own, without fsync, in a temporary folder; each player gets a database of its own in it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../apps/server/src/platform/database/embedded.ts';
import { migrate } from '../../../apps/server/src/platform/database/migrate.ts';
import { type DatabaseAccess, prepareRoles, quote, withClient } from '../../../apps/server/src/platform/database/roles.ts';
import { silentLog } from '../../../apps/server/src/testing/silent-log.ts';
import { EYES } from '../play/judge.ts';

/** What a player needs to connect; plain data, because it crosses to another process. */
export type PlayerDatabase = { app: pg.ClientConfig; system: pg.ClientConfig; superuser: pg.ClientConfig };
export type Server = { databases: PlayerDatabase[]; close(): Promise<void> };

const TEMPLATE = 'tradewind_seeds';

export async function startServer(players: number, migrationsFolder: string): Promise<Server> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tradewind-seeds-'));
  let postgres: EmbeddedPostgres | undefined;
  const close = async (): Promise<void> => {
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    postgres = await startEmbeddedPostgres({ dataDir, log: silentLog, durable: false });
    const { superuser } = postgres;
    const access = await prepareRoles({ kind: 'embedded', dataDir, superuser, database: TEMPLATE });
    await migrate({ access, folder: migrationsFolder, clock: { now: Date.now }, log: silentLog });
    const databases: PlayerDatabase[] = [];
    for (let index = 0; index < players; index += 1) databases.push(await cloneFor(access, superuser, `${TEMPLATE}_${index}`));
    return { databases, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A copy of the migrated template with the judge's eyes in it. */
export async function cloneFor(access: DatabaseAccess, superuser: pg.ClientConfig, name: string): Promise<PlayerDatabase> {
  await withClient(superuser, async (client) => {
    const source = access.app.database ?? '';
    await client.query(`CREATE DATABASE ${quote(name)} TEMPLATE ${quote(source)} OWNER ${quote(access.roles.owner)} STRATEGY FILE_COPY`);
    await client.query(`ALTER DATABASE ${quote(name)} SET synchronous_commit = off`);
    // Circles of waits are found by asking, at once; the server's own search would come at an instant of real time.
    await client.query(`ALTER DATABASE ${quote(name)} SET deadlock_timeout = '1h'`);
  });
  await withClient({ ...superuser, database: name }, (client) => client.query(EYES));
  return {
    app: { ...access.app, database: name },
    system: { ...access.system, database: name },
    superuser: { ...superuser, database: name },
  };
}
