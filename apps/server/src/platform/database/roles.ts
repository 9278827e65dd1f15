/**
 * The four database roles, and how a start comes by them.
 *
 *   owner    owns both schemas, runs migrations; nothing serves as it
 *   app      the tenant schema, under row security
 *   system   the system schema; no rights on tenant
 *   backup   reads everything past row security, writes nothing
 *
 * Names are derived from the database's name, because roles belong to the whole server and two installations may share one.
 *
 * Three ways to start:
 * - embedded: the superuser makes the database and all four roles; the owner cannot log in and is taken on by SET ROLE;
 * - DATABASE_OWNER_URL and DATABASE_URL: their users are owner and app; the owner makes system and backup;
 * - DATABASE_URL alone: its user migrates and owns, and makes app, system and backup.
 * Generated passwords are kept in DATA_DIR/keys/database.json (0600).
 */
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { readOrWrite } from '../data-folder.ts';
import { makePassword } from './cluster.ts';
import { connectionTrouble, type NamedConnection } from './connection-trouble.ts';
import type { PostgresConnection } from './embedded.ts';

const OLDEST_VERSION = 150_000;
const CONNECT_WITHIN_MS = 10_000;

export type RoleNames = { owner: string; app: string; system: string; backup: string };

/** Everything migrate and openDatabase need. `migrator` logs in and, where it is not the owner itself, becomes it. */
export type DatabaseAccess = {
  roles: RoleNames;
  migrator: pg.ClientConfig;
  app: pg.ClientConfig;
  system: pg.ClientConfig;
  backup: pg.ClientConfig;
};

export type RoleSource = { dataDir: string } & (
  | { kind: 'embedded'; superuser: PostgresConnection; database?: string }
  | { kind: 'external'; url: string; ownerUrl?: string }
);

const passwordFile = z.object({ app: z.string().min(1), system: z.string().min(1), backup: z.string().min(1) });
type Passwords = z.infer<typeof passwordFile>;

/** Makes what is missing and nothing twice: every start calls it. */
export async function prepareRoles(source: RoleSource): Promise<DatabaseAccess> {
  return source.kind === 'embedded' ? prepareEmbedded(source) : prepareExternal(source);
}

async function prepareEmbedded({ dataDir, superuser, database = 'tradewind' }: RoleSource & { kind: 'embedded' }): Promise<DatabaseAccess> {
  const roles = roleNames(database);
  const passwords = readOrMakePasswords(dataDir);
  await withClient(superuser, async (client) => {
    await ensureRole(client, { name: roles.owner, attributes: 'NOLOGIN' });
    await ensureServingRoles(client, roles, passwords);
    await ensureDatabase(client, database, roles.owner);
  });
  return accessOf({ ...superuser, database }, roles, passwords);
}

