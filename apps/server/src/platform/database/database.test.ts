import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { type Database, openDatabase, type TenantTx } from './database.ts';
import { withClient } from './roles.ts';

let opened: TestDatabase;
let database: Database;
let A: string;
let B: string;

beforeAll(async () => {
  opened = await createTestDatabase();
  ({ database, merchantId: A, otherMerchantId: B } = opened);
});
afterAll(() => opened.close());

const addEntity = (tx: TenantTx, merchantId: string, name: string) =>
  sql`INSERT INTO legal_entity (merchant_id, id, name, jurisdiction, created_at) VALUES (${merchantId}, gen_random_uuid(), ${name}, 'GB', 'epoch')`.execute(
    tx,
  );

const entityNames = (merchantId: string): Promise<string[]> =>
  database.withMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ name: string }>`SELECT name FROM legal_entity ORDER BY name`.execute(tx);
    return rows.map(({ name }) => name);
  });

test('a merchant sees and writes its own rows only', async () => {
  await database.withMerchant(A, (tx) => addEntity(tx, A, 'own'));
  expect(await entityNames(A)).toEqual(['own']);
  expect(await entityNames(B)).toEqual([]);
  await expect(database.withMerchant(B, (tx) => addEntity(tx, A, 'foreign'))).rejects.toThrow('row-level security');
});

test('an error undoes everything and surfaces as it is', async () => {
  const failing = database.withMerchant(B, async (tx) => {
    await addEntity(tx, B, 'undone');
    throw new RangeError('from within');
  });
  await expect(failing).rejects.toThrow(new RangeError('from within'));
  expect(await entityNames(B)).toEqual([]);
});

test('a swallowed error cannot pass for a commit', async () => {
  const swallowing = database.withMerchant(B, async (tx) => {
    await addEntity(tx, B, 'lost');
    await sql`SELECT 1 / 0`.execute(tx).catch(() => undefined);
    return 'saved';
  });
  await expect(swallowing).rejects.toThrow('the transaction was rolled back');
  expect(await entityNames(B)).toEqual([]);
});

test.each(['', 'x', "'; DROP TABLE orders; --", '00000000-0000-0000-0000-00000000000G', 'AAAAAAAA-0000-4000-8000-000000000000'])(
  'the merchant id %j is refused',
  async (id) => {
    await expect(database.withMerchant(id, async () => 'reached')).rejects.toThrow('needs the merchant id as a lower-case UUID');
  },
);

test('a handle kept beyond its transaction is refused, even while its connection works for another merchant', async () => {
  const kept: { tx?: TenantTx } = {};
  await database.withMerchant(A, async (tx) => {
    kept.tx = tx;
  });
  await database.withMerchant(B, async (tx) => {
    if (!kept.tx) throw new Error('not kept');
    await expect(addEntity(kept.tx, A, 'late')).rejects.toThrow('the transaction has ended');
    await addEntity(tx, B, 'in time');
  });
  expect(await entityNames(B)).toContain('in time');
});

