/**
 * A backup: one snapshot of every table, read by the backup role, written to a tar file while everything runs.
 *
 * - One transaction (REPEATABLE READ, READ ONLY) sees all tables as of one instant; nobody is held up, though a very long backup keeps
 *   VACUUM from tidying up meanwhile.
 * - Memory is bounded by PART_BYTES, whatever the size.
 * - The file has its name only once it is whole and on the disk. What a killed run leaves is called `….unfinished`.
 * - The backup role reads past row security. A role that could not would write an empty backup without an error; it is refused.
 */
import { existsSync, statSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { withClient } from '../database/roles.ts';
import type { Clock, Random } from '../ports.ts';
import { type ArchiveWriter, writeArchive } from './archive.ts';
import { addKeys, type KeyFiles, keysNeeded } from './keys.ts';
import { addManifest, FORMAT_VERSION, type Manifest, partName } from './manifest.ts';
import { type BackedUpTable, listTables, readTable, SESSION, tableName } from './table-rows.ts';
import { addUploads } from './uploads.ts';

const PART_BYTES = 4 << 20;

export type BackupRequest = {
  backupRole: pg.ClientConfig;
  dataDir: string;
  /** A file that does not exist yet, or a folder. */
  to: string;
  keyFiles: KeyFiles;
  withKeys: boolean;
  clock: Pick<Clock, 'now'>;
  random: Random;
};
export type Backup = { file: string; bytes: number; manifest: Manifest };

export async function writeBackup(request: BackupRequest): Promise<Backup> {
  const { clock, to } = request;
  const madeAt = clock.now();
  const file = await fileFor(to, madeAt);
  const unfinished = `${file}.unfinished`;
  await rm(unfinished, { force: true });
  const handle = await open(unfinished, 'wx', 0o600);
  try {
    const manifest = await withClient(request.backupRole, (client) =>
      writeSnapshot(client, writeArchive(handle, madeAt), { request, madeAt }),
    );
    await handle.sync();
    const { size: bytes } = await handle.stat();
    if (existsSync(file)) throw new Error(`${file} exists by now: choose another name`);
    await rename(unfinished, file);
    return { file, bytes, manifest };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function fileFor(to: string, madeAt: number): Promise<string> {
  const target = path.resolve(to);
  const isFolder = existsSync(target) ? statSync(target).isDirectory() : to.endsWith('/') || path.extname(target) === '';
  if (!isFolder && existsSync(target)) throw new Error(`${target} exists: a backup never writes over a file`);
  await mkdir(isFolder ? target : path.dirname(target), { recursive: true, mode: 0o700 });
  const stamp = new Date(madeAt).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return isFolder ? path.join(target, `tradewind-${stamp}.tar`) : target;
}

type Making = { request: BackupRequest; madeAt: number };

async function writeSnapshot(client: pg.ClientBase, archive: ArchiveWriter, { request, madeAt }: Making): Promise<Manifest> {
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${SESSION}`);
  const postgres = await refuseBoundRole(client);
  const tables = await listTables(client);
  await refuseUnreadable(client, tables);
  const { rows: migrations } = await client.query<{ number: number; name: string; checksum: string }>(
    'SELECT number, name, checksum FROM system.migration ORDER BY number',
  );
  const keys = await keysNeeded(client, request.keyFiles, request.random);
  const written: Manifest['tables'] = [];
  for (const table of tables) written.push(await addTable(client, archive, table));
  await client.query('COMMIT');
  const files = await addUploads(archive, request.dataDir);
  const included = request.withKeys ? await addKeys(archive, request.keyFiles) : [];
  const manifest: Manifest = {
    format: 'tradewind-backup',
    formatVersion: FORMAT_VERSION,
    madeAt: new Date(madeAt).toISOString(),
    postgres,
    schema: { version: migrations.at(-1)?.number ?? 0, migrations },
    tables: written,
    files,
    keys: { ...keys, included },
  };
  await addManifest(archive, manifest);
  await archive.finish();
  return manifest;
}

/** Answers the server's version. */
async function refuseBoundRole(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string; unbound: boolean; version: string }>(`
    SELECT rolname AS name, rolbypassrls OR rolsuper AS unbound, current_setting('server_version') AS version
    FROM pg_roles WHERE rolname = current_user`);
  const [role] = rows;
  if (!role?.unbound)
    throw new Error(
      `the role "${role?.name}" is bound by row security, so its backup would be empty: let an administrator run ALTER ROLE "${role?.name}" BYPASSRLS`,
    );
  return role.version.split(' ')[0] ?? role.version;
}

async function refuseUnreadable(client: pg.ClientBase, tables: BackedUpTable[]): Promise<void> {
  if (tables.length === 0) throw new Error('this database has no tables of Tradewind: there is nothing to back up');
  for (const table of tables) {
    const { rows } = await client.query<{ may: boolean }>("SELECT has_table_privilege($1, 'SELECT') AS may", [tableName(table)]);
    if (!rows[0]?.may)
      throw new Error(`the backup role may not read ${table.schema}.${table.name}: GRANT SELECT on it, or its rows would be missing`);
  }
}

async function addTable(client: pg.ClientBase, archive: ArchiveWriter, table: BackedUpTable): Promise<Manifest['tables'][number]> {
  let parts = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flush = async (): Promise<void> => {
    parts += 1;
    await archive.add(partName(table, parts), waitingBytes, waiting);
    waiting = [];
    waitingBytes = 0;
  };
  const digest = await readTable(client, table, async (chunk) => {
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes >= PART_BYTES) await flush();
  });
  if (waitingBytes > 0) await flush();
  return { schema: table.schema, name: table.name, columns: table.columns, parts, digest };
}

const noteFile = (dataDir: string): string => path.join(dataDir, 'last-backup.json');

/** For `doctor`, which cannot know where backups go. */
export async function noteBackup(dataDir: string, { file, bytes, manifest }: Backup): Promise<void> {
  await writeFile(noteFile(dataDir), `${JSON.stringify({ madeAt: manifest.madeAt, file, bytes })}\n`, { mode: 0o600 });
}

export async function lastBackupNote(dataDir: string): Promise<string | null> {
  return readFile(noteFile(dataDir), 'utf8').catch(() => null);
}
