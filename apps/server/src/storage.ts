import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { makeDataFolder } from './platform/data-folder.ts';
import { readOrMakePassword } from './platform/database/cluster.ts';
import { type Database, openDatabase } from './platform/database/database.ts';
import { connectionOfRunning, type EmbeddedPostgres, startEmbeddedPostgres } from './platform/database/embedded.ts';
import { migrate } from './platform/database/migrate.ts';
import { assertServingRole, type DatabaseAccess, prepareRoles } from './platform/database/roles.ts';
import type { Clock, Log } from './platform/ports.ts';

export type Access = { access: DatabaseAccess; postgres: EmbeddedPostgres | null };
export type Storage = { database: Database; access: DatabaseAccess; postgres: EmbeddedPostgres | null; close(): Promise<void> };

/** A folder of the program, whether it runs from source (`src/`) or from its bundle (`dist/`): both lie beside it. */
export function besideProgram(...parts: string[]): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  return path.resolve(here, '..', ...parts);
}

/** The secret of sign-in cookies; made once per DATA_DIR. */
export function signInSecret(dataDir: string): string {
  return readOrMakePassword(signInFile(dataDir));
}

type Parts = { config: Pick<Config, 'dataDir' | 'database'>; clock: Pick<Clock, 'now'>; log: Log };

/** Signs cookies and seals second factors. */
export const signInFile = (dataDir: string): string => path.join(dataDir, 'keys', 'sign-in');

/**
 * The way to the database of this installation, as it stands: the one named by DATABASE_URL, the embedded one, or, for a command run
 * beside a workbench that already has the embedded one open, that.
 */
export async function openAccess({ config, log }: Omit<Parts, 'clock'>): Promise<Access> {
  makeDataFolder(config.dataDir);
  const running = config.database ? null : connectionOfRunning(config.dataDir);
  const postgres = config.database || running ? null : await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  try {
    const superuser = running ?? postgres?.superuser;
    const access = await prepareRoles(
      config.database
        ? { kind: 'external', dataDir: config.dataDir, ...config.database }
        : superuser
          ? { kind: 'embedded', dataDir: config.dataDir, superuser }
          : unreachable(),
    );
    return { access, postgres };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

/** And migrated, with the pools that serve. */
export async function openStorage({ config, clock, log }: Parts): Promise<Storage> {
  const { access, postgres } = await openAccess({ config, log });
  try {
    await migrate({ access, folder: migrationsFolder(), clock, log });
    await assertServingRole(access.app);
    await assertServingRole(access.system);
    const database = openDatabase({ app: { ...access.app, max: 16 }, system: { ...access.system, max: 10 }, log });
    return {
      database,
      access,
      postgres,
      close: async () => {
        await database.close();
        await postgres?.stop();
      },
    };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

function unreachable(): never {
  throw new Error('an embedded database without a connection');
}

export function migrationsFolder(): string {
  const folder = besideProgram('migrations');
  if (!existsSync(folder)) throw new Error(`the migrations are missing: ${folder}`);
  return folder;
}