test('a query that nobody awaited is finished before the commit, or refused where it had not been sent', async () => {
  const forgotten: Promise<unknown>[] = [];
  await database.withMerchant(A, async (tx) => {
    forgotten.push(
      sql`WITH slow AS (SELECT pg_sleep(0.1)) INSERT INTO legal_entity SELECT ${A}, gen_random_uuid(), 'sent', 'GB', 'epoch' FROM slow`.execute(
        tx,
      ),
    );
    await new Promise(setImmediate);
    const unsent = addEntity(tx, A, 'unsent');
    forgotten.push(unsent);
    unsent.catch(() => undefined);
  });
  expect((await Promise.allSettled(forgotten)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(await entityNames(A)).toContain('sent');
  expect(await entityNames(A)).not.toContain('unsent');
});

test('a transaction within the transaction is refused instead of silently joined', async () => {
  const nested = database.withMerchant(A, (tx) => tx.transaction().execute(async () => 'nested'));
  await expect(nested).rejects.toThrow('this is a transaction already');
});

test('a page read again and again shows each merchant its own rows, also once its connection keeps the plan', async () => {
  const few = openDatabase({ app: { ...opened.access.app, max: 1 }, system: { ...opened.access.system, max: 1 }, log: silentLog });
  try {
    const read = (merchantId: string) =>
      few.readMerchant(merchantId, async (tx) => (await sql`SELECT name FROM legal_entity WHERE name = ${'own'}`.execute(tx)).rows);
    const kept = (tx: TenantTx) =>
      sql<{ generic_plans: number }>`SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE 'SELECT name%'`.execute(tx);
    for (let turn = 0; turn < 10; turn += 1) {
      expect(await read(A)).toEqual([{ name: 'own' }]);
      expect(await read(B)).toEqual([]);
    }
    const { rows } = await few.withMerchant(A, kept);
    expect(rows[0]?.generic_plans).toBeGreaterThan(0);
  } finally {
    await few.close();
  }
});

test('a page cannot write, and a table that changed its shape costs its readers one failed call', async () => {
  const few = openDatabase({ app: { ...opened.access.app, max: 1 }, system: { ...opened.access.system, max: 1 }, log: silentLog });
  const change = (text: string) => withClient(opened.access.migrator, (client) => client.query(text));
  try {
    await expect(few.readMerchant(A, (tx) => addEntity(tx, A, 'written'))).rejects.toThrow('read-only');
    const read = () => few.readMerchant(A, (tx) => sql`SELECT * FROM legal_entity`.execute(tx));
    await read();
    await change('ALTER TABLE tenant.legal_entity ADD COLUMN bench_note text');
    await expect(read()).rejects.toThrow('cached plan must not change result type');
    expect((await read()).rows[0]).toHaveProperty('bench_note', null);
  } finally {
    await change('ALTER TABLE tenant.legal_entity DROP COLUMN IF EXISTS bench_note');
    await few.close();
  }
});

test('many merchants at once on few connections never see each other', async () => {
  const seen = await Promise.all(
    Array.from({ length: 60 }, (_, turn) =>
      database.withMerchant(turn % 2 === 0 ? A : B, async (tx) => {
        const { rows } = await sql<{ id: string }>`SELECT current_setting('app.merchant_id') AS id, pg_sleep(0.001)`.execute(tx);
        return rows[0]?.id;
      }),
    ),
  );
  expect(seen).toEqual(Array.from({ length: 60 }, (_, turn) => (turn % 2 === 0 ? A : B)));
});

test('columns arrive exactly: bigint as a number or an error, days and numeric as text, instants as Date', async () => {
  const read = (expression: string) =>
    database.system.executeQuery<{ v: unknown }>(sql<{ v: unknown }>`SELECT ${sql.raw(expression)} AS v`.compile(database.system));
  const value = async (expression: string): Promise<unknown> => (await read(expression)).rows[0]?.v;
  expect(await value('9007199254740991::bigint')).toBe(9_007_199_254_740_991);
  await expect(value('9007199254740992::bigint')).rejects.toThrow('beyond what a number holds');
  expect(await value('ARRAY[1, NULL, -3]::bigint[]')).toEqual([1, null, -3]);
  expect(await value("'2024-02-29'::date")).toBe('2024-02-29');
  expect(await value("ARRAY['2024-02-29'::date]")).toEqual(['2024-02-29']);
  expect(await value('0.10::numeric')).toBe('0.10');
  expect(await value('ARRAY[0.10::numeric]')).toEqual(['0.10']);
  expect(await value("'2024-02-29T12:00:00.123Z'::timestamptz")).toEqual(new Date('2024-02-29T12:00:00.123Z'));
});

test('the two roles stay in their schemas: no tenant table for the system role, no unshared system table for the app role', async () => {
  await expect(sql`SELECT * FROM tenant.orders`.execute(database.system)).rejects.toThrow('permission denied for schema tenant');
  await expect(database.withMerchant(A, (tx) => sql`SELECT * FROM system.merchant`.execute(tx))).rejects.toThrow('permission denied');
  const { rows } = await sql`SELECT count(*) FROM system.merchant`.execute(database.system);
  expect(rows).toEqual([{ count: 2 }]);
});

test('a statement that runs away is cut off', async () => {
  const hasty = openDatabase({ app: { ...opened.access.app, statement_timeout: 50 }, system: opened.access.system, log: silentLog });
  await expect(hasty.withMerchant(A, (tx) => sql`SELECT pg_sleep(20)`.execute(tx))).rejects.toThrow('statement timeout');
  await hasty.close();
});

test('notifications arrive, and after a lost connection the listener is told to look for itself', async () => {
  const heard: (string | null)[] = [];
  const stop = await database.listen('shop-changed', (payload) => heard.push(payload));
  await database.notify('shop-changed', 'one');
  await expect.poll(() => heard).toEqual(['one']);
  await withClient(inject('superuser'), (client) =>
    client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = $1", [
      opened.access.app.database,
    ]),
  );
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['one', null]);
  await database.notify('shop-changed', 'two');
  await expect.poll(() => heard).toEqual(['one', null, 'two']);
  await stop();
  await database.notify('shop-changed', 'three');
  await sql`SELECT 1`.execute(database.system);
  expect(heard).toEqual(['one', null, 'two']);
});

test('connections cut under the pools, idle or in use, cost one failed call at most and never the process', async () => {
  const cutAll = (): Promise<pg.QueryResult> =>
    withClient(inject('superuser'), (client) =>
      client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [opened.access.app.database]),
    );
  await entityNames(A);
  await cutAll();
  expect(await entityNames(A)).toContain('own');
  const inUse = database.withMerchant(A, async (tx) => {
    await cutAll();
    await addEntity(tx, A, 'cut off');
  });
  await expect(inUse).rejects.toThrow();
  expect(await entityNames(A)).not.toContain('cut off');
  expect(database.stats().app.waiting).toBe(0);
});

test('a wrong password is an error at once, not something to wait for', async () => {
  const locked = openDatabase({ app: { ...opened.access.app, password: 'wrong' }, system: opened.access.system, log: silentLog });
  await expect(locked.withMerchant(A, async () => 'reached')).rejects.toThrow(pg.DatabaseError);
  await locked.close();
});
