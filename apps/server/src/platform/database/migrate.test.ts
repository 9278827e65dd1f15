import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { cloneEmpty } from '../../testing/database.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { migrate, readMigrations, withRoleNames } from './migrate.ts';
import { type DatabaseAccess, withClient } from './roles.ts';

let folder: string;
let access: DatabaseAccess;
let drop: () => Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tw-migrations-'));
  ({ access, drop } = await cloneEmpty());
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await drop();
});

const write = (file: string, sql: string): void => writeFileSync(path.join(folder, file), sql);
const run = (): Promise<string[]> => migrate({ access, folder, clock: { now: () => 1_700_000_000_000 }, log: silentLog });
const query = (sql: string): Promise<unknown[]> => withClient(access.migrator, async (client) => (await client.query(sql)).rows);

test('applies what is new, in order, once, and records it at the given time', async () => {
  write('0001_first.sql', 'CREATE SCHEMA tenant; CREATE TABLE tenant.a (id int)');
  expect(await run()).toEqual(['0001_first']);
  write('0002_second.sql', 'ALTER TABLE tenant.a ADD b int');
  expect(await run()).toEqual(['0002_second']);
  expect(await run()).toEqual([]);
  expect(await query('SELECT number, name, applied_at FROM system.migration ORDER BY number')).toEqual([
    { number: 1, name: '0001_first', applied_at: new Date(1_700_000_000_000) },
    { number: 2, name: '0002_second', applied_at: new Date(1_700_000_000_000) },
  ]);
});

test('a migration that fails leaves nothing behind and says where', async () => {
  write('0001_first.sql', 'CREATE TABLE system.a (id int);\n\nSELECT * FROM nowhere;');
  await expect(run()).rejects.toThrow('migration 0001_first failed (line 3): relation "nowhere" does not exist');
  expect(await query("SELECT to_regclass('system.a') AS a")).toEqual([{ a: null }]);
  expect(await query('SELECT * FROM system.migration')).toEqual([]);
});

test('a past migration that was changed is refused, one whose line ends were changed is not', async () => {
  write('0001_first.sql', 'CREATE TABLE system.a (\n id int)');
  await run();
  write('0001_first.sql', 'CREATE TABLE system.a (\r\n id int)');
  expect(await run()).toEqual([]);
  write('0001_first.sql', 'CREATE TABLE system.a (\n id bigint)');
  await expect(run()).rejects.toThrow('migration 0001_first was changed after it had been applied');
});

test('two runners at once: each migration is applied once and both end well', async () => {
  write('0001_first.sql', 'CREATE TABLE system.a (id int); SELECT pg_sleep(0.2)');
  write('0002_second.sql', 'CREATE TABLE system.b (id int)');
  const applied = await Promise.all([run(), run(), run()]);
  expect(applied.flat().sort()).toEqual(['0001_first', '0002_second']);
});

test('where the advisory lock does not hold (a pooler), the number is what a rival fails on', async () => {
  write('0001_first.sql', 'CREATE TABLE system.a (id int)');
  await run();
  write('0002_second.sql', 'CREATE TABLE system.b (id int)');
  await withClient(access.migrator, async (rival) => {
    await rival.query("BEGIN; INSERT INTO system.migration VALUES (2, '0002_second', 'x', 'epoch')");
    const ours = run();
    const outcome = expect(ours).rejects.toThrow('another process is applying migration 0002_second');
    await expect
      .poll(() => query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO system.migration%'"))
      .toHaveLength(1);
    await rival.query('COMMIT');
    await outcome;
  });
});

test('a database ahead of the program is served, one that lacks an earlier number is refused', async () => {
  write('0001_first.sql', 'SELECT 1');
  write('0002_second.sql', 'SELECT 2');
  await run();
  rmSync(path.join(folder, '0002_second.sql'));
  expect(await run()).toEqual([]);
  write('0002_second.sql', 'SELECT 2');
  await query('DELETE FROM system.migration WHERE number = 1');
  await expect(run()).rejects.toThrow('the database lacks migration 0001_first although later ones were applied');
});

test.each([
  [['0001_a.sql', '0001_b.sql'], 'migration 0001_b has the number of another'],
  [['1_a.sql'], 'migration 1_a.sql is not named NNNN_name.sql'],
])('the files %j are refused', (files, message) => {
  for (const file of files) write(file, '');
  expect(() => readMigrations(folder)).toThrow(message);
});

test('a number that never landed may be missing; one that lands late, below a newer one, is refused', async () => {
  write('0001_first.sql', 'CREATE TABLE system.a (id int)');
  write('0003_third.sql', 'CREATE TABLE system.c (id int)');
  expect(await run()).toEqual(['0001_first', '0003_third']);
  expect(await run()).toEqual([]);
  write('0002_second.sql', 'CREATE TABLE system.b (id int)');
  await expect(run()).rejects.toThrow('the database lacks migration 0002_second although later ones were applied');
});

test('schema.sql and folders beside the migrations are not taken for migrations', () => {
  write('schema.sql', 'nonsense');
  mkdirSync(path.join(folder, 'notes'));
  expect(readMigrations(folder)).toEqual([]);
});

test('a migration waits only so long for a table in use', async () => {
  write('0001_first.sql', 'CREATE TABLE system.a (id int)');
  await run();
  write('0002_second.sql', 'ALTER TABLE system.a ADD b int');
  await withClient(access.migrator, async (reader) => {
    await reader.query('BEGIN; SELECT * FROM system.a');
    await expect(run()).rejects.toThrow('lock timeout');
  });
});

test('a migration that changes rows under forced row security fails instead of finding none', async () => {
  write(
    '0001_first.sql',
    'CREATE TABLE system.a (id int); ALTER TABLE system.a ENABLE ROW LEVEL SECURITY; ALTER TABLE system.a FORCE ROW LEVEL SECURITY',
  );
  await run();
  write('0002_second.sql', 'UPDATE system.a SET id = 1');
  await expect(run()).rejects.toThrow('would be affected by row-level security');
  write(
    '0002_second.sql',
    'ALTER TABLE system.a NO FORCE ROW LEVEL SECURITY; UPDATE system.a SET id = 1; ALTER TABLE system.a FORCE ROW LEVEL SECURITY',
  );
  expect(await run()).toEqual(['0002_second']);
});

test('role names are filled in, quoted; casts and other words with a colon stay', () => {
  const roles = { owner: 'o', app: 'my "app"', system: 's', backup: 'b' };
  expect(withRoleNames("GRANT SELECT ON a TO :app, :backup; SELECT x::app, 'a:app', ':apple'", roles)).toBe(
    `GRANT SELECT ON a TO "my ""app""", "b"; SELECT x::app, 'a:app', ':apple'`,
  );
});

test('what migrations make belongs to the owner role, who cannot sign in', async () => {
  write('0001_first.sql', 'CREATE TABLE system.a (id int)');
  await run();
  const { owner } = inject('template').roles;
  expect(await query("SELECT tableowner FROM pg_tables WHERE schemaname = 'system' AND tablename = 'a'")).toEqual([{ tableowner: owner }]);
  expect(await query(`SELECT rolcanlogin FROM pg_roles WHERE rolname = '${owner}'`)).toEqual([{ rolcanlogin: false }]);
});
