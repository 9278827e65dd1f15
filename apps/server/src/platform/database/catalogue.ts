/**
 * What PostgreSQL itself says the schema is, read from its catalogues: no pg_dump is shipped with the embedded binaries, and the
 * tenancy check must judge the database, not the migrations' text. Roles appear under their house names (owner, app, system,
 * backup), so that two databases with differently named roles read the same. Everything is sorted.
 */
import type pg from 'pg';
import type { RoleNames } from './roles.ts';

export type Grant = { role: string; privilege: string; grantable: boolean; column: string | null };
type Column = { name: string; type: string; notNull: boolean; defaultTo: string | null; generated: string };
type Constraint = {
  name: string;
  /** p primary key, u unique, f foreign key, c check, x exclusion. */
  kind: string;
  definition: string;
  columns: string[];
  refersTo: { schema: string; columns: string[] } | null;
};
/** `columns` holds '' where the index is on an expression. */
type Index = { name: string; unique: boolean; definition: string; columns: string[]; ofConstraint: boolean };
export type Policy = {
  name: string;
  /** '*' all verbs, r select, a insert, w update, d delete. */
  command: string;
  permissive: boolean;
  roles: string[];
  using: string | null;
  check: string | null;
};
export type Relation = {
  schema: string;
  name: string;
  /** r table, p partitioned table, v view, m materialised view, f foreign table, S sequence. */
  kind: string;
  owner: string;
  rowSecurity: boolean;
  forced: boolean;
  options: string[];
  comment: string | null;
  viewDefinition: string | null;
  columns: Column[];
  constraints: Constraint[];
  indexes: Index[];
  policies: Policy[];
  grants: Grant[];
  triggers: string[];
};
type StoredFunction = { schema: string; name: string; definer: boolean; leakproof: boolean };
type DatabaseRole = { name: string; attributes: string[]; memberOf: string[]; settings: string[] };
export type Catalogue = {
  schemas: { name: string; grants: Grant[] }[];
  relations: Relation[];
  functions: StoredFunction[];
  roles: DatabaseRole[];
  defaultPrivileges: number;
};

