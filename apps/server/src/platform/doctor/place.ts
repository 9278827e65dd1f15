/** What can be seen of the machine without the database: program, folder, disk, last backup. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { lastBackupNote } from '../backup/write-backup.ts';
import { type Finding, good, note, wrong } from './finding.ts';

const OLDEST_NODE = [20, 19] as const;
const FREE_SHARE_NOTE = 0.15;
const FREE_SHARE_WRONG = 0.05;
const BACKUP_HOURS = 26;
const HOUR_MS = 3_600_000;

export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return isOld ? wrong('node', `Node ${version}`, `install Node ${OLDEST_NODE.join('.')} or newer`) : good('node', `Node ${version}`);
}

type Room = { bavail: number; blocks: number; bsize: number };

export async function disk(dataDir: string, roomOf: (folder: string) => Promise<Room> = statfs): Promise<Finding> {
  const { bavail, blocks, bsize } = await roomOf(dataDir);
  const share = blocks === 0 ? 1 : bavail / blocks;
  const says = `${(share * 100).toFixed(0)} % of the disk under DATA_DIR is free (${((bavail * bsize) / 1e9).toFixed(1)} GB)`;
  const mend = `make room, or move DATA_DIR (${dataDir}) to a larger disk: a full one stops the database`;
  if (share < FREE_SHARE_WRONG) return wrong('disk', says, mend);
  return share < FREE_SHARE_NOTE ? note('disk', says, mend) : good('disk', says);
}

/** Private means private: the folder holds keys and everybody's orders. */
export function permissions(dataDir: string): Finding[] {
  if (process.platform === 'win32')
    return [note('permissions', 'this system has no file modes', 'let only the service account into DATA_DIR')];
  const keys = path.join(dataDir, 'keys');
  const secret = ['demo.json', 'last-backup.json', 'tradewind.log', 'postgres.log'].map((name) => path.join(dataDir, name));
  const inKeys = existsSync(keys) ? readdirSync(keys).map((name) => path.join(keys, name)) : [];
  const backups = path.join(dataDir, 'backups');
  const inBackups = existsSync(backups) ? readdirSync(backups).map((name) => path.join(backups, name)) : [];
  const open = [dataDir, keys, path.join(dataDir, 'uploads'), backups, ...secret, ...inKeys, ...inBackups].filter(
    (name) => existsSync(name) && (statSync(name).mode & 0o077) !== 0,
  );
  if (open.length === 0) return [good('permissions', `only its owner gets into ${dataDir}`)];
  return open.map((name) => {
    const mode = statSync(name).isDirectory() ? '700' : '600';
    return wrong('permissions', `${name} is open to other users (${(statSync(name).mode & 0o777).toString(8)})`, `chmod ${mode} ${name}`);
  });
}

const backupNote = z.looseObject({ madeAt: z.iso.datetime(), file: z.string() });

/** `since` is when this installation came to be: one of today needs no backup yet. */
export async function backupAge(dataDir: string, { now, since }: { now: number; since: number | null }): Promise<Finding> {
  const text = await lastBackupNote(dataDir);
  const known = text === null ? undefined : backupNote.safeParse(JSON.parse(text)).data;
  const mend = 'run tradewind backup every night, and keep the files on another machine (docs/operate/backup-and-restore.md)';
  const ageHours = (now - (known ? Date.parse(known.madeAt) : (since ?? now))) / HOUR_MS;
  const says = known ? `the last backup is ${ageHours.toFixed(0)} h old (${known.file})` : 'there has been no backup yet';
  if (ageHours > BACKUP_HOURS) return wrong('backup', says, mend);
  return known ? good('backup', says) : note('backup', says, mend);
}
