/**
 * The master key file: wraps the merchants' data keys, and is the one thing a backup of the database must not contain. JSON with the
 * newest key first; older ones stay readable while data keys are wrapped anew. Lost means that tokens and buyers' addresses are lost.
 */
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Random } from '../ports.ts';

export type MasterKey = { current: { id: string; key: Buffer }; byId(id: string): Buffer | undefined };

const KEY_BYTES = 32;
const fileShape = z.object({
  keys: z
    .array(z.object({ id: z.string().min(1), key: z.base64().refine((text) => Buffer.from(text, 'base64').length === KEY_BYTES) }))
    .min(1),
});

/** Creates the file where it is missing; of two processes that do so at once, both end up with the same key. */
export async function loadMasterKey({ file, random }: { file: string; random: Random }): Promise<MasterKey> {
  const text = await readFile(file, 'utf8').catch(async (error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
    await createFile(file, random);
    return readFile(file, 'utf8');
  });
  await refuseOpenFile(file);
  const parsed = fileShape.safeParse(readJson(text));
  if (!parsed.success) throw new Error(`${file} is not a master key file; put the right one back, a new one cannot read the old data`);
  const keys = new Map(parsed.data.keys.map(({ id, key }) => [id, Buffer.from(key, 'base64')]));
  const [[id, key] = []] = keys;
  if (!id || !key) throw new Error(`${file} holds no key`);
  return { current: { id, key }, byId: (wanted) => keys.get(wanted) };
}

/** Written in full beside its place, then linked into it: link fails when a rival was quicker, and never shows half a file. */
async function createFile(file: string, random: Random): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const hex = (length: number): string => Buffer.from(random.bytes(length)).toString('hex');
  const draft = `${file}.${process.pid}.${hex(6)}`;
  const key = Buffer.from(random.bytes(KEY_BYTES)).toString('base64');
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ keys: [{ id: hex(8), key }] })}\n`);
    await handle.sync();
    await link(draft, file).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

async function refuseOpenFile(file: string): Promise<void> {
  // Windows has no such bits; there the folder's own permissions must do.
  if (process.platform === 'win32') return;
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) throw new Error(`${file} can be read by other users; make it 0600 (chmod 600) and start again`);
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