/** PostgreSQL's own schemas and what extensions bring are left out. */
const OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
const NOT_OF_EXTENSION = (table: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${table}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

export async function readCatalogue(client: pg.ClientBase, roles: RoleNames): Promise<Catalogue> {
  // With nothing on the search path every printed name carries its schema.
  await client.query('BEGIN READ ONLY; SET LOCAL search_path = pg_catalog');
  try {
    return {
      schemas: await readSchemas(client, roles),
      relations: await readRelations(client, roles),
      functions: await readFunctions(client),
      roles: await readRoles(client, roles),
      defaultPrivileges: (await client.query('SELECT FROM pg_default_acl')).rowCount ?? 0,
    };
  } finally {
    await client.query('ROLLBACK');
  }
}

type ByOid = { oid: string };

async function readRelations(client: pg.ClientBase, roles: RoleNames): Promise<Relation[]> {
  const { rows } = await client.query<Omit<Relation, 'columns' | 'constraints' | 'indexes' | 'policies' | 'grants' | 'triggers'> & ByOid>(`
    SELECT c.oid::text, n.nspname AS schema, c.relname AS name, c.relkind::text AS kind, pg_get_userbyid(c.relowner)::text AS owner,
      c.relrowsecurity AS "rowSecurity", c.relforcerowsecurity AS forced, coalesce(c.reloptions, '{}') AS options,
      obj_description(c.oid, 'pg_class') AS comment,
      CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS "viewDefinition"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${NOT_OF_EXTENSION('pg_class', 'c.oid')}
    ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`);
  const columns = await readColumns(client);
  const constraints = await readConstraints(client);
  const indexes = await readIndexes(client);
  const policies = await readPolicies(client, roles);
  const grants = await readGrants(client, roles);
  const triggers = await readTriggers(client);
  return rows.map(({ oid, owner, ...relation }) => ({
    ...relation,
    owner: houseName(owner, roles),
    columns: columns.get(oid) ?? [],
    constraints: constraints.get(oid) ?? [],
    indexes: indexes.get(oid) ?? [],
    policies: policies.get(oid) ?? [],
    grants: grants.get(oid) ?? [],
    triggers: (triggers.get(oid) ?? []).map(({ name }) => name),
  }));
}

async function readColumns(client: pg.ClientBase): Promise<Map<string, Column[]>> {
  const { rows } = await client.query<Column & ByOid>(`
    SELECT a.attrelid::text AS oid, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull",
      pg_get_expr(d.adbin, d.adrelid) AS "defaultTo", a.attgenerated::text || a.attidentity::text AS generated
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum`);
  return grouped(rows);
}

async function readConstraints(client: pg.ClientBase): Promise<Map<string, Constraint[]>> {
  // NOT NULL constraints ('n') have rows here from PostgreSQL 18 on; they are columns' business, as before.
  const { rows } = await client.query<Constraint & ByOid>(`
    SELECT c.conrelid::text AS oid, c.conname AS name, c.contype::text AS kind, pg_get_constraintdef(c.oid) AS definition,
      ${columnNames('c.conkey', 'c.conrelid')} AS columns,
      CASE WHEN c.contype = 'f' THEN json_build_object('schema', n.nspname, 'columns', to_json(${columnNames('c.confkey', 'c.confrelid')}))
      END AS "refersTo"
    FROM pg_constraint c LEFT JOIN pg_class r ON r.oid = c.confrelid LEFT JOIN pg_namespace n ON n.oid = r.relnamespace
    WHERE c.conrelid <> 0 AND c.contype <> 'n'
    ORDER BY position(c.contype::text IN 'puxfc'), c.conname COLLATE "C"`);
  return grouped(rows);
}

async function readIndexes(client: pg.ClientBase): Promise<Map<string, Index[]>> {
  const { rows } = await client.query<Index & ByOid>(`
    SELECT i.indrelid::text AS oid, c.relname AS name, i.indisunique AS unique, pg_get_indexdef(i.indexrelid) AS definition,
      ${columnNames('(i.indkey::int2[])[0:i.indnkeyatts - 1]', 'i.indrelid')} AS columns,
      EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) AS "ofConstraint"
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    ORDER BY c.relname COLLATE "C"`);
  return grouped(rows);
}

async function readPolicies(client: pg.ClientBase, roles: RoleNames): Promise<Map<string, Policy[]>> {
  const { rows } = await client.query<Policy & ByOid>(`
    SELECT p.polrelid::text AS oid, p.polname AS name, p.polcmd::text AS command, p.polpermissive AS permissive,
      ARRAY(SELECT CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r)::text END FROM unnest(p.polroles) r) AS roles,
      pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check
    FROM pg_policy p ORDER BY p.polname COLLATE "C"`);
  return grouped(rows.map((row) => ({ ...row, roles: row.roles.map((role) => houseName(role, roles)).sort() })));
}

async function readGrants(client: pg.ClientBase, roles: RoleNames): Promise<Map<string, Grant[]>> {
  const { rows } = await client.query<Grant & ByOid>(`
    SELECT c.oid::text, ${grantColumns}, NULL AS column FROM pg_class c, aclexplode(c.relacl) g WHERE g.grantee <> c.relowner
    UNION ALL
    SELECT c.oid::text, ${grantColumns}, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
    WHERE g.grantee <> c.relowner`);
  return grouped(sortedGrants(rows, roles));
}

async function readTriggers(client: pg.ClientBase): Promise<Map<string, { name: string }[]>> {
  const { rows } = await client.query<{ name: string } & ByOid>(`
    SELECT tgrelid::text AS oid, 'trigger ' || tgname AS name FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT ev_class::text, 'rule ' || rulename FROM pg_rewrite WHERE rulename <> '_RETURN' ORDER BY 2`);
  return grouped(rows);
}

async function readSchemas(client: pg.ClientBase, roles: RoleNames): Promise<Catalogue['schemas']> {
  const { rows } = await client.query<{ name: string } & ByOid>(
    `SELECT n.oid::text, n.nspname AS name FROM pg_namespace n WHERE ${OURS} ORDER BY n.nspname COLLATE "C"`,
  );
  const grants = await client.query<Grant & ByOid>(
    `SELECT n.oid::text, ${grantColumns}, NULL AS column FROM pg_namespace n, aclexplode(n.nspacl) g WHERE g.grantee <> n.nspowner`,
  );
  const bySchema = grouped(sortedGrants(grants.rows, roles));
  return rows.map(({ oid, name }) => ({ name, grants: bySchema.get(oid) ?? [] }));
}

async function readFunctions(client: pg.ClientBase): Promise<StoredFunction[]> {
  const { rows } = await client.query<StoredFunction>(`
    SELECT n.nspname AS schema, p.proname AS name, p.prosecdef AS definer, p.proleakproof AS leakproof
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${OURS} AND ${NOT_OF_EXTENSION('pg_proc', 'p.oid')} ORDER BY 1, 2, p.oid`);
  return rows;
}

async function readRoles(client: pg.ClientBase, roles: RoleNames): Promise<DatabaseRole[]> {
  const { rows } = await client.query<DatabaseRole>(
    `SELECT r.rolname AS name,
      array_remove(ARRAY[CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
        CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
        CASE WHEN rolreplication THEN 'REPLICATION' END], NULL) AS attributes,
      ARRAY(SELECT pg_get_userbyid(m.roleid)::text FROM pg_auth_members m WHERE m.member = r.oid ORDER BY 1) AS "memberOf",
      ARRAY(SELECT unnest(s.setconfig) FROM pg_db_role_setting s WHERE s.setrole IN (r.oid, 0)
        AND s.setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) ORDER BY 1) AS settings
    FROM pg_roles r WHERE r.rolname = ANY ($1) ORDER BY r.rolname COLLATE "C"`,
    [[roles.app, roles.system, roles.backup]],
  );
  return rows.map((role) => ({ ...role, name: houseName(role.name, roles) }));
}

const grantColumns = `CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee)::text END AS role,
  g.privilege_type AS privilege, g.is_grantable AS grantable`;

function columnNames(keys: string, relation: string): string {
  return `ARRAY(SELECT coalesce(a.attname::text, '') FROM unnest(${keys}) WITH ORDINALITY k(number, place)
    LEFT JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.number AND k.number > 0 ORDER BY k.place)`;
}

function sortedGrants<G extends Grant>(grants: G[], roles: RoleNames): G[] {
  const key = ({ role, privilege, column }: Grant): string => `${role} ${column ?? ''} ${privilege}`;
  return grants
    .map((grant) => ({ ...grant, role: houseName(grant.role, roles) }))
    .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function houseName(role: string, { owner, app, system, backup }: RoleNames): string {
  const names: Record<string, string> = { [owner]: 'owner', [app]: 'app', [system]: 'system', [backup]: 'backup' };
  return names[role] ?? role;
}

function grouped<R extends ByOid>(rows: R[]): Map<string, Omit<R, 'oid'>[]> {
  const byOid = new Map<string, Omit<R, 'oid'>[]>();
  for (const { oid, ...row } of rows) {
    const list = byOid.get(oid);
    if (list) list.push(row);
    else byOid.set(oid, [row]);
  }
  return byOid;
}
