import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildShop, createBench } from '../../modules/accounts/testing.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { realRandom } from '../clock/real-random.ts';
import { withClient } from '../database/roles.ts';
import { loadMasterKey, readMasterKeys } from './master-key.ts';
import { forgetMasterKey, rotateMasterKey } from './rotate.ts';
import { createSecrets, SealRefused, type Secrets } from './secrets.ts';

let db: TestDatabase;
let folder: string;
let file: string;
beforeEach(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'tradewind-rotate-'));
  file = path.join(folder, 'master.json');
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const place = { object: 'authorisation-1', field: 'access_token', version: 3 };
const parts = () => ({ access: db.access, database: db.database, file, random: realRandom });

/** A running program: its own cache, the file as it found it at its start. */
async function newProgram(): Promise<Secrets> {
  return createSecrets({
    database: db.database,
    masterKey: await loadMasterKey({ file, random: realRandom }),
    random: realRandom,
    clock: createVirtualClock(),
  });
}

async function makeMerchants(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID()).sort();
  await withClient(db.access.system, (client) =>
    client.query("INSERT INTO system.merchant (id, name, created_at) SELECT id, 'M', 'epoch' FROM unnest($1::uuid[]) AS id", [ids]),
  );
  return ids;
}

async function sealedOf(secrets: Secrets, merchantIds: string[]): Promise<Buffer[]> {
  const sealed: Buffer[] = [];
  for (const id of merchantIds) sealed.push((await secrets.forMerchant(id)).seal(place, `token of ${id}`));
  return sealed;
}

async function expectAllOpen(secrets: Secrets, merchantIds: string[], sealed: Buffer[]): Promise<void> {
  for (const [index, id] of merchantIds.entries())
    expect((await secrets.forMerchant(id)).openText(place, sealed[index] ?? Buffer.alloc(0))).toBe(`token of ${id}`);
}

async function wrappedBy(): Promise<Record<string, number>> {
  const { rows } = await withClient(db.access.backup, (client) =>
    client.query<{ id: string; count: number }>('SELECT master_key_id AS id, count(*)::int AS count FROM tenant.merchant_key GROUP BY 1'),
  );
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]));
}

test('a rotation under running programs: all of them read on, old values and new merchants alike, and the old key goes when unused', async () => {
  const merchants = await makeMerchants(5);
  const running = await newProgram();
  const sealed = await sealedOf(running, merchants.slice(0, 3));
  const [old] = readMasterKeys(file);
  const { masterKeyId, rewrapped, resumed } = await rotateMasterKey(parts());
  expect([rewrapped, resumed]).toEqual([3, false]);
  expect(await wrappedBy()).toEqual({ [masterKeyId]: 3 });
  await expectAllOpen(running, merchants.slice(0, 3), sealed);
  // Begun before the rotation, without these merchants in memory: it finds the new key in the file.
  const another = await newProgram();
  await rotateMasterKey(parts());
  await expectAllOpen(another, merchants.slice(0, 3), sealed);
  const late = await sealedOf(running, merchants.slice(3));
  const newest = readMasterKeys(file)[0]?.id ?? '';
  expect(await wrappedBy()).toEqual({ [newest]: 5 });
  for (const id of [masterKeyId, old?.id ?? '']) await forgetMasterKey(parts(), id);
  expect(readMasterKeys(file).map(({ id }) => id)).toEqual([newest]);
  await expectAllOpen(await newProgram(), merchants, [...sealed, ...late]);
});

test('an old key is not forgotten while a data key hangs on it, nor is the newest ever', async () => {
  const merchants = await makeMerchants(2);
  const sealed = await sealedOf(await newProgram(), merchants);
  const [old] = readMasterKeys(file);
  await rotateMasterKey(parts(), { addOnly: true });
  await expect(forgetMasterKey(parts(), old?.id ?? '')).rejects.toThrow('2 data keys still hang on');
  await expect(forgetMasterKey(parts(), readMasterKeys(file)[0]?.id ?? '')).rejects.toThrow('is the key in use');
  await expect(forgetMasterKey(parts(), 'none')).rejects.toThrow('has no key none');
  expect(await rotateMasterKey(parts())).toMatchObject({ resumed: true, rewrapped: 2 });
  await forgetMasterKey(parts(), old?.id ?? '');
  await expectAllOpen(await newProgram(), merchants, sealed);
});

