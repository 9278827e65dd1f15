/**
 * Puts a backup into an empty system, and proves that it is the same.
 *
 *   read it all → versions → keys → is the system empty? → schema of the backup's version → one transaction: rows in, keys of rows back,
 *   every table read again and compared with the manifest, every merchant's key unwrapped → commit
 *
 * Whatever fails leaves no row behind. Inside the transaction row security is not forced, because COPY goes into no table that has it
 * forced, and references are dropped and made anew at the end: checked once for all rows, in whatever order the tables came.
 */
import type pg from 'pg';
import { copyIn } from '../database/copy.ts';
import { migrate, readMigrations } from '../database/migrate.ts';
import { type DatabaseAccess, quote, withClient } from '../database/roles.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { unwrapDataKey } from '../secrets/secrets.ts';
import { BackupRefused } from './archive.ts';
import type { KeyFiles } from './keys.ts';
import { type Manifest, uploadName } from './manifest.ts';
import { checkSchemaVersion, type OpenBackup, withBackup } from './read-backup.ts';
import { putKeys, type SettledKeys, settleKeys } from './restore-keys.ts';
import { type BackedUpTable, listTables, readTable, SESSION, tableName } from './table-rows.ts';
import { putUpload, refuseUploads, removeUploads } from './uploads.ts';

export type RestoreRequest = {
  file: string;
  access: DatabaseAccess;
  migrationsFolder: string;
  dataDir: string;
  keyFiles: KeyFiles;
  clock: Pick<Clock, 'now'>;
  random: Random;
  log: Log;
};
export type Restored = { manifest: Manifest; keysTaken: boolean; keysUnproven: string[]; sameSignIn: boolean };

export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const { access, file, migrationsFolder, clock, log } = request;
  return withBackup(file, async (backup) => {
    const { manifest } = backup;
    const held = await withClient(access.migrator, async (client) => {
      const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
      checkSchemaVersion(manifest, readMigrations(migrationsFolder), rows[0]?.server_version ?? '');
      return settleKeys(backup, request.keyFiles);
    });
    refuseUploads(request.dataDir);
    await refuseBusy(access);
    await withClient(access.backup, refuseRows);
    await dropOtherVersion(access, manifest);
    await migrate({ access, folder: migrationsFolder, clock, log, upTo: manifest.schema.version });
    await putKeys(backup, request, held);
    try {
      await withClient(access.migrator, (client) => fill(client, { backup, request, held }));
    } catch (error) {
      await removeUploads(request.dataDir);
      throw error;
    }
    return { manifest, keysTaken: held.taken, keysUnproven: held.unproven, sameSignIn: held.sameSignIn };
  });
}

type Filling = { backup: OpenBackup; request: RestoreRequest; held: SettledKeys };

async function fill(client: pg.ClientBase, { backup, request, held }: Filling): Promise<void> {
  const { manifest } = backup;
  await client.query(`SET ROLE ${quote(request.access.roles.owner)}; BEGIN; ${SESSION}`);
  await load(client, backup);
  await compare(client, manifest);
  await unwrapAll(client, (id) => held.master.find((key) => key.id === id)?.key, held.unproven);
  await forceRowSecurity(client, 'FORCE');
  for (const { path } of manifest.files) await putUpload(backup.file(uploadName(path)), { dataDir: request.dataDir, path });
  await client.query('COMMIT');
  await client.query('ANALYZE');
}

async function refuseBusy({ migrator, roles }: DatabaseAccess): Promise<void> {
  const busy = await withClient(migrator, (client) =>
    client.query('SELECT FROM pg_stat_activity WHERE usename = ANY ($1) AND datname = current_database()', [[roles.app, roles.system]]),
  );
  if ((busy.rowCount ?? 0) > 0) throw new BackupRefused('a workbench is running on this database: stop it, then restore');
}

