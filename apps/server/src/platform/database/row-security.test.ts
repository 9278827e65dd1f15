/**
 * The holes of row level security that look fine in a demo, each played on the PostgreSQL that is shipped: first that the hole is
 * real (a bare table, a bare session), then that our rules close it. Should a new PostgreSQL behave otherwise, it shows here.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { cloneEmpty } from '../../testing/database.ts';
import { quote } from './roles.ts';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';
const { roles } = inject('template');
const ownMerchant = "merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid";

let owner: pg.Client;
let app: pg.Client;
let backup: pg.Client;
let drop: () => Promise<void>;

beforeAll(async () => {
  const clone = await cloneEmpty();
  drop = clone.drop;
  [owner, app, backup] = [new pg.Client(clone.access.migrator), new pg.Client(clone.access.app), new pg.Client(clone.access.backup)];
  await Promise.all([owner.connect(), app.connect(), backup.connect()]);
  await owner.query(`SET ROLE ${quote(roles.owner)};
    CREATE SCHEMA tenant;
    GRANT USAGE ON SCHEMA tenant TO ${quote(roles.app)}, ${quote(roles.backup)};
    CREATE TABLE tenant.item (merchant_id uuid NOT NULL, id int NOT NULL, sku text NOT NULL, PRIMARY KEY (merchant_id, id));
    INSERT INTO tenant.item VALUES ('${A}', 1, 'red'), ('${B}', 2, 'blue');
    GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.item TO ${quote(roles.app)};
    GRANT SELECT ON tenant.item TO ${quote(roles.backup)};
    ALTER TABLE tenant.item ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own_merchant ON tenant.item USING (${ownMerchant}) WITH CHECK (${ownMerchant})`);
});
afterAll(async () => {
  await Promise.all([owner.end(), app.end(), backup.end()]);
  await drop();
});

const count = async (client: pg.Client, from = 'tenant.item'): Promise<number> => {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${from}`);
  return Number(rows[0]?.count);
};

/** In a transaction that is rolled back: the plants of one test are gone in the next. */
async function asMerchant<T>(merchantId: string, run: () => Promise<T>): Promise<T> {
  await app.query(`BEGIN; SET LOCAL app.merchant_id = '${merchantId}'`);
  try {
    return await run();
  } finally {
    await app.query('ROLLBACK');
  }
}

/** Makes objects as the owner, visible to the app's own connection, and removes them again. */
async function planted<T>(make: string, remove: string, run: () => Promise<T>): Promise<T> {
  await owner.query(make);
  try {
    return await run();
  } finally {
    await owner.query(remove);
  }
}

test('1. the owner of a table sees every merchant until row security is forced', async () => {
  expect(await count(owner)).toBe(2);
  await owner.query('ALTER TABLE tenant.item FORCE ROW LEVEL SECURITY');
  expect(await count(owner)).toBe(0);
});

test('2. after a transaction the setting is empty, not absent: without NULLIF every query would fail, with it none shows rows', async () => {
  expect(await asMerchant(A, () => count(app))).toBe(1);
  const { rows } = await app.query("SELECT current_setting('app.merchant_id', true) AS left");
  expect(rows).toEqual([{ left: '' }]);
  await expect(app.query("SELECT current_setting('app.merchant_id', true)::uuid")).rejects.toThrow('invalid input syntax for type uuid');
  expect(await count(app)).toBe(0);
});

test('3. a plain SET outlives the transaction and reaches whoever uses the connection next; SET LOCAL does not', async () => {
  await app.query(`BEGIN; SET app.merchant_id = '${A}'; COMMIT`);
  expect(await count(app)).toBe(1);
  await app.query('RESET app.merchant_id');
  await asMerchant(A, () => count(app));
  expect(await count(app)).toBe(0);
});

test("4. a superuser's view, materialised view and definer function show every merchant; a security_invoker view only one", async () => {
  const grant = `GRANT SELECT ON tenant.plain, tenant.stored, tenant.invoked TO ${quote(roles.app)}`;
  await planted(
    `RESET ROLE;
     CREATE VIEW tenant.plain AS SELECT * FROM tenant.item;
     CREATE MATERIALIZED VIEW tenant.stored AS SELECT * FROM tenant.item;
     CREATE VIEW tenant.invoked WITH (security_invoker = true) AS SELECT * FROM tenant.item;
     CREATE FUNCTION tenant.everything() RETURNS SETOF tenant.item LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM tenant.item';
     ${grant}`,
    `DROP VIEW tenant.plain, tenant.invoked; DROP MATERIALIZED VIEW tenant.stored; DROP FUNCTION tenant.everything; SET ROLE ${quote(roles.owner)}`,
    () =>
      asMerchant(A, async () => {
        expect(await count(app, 'tenant.plain')).toBe(2);
        expect(await count(app, 'tenant.stored')).toBe(2);
        expect(await count(app, 'tenant.everything()')).toBe(2);
        expect(await count(app, 'tenant.invoked')).toBe(1);
      }),
  );
});