test('killed with -9 half-way, everything opens, and the next run goes on with the same key', async () => {
  const merchants = await makeMerchants(12);
  const running = await newProgram();
  const sealed = await sealedOf(running, merchants);
  const [old] = readMasterKeys(file);
  const half = merchants[6] ?? '';
  await withClient(db.access.migrator, async (holder) => {
    // The rotation goes by the order of ids and waits here: the place of death is chosen, not hoped for.
    await holder.query(`BEGIN; SELECT FROM tenant.merchant_key WHERE merchant_id = '${half}' FOR UPDATE`);
    const rotating = await startRotation();
    await expect
      .poll(() => withClient(db.access.migrator, (client) => client.query(WAITING)), { timeout: 20_000 })
      .toMatchObject({ rowCount: 1 });
    rotating.kill('SIGKILL');
    await new Promise((resolve) => rotating.once('exit', resolve));
    await holder.query('ROLLBACK');
  });
  await expect
    .poll(() => withClient(db.access.migrator, (client) => client.query(WAITING)), { timeout: 20_000 })
    .toMatchObject({ rowCount: 0 });
  const [added] = readMasterKeys(file);
  expect(await wrappedBy()).toEqual({ [old?.id ?? '']: 6, [added?.id ?? '']: 6 });
  await expectAllOpen(running, merchants, sealed);
  await expectAllOpen(await newProgram(), merchants, sealed);
  expect(await rotateMasterKey(parts())).toMatchObject({ resumed: true, rewrapped: 6, masterKeyId: added?.id });
  expect(await wrappedBy()).toEqual({ [added?.id ?? '']: 12 });
  await expectAllOpen(await newProgram(), merchants, sealed);
});

const WAITING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

async function startRotation(): Promise<ChildProcess> {
  const source = `
    import { readFileSync } from 'node:fs';
    import { openDatabase } from './platform/database/database.ts';
    import { realRandom } from './platform/clock/real-random.ts';
    import { rotateMasterKey } from './platform/secrets/rotate.ts';
    import { silentLog } from './testing/silent-log.ts';
    const { access, file } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
    const database = openDatabase({ app: access.app, system: access.system, log: silentLog });
    await rotateMasterKey({ access, database, file, random: realRandom });`;
  const sources = path.resolve(import.meta.dirname, '../..');
  // Beside the sources, so that it finds node_modules.
  const bundle = path.join(sources, `../.rotation-${process.pid}.mjs`);
  await build({
    stdin: { contents: source, resolveDir: sources, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: bundle,
    logLevel: 'error',
  });
  const given = path.join(folder, 'given.json');
  await writeFile(given, JSON.stringify({ access: db.access, file }));
  const child = spawn(process.execPath, [bundle, given], { stdio: ['ignore', 'ignore', 'inherit'] });
  child.once('exit', () => void rm(bundle, { force: true }));
  return child;
}

test('after a rotation a blob is still refused in another row: wrapped keys, tokens, buyers', async () => {
  const bench = createBench(db.database);
  await writeFile(file, JSON.stringify({ keys: [{ id: 'test', key: Buffer.alloc(32, 7).toString('base64') }] }), { mode: 0o600 });
  const [one, two] = [await buildShop(bench, db.merchantId), await buildShop(bench, db.merchantId)];
  await buildShop(bench, db.otherMerchantId);
  await rotateMasterKey(parts());
  const secrets = await (await newProgram()).forMerchant(db.merchantId);
  const tokens = await db.database.withMerchant(db.merchantId, (tx) =>
    sql<{ id: string; access_token: Buffer }>`SELECT id, access_token FROM channel_authorization`.execute(tx),
  );
  const tokenOf = (id: string) => tokens.rows.find((row) => row.id === id)?.access_token ?? Buffer.alloc(0);
  const context = { object: one.authorizationId, field: 'access-token', version: 1 };
  expect(secrets.openText(context, tokenOf(one.authorizationId))).not.toBe('');
  expect(() => secrets.openText(context, tokenOf(two.authorizationId))).toThrow(SealRefused);
  await withClient(db.access.migrator, (client) =>
    client.query(`UPDATE tenant.merchant_key a SET wrapped = b.wrapped FROM tenant.merchant_key b WHERE a.merchant_id <> b.merchant_id`),
  );
  await expect((await newProgram()).forMerchant(db.merchantId)).rejects.toThrow(SealRefused);
});

test('the key file is replaced whole, for its owner only', async () => {
  await newProgram();
  const before = await readFile(file, 'utf8');
  await rotateMasterKey(parts());
  const keys = readMasterKeys(file);
  expect(keys).toHaveLength(2);
  expect(before).toContain(keys[1]?.key.toString('base64'));
});
