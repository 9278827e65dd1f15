/** What the database says about itself: version, schema, roles, separation of merchants, connections, queue, audit chain. */
import type pg from 'pg';
import { verifyAudit } from '../audit.ts';
import { readCatalogue } from '../database/catalogue.ts';
import type { Database, TenantTx } from '../database/database.ts';
import { readMigrations } from '../database/migrate.ts';
import { assertServingRole, type DatabaseAccess, withClient } from '../database/roles.ts';
import { tenancyViolations } from '../database/tenancy-check.ts';
import { queueFigures } from '../lanes/lanes.ts';
import { type Finding, good, note, wrong } from './finding.ts';

const OLDEST_POSTGRES = 15;
const CONNECTIONS_NOTE = 0.7;
const CONNECTIONS_WRONG = 0.9;
const IDLE_IN_TRANSACTION_S = 120;
const LAG_MS = 5 * 60_000;

export async function versions(client: pg.ClientBase, migrationsFolder: string): Promise<Finding[]> {
  const { rows } = await client.query<{ version: string; there: boolean }>(
    "SELECT current_setting('server_version') AS version, to_regclass('system.migration') IS NOT NULL AS there",
  );
  const version = rows[0]?.version.split(' ')[0] ?? 'unknown';
  const isOld = Number.parseInt(version, 10) < OLDEST_POSTGRES;
  const server = isOld
    ? wrong('postgres', `PostgreSQL ${version}`, `upgrade the server to ${OLDEST_POSTGRES} or newer`)
    : good('postgres', `PostgreSQL ${version}`);
  if (!rows[0]?.there)
    return [server, wrong('schema', 'the database has no tables of Tradewind', 'run tradewind migrate, or start the workbench')];
  const applied = await client.query<{ number: number }>('SELECT number FROM system.migration ORDER BY number');
  const known = readMigrations(migrationsFolder).map(({ number }) => number);
  const has = new Set(applied.rows.map(({ number }) => number));
  const newest = applied.rows.at(-1)?.number ?? 0;
  const pending = known.filter((number) => !has.has(number));
  if (pending.length > 0)
    return [
      server,
      note(
        'schema',
        `version ${newest}, ${pending.length} migrations behind this program`,
        'run tradewind migrate, or restart the workbench',
      ),
    ];
  if (newest > (known.at(-1) ?? 0))
    return [server, note('schema', `version ${newest}, newer than this program knows`, 'finish the upgrade of the program')];
  return [server, good('schema', `version ${newest}`)];
}

export async function roles(access: DatabaseAccess): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const connection of [access.app, access.system]) {
    await assertServingRole(connection).catch((error: unknown) => {
      const says = error instanceof Error ? error.message : 'unknown';
      found.push(wrong('roles', says, 'let an administrator run ALTER ROLE … NOSUPERUSER NOBYPASSRLS, and take the tables from it'));
    });
  }
  const backup = await withClient(access.backup, (client) =>
    client.query<{ name: string; sees: boolean }>(
      'SELECT rolname AS name, rolbypassrls AS sees FROM pg_roles WHERE rolname = current_user',
    ),
  );
  const [role] = backup.rows;
  if (!role?.sees)
    found.push(
      wrong(
        'roles',
        `the backup role "${role?.name}" is bound by row security: backups are refused`,
        `let an administrator run ALTER ROLE "${role?.name}" BYPASSRLS`,
      ),
    );
  return found.length > 0 ? found : [good('roles', 'the serving roles are bound by row security, the backup role is not')];
}

export async function tenancy(client: pg.ClientBase, access: DatabaseAccess): Promise<Finding[]> {
  const violations = tenancyViolations(await readCatalogue(client, access.roles));
  const mend = 'somebody changed the database by hand: undo it (migrations/schema.sql shows how it should be)';
  return violations.length === 0
    ? [good('tenancy', 'every table keeps the merchants apart')]
    : violations.map((violation) => wrong('tenancy', violation, mend));
}