/** As the backup role, or inside the load: row security would show the owner an empty table. */
async function refuseRows(client: pg.ClientBase): Promise<void> {
  await client.query('SET row_security = off');
  for (const table of await listTables(client)) {
    if (isMigrationList(table)) continue;
    const { rows } = await client.query<{ full: boolean }>(`SELECT EXISTS (SELECT FROM ${tableName(table)}) AS full`);
    if (rows[0]?.full)
      throw new BackupRefused(
        `this system is not empty: ${table.schema}.${table.name} has rows. A backup goes only into a new DATA_DIR or a new database`,
      );
  }
}

const isMigrationList = ({ schema, name }: { schema: string; name: string }): boolean => schema === 'system' && name === 'migration';

/** An empty schema of another version is in the way, and nothing is lost with it. */
async function dropOtherVersion(access: DatabaseAccess, { schema }: Manifest): Promise<void> {
  await withClient(access.migrator, async (client) => {
    await client.query(`SET ROLE ${quote(access.roles.owner)}`);
    const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('system.migration') IS NOT NULL AS there");
    if (!rows[0]?.there) return;
    const applied = await client.query<{ number: number }>('SELECT max(number) AS number FROM system.migration');
    if (applied.rows[0]?.number !== schema.version) await client.query('DROP SCHEMA IF EXISTS tenant, system CASCADE');
  });
}

async function load(client: pg.ClientBase, backup: OpenBackup): Promise<void> {
  const { manifest } = backup;
  await forceRowSecurity(client, 'NO FORCE');
  await refuseRows(client);
  const here = await listTables(client);
  const nameOf = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`;
  const given = new Set(manifest.tables.map(nameOf));
  const odd = [
    ...here.filter((table) => !given.has(nameOf(table))),
    ...manifest.tables.filter((table) => !here.some((one) => nameOf(one) === nameOf(table))),
  ];
  if (odd[0]) throw new BackupRefused(`the backup and the schema of its version differ in the table ${nameOf(odd[0])}`);
  const references = await dropReferences(client);
  await client.query('DELETE FROM system.migration');
  for (const table of manifest.tables)
    await copyIn(client, `${tableName(table)} (${table.columns.map(quote).join(', ')})`, backup.rows(table));
  for (const { table, name, definition } of references) await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
}

type Reference = { table: string; name: string; definition: string };

async function dropReferences(client: pg.ClientBase): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS table, quote_ident(k.conname) AS name, pg_get_constraintdef(k.oid) AS definition
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname IN ('system', 'tenant') ORDER BY 1, 2`);
  for (const { table, name } of rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  return rows;
}

/** All tables that have row security at all have it forced: tenancy-check.ts sees to that. */
async function forceRowSecurity(client: pg.ClientBase, how: 'FORCE' | 'NO FORCE'): Promise<void> {
  const { rows } = await client.query<{ table: string }>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('system', 'tenant') AND c.relkind IN ('r', 'p') AND c.relrowsecurity ORDER BY 1`);
  for (const { table } of rows) await client.query(`ALTER TABLE ${table} ${how} ROW LEVEL SECURITY`);
}

async function compare(client: pg.ClientBase, manifest: Manifest): Promise<void> {
  const here = new Map((await listTables(client)).map((table): [string, BackedUpTable] => [tableName(table), table]));
  for (const table of manifest.tables) {
    const order = here.get(tableName(table))?.orderBy ?? [];
    const { rows, sha256 } = await readTable(client, { ...table, orderBy: order });
    if (rows !== table.digest.rows || sha256 !== table.digest.sha256)
      throw new BackupRefused(
        `after the restore ${table.schema}.${table.name} differs from the backup (${rows} rows, ${table.digest.rows} expected)`,
      );
  }
}

/** The proof that counts: each merchant's own key opens. */
async function unwrapAll(client: pg.ClientBase, byId: (id: string) => Buffer | undefined, unproven: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ merchant_id: string; key_id: string; master_key_id: string; wrapped: Buffer }>(
    'SELECT merchant_id, key_id, master_key_id, wrapped FROM tenant.merchant_key WHERE NOT master_key_id = ANY ($1)',
    [unproven],
  );
  for (const row of rows) unwrapDataKey({ byId }, row);
}
