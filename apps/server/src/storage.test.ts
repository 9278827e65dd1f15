/**
 * A PostgreSQL of the operator's own, over TCP, from the settings as they are typed. In an ordinary run that is the embedded one with a
 * door of ours in front; TEST_POSTGRESQL_URL names the superuser of another server, such as a 15.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { readConfig } from './config.ts';
import { readCatalogue } from './platform/database/catalogue.ts';
import { quote, roleNames, whyUnfit, withClient } from './platform/database/roles.ts';
import { tenancyViolations } from './platform/database/tenancy-check.ts';
import { openStorage, type Storage } from './storage.ts';
import { silentLog } from './testing/silent-log.ts';

const MERCHANT = '11111111-1111-4111-8111-111111111111';
/** Every sign that means something in an address. */
const PASSWORD = "p@ss:w/ö?r#d %2F'\\&=";

let door: Server | null = null;
let superuserUrl: URL;
let dataDir: string;
let name: string;
let made: string[];

beforeAll(async () => {
  const given = process.env.TEST_POSTGRESQL_URL;
  if (given) {
    superuserUrl = new URL(given);
    return;
  }
  const { host, port, user, password } = inject('superuser');
  const behind = path.join(host, `.s.PGSQL.${port}`);
  const listening = createServer((caller) => {
    const server = connect(behind);
    caller.pipe(server).pipe(caller);
    for (const socket of [caller, server])
      socket.on('error', () => {
        caller.destroy();
        server.destroy();
      });
  });
  door = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  // listen() on TCP answers an AddressInfo; the other shapes are those of sockets and of servers that do not listen.
  const { port: open } = listening.address() as AddressInfo;
  superuserUrl = new URL(`postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${open}/postgres`);
});
afterAll(() => void door?.close());

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tw-storage-'));
  name = `storage_${path.basename(dataDir).slice(-6).toLowerCase()}`;
  made = [];
});
afterEach(async () => {
  rmSync(dataDir, { recursive: true });
  await asSuperuser(`DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`);
  for (const role of [...Object.values(roleNames(name)), ...made]) await asSuperuser(`DROP ROLE IF EXISTS ${quote(role)}`);
});

const asSuperuser = (text: string): Promise<unknown> => withClient({ connectionString: superuserUrl.href }, (client) => client.query(text));

function urlOf(user: string, password: string): string {
  const url = new URL(superuserUrl);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.pathname = `/${name}`;
  return url.href;
}

async function makeLogin(suffix: string, attributes = ''): Promise<string> {
  const user = `${name}_${suffix}`;
  made.push(user);
  await asSuperuser(`CREATE ROLE ${quote(user)} LOGIN PASSWORD '${PASSWORD.replaceAll("'", "''")}' ${attributes}`);
  return urlOf(user, PASSWORD);
}

/** An owner as administrators like them: neither superuser nor BYPASSRLS, with the one role it may not make itself made for it. */
async function makeOwner(): Promise<string> {
  const url = await makeLogin('admin', 'CREATEROLE');
  await asSuperuser(`CREATE DATABASE ${quote(name)} OWNER ${quote(`${name}_admin`)}`);
  await asSuperuser(`CREATE ROLE ${quote(`${name}_backup`)} LOGIN BYPASSRLS`);
  await asSuperuser(`GRANT ${quote(`${name}_backup`)} TO ${quote(`${name}_admin`)} WITH ADMIN OPTION`);
  return url;
}

const start = (env: Record<string, string>): Promise<Storage> =>
  openStorage({ config: readConfig({ ...env, DATA_DIR: dataDir }), clock: { now: () => 0 }, log: silentLog });

async function expectServing({ database, access, close }: Storage): Promise<void> {
  try {
    expect((await database.withMerchant(MERCHANT, (tx) => sql`SELECT count(*) FROM orders`.execute(tx))).rows).toEqual([{ count: 0 }]);
    expect((await sql`SELECT count(*) FROM system.merchant`.execute(database.system)).rows).toEqual([{ count: 0 }]);
    const holes = await withClient(access.migrator, async (client) => tenancyViolations(await readCatalogue(client, access.roles)));
    expect(holes).toEqual([]);
    await withClient(access.backup, (client) => client.query('SELECT count(*) FROM tenant.orders'));
  } finally {
    await close();
  }
}

test('one user that may make roles: it migrates, and serves as roles it makes', async () => {
  const url = await makeOwner();
  const storage = await start({ DATABASE_URL: url });
  expect(storage.access.roles).toEqual({ owner: `${name}_admin`, app: `${name}_app`, system: `${name}_system`, backup: `${name}_backup` });
  expect(storage.postgres).toBeNull();
  await expectServing(storage);
  await expectServing(await start({ DATABASE_URL: url }));
});

