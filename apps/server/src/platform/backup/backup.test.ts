import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { buildShop, createBench } from '../../modules/accounts/testing.ts';
import { buildOrder, takeIn } from '../../modules/orders/testing.ts';
import { cloneEmpty, createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { createVirtualClock } from '../../testing/virtual-clock.ts';
import { auditSystem, sealSome, verifyAudit } from '../audit.ts';
import { realRandom } from '../clock/real-random.ts';
import { readCatalogue } from '../database/catalogue.ts';
import { openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { type DatabaseAccess, withClient } from '../database/roles.ts';
import { withBackup } from './read-backup.ts';
import { restoreBackup } from './restore.ts';
import { writeBackup } from './write-backup.ts';

/** Bytes of every value, more than one part. */
const PAPER = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 7 + (index >> 8)) & 255));
const NAME = 'สมชาย "Tab\there" \\N new\nline \\';
const clock = createVirtualClock();
let source: TestDatabase;
let place: string;
let backup: string;
beforeAll(async () => {
  source = await createTestDatabase();
  const bench = createBench(source.database);
  const shop = await buildShop(bench, source.merchantId, { name: NAME });
  await takeIn(
    bench.services,
    shop,
    Array.from({ length: 40 }, (_, index) => buildOrder({ buyer: { name: `${NAME} ${index}`, email: `b${index}@x.test` } })),
  );
  await buildShop(bench, source.otherMerchantId);
  const blobs = await bench.services.blobs.forMerchant(source.merchantId);
  await source.database.withMerchant(source.merchantId, (tx) => blobs.put(tx, { objectId: shop.shopId, version: 1 }, PAPER));
  await source.database.withMerchant(source.merchantId, async (tx) => {
    const act = { merchantId: source.merchantId, actorId: 'test', at: clock.now(), objectKind: 'x', objectId: NAME, facts: { a: null } };
    for (let made = 0; made < 5; made += 1) await auditSystem(tx, { ...act, id: bench.services.newId(), action: `act ${made}` });
    await sealSome(tx, source.merchantId, clock.now());
  });
});
afterAll(() => source.close());

let target: { access: DatabaseAccess; drop(): Promise<void> };
beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'tradewind-backup-'));
  await putKey('here', 'test', Buffer.alloc(32, 7));
  await mkdir(path.join(place, 'here', 'uploads', 'a'), { recursive: true });
  await writeFile(path.join(place, 'here', 'uploads', 'a', 'licence.pdf'), randomBytes(700));
  backup = await makeBackup();
  target = await cloneEmpty();
});
afterEach(async () => {
  await target.drop();
  await rm(place, { recursive: true, force: true });
});

async function putKey(folder: 'here' | 'there', id: string, key: Buffer): Promise<void> {
  await mkdir(path.join(place, folder, 'keys'), { recursive: true });
  await writeFile(keyFiles(folder).masterKeyFile, JSON.stringify({ keys: [{ id, key: key.toString('base64') }] }), { mode: 0o600 });
  await writeFile(keyFiles(folder).signInFile, `secret-of-${key[0]}\n`, { mode: 0o600 });
}
const keyFiles = (folder: string) => ({
  masterKeyFile: path.join(place, folder, 'keys', 'master.json'),
  signInFile: path.join(place, folder, 'keys', 'sign-in'),
});

async function makeBackup(wish: Partial<Parameters<typeof writeBackup>[0]> = {}): Promise<string> {
  const dataDir = path.join(place, 'here');
  const given = { backupRole: source.access.backup, dataDir, to: path.join(place, `${randomBytes(4).toString('hex')}.tar`) };
  const parts = { keyFiles: keyFiles('here'), withKeys: false, clock, random: realRandom };
  return (await writeBackup({ ...given, ...parts, ...wish })).file;
}

const restore = (file: string, access = target.access) =>
  restoreBackup({
    file,
    access,
    migrationsFolder: inject('migrationsFolder'),
    dataDir: path.join(place, 'there'),
    keyFiles: keyFiles('there'),
    clock,
    random: realRandom,
    log: silentLog,
  });

/** Every row of every table as text, read apart from the code under test. */
async function everything(access: DatabaseAccess): Promise<Record<string, string[]>> {
  return withClient(access.backup, async (client) => {
    const tables = await client.query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('tenant', 'system') ORDER BY 1",
    );
    const found: Record<string, string[]> = {};
    for (const { name } of tables.rows)
      found[name] = (await client.query<{ t: string }>(`SELECT t::text AS t FROM ${name} t ORDER BY 1`)).rows.map(({ t }) => t);
    return found;
  });
}
const rowsIn = async (access: DatabaseAccess) => Object.values(await everything(access)).flat().length;
const catalogueOf = (access: DatabaseAccess) => withClient(access.migrator, (client) => readCatalogue(client, access.roles));

