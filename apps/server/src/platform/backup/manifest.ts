/** What a backup says about itself. A change that an older program would misread raises FORMAT_VERSION. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { type ArchiveWriter, BackupRefused, type Entry, readEntry } from './archive.ts';

export const FORMAT_VERSION = 1;
const MANIFEST = 'manifest.json';
const MANIFEST_HASH = 'manifest.sha256';
const MANIFEST_BYTES_MAX = 64 << 20;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();
const identifier = z.string().min(1).max(63);
const storedFile = z.strictObject({ path: z.string(), bytes: count, sha256 });
const digest = z.strictObject({ rows: count, bytes: count, sha256 });

const manifest = z.strictObject({
  format: z.literal('tradewind-backup'),
  formatVersion: z.literal(FORMAT_VERSION),
  madeAt: z.iso.datetime(),
  postgres: z.string(),
  schema: z.strictObject({ version: count, migrations: z.array(z.strictObject({ number: count, name: z.string(), checksum: sha256 })) }),
  tables: z.array(z.strictObject({ schema: identifier, name: identifier, columns: z.array(identifier), parts: count, digest })),
  files: z.array(storedFile),
  keys: z.strictObject({
    /** The master keys that this backup needs. `check` is a known text sealed with the key, null where it was not at hand. */
    master: z.array(z.strictObject({ id: z.string().min(1), check: z.base64().nullable() })),
    /** A keyed hash made with the sign-in secret, which seals second factors. */
    signIn: z.base64().nullable(),
    /** The key files themselves, where they were asked for. */
    included: z.array(storedFile),
  }),
});

export type Manifest = z.output<typeof manifest>;
export type Digest = z.output<typeof digest>;

export async function addManifest(archive: ArchiveWriter, what: Manifest): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(what, null, 2)}\n`);
  await archive.add(MANIFEST, bytes.length, [bytes]);
  // As `sha256sum -c` reads it.
  const line = Buffer.from(`${createHash('sha256').update(bytes).digest('hex')}  ${MANIFEST}\n`);
  await archive.add(MANIFEST_HASH, line.length, [line]);
}

/** The last two entries. */
export async function readManifest(handle: FileHandle, entries: readonly Entry[]): Promise<Manifest> {
  const [entry, hash] = entries.slice(-2);
  if (entry?.name !== MANIFEST || hash?.name !== MANIFEST_HASH || entry.size > MANIFEST_BYTES_MAX || hash.size > 200)
    throw new BackupRefused('this is not a whole backup of Tradewind: its manifest is missing');
  const bytes = await readWhole(handle, entry);
  const line = (await readWhole(handle, hash)).toString('latin1');
  if (line !== `${createHash('sha256').update(bytes).digest('hex')}  ${MANIFEST}\n`)
    throw new BackupRefused('the backup is damaged: its manifest does not match its hash');
  const given: unknown = JSON.parse(bytes.toString('utf8'));
  const version = z.looseObject({ formatVersion: z.int() }).safeParse(given).data?.formatVersion;
  if (version !== undefined && version !== FORMAT_VERSION)
    throw new BackupRefused(
      `the backup has format ${version}, this program reads ${FORMAT_VERSION}: restore it with the program that made it`,
    );
  const parsed = manifest.safeParse(given);
  if (!parsed.success) throw new BackupRefused(`the manifest of the backup is not understood (${parsed.error.issues[0]?.path.join('.')})`);
  return parsed.data;
}

async function readWhole(handle: FileHandle, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readEntry(handle, entry)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const partName = (table: { schema: string; name: string }, part: number): string =>
  `tables/${table.schema}.${table.name}/${String(part).padStart(6, '0')}.copy`;
export const uploadName = (path: string): string => `uploads/${path}`;
export const keyNames = { master: 'keys/master.json', signIn: 'keys/sign-in' } as const;

export type StoredFile = z.output<typeof storedFile>;