async function ensureDatabase(client: pg.Client, database: string, owner: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (rowCount !== 0) return;
  try {
    await client.query(`CREATE DATABASE ${quote(database)} OWNER ${quote(owner)}`);
  } catch (error) {
    // Another process making it at the same moment: whichever code says so, by then it is there.
    if (!(error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error;
  }
}

async function prepareExternal({ dataDir, url, ownerUrl }: RoleSource & { kind: 'external' }): Promise<DatabaseAccess> {
  const migrator: pg.ClientConfig = { connectionString: ownerUrl ?? url };
  const variable = ownerUrl === undefined ? 'DATABASE_URL' : 'DATABASE_OWNER_URL';
  return withNamedClient({ variable, config: migrator }, async (client) => {
    const here = await fitToMigrate(client, variable);
    const passwords = readOrMakePasswords(dataDir);
    const roles: RoleNames = { ...roleNames(here.database), owner: here.user };
    if (ownerUrl === undefined) {
      await ensureServingRoles(client, roles, passwords);
      return accessOf(migrator, roles, passwords);
    }
    roles.app = await userOf(url);
    if (roles.app === roles.owner)
      throw new Error('DATABASE_URL and DATABASE_OWNER_URL name the same user: the workbench must not serve as the owner');
    await ensureServingRoles(client, roles, { ...passwords, app: null });
    return { ...accessOf(migrator, roles, passwords), app: { connectionString: url } };
  });
}

type Here = { database: string; user: string; version: number; label: string; writable: boolean; mayCreate: boolean };

/** A server that cannot carry the schema says so before anything is made in it, not by the first statement that fails. */
async function fitToMigrate(client: pg.Client, variable: string): Promise<Here> {
  const { rows } = await client.query<Here>(`
    SELECT current_database() AS database, current_user AS user, current_setting('server_version_num')::int AS version,
      current_setting('server_version') AS label, current_setting('transaction_read_only') = 'off' AS writable,
      has_database_privilege(current_database(), 'CREATE') AS "mayCreate"`);
  const [here] = rows;
  if (!here) throw new Error('the database did not say its name');
  const reason = whyUnfit(here);
  if (reason !== null) throw new Error(`${variable}: ${reason}`);
  return here;
}

export function whyUnfit({ database, user, version, label, writable, mayCreate }: Here): string | null {
  if (version < OLDEST_VERSION) return `the server is PostgreSQL ${label}; 15 or newer is needed`;
  if (!writable) return `"${user}" may only read: name the primary instead of a replica, or unset default_transaction_read_only`;
  if (!mayCreate)
    return `"${user}" may not create schemas: make it the owner of the database, or GRANT CREATE ON DATABASE "${database}" TO "${user}"`;
  return null;
}

/** PostgreSQL cuts names at 63 bytes; a longer database name would give four roles one name. */
export function roleNames(database: string): RoleNames {
  if (Buffer.byteLength(database) > 50)
    throw new Error('the name of the database is longer than 50 bytes, which leaves no room for its roles');
  return { owner: `${database}_owner`, app: `${database}_app`, system: `${database}_system`, backup: `${database}_backup` };
}

async function ensureServingRoles(
  client: pg.Client,
  roles: RoleNames,
  passwords: { [name in keyof Passwords]: string | null },
): Promise<void> {
  if (passwords.app !== null) await ensureRole(client, { name: roles.app, attributes: 'LOGIN NOBYPASSRLS', password: passwords.app });
  await ensureRole(client, { name: roles.system, attributes: 'LOGIN NOBYPASSRLS', password: passwords.system ?? '' });
  await ensureRole(client, { name: roles.backup, attributes: 'LOGIN BYPASSRLS', password: passwords.backup ?? '' });
}

type WantedRole = { name: string; attributes: string; password?: string };

async function ensureRole(client: pg.Client, { name, attributes, password }: WantedRole): Promise<void> {
  const secret = password === undefined ? '' : ` PASSWORD ${client.escapeLiteral(password)}`;
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  try {
    if (rowCount === 0) await client.query(`CREATE ROLE ${quote(name)} ${attributes}${secret}`);
    // Set again at each start: the password file may be newer than the role (a restored or emptied DATA_DIR).
    else if (secret !== '') await client.query(`ALTER ROLE ${quote(name)}${secret}`);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42501') throw new Error(adminAdvice(name, attributes), { cause: error });
    // Another process making the same role at the same moment: its role is ours.
    if (
      !(error instanceof pg.DatabaseError && (error.code === '42710' || error.code === '23505' || error.message.includes('concurrently')))
    )
      throw error;
  }
}

function adminAdvice(name: string, attributes: string): string {
  return `the migrating database user may not make or change the role "${name}": give it CREATEROLE (and BYPASSRLS for the backup role), or let an administrator run CREATE ROLE "${name}" ${attributes} and grant it WITH ADMIN OPTION`;
}

function accessOf(base: pg.ClientConfig, roles: RoleNames, passwords: Passwords): DatabaseAccess {
  const as = (user: string, password: string): pg.ClientConfig => {
    if (!base.connectionString) return { ...base, user, password };
    const url = new URL(base.connectionString);
    // As parameters, which win over the part before the host: an address of a socket has no host, and takes no user there.
    url.username = '';
    url.password = '';
    url.searchParams.set('user', user);
    url.searchParams.set('password', password);
    return { connectionString: url.href };
  };
  return {
    roles,
    migrator: base,
    app: as(roles.app, passwords.app),
    system: as(roles.system, passwords.system),
    backup: as(roles.backup, passwords.backup),
  };
}

function readOrMakePasswords(dataDir: string): Passwords {
  const make = (): Passwords => ({ app: makePassword(), system: makePassword(), backup: makePassword() });
  const text = readOrWrite(path.join(dataDir, 'keys', 'database.json'), () => `${JSON.stringify(make(), null, 2)}\n`);
  return passwordFile.parse(JSON.parse(text));
}

/**
 * Refuses to serve as a role that row security does not bind: a superuser, one with BYPASSRLS, or one that owns (or may become
 * the owner of) anything in our schemas. Asked of the live connection, because a URL says nothing about rights.
 */
export async function assertServingRole(config: pg.ClientConfig): Promise<void> {
  await withNamedClient({ variable: 'DATABASE_URL', config }, async (client) => {
    const { rows } = await client.query<{ name: string; super: boolean; bypass: boolean; owns: boolean }>(`
      SELECT r.rolname AS name, r.rolsuper AS super, r.rolbypassrls AS bypass,
        EXISTS (SELECT FROM pg_namespace n WHERE n.nspname IN ('tenant', 'system') AND pg_has_role(r.oid, n.nspowner, 'MEMBER'))
        OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname IN ('tenant', 'system') AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns
      FROM pg_roles r WHERE r.rolname = current_user`);
    const [role] = rows;
    if (!role) throw new Error('the database does not know the serving role');
    const reason = role.super ? 'is a superuser' : role.bypass ? 'has BYPASSRLS' : role.owns ? 'owns the tables' : null;
    if (reason)
      throw new Error(
        `refusing to serve as the database role "${role.name}": it ${reason}, so row security would not separate the merchants`,
      );
  });
}

async function userOf(url: string): Promise<string> {
  return withNamedClient({ variable: 'DATABASE_URL', config: { connectionString: url } }, async (client) => {
    const { rows } = await client.query<{ user: string }>('SELECT current_user AS user');
    return rows[0]?.user ?? '';
  });
}

export async function withClient<T>(config: pg.ClientConfig, run: (client: pg.Client) => Promise<T>): Promise<T> {
  return useClient(await connect(config), run);
}

/** The same for a connection that an operator has named: why it could not be made is told in the operator's words. */
async function withNamedClient<T>(connection: NamedConnection, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(connection.config).catch((error: unknown) => {
    throw connectionTrouble(error, connection);
  });
  return useClient(client, run);
}

async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ connectionTimeoutMillis: CONNECT_WITHIN_MS, ...config });
  // Without a listener a connection lost between two queries would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function useClient<T>(client: pg.Client, run: (client: pg.Client) => Promise<T>): Promise<T> {
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

export function quote(identifier: string): string {
  return pg.escapeIdentifier(identifier);
}
