/**
 * A database of its own for a test file or a single test, cloned from the migrated template in a few tens of milliseconds.
 *
 *   const { database, merchantId, otherMerchantId, close } = await createTestDatabase();
 */
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../platform/database/database.ts';
import { type DatabaseAccess, quote, withClient } from '../platform/database/roles.ts';
import { silentLog } from './silent-log.ts';

export type TestDatabase = {
  database: Database;
  /** Two merchants, listed in system.merchant: what belongs to one must never show for the other. */
  merchantId: string;
  otherMerchantId: string;
  /** For tests of what lies below `database`: raw connections as each role. */
  access: DatabaseAccess;
  close(): Promise<void>;
};

export async function createTestDatabase(): Promise<TestDatabase> {
  const { access, drop } = await cloneTemplate();
  const database = openDatabase({ app: { ...access.app, max: 5 }, system: { ...access.system, max: 5 }, log: silentLog });
  const [merchantId, otherMerchantId] = [randomUUID(), randomUUID()];
  await withClient(access.system, (client) =>
    client.query("INSERT INTO system.merchant (id, name, created_at) VALUES ($1, 'Merchant', 'epoch'), ($2, 'Other merchant', 'epoch')", [
      merchantId,
      otherMerchantId,
    ]),
  );
  return {
    database,
    merchantId,
    otherMerchantId,
    access,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

/** The clone alone, for tests that open their own connections or break the schema on purpose. */
export async function cloneTemplate(): Promise<ClonedDatabase> {
  return clone(inject('template').migrator.database ?? '');
}

/** The same roles on a database without any of our tables, for tests of migrations. */
export async function cloneEmpty(): Promise<ClonedDatabase> {
  return clone('template0');
}

type ClonedDatabase = { access: DatabaseAccess; drop(): Promise<void> };

async function clone(source: string): Promise<ClonedDatabase> {
  const superuser = inject('superuser');
  const { roles, migrator, app, system, backup } = inject('template');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(superuser, (client) =>
    client.query(`CREATE DATABASE ${quote(name)} TEMPLATE ${quote(source)} OWNER ${quote(roles.owner)} STRATEGY FILE_COPY`),
  );
  const here = <C extends object>(connection: C): C & { database: string } => ({ ...connection, database: name });
  return {
    access: { roles, migrator: here(migrator), app: here(app), system: here(system), backup: here(backup) },
    drop: async () => {
      await withClient(superuser, (client) => client.query(`DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`));
    },
  };
}