test('a superuser alone migrates and still does not serve', async () => {
  const url = await makeLogin('root', 'SUPERUSER');
  await asSuperuser(`CREATE DATABASE ${quote(name)}`);
  const storage = await start({ DATABASE_URL: url });
  expect(storage.access.roles.app).toBe(`${name}_app`);
  await expectServing(storage);
});

test('two users: one migrates, the other serves', async () => {
  const DATABASE_OWNER_URL = await makeOwner();
  const storage = await start({ DATABASE_OWNER_URL, DATABASE_URL: await makeLogin('web') });
  expect(storage.access.roles).toMatchObject({ owner: `${name}_admin`, app: `${name}_web` });
  await expectServing(storage);
});

test('processes that start at once on an empty database and an empty folder all serve', async () => {
  const url = await makeOwner();
  const storages = await Promise.all([1, 2, 3].map(() => start({ DATABASE_URL: url })));
  expect(new Set(storages.map(({ access }) => access.system.connectionString)).size).toBe(1);
  for (const storage of storages) await expectServing(storage);
});

test('what an operator gets wrong is told in one line that names the variable and not the password', async () => {
  const owner = await makeOwner();
  const web = await makeLogin('web');
  const other = (changed: Partial<Pick<URL, 'pathname' | 'port' | 'hostname' | 'search'>>): string =>
    Object.assign(new URL(owner), changed).href;
  await asSuperuser(`ALTER ROLE ${quote(`${name}_admin`)} NOCREATEROLE`);
  const cases: [Record<string, string>, RegExp][] = [
    [{ DATABASE_URL: urlOf(`${name}_admin`, 'wrong') }, /^DATABASE_URL: \S+:\d+ does not accept the password of "\w+_admin"$/],
    [{ DATABASE_URL: other({ pathname: '/nowhere' }) }, /^DATABASE_URL: \S+ has no database "nowhere"/],
    [{ DATABASE_URL: other({ port: '1' }) }, /^DATABASE_URL: nothing listens at \S+:1$/],
    [{ DATABASE_URL: other({ hostname: 'no-such.invalid' }) }, /^DATABASE_URL: the name of no-such\.invalid:\d+ /],
    [{ DATABASE_URL: other({ search: 'sslmode=verify-full' }) }, /^DATABASE_URL: .*(speaks no TLS|certificate)/],
    [{ DATABASE_URL: other({ search: 'sslrootcert=/no/ca.pem' }) }, /^DATABASE_URL: .*cannot be read: \/no\/ca\.pem$/],
    [{ DATABASE_URL: 'postgres:///x?host=/no/where' }, /^DATABASE_URL: there is no socket at \/no\/where$/],
    [{ DATABASE_URL: owner }, /may not make or change the role "\w+_app": give it CREATEROLE/],
    [{ DATABASE_URL: web }, /^DATABASE_URL: "\w+_web" may not create schemas: .*GRANT CREATE ON DATABASE/],
    [{ DATABASE_URL: urlOf(`${name}_web`, 'wrong'), DATABASE_OWNER_URL: owner }, /^DATABASE_URL: .* does not accept the password/],
    [{ DATABASE_URL: web, DATABASE_OWNER_URL: urlOf(`${name}_admin`, 'wrong') }, /^DATABASE_OWNER_URL: .* does not accept the password/],
    [{ DATABASE_URL: owner, DATABASE_OWNER_URL: owner }, /name the same user/],
  ];
  for (const [env, expected] of cases) {
    const error = await start(env).then(
      () => new Error('it started'),
      (problem: Error) => problem,
    );
    expect(error.message).toMatch(expected);
    expect(error.message).not.toContain('wrong');
    expect(error.message).not.toContain(PASSWORD);
  }
});

test('a database that may only be read, as a replica is, is refused', async () => {
  const url = await makeOwner();
  await asSuperuser(`ALTER DATABASE ${quote(name)} SET default_transaction_read_only = on`);
  await expect(start({ DATABASE_URL: url })).rejects.toThrow(/^DATABASE_URL: "\w+_admin" may only read: name the primary/);
});

test('serving as a superuser is refused although it could', async () => {
  const DATABASE_OWNER_URL = await makeOwner();
  const web = await makeLogin('web', 'SUPERUSER');
  await expect(start({ DATABASE_OWNER_URL, DATABASE_URL: web })).rejects.toThrow('refusing to serve as the database role');
});

test('a server older than 15 is refused by its version', () => {
  const here = { database: 'd', user: 'u', version: 140_023, label: '14.23', writable: true, mayCreate: true };
  expect(whyUnfit(here)).toBe('the server is PostgreSQL 14.23; 15 or newer is needed');
  expect(whyUnfit({ ...here, version: 150_000 })).toBeNull();
});
