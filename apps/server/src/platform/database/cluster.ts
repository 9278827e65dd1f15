/**
 * The files of the embedded database: made once, checked at every start.
 *
 *   DATA_DIR/pgdata               the cluster (0700, checksums on)
 *   DATA_DIR/keys/postgres        the superuser's password (0600)
 *   DATA_DIR/postgres.log         what the server says; its fatal lines appear nowhere else
 *   DATA_DIR/run                  the socket (0700); under the system's temporary folder where the path would be too long
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunAs } from './run-as.ts';

export const SUPERUSER = 'postgres';

/** sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
const SOCKET_PATH_LIMIT_BYTES = 103;
const LOG_ROTATED_ABOVE_BYTES = 5_000_000;

export function clusterPaths(dataDir: string) {
  return {
    pgdata: path.join(dataDir, 'pgdata'),
    passwordFile: path.join(dataDir, 'keys', 'postgres'),
    logFile: path.join(dataDir, 'postgres.log'),
  };
}

export function readOrMakePassword(file: string): string {
  return readOrWriteOnce(file, () => `${makePassword()}\n`).trim();
}

/** Several processes may make their first start at once: one of them writes the file, whole, and all read what it wrote. */
export function readOrWriteOnce(file: string, make: () => string): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, make(), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(file, 'utf8');
}

/** A secret must never follow from a seed, so this does not use the randomness that is passed around. */
export function makePassword(): string {
  return randomBytes(24).toString('base64url');
}

export type ClusterRequest = { initdb: string; pgdata: string; password: string; runAs: RunAs; durable: boolean };

/** Made under another name: an initdb cut short by a kill leaves nothing that looks like a cluster. */
export function ensureCluster({ initdb, pgdata, password, runAs, durable }: ClusterRequest): void {
  if (existsSync(pgdata)) return;
  const unfinished = `${pgdata}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (process.getuid?.() === 0) chownSync(unfinished, runAs.ownerUid, runAs.ownerGid);
  const options = ['-D', unfinished, '-U', SUPERUSER, '--locale=C.UTF-8', '--encoding=UTF8', '--data-checksums', '--auth=scram-sha-256'];
  // The password goes in by standard input: an argument would show in the list of processes. `cat` turns the socket that Node
  // makes of it into a pipe, because a socket cannot be opened by name.
  const command = [...runAs.prefix, '/bin/sh', '-c', 'cat | "$@"', 'sh', initdb, ...options, '--pwfile=/dev/stdin'];
  if (!durable) command.push('--no-sync');
  const done = spawnSync(command[0] ?? initdb, command.slice(1), { input: `${password}\n`, encoding: 'utf8', env: serverEnvironment() });
  if (done.status !== 0) {
    const lastLines = `${done.stderr ?? ''}`.trim().split('\n').slice(-3).join(' ');
    throw new Error(`initdb could not make the database in ${pgdata}: ${lastLines || done.error?.message || `exit ${done.status}`}`);
  }
  renameSync(unfinished, pgdata);
}

/** Only what a server needs; PG* variables of the person's shell would change its behaviour. */
export function serverEnvironment(): Record<string, string> {
  const { PATH, TMPDIR } = process.env;
  return { PATH: PATH ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC', ...(TMPDIR ? { TMPDIR } : {}) };
}

/** The folder of the socket, private to its owner, empty of leftovers. */
export function makeSocketFolder(dataDir: string, runAs: RunAs): { folder: string; discard: () => void } {
  const near = path.join(dataDir, 'run');
  const fits = Buffer.byteLength(path.join(near, '.s.PGSQL.5432')) < SOCKET_PATH_LIMIT_BYTES;
  // A name nobody can foresee, since anyone may create names in the shared temporary folder.
  const folder = fits ? near : mkdtempSync(path.join(shortTemporaryFolder(), 'tw-'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (process.getuid?.() === 0) chownSync(folder, runAs.ownerUid, runAs.ownerGid);
  return { folder, discard: () => rmSync(folder, { recursive: true, force: true }) };
}

function shortTemporaryFolder(): string {
  return Buffer.byteLength(tmpdir()) < 80 ? tmpdir() : '/tmp';
}

export function prepareLog(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > LOG_ROTATED_ABOVE_BYTES) renameSync(logFile, `${logFile}.1`);
  writeFileSync(logFile, '', { flag: 'a', mode: 0o600 });
}

/** What the server wrote since `fromByte`, reduced to the lines that say why it would not run. */
export function fatalLines(logFile: string, fromByte: number): string {
  const lines = readFileSync(logFile).subarray(fromByte).toString('utf8').trim().split('\n');
  const fatal = lines.filter((line) => /\b(FATAL|PANIC|HINT|could not|cannot|invalid|unrecognized)\b/.test(line));
  return (fatal.length > 0 ? fatal : lines).slice(-4).join(' | ');
}

/** Written at every start, so that an edited or damaged file cannot open the database to others. */
export function writeAccessRules(pgdata: string, runAs: RunAs): void {
  const file = path.join(pgdata, 'pg_hba.conf');
  writeFileSync(file, 'local all all scram-sha-256\n', { mode: 0o600 });
  if (process.getuid?.() === 0) chownSync(file, runAs.ownerUid, runAs.ownerGid);
}

/** Given on the command line rather than in a file: a newer program brings its own settings. */
export function serverSettings(socketFolder: string, durable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '100',
    timezone: 'UTC',
    // A fresh database fills within a minute; plans made without statistics (foreign keys look up their parents by them) cost half of it.
    autovacuum_naptime: '2s',
    // Errors of statements return to the caller; logged here they would carry buyers' data (values, whole statements).
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_line_prefix: '%m [%p] ',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