test('what was backed up comes back: every row, the schema, row security, the audit chain, the buyers, the files', async () => {
  await putKey('there', 'test', Buffer.alloc(32, 7));
  const { manifest, sameSignIn } = await restore(backup);
  expect(sameSignIn).toBe(true);
  expect(await everything(target.access)).toEqual(await everything(source.access));
  const { roles: _, ...catalogue } = await catalogueOf(target.access);
  const { roles: __, ...original } = await catalogueOf(source.access);
  expect(catalogue).toEqual(original);
  expect(manifest.tables.find(({ name }) => name === 'orders')?.digest.rows).toBe(40);
  const licence = path.join('uploads', 'a', 'licence.pdf');
  expect(await readFile(path.join(place, 'there', licence))).toEqual(await readFile(path.join(place, 'here', licence)));
  const database = openDatabase({ app: target.access.app, system: target.access.system, log: silentLog });
  try {
    expect(await verifyAudit(database, source.merchantId)).toEqual({ ok: true, sealed: 5, unsealed: 0, brokenSeq: null });
    const { services } = createBench(database);
    const secrets = await services.secrets.forMerchant(source.merchantId);
    const { rows } = await database.withMerchant(source.merchantId, (tx) =>
      sql<{ id: string; buyer: Buffer }>`SELECT id, buyer FROM orders LIMIT 1`.execute(tx),
    );
    const [order] = rows;
    const opened = secrets.openText({ object: order?.id ?? '', field: 'buyer', version: 0 }, order?.buyer ?? Buffer.alloc(0));
    expect(opened).toContain(JSON.stringify(NAME).slice(1, -1));
    const blobs = await services.blobs.forMerchant(source.merchantId);
    const [paper] = (
      await database.withMerchant(source.merchantId, (tx) => sql<{ id: string }>`SELECT object_id AS id FROM blob`.execute(tx))
    ).rows;
    const read = await database.withMerchant(source.merchantId, (tx) => blobs.get(tx, { objectId: paper?.id ?? '', version: 1 }));
    expect(read?.equals(PAPER)).toBe(true);
  } finally {
    await database.close();
  }
});

