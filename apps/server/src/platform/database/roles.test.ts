import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import type pg from 'pg';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { silentLog } from '../../testing/silent-log.ts';
import { readCatalogue } from './catalogue.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { assertServingRole, type DatabaseAccess, prepareRoles, quote, roleNames, withClient } from './roles.ts';
import { tenancyViolations } from './tenancy-check.ts';

const superuser = inject('superuser');
const A = '11111111-1111-4111-8111-111111111111';
let dataDir: string;
let name: string;
let extraRoles: string[];

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tw-roles-'));
  name = `roles_${path.basename(dataDir).slice(-6).toLowerCase()}`;
  extraRoles = [];
});
afterEach(async () => {
  rmSync(dataDir, { recursive: true });
  await asSuperuser(`DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`);
  for (const role of [...Object.values(roleNames(name)), ...extraRoles]) await asSuperuser(`DROP ROLE IF EXISTS ${quote(role)}`);
});

const asSuperuser = (text: string): Promise<pg.QueryResult> => withClient(superuser, (client) => client.query(text));
const urlOf = (user: string, password: string): string =>
  `postgres://${user}:${password}@${encodeURIComponent(superuser.host)}:${superuser.port}/${name}`;

async function makeLogin(user: string, attributes: string): Promise<string> {
  extraRoles.push(user);
  await asSuperuser(`CREATE ROLE ${quote(user)} LOGIN PASSWORD 'given' ${attributes}`);
  return urlOf(user, 'given');
}

/** The whole way a start goes, and proof that what comes out keeps merchants apart. */
async function expectServing(access: DatabaseAccess): Promise<void> {
  await migrate({ access, folder: inject('migrationsFolder'), clock: { now: () => 0 }, log: silentLog });
  await assertServingRole(access.app);
  await assertServingRole(access.system);
  const found = await withClient(access.migrator, async (client) => tenancyViolations(await readCatalogue(client, access.roles)));
  expect(found).toEqual([]);
  const database = openDatabase({ app: access.app, system: access.system, log: silentLog });
  try {
    expect((await database.withMerchant(A, (tx) => sql`SELECT count(*) FROM orders`.execute(tx))).rows).toEqual([{ count: 0 }]);
    expect((await sql`SELECT count(*) FROM system.merchant`.execute(database.system)).rows).toEqual([{ count: 0 }]);
  } finally {
    await database.close();
  }
  const backedUp = await withClient(access.backup, (client) => client.query('SELECT count(*) FROM tenant.orders'));
  expect(backedUp.rows).toEqual([{ count: '0' }]);
}

test('embedded: everything is made by the superuser, and a second start changes nothing', async () => {
  const first = await prepareRoles({ kind: 'embedded', dataDir, superuser, database: name });
  await expectServing(first);
  const second = await prepareRoles({ kind: 'embedded', dataDir, superuser, database: name });
  expect(second).toEqual(first);
  await expectServing(second);
});

test('several processes may make their first start at the same moment', async () => {
  const starts = await Promise.all([1, 2, 3].map(() => prepareRoles({ kind: 'embedded', dataDir, superuser, database: name })));
  expect(starts[1]).toEqual(starts[0]);
  expect(starts[2]).toEqual(starts[0]);
  for (const access of starts) await expectServing(access);
});

test('the passwords differ from each other, lie in a file of the owner only, and are not made anew', async () => {
  const { app, system, backup } = await prepareRoles({ kind: 'embedded', dataDir, superuser, database: name });
  const file = path.join(dataDir, 'keys', 'database.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ app: app.password, system: system.password, backup: backup.password });
  expect(new Set([app.password, system.password, backup.password]).size).toBe(3);
});

test('a lost password file heals: new passwords are set on the old roles', async () => {
  const first = await prepareRoles({ kind: 'embedded', dataDir, superuser, database: name });
  rmSync(path.join(dataDir, 'keys'), { recursive: true });
  const second = await prepareRoles({ kind: 'embedded', dataDir, superuser, database: name });
  expect(second.app.password).not.toBe(first.app.password);
  await expectServing(second);
});

test('DATABASE_URL alone: its user migrates, and app, system and backup are made beside it', async () => {
  await asSuperuser(`CREATE DATABASE ${quote(name)}`);
  const url = await makeLogin(`${name}_admin`, 'SUPERUSER');
  const access = await prepareRoles({ kind: 'external', dataDir, url });
  expect(access.roles).toEqual({ owner: `${name}_admin`, app: `${name}_app`, system: `${name}_system`, backup: `${name}_backup` });
  await expectServing(access);
});

test('DATABASE_OWNER_URL and DATABASE_URL: the owner needs no superuser, and the app role is the given one', async () => {
  const ownerUrl = await makeLogin(`${name}_owner`, 'CREATEROLE BYPASSRLS');
  await asSuperuser(`CREATE DATABASE ${quote(name)} OWNER ${quote(`${name}_owner`)}`);
  const url = await makeLogin(`${name}_web`, '');
  const access = await prepareRoles({ kind: 'external', dataDir, url, ownerUrl });
  expect(access.roles.app).toBe(`${name}_web`);
  expect(access.app).toEqual({ connectionString: url });
  await expectServing(access);
});

test('an owner that may not make the backup role is told what an administrator has to do', async () => {
  const ownerUrl = await makeLogin(`${name}_owner`, 'CREATEROLE');
  await asSuperuser(`CREATE DATABASE ${quote(name)} OWNER ${quote(`${name}_owner`)}`);
  const url = await makeLogin(`${name}_web`, '');
  await expect(prepareRoles({ kind: 'external', dataDir, url, ownerUrl })).rejects.toThrow(`CREATE ROLE "${name}_backup" LOGIN BYPASSRLS`);
});

test('owner and app given as one user are refused', async () => {
  const url = await makeLogin(`${name}_web`, 'CREATEROLE BYPASSRLS');
  await asSuperuser(`CREATE DATABASE ${quote(name)} OWNER ${quote(`${name}_web`)}`);
  await expect(prepareRoles({ kind: 'external', dataDir, url, ownerUrl: url })).rejects.toThrow('must not serve as the owner');
});

test('serving as a superuser, with BYPASSRLS, as the owner or as one who may become the owner is refused', async () => {
  const access = await prepareRoles({ kind: 'embedded', dataDir, superuser, database: name });
  await expectServing(access);
  await expect(assertServingRole(access.migrator)).rejects.toThrow('is a superuser');
  await expect(assertServingRole(access.backup)).rejects.toThrow('has BYPASSRLS');
  const member = await makeLogin(`${name}_member`, `IN ROLE ${quote(access.roles.owner)}`);
  await expect(assertServingRole({ connectionString: member })).rejects.toThrow('owns the tables');
});

test('the names of the roles follow the database, and too long a name is refused', () => {
  expect(roleNames('tradewind')).toEqual({
    owner: 'tradewind_owner',
    app: 'tradewind_app',
    system: 'tradewind_system',
    backup: 'tradewind_backup',
  });
  expect(() => roleNames('x'.repeat(51))).toThrow('longer than 50 bytes');
});
