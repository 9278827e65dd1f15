/**
 * What a backup says of the keys it cannot be read without. The keys themselves go in only when asked for: with them the file alone opens
 * every token and buyer. The proof of a key (a known text sealed with it) tells whoever restores whether they hold the right one.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import type { Random } from '../ports.ts';
import { readMasterKeys } from '../secrets/master-key.ts';
import { masterKeyCheck, passesKeyCheck } from '../secrets/secrets.ts';
import { type ArchiveWriter, BackupRefused } from './archive.ts';
import { keyNames, type Manifest, type StoredFile } from './manifest.ts';

export type KeyFiles = { masterKeyFile: string; signInFile: string };

export async function keysNeeded(client: pg.ClientBase, files: KeyFiles, random: Random): Promise<Omit<Manifest['keys'], 'included'>> {
  const { rows } = await client.query<{ id: string }>('SELECT DISTINCT master_key_id AS id FROM tenant.merchant_key ORDER BY 1');
  const held = existsSync(files.masterKeyFile) ? readMasterKeys(files.masterKeyFile) : [];
  const master = rows.map(({ id }) => {
    const key = held.find((one) => one.id === id);
    return { id, check: key ? masterKeyCheck(key, random).toString('base64') : null };
  });
  const signIn = existsSync(files.signInFile) ? signInProof(readFileSync(files.signInFile)).toString('base64') : null;
  return { master, signIn };
}

function signInProof(secret: Buffer): Buffer {
  return createHmac('sha256', secret.toString('utf8').trim()).update('tradewind sign-in check').digest();
}

/** Refuses unless each needed key is there and is the right one. Answers the ids whose key nobody had when the backup was made. */
export function checkMasterKeys(
  needed: Pick<Manifest['keys'], 'master'>,
  held: readonly { id: string; key: Buffer }[],
  file: string,
): string[] {
  for (const { id, check } of needed.master) {
    if (check === null) continue;
    const key = held.find((one) => one.id === id);
    if (!key)
      throw new BackupRefused(
        `the backup needs the master key ${id}, which ${file} does not hold: put the key file that was in use there, then restore again`,
      );
    if (!passesKeyCheck(key, Buffer.from(check, 'base64')))
      throw new BackupRefused(`the key that ${file} calls ${id} is not the one this backup was made with: put the right key file there`);
  }
  return needed.master.filter(({ check }) => check === null).map(({ id }) => id);
}

/** Another secret only means that everybody signs in again and sets up second factors anew. */
export function sameSignInSecret(needed: Manifest['keys'], signInFile: string): boolean {
  if (needed.signIn === null || !existsSync(signInFile)) return needed.signIn === null;
  return timingSafeEqual(signInProof(readFileSync(signInFile)), Buffer.from(needed.signIn, 'base64'));
}

export async function addKeys(archive: ArchiveWriter, { masterKeyFile, signInFile }: KeyFiles): Promise<StoredFile[]> {
  const added: StoredFile[] = [];
  for (const [name, file] of [
    [keyNames.master, masterKeyFile],
    [keyNames.signIn, signInFile],
  ] as const) {
    if (!existsSync(file)) continue;
    const bytes = readFileSync(file);
    await archive.add(name, bytes.length, [bytes]);
    added.push({ path: name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return added;
}
