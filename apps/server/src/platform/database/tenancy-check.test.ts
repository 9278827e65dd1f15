import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { cloneTemplate } from '../../testing/database.ts';
import { readCatalogue } from './catalogue.ts';
import { quote, withClient } from './roles.ts';
import { tenancyViolations } from './tenancy-check.ts';

const { roles } = inject('template');
const app = quote(roles.app);
const ownMerchant = "merchant_id = NULLIF(current_setting('app.merchant_id', true), '')::uuid";

test('the migrations leave no hole between merchants', async () => {
  const found = await withClient(inject('template').migrator, async (client) => tenancyViolations(await readCatalogue(client, roles)));
  expect(found).toEqual([]);
});

describe('a planted fault is found', () => {
  let client: pg.Client;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const clone = await cloneTemplate();
    drop = clone.drop;
    client = new pg.Client(clone.access.migrator);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await drop();
  });
  beforeEach(async () => {
    await client.query(`RESET ROLE; DROP TABLE IF EXISTS tenant.child, tenant.parent CASCADE`);
    await client.query(`SET ROLE ${quote(roles.owner)};
      CREATE TABLE tenant.parent (merchant_id uuid NOT NULL, id uuid NOT NULL, sku text, PRIMARY KEY (merchant_id, id));
      ALTER TABLE tenant.parent ENABLE ROW LEVEL SECURITY;
      ALTER TABLE tenant.parent FORCE ROW LEVEL SECURITY;
      CREATE POLICY own_merchant ON tenant.parent USING (${ownMerchant}) WITH CHECK (${ownMerchant});
      GRANT SELECT, INSERT, UPDATE, DELETE ON tenant.parent TO ${app};`);
  });

  const violations = async (): Promise<string[]> => {
    await client.query('RESET ROLE');
    return tenancyViolations(await readCatalogue(client, roles));
  };

  test('the table itself is without fault, so that each plant below stands alone', async () => {
    expect(await violations()).toEqual([]);
  });

  const child = (columns: string): string => `CREATE TABLE tenant.child (${columns});
    ALTER TABLE tenant.child ENABLE ROW LEVEL SECURITY; ALTER TABLE tenant.child FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_merchant ON tenant.child USING (${ownMerchant}) WITH CHECK (${ownMerchant})`;
  const policy = (clause: string): string =>
    `DROP POLICY own_merchant ON tenant.parent; CREATE POLICY own_merchant ON tenant.parent ${clause}`;

  const plants: [name: string, sql: string, violation: string][] = [
    ['row security switched off', 'ALTER TABLE tenant.parent DISABLE ROW LEVEL SECURITY', 'tenant.parent: row security is not enabled'],
    [
      'row security not forced',
      'ALTER TABLE tenant.parent NO FORCE ROW LEVEL SECURITY',
      'tenant.parent: row security is not forced on the owner',
    ],
    ['no policy', 'DROP POLICY own_merchant ON tenant.parent', 'tenant.parent: no policy covers SELECT'],
    [
      'a policy without WITH CHECK',
      policy(`USING (${ownMerchant})`),
      'tenant.parent: the policy own_merchant admits rows by another condition than the merchant',
    ],
    ['a policy for reading only', policy(`FOR SELECT USING (${ownMerchant})`), 'tenant.parent: no policy covers UPDATE'],
    [
      'a policy whose cast fails on the empty setting',
      policy(`USING (merchant_id = current_setting('app.merchant_id', true)::uuid) WITH CHECK (${ownMerchant})`),
      'tenant.parent: the policy own_merchant shows rows by another condition than the merchant',
    ],
    [
      'a second policy that lets everybody in',
      'CREATE POLICY helpful ON tenant.parent FOR SELECT USING (true)',
      'tenant.parent: the policy helpful shows rows by another condition than the merchant',
    ],
    [
      'merchant_id that may be null',
      'ALTER TABLE tenant.parent DROP CONSTRAINT parent_pkey, ALTER merchant_id DROP NOT NULL',
      'tenant.parent: merchant_id is not uuid NOT NULL',
    ],
    ['no primary key', 'ALTER TABLE tenant.parent DROP CONSTRAINT parent_pkey', 'tenant.parent: has no primary key'],
    ['no merchant_id', 'CREATE TABLE tenant.child (id uuid PRIMARY KEY)', 'tenant.child: has no merchant_id'],
    [
      'a primary key without the merchant',
      child('merchant_id uuid NOT NULL, id uuid PRIMARY KEY'),
      'tenant.child: the key child_pkey does not begin with merchant_id',
    ],
    [
      'the merchant at the end of a unique key',
      'ALTER TABLE tenant.parent ADD CONSTRAINT sku_once UNIQUE (sku, merchant_id)',
      'tenant.parent: the key sku_once does not begin with merchant_id',
    ],
    [
      'a unique index over all merchants',
      'CREATE UNIQUE INDEX sku_once ON tenant.parent (lower(sku))',
      'tenant.parent: the unique index sku_once does not begin with merchant_id',
    ],
    [
      'a foreign key without the merchant',
      `CREATE UNIQUE INDEX plain ON tenant.parent (id); ${child('merchant_id uuid NOT NULL, id uuid REFERENCES tenant.parent (id), PRIMARY KEY (merchant_id, id)')}`,
      'tenant.child: the key child_id_fkey does not begin with merchant_id',
    ],
    [
      'a foreign key that compares the merchant with something else',
      `CREATE UNIQUE INDEX crossed ON tenant.parent (id, merchant_id);
       ${child('merchant_id uuid NOT NULL, id uuid, PRIMARY KEY (merchant_id, id), CONSTRAINT crossed FOREIGN KEY (merchant_id, id) REFERENCES tenant.parent (id, merchant_id)')}`,
      'tenant.child: the key crossed refers to a key that does not begin with merchant_id',
    ],
    ['TRUNCATE granted', `GRANT TRUNCATE ON tenant.parent TO ${app}`, 'tenant.parent: TRUNCATE is granted to app'],
    ['a column granted to everybody', 'GRANT SELECT (sku) ON tenant.parent TO PUBLIC', 'tenant.parent: SELECT (sku) is granted to PUBLIC'],
    [
      'a right that may be passed on',
      `GRANT SELECT ON tenant.parent TO ${app} WITH GRANT OPTION`,
      'tenant.parent: SELECT is granted to app with the right to pass it on',
    ],
    [
      'rights of the system role on a tenant table',
      `GRANT SELECT ON tenant.parent TO ${quote(roles.system)}`,
      'tenant.parent: SELECT is granted to system',
    ],
    ['the backup role may write', `GRANT UPDATE ON tenant.parent TO ${quote(roles.backup)}`, 'tenant.parent: UPDATE is granted to backup'],
    [
      'the system role in the tenant schema',
      `GRANT USAGE ON SCHEMA tenant TO ${quote(roles.system)}`,
      'schema tenant: USAGE is granted to system',
    ],
    ['the app role may create', `GRANT CREATE ON SCHEMA tenant TO ${app}`, 'schema tenant: CREATE is granted to app'],
    [
      'a view of the owner',
      'CREATE VIEW tenant.child AS SELECT * FROM tenant.parent',
      'tenant.child: a view without security_invoker shows every merchant',
    ],
    [
      'a materialised view',
      'CREATE MATERIALIZED VIEW tenant.child AS SELECT * FROM tenant.parent',
      'tenant.child: a materialised view has no row security',
    ],
    [
      'a definer function',
      "CREATE FUNCTION tenant.everything() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM tenant.parent'",
      'tenant.everything(): a SECURITY DEFINER function sees every merchant',
    ],
    [
      'a sequence granted',
      `CREATE SEQUENCE tenant.child; GRANT USAGE ON SEQUENCE tenant.child TO ${app}`,
      'tenant.child: USAGE is granted to app: a sequence tells the volume of business',
    ],
    [
      'a trigger',
      "CREATE FUNCTION tenant.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER touch BEFORE UPDATE ON tenant.parent FOR EACH ROW EXECUTE FUNCTION tenant.touch()",
      'tenant.parent: has a trigger touch, which a cluster does not carry over',
    ],
    [
      'a system table without a reason',
      'CREATE TABLE system.child (id uuid PRIMARY KEY)',
      'system.child: says no reason for standing outside the merchants (COMMENT ON TABLE)',
    ],
    [
      'the app role in a system table without row security',
      `GRANT SELECT ON system.merchant TO ${app}`,
      'system.merchant: row security is not enabled',
    ],
    [
      'a system table opened to the app role by a wide policy',
      `CREATE POLICY wide ON system.job FOR SELECT TO ${app} USING (true)`,
      'system.job: the policy wide shows rows by another condition than the merchant',
    ],
    [
      'the list of migrations writable',
      `GRANT DELETE ON system.migration TO ${quote(roles.system)}`,
      'system.migration: DELETE is granted to system',
    ],
    ['a role that passes by row security', `ALTER ROLE ${app} BYPASSRLS`, 'role app: has BYPASSRLS'],
    ['a role in a group that reads all', `GRANT pg_read_all_data TO ${app}`, 'role app: is a member of pg_read_all_data'],
    [
      'a merchant nobody asked for',
      `ALTER ROLE ${app} SET app.merchant_id = '11111111-1111-4111-8111-111111111111'`,
      'role app: has a merchant by default',
    ],
    [
      'rights on tables to come',
      `ALTER DEFAULT PRIVILEGES IN SCHEMA tenant GRANT SELECT ON TABLES TO ${quote(roles.system)}`,
      'default privileges are set: future tables would be granted unseen',
    ],
  ];

  test.each(plants)('%s', async (_name, sql, violation) => {
    await client.query('RESET ROLE; BEGIN');
    try {
      await client.query(
        sql.startsWith('ALTER ROLE') || sql.startsWith('GRANT pg_') ? sql : `SET ROLE ${quote(roles.owner)}; ${sql}; RESET ROLE`,
      );
      expect(tenancyViolations(await readCatalogue(client, roles))).toContain(violation);
    } finally {
      await client.query('ROLLBACK');
    }
  });
});