test('the file is private, holds neither key nor plain buyer, and leaves no half file beside it', async () => {
  expect((await stat(backup)).mode & 0o777).toBe(0o600);
  const bytes = await readFile(backup);
  for (const secret of [Buffer.alloc(32, 7).toString('base64'), 'secret-of-7', 'b7@x.test']) expect(bytes.includes(secret)).toBe(false);
  expect((await readdir(place)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  await expect(makeBackup({ to: backup })).rejects.toThrow('a backup never writes over a file');
});

test('a backup that fails half-way leaves nothing that looks like one', async () => {
  await chmod(path.join(place, 'here', 'keys'), 0o700);
  await writeFile(keyFiles('here').masterKeyFile, 'no key file', { mode: 0o600 });
  const to = path.join(place, 'half.tar');
  await expect(makeBackup({ to })).rejects.toThrow('is not a master key file');
  expect((await readdir(place)).filter((name) => name.startsWith('half'))).toEqual([]);
});

test('a role that row security binds is refused, as is one that may not read a table', async () => {
  await expect(makeBackup({ backupRole: source.access.app })).rejects.toThrow('is bound by row security');
  await withClient(source.access.migrator, (client) => client.query(`REVOKE SELECT ON tenant.task FROM "${source.access.roles.backup}"`));
  try {
    await expect(makeBackup()).rejects.toThrow('the backup role may not read tenant.task');
  } finally {
    await withClient(source.access.migrator, (client) => client.query(`GRANT SELECT ON tenant.task TO "${source.access.roles.backup}"`));
  }
});

test('one flipped bit anywhere, or a cut anywhere, is refused before anything is written', async () => {
  const whole = await readFile(backup);
  const damaged = path.join(place, 'damaged.tar');
  const refused = async (bytes: Buffer, why: string): Promise<void> => {
    await writeFile(damaged, bytes);
    await expect(
      withBackup(damaged, async () => 'read'),
      why,
    ).rejects.toThrow(/backup/);
  };
  // A prime step meets heads, rows, padding, manifest and end alike.
  for (let at = 0; at < whole.length; at += 2_999) {
    const bytes = Buffer.from(whole);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at);
    await refused(bytes, `bit in byte ${at}`);
  }
  for (let length = 0; length < whole.length; length += 4_507) await refused(whole.subarray(0, length), `cut to ${length}`);
  await refused(Buffer.concat([whole, Buffer.alloc(512)]), 'longer');
  await writeFile(damaged, whole.subarray(0, whole.length - 1_024));
  await putKey('there', 'test', Buffer.alloc(32, 7));
  await expect(restore(damaged)).rejects.toThrow('the backup is cut off');
  expect(await everything(target.access)).toEqual({});
});

test('a system that is not empty is refused and stays as it is', async () => {
  await putKey('there', 'test', Buffer.alloc(32, 7));
  await migrate({ access: target.access, folder: inject('migrationsFolder'), clock, log: silentLog });
  await withClient(target.access.system, (client) =>
    client.query("INSERT INTO system.merchant (id, name, created_at) VALUES (gen_random_uuid(), 'Here first', 'epoch')"),
  );
  const before = await everything(target.access);
  await expect(restore(backup)).rejects.toThrow('this system is not empty: system.merchant has rows');
  expect(await everything(target.access)).toEqual(before);
});

test('a running workbench is refused', async () => {
  await putKey('there', 'test', Buffer.alloc(32, 7));
  await withClient(target.access.app, () => expect(restore(backup)).rejects.toThrow('a workbench is running on this database'));
});

test('without the right master key nothing is restored; a backup with keys brings its own', async () => {
  await expect(restore(backup)).rejects.toThrow('the backup needs the master key test');
  await putKey('there', 'test', Buffer.alloc(32, 8));
  await expect(restore(backup)).rejects.toThrow('is not the one this backup was made with');
  expect(await everything(target.access)).toEqual({});
  await rm(path.join(place, 'there'), { recursive: true });
  const { keysTaken, sameSignIn } = await restore(await makeBackup({ withKeys: true }));
  expect([keysTaken, sameSignIn]).toEqual([true, true]);
  expect(JSON.parse(await readFile(keyFiles('there').masterKeyFile, 'utf8'))).toEqual(
    JSON.parse(await readFile(keyFiles('here').masterKeyFile, 'utf8')),
  );
  expect((await stat(keyFiles('there').masterKeyFile)).mode & 0o777).toBe(0o600);
});

test('a backup of an older schema goes in as that and can be migrated on; one of a newer schema is refused', async () => {
  const old = await cloneEmpty();
  try {
    await migrate({ access: old.access, folder: inject('migrationsFolder'), clock, log: silentLog, upTo: 2 });
    await withClient(old.access.system, (client) =>
      client.query("INSERT INTO system.merchant (id, name, created_at) VALUES (gen_random_uuid(), 'Old', 'epoch')"),
    );
    const file = await makeBackup({ backupRole: old.access.backup });
    // An empty system that was started once is at the newest version already.
    await migrate({ access: target.access, folder: inject('migrationsFolder'), clock, log: silentLog });
    expect((await restore(file)).manifest.schema.version).toBe(2);
    expect(await everything(target.access)).toEqual(await everything(old.access));
    expect((await migrate({ access: target.access, folder: inject('migrationsFolder'), clock, log: silentLog })).length).toBeGreaterThan(0);
    await withClient(old.access.migrator, (client) =>
      client.query(`INSERT INTO system.migration VALUES (999, '0999_later', '${'0'.repeat(64)}', 'epoch')`),
    );
    const newer = await makeBackup({ backupRole: old.access.backup });
    await expect(restore(newer)).rejects.toThrow('the backup has schema version 999');
  } finally {
    await old.drop();
  }
});

test('rows that no longer fit the schema are refused, and no row stays', async () => {
  await putKey('there', 'test', Buffer.alloc(32, 7));
  const orphaned = await createTestDatabase();
  try {
    const bench = createBench(orphaned.database);
    await buildShop(bench, orphaned.merchantId);
    await withClient({ ...orphaned.access.migrator }, async (client) => {
      // As a superuser may: references are not looked at.
      await client.query("SET session_replication_role = 'replica'; DELETE FROM tenant.legal_entity");
    });
    const file = await makeBackup({ backupRole: orphaned.access.backup });
    await expect(restore(file)).rejects.toThrow('violates foreign key constraint');
    expect(await rowsIn(target.access)).toBe((await everything(target.access))['system.migration']?.length);
  } finally {
    await orphaned.close();
  }
});

test('it is one moment: what two tables say together they say together in the backup', async () => {
  await putKey('there', 'test', Buffer.alloc(32, 7));
  const pair = (id: string) =>
    source.database.withMerchant(source.otherMerchantId, async (tx) => {
      await sql`INSERT INTO legal_entity VALUES (${source.otherMerchantId}, ${id}, ${id}, 'CN', 'epoch')`.execute(tx);
      await sql`INSERT INTO task (merchant_id, id, kind, state, created_by, created_at, updated_at)
        VALUES (${source.otherMerchantId}, ${id}, 'x', 'done', 'x', 'epoch', 'epoch')`.execute(tx);
    });
  let writing = true;
  const writer = (async () => {
    while (writing) await pair(crypto.randomUUID());
  })();
  const file = await makeBackup();
  writing = false;
  await writer;
  await restore(file);
  const { 'tenant.task': tasks, 'tenant.legal_entity': entities } = await everything(target.access);
  expect(tasks?.length).toBeGreaterThan(0);
  // Two entities came with the shops, one for each merchant.
  expect(entities?.length).toBe((tasks?.length ?? 0) + 2);
});
