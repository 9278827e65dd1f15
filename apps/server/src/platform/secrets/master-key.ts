/**
 * The master key file: wraps the merchants' data keys, and is the one thing a backup of the database must not contain. JSON with the
 * newest key first; older ones stay readable while data keys are wrapped anew. Lost means that tokens and buyers' addresses are lost.
 *
 * The file may gain a key while programs run (rotate.ts). A program looks at it again when it meets a key it does not know, and each time
 * before it wraps with the newest; both are rare.
 */
import { readFileSync, statSync } from 'node:fs';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Random } from '../ports.ts';

type NamedKey = { id: string; key: Buffer };
export type MasterKey = { readonly current: NamedKey; byId(id: string): Buffer | undefined };

const KEY_BYTES = 32;
const fileShape = z.object({
  keys: z
    .array(z.object({ id: z.string().min(1), key: z.base64().refine((text) => Buffer.from(text, 'base64').length === KEY_BYTES) }))
    .min(1),
});
type KeyFile = { file: string; random: Random };

/** Creates the file where it is missing; of two processes that do so at once, both end up with the same key. */
export async function loadMasterKey({ file, random }: KeyFile): Promise<MasterKey> {
  const isThere = await stat(file).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    },
  );
  if (!isThere) await createFile(file, random);
  return openMasterKey(file);
}

/** The file as it stands; throws where it is missing. */
export function openMasterKey(file: string): MasterKey {
  let keys = readMasterKeys(file);
  const again = (): NamedKey[] => {
    keys = readMasterKeys(file);
    return keys;
  };
  const find = (held: NamedKey[], id: string): Buffer | undefined => held.find((key) => key.id === id)?.key;
  return {
    get current() {
      return newestOf(again());
    },
    byId: (id) => find(keys, id) ?? find(again(), id),
  };
}

/** Newest first, at least one. */
export function readMasterKeys(file: string): NamedKey[] {
  const text = readFileSync(file, 'utf8');
  refuseOpenFile(file);
  return parseMasterKeys(text, file);
}

export function parseMasterKeys(text: string, name: string): NamedKey[] {
  const parsed = fileShape.safeParse(readJson(text));
  if (!parsed.success) throw new Error(`${name} is not a master key file; put the right one back, a new one cannot read the old data`);
  return parsed.data.keys.map(({ id, key }) => ({ id, key: Buffer.from(key, 'base64') }));
}

export function newestOf(keys: readonly NamedKey[]): NamedKey {
  const [newest] = keys;
  if (!newest) throw new Error('a master key file without a key');
  return newest;
}

export function makeMasterKey(random: Random): NamedKey {
  return { id: Buffer.from(random.bytes(8)).toString('hex'), key: Buffer.from(random.bytes(KEY_BYTES)) };
}

/** Written in full beside its place, then linked into it: link fails when a rival was quicker, and never shows half a file. */
async function createFile(file: string, random: Random): Promise<void> {
  const draft = await writeDraft({ file, random }, [makeMasterKey(random)]);
  try {
    await link(draft, file).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/** A reader finds the old file or the new one, whole. */
export async function replaceMasterKeys(place: KeyFile, keys: readonly NamedKey[]): Promise<void> {
  await rename(await writeDraft(place, keys), place.file);
  const folder = await open(path.dirname(place.file));
  try {
    // Windows cannot flush a folder, and does not need it.
    await folder.sync().catch(() => undefined);
  } finally {
    await folder.close();
  }
}

async function writeDraft({ file, random }: KeyFile, keys: readonly NamedKey[]): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${Buffer.from(random.bytes(6)).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ keys: keys.map(({ id, key }) => ({ id, key: key.toString('base64') })) })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}

function refuseOpenFile(file: string): void {
  // Windows has no such bits; there the folder's own permissions must do.
  if (process.platform === 'win32') return;
  if ((statSync(file).mode & 0o077) !== 0) throw new Error(`${file} can be read by other users; make it 0600 (chmod 600) and start again`);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
