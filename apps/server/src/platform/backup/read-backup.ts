/**
 * The first reading of a backup: all of it, before anything is written anywhere. Every entry must be one that the manifest names, every
 * table and file must have the size and hash that it states. What passes is whole; what does not leaves the system as it was.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Migration } from '../database/migrate.ts';
import { BackupRefused, type Entry, listArchive, readEntry } from './archive.ts';
import { type Manifest, partName, readManifest, type StoredFile, uploadName } from './manifest.ts';
import { startDigest } from './table-rows.ts';

export type OpenBackup = {
  manifest: Manifest;
  /** A table's bytes, part after part. */
  rows(table: Manifest['tables'][number]): AsyncGenerator<Buffer>;
  file(entryName: string): AsyncGenerator<Buffer>;
};

export async function withBackup<T>(file: string, run: (backup: OpenBackup) => Promise<T>): Promise<T> {
  const handle = await open(file).catch((error: unknown) => {
    throw new BackupRefused(`${file} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`);
  });
  try {
    const entries = await listArchive(handle);
    const backup = openBackup(handle, entries, await readManifest(handle, entries));
    await checkWhole(backup, entries);
    return await run(backup);
  } finally {
    await handle.close();
  }
}

function openBackup(handle: FileHandle, entries: readonly Entry[], manifest: Manifest): OpenBackup {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = byName.get(name);
    if (!entry) throw new BackupRefused(`the backup is damaged: it lacks ${name}`);
    yield* readEntry(handle, entry);
  }
  async function* rows(table: Manifest['tables'][number]): AsyncGenerator<Buffer> {
    for (let part = 1; part <= table.parts; part += 1) yield* read(partName(table, part));
  }
  return { manifest, rows, file: read };
}

async function checkWhole(backup: OpenBackup, entries: readonly Entry[]): Promise<void> {
  const { tables, files, keys } = backup.manifest;
  const expected = tables.reduce((sum, { parts }) => sum + parts, 0) + files.length + keys.included.length + 2;
  if (new Set(entries.map(({ name }) => name)).size !== entries.length || entries.length !== expected)
    throw new BackupRefused('the backup is damaged: it holds other entries than its manifest names');
  for (const table of tables) {
    const sum = startDigest();
    for await (const chunk of backup.rows(table)) sum.add(chunk);
    const { rows, sha256 } = sum.end();
    if (sha256 !== table.digest.sha256 || rows !== table.digest.rows)
      throw new BackupRefused(`the backup is damaged: the rows of ${table.schema}.${table.name} do not match their hash`);
  }
  for (const stored of files) await checkFile(backup, uploadName(stored.path), stored);
  for (const stored of keys.included) await checkFile(backup, stored.path, stored);
}

async function checkFile(backup: OpenBackup, entryName: string, stored: StoredFile): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of backup.file(entryName)) hash.update(chunk);
  if (hash.digest('hex') !== stored.sha256) throw new BackupRefused(`the backup is damaged: ${entryName} does not match its hash`);
}

/** Older is welcome, as far as this program knows the same migrations: the next start goes on from there. */
export function checkSchemaVersion({ schema, postgres }: Manifest, known: readonly Migration[], server: string): void {
  const newest = known.at(-1)?.number ?? 0;
  if (schema.version > newest)
    throw new BackupRefused(
      `the backup has schema version ${schema.version}, this program knows ${newest}: restore it with the newer program`,
    );
  for (const [index, { number, name, checksum }] of schema.migrations.entries()) {
    const ours = known[index];
    if (ours?.number !== number || ours.checksum !== checksum)
      throw new BackupRefused(
        `the backup was made with another migration ${name} than this program has: restore it with the program that made it`,
      );
  }
  if (schema.migrations.length === 0) throw new BackupRefused('the backup names no schema version');
  if (Number.parseInt(server, 10) < 15)
    throw new BackupRefused(`this is PostgreSQL ${server}, and 15 is the oldest that works (the backup was made on ${postgres})`);
}
