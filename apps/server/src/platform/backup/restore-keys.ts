/** The keys of a restored system: those already in place, and those the backup brings. Nothing is written before all else is checked. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Random } from '../ports.ts';
import { parseMasterKeys, readMasterKeys, replaceMasterKeys } from '../secrets/master-key.ts';
import { checkMasterKeys, type KeyFiles, sameSignInSecret } from './keys.ts';
import { keyNames } from './manifest.ts';
import type { OpenBackup } from './read-backup.ts';

type Key = { id: string; key: Buffer };
export type SettledKeys = { master: Key[]; taken: boolean; unproven: string[]; sameSignIn: boolean };

export async function settleKeys(backup: OpenBackup, files: KeyFiles): Promise<SettledKeys> {
  const here = existsSync(files.masterKeyFile) ? readMasterKeys(files.masterKeyFile) : [];
  const brought = brings(backup, keyNames.master) ? parseMasterKeys(await textOf(backup, keyNames.master), keyNames.master) : [];
  const lacking = brought.filter(({ id }) => !here.some((key) => key.id === id));
  // A key made here a moment ago has sealed nothing yet: the backup's come first and stay the ones in use.
  const master = [...lacking, ...here];
  const unproven = checkMasterKeys(backup.manifest.keys, master, files.masterKeyFile);
  const bringsSignIn = brings(backup, keyNames.signIn) && !existsSync(files.signInFile);
  return {
    master,
    taken: lacking.length > 0,
    unproven,
    sameSignIn: bringsSignIn || sameSignInSecret(backup.manifest.keys, files.signInFile),
  };
}

export async function putKeys(
  backup: OpenBackup,
  place: { keyFiles: KeyFiles; random: Random },
  { master, taken }: SettledKeys,
): Promise<void> {
  const { masterKeyFile, signInFile } = place.keyFiles;
  if (taken) await replaceMasterKeys({ file: masterKeyFile, random: place.random }, master);
  if (!brings(backup, keyNames.signIn) || existsSync(signInFile)) return;
  await mkdir(path.dirname(signInFile), { recursive: true, mode: 0o700 });
  await writeFile(signInFile, await textOf(backup, keyNames.signIn), { mode: 0o600, flag: 'wx' });
}

const brings = ({ manifest }: OpenBackup, name: string): boolean => manifest.keys.included.some((file) => file.path === name);

async function textOf(backup: OpenBackup, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of backup.file(name)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
