/**
 * One PostgreSQL for a whole test run, without fsync in a temporary folder, and in it one template database with all migrations.
 * `createTestDatabase` clones the template. Tests learn the addresses by vitest's provide and inject.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, type PostgresConnection, startEmbeddedPostgres } from '../platform/database/embedded.ts';
import { migrate } from '../platform/database/migrate.ts';
import { type DatabaseAccess, prepareRoles } from '../platform/database/roles.ts';
import { silentLog } from './silent-log.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    superuser: PostgresConnection;
    template: DatabaseAccess;
    migrationsFolder: string;
  }
}

const TEMPLATE = 'tradewind_template';
const PREFIX = 'tradewind-test-';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeOldLeftovers();
  const dataDir = mkdtempSync(path.join(tmpdir(), PREFIX));
  const migrationsFolder = path.resolve(import.meta.dirname, '../../migrations');
  let postgres: EmbeddedPostgres | undefined;
  const teardown = async (): Promise<void> => {
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    postgres = await startEmbeddedPostgres({ dataDir, log: silentLog, durable: false });
    await provideTemplate(project, { postgres, dataDir, migrationsFolder });
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

type TestServer = { postgres: EmbeddedPostgres; dataDir: string; migrationsFolder: string };

async function provideTemplate(project: TestProject, { postgres, dataDir, migrationsFolder }: TestServer): Promise<void> {
  const access = await prepareRoles({ kind: 'embedded', dataDir, superuser: postgres.superuser, database: TEMPLATE });
  await migrate({ access, folder: migrationsFolder, clock: { now: Date.now }, log: silentLog });
  project.provide('superuser', postgres.superuser);
  project.provide('template', access);
  project.provide('migrationsFolder', migrationsFolder);
}

/** A run that was killed could not tidy up; its 60 MB go with a run of the next day. */
function removeOldLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    const mtimeMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - mtimeMs > 24 * 3_600_000) rmSync(folder, { recursive: true, force: true });
  }
}