export async function connections(client: pg.ClientBase): Promise<Finding[]> {
  const { rows } = await client.query<{ open: number; most: number; idle: number }>(
    `SELECT count(*)::int AS open, current_setting('max_connections')::int AS most,
      count(*) FILTER (WHERE state LIKE 'idle in transaction%' AND extract(epoch FROM clock_timestamp() - state_change) > $1)::int AS idle
     FROM pg_stat_activity WHERE backend_type = 'client backend'`,
    [IDLE_IN_TRANSACTION_S],
  );
  const { open = 0, most = 1, idle = 0 } = rows[0] ?? {};
  const says = `${open} of ${most} connections are open`;
  const mend = 'raise max_connections, run fewer processes (each opens up to 26), or put a pooler between';
  const found = [
    open / most > CONNECTIONS_WRONG
      ? wrong('connections', says, mend)
      : open / most > CONNECTIONS_NOTE
        ? note('connections', says, mend)
        : good('connections', says),
  ];
  if (idle > 0)
    found.push(
      wrong(
        'connections',
        `${idle} have kept a transaction open for minutes`,
        'find who in pg_stat_activity: VACUUM cannot tidy up meanwhile',
      ),
    );
  return found;
}

export async function queue(database: Database, now: number): Promise<Finding[]> {
  const { dueLanes, oldestDueAt, pausedLanes, stoppedLanes, parkedJobs } = await queueFigures(database.system, now);
  const lagMs = oldestDueAt === null ? 0 : now - oldestDueAt;
  const found: Finding[] = [];
  if (lagMs > LAG_MS)
    found.push(
      wrong(
        'queue',
        `work has waited for ${Math.round(lagMs / 60_000)} min in ${dueLanes} lanes`,
        'is a process with the role worker running? Start one, or more of them',
      ),
    );
  if (stoppedLanes > 0)
    found.push(
      wrong(
        'queue',
        `${stoppedLanes} lanes stopped because a check inside failed`,
        'the Shops page names the shop; report the error of the log',
      ),
    );
  if (parkedJobs > 0)
    found.push(
      wrong(
        'queue',
        `${parkedJobs} jobs failed too often and are parked`,
        'look for lanes.run-failed in the log; news of the same object brings a job back',
      ),
    );
  if (pausedLanes > 0)
    found.push(
      note(
        'queue',
        `${pausedLanes} lanes are paused until a platform takes calls again`,
        'nothing to do unless it lasts; the Shops page says why',
      ),
    );
  return found.length > 0 ? found : [good('queue', 'nothing waits too long, nothing is parked')];
}

export async function audit(database: Database): Promise<Finding[]> {
  const found: Finding[] = [];
  let sealed = 0;
  const merchants = await database.system.selectFrom('system.merchant').select(['id', 'name']).execute();
  for (const { id, name } of merchants) {
    const verdict = await verifyAudit(database, id);
    sealed += verdict.sealed;
    if (!verdict.ok)
      found.push(
        wrong(
          'audit',
          `the audit chain of ${name} breaks at link ${verdict.brokenSeq}`,
          'somebody with the owner’s rights changed the past: compare with the last backup',
        ),
      );
  }
  return found.length > 0 ? found : [good('audit', `the chains of ${merchants.length} merchants hold, ${sealed} links`)];
}

/** When the first migration was applied, i.e. when this installation began. */
export async function bornAt(client: pg.ClientBase): Promise<number | null> {
  const { rows } = await client.query<{ at: Date | null }>('SELECT min(applied_at) AS at FROM system.migration');
  return rows[0]?.at?.getTime() ?? null;
}

/** Each merchant's books by themselves: nobody but the merchant may look at them, and who is meant is told by name. */
export async function stock(database: Database, faultsOf: (tx: TenantTx) => Promise<number>): Promise<Finding[]> {
  const merchants = await database.system.selectFrom('system.merchant').select(['id', 'name']).orderBy('id').execute();
  const found: Finding[] = [];
  for (const { id, name } of merchants) {
    const faults = await database.withMerchant(id, faultsOf);
    if (faults > 0)
      found.push(
        wrong(
          'stock',
          `the stock of ${name} contradicts its ledger or its reservations in ${faults} places`,
          'open Stock, Check: it says what differs, and sets it right by the ledger',
        ),
      );
  }
  return found.length > 0 ? found : [good('stock', `the stock of ${merchants.length} merchants agrees with its ledger`)];
}