test("5. a plain foreign key accepts another merchant's row as parent; one with the merchant in it refuses", async () => {
  const policy = (table: string): string => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_merchant ON ${table} USING (${ownMerchant}) WITH CHECK (${ownMerchant}); GRANT SELECT, INSERT ON ${table} TO ${quote(roles.app)}`;
  await planted(
    `CREATE UNIQUE INDEX item_id ON tenant.item (id);
     CREATE TABLE tenant.loose (merchant_id uuid NOT NULL, item_id int REFERENCES tenant.item (id)); ${policy('tenant.loose')};
     CREATE TABLE tenant.tight (merchant_id uuid NOT NULL, item_id int, FOREIGN KEY (merchant_id, item_id) REFERENCES tenant.item); ${policy('tenant.tight')}`,
    'DROP TABLE tenant.loose, tenant.tight; DROP INDEX tenant.item_id',
    () =>
      asMerchant(A, async () => {
        const { rowCount } = await app.query(`INSERT INTO tenant.loose VALUES ('${A}', 2)`);
        expect(rowCount).toBe(1);
        await app.query(`INSERT INTO tenant.tight VALUES ('${A}', 1)`);
        await expect(app.query(`INSERT INTO tenant.tight VALUES ('${A}', 2)`)).rejects.toThrow('violates foreign key constraint');
      }),
  );
});

test('6. a unique key over all merchants tells that another one has the value, by its error and by ON CONFLICT alike', async () => {
  await planted('CREATE UNIQUE INDEX sku_once ON tenant.item (sku)', 'DROP INDEX tenant.sku_once', async () => {
    await expect(asMerchant(A, () => app.query(`INSERT INTO tenant.item VALUES ('${A}', 3, 'blue')`))).rejects.toThrow('sku_once');
    const silent = await asMerchant(A, () => app.query(`INSERT INTO tenant.item VALUES ('${A}', 3, 'blue') ON CONFLICT DO NOTHING`));
    expect(silent.rowCount).toBe(0);
  });
  await planted('CREATE UNIQUE INDEX sku_once ON tenant.item (merchant_id, sku)', 'DROP INDEX tenant.sku_once', async () => {
    const { rowCount } = await asMerchant(A, () => app.query(`INSERT INTO tenant.item VALUES ('${A}', 3, 'blue')`));
    expect(rowCount).toBe(1);
  });
});

test('7. a sequence that may be read tells how much business everybody does; without a grant it does not', async () => {
  await planted(
    `CREATE SEQUENCE tenant.number; SELECT nextval('tenant.number') FROM generate_series(1, 40)`,
    'DROP SEQUENCE tenant.number',
    async () => {
      await expect(app.query('SELECT last_value FROM tenant.number')).rejects.toThrow('permission denied');
      await owner.query(`GRANT USAGE, SELECT ON SEQUENCE tenant.number TO ${quote(roles.app)}`);
      expect((await app.query('SELECT last_value FROM tenant.number')).rows).toEqual([{ last_value: '40' }]);
    },
  );
});

test("8. a merchant cannot write into another: insert, update, upsert onto the other's row; nor truncate", async () => {
  const refused = 'violates row-level security policy';
  await expect(asMerchant(A, () => app.query(`INSERT INTO tenant.item VALUES ('${B}', 9, 'x')`))).rejects.toThrow(refused);
  await expect(asMerchant(A, () => app.query(`UPDATE tenant.item SET merchant_id = '${B}'`))).rejects.toThrow(refused);
  const upsert = `INSERT INTO tenant.item VALUES ('${B}', 2, 'x') ON CONFLICT (merchant_id, id) DO UPDATE SET sku = 'stolen'`;
  await expect(asMerchant(A, () => app.query(upsert))).rejects.toThrow(refused);
  const blind = await asMerchant(A, () => app.query(`UPDATE tenant.item SET sku = 'stolen' WHERE id = 2`));
  expect(blind.rowCount).toBe(0);
  await expect(app.query('TRUNCATE tenant.item')).rejects.toThrow('permission denied');
});

test('9. a dump as the app role is empty without any error, which is why the backup role reads past row security, and only reads', async () => {
  expect(await count(app)).toBe(0);
  await app.query('SET row_security = off');
  await expect(count(app)).rejects.toThrow('would be affected by row-level security');
  await app.query('RESET row_security');
  expect(await count(backup)).toBe(2);
  await expect(backup.query('DELETE FROM tenant.item')).rejects.toThrow('permission denied');
});

test('what stays open: the app role may name any merchant, so SQL that a stranger can write would reach all of them', async () => {
  expect(await asMerchant(A, async () => (await app.query('SELECT sku FROM tenant.item')).rows)).toEqual([{ sku: 'red' }]);
  expect(await asMerchant(B, async () => (await app.query('SELECT sku FROM tenant.item')).rows)).toEqual([{ sku: 'blue' }]);
});
