/**
 * Numbered, forward-only SQL migrations: `NNNN_name.sql`, each in a transaction of its own together with its row in
 * system.migration. The row goes in first: of two runners at once the second waits on the primary key, then finds it taken and stops.
 * Before that an advisory lock makes the second wait politely; behind a pooler that hands out connections per transaction such a lock
 * does not hold, which is why the key is what counts.
 *
 * Refused: a past migration whose text has changed, two files of one number, a number below the newest one applied. A number may be
 * missing for good: numbers are given out while work is under way, and not all of it lands.
 * A database that is ahead of this program is served as it is: old and new programs run side by side during an upgrade.
 *
 * The owner is bound by row security too (FORCE), so a migration that changes rows would silently find none. row_security is off here,
 * which turns that into an error: such a migration lifts FORCE from its table first and sets it again, in its own transaction.
 *
 * In the SQL `:owner`, `:app`, `:system` and `:backup` stand for the quoted names of the roles.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Clock, Log } from '../ports.ts';
import { type DatabaseAccess, quote, type RoleNames, withClient } from './roles.ts';

export type MigrationRequest = {
  access: Pick<DatabaseAccess, 'migrator' | 'roles'>;
  folder: string;
  clock: Pick<Clock, 'now'>;
  log: Log;
  /** Stops after this number: a backup goes into the schema it was made of. */
  upTo?: number;
};

export type Migration = { number: number; name: string; sql: string; checksum: string };

/** Longest wait of a migration for a table in use; readers queue behind it meanwhile. */
const LOCK_TIMEOUT = '4s';
/** Any number, as long as nothing else takes it. */
const ADVISORY_KEY = 7_424_310;

/** Answers the names of the migrations it applied, none when the database was up to date. */
export async function migrate({ access, folder, clock, log, upTo = Number.POSITIVE_INFINITY }: MigrationRequest): Promise<string[]> {
  const migrations = readMigrations(folder).filter(({ number }) => number <= upTo);
  return withClient(access.migrator, async (client) => {
    await client.query(`SET ROLE ${quote(access.roles.owner)}; SET row_security = off`);
    // Waiting for a rival may take as long as its migrations.
    await client.query(`SET lock_timeout = '120s'; SELECT pg_advisory_lock(${ADVISORY_KEY}); SET lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query(bootstrapSql(access.roles));
    const pending = await pendingMigrations(client, migrations, log);
    for (const migration of pending) {
      await applyMigration(client, migration, { roles: access.roles, appliedAt: new Date(clock.now()) });
      log.info('database.migrated', { operation: migration.name });
    }
    return pending.map(({ name }) => name);
  });
}

/** The list of migrations itself; all else, the tenant schema included, is made by migrations. */
function bootstrapSql({ system, backup }: RoleNames): string {
  return `
    CREATE SCHEMA IF NOT EXISTS system;
    GRANT USAGE ON SCHEMA system TO ${quote(system)}, ${quote(backup)};
    CREATE TABLE IF NOT EXISTS system.migration (
      number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL
    );
    COMMENT ON TABLE system.migration IS 'no merchant: which changes of the schema were applied';
    GRANT SELECT ON system.migration TO ${quote(system)}, ${quote(backup)};`;
}

export function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => /^\d.*\.sql$/.test(file))
    .sort()
    .map((file): Migration => {
      if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(file)) throw new Error(`migration ${file} is not named NNNN_name.sql`);
      // A checkout that turned line ends into CRLF must not count as a changed migration.
      const sql = readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n');
      return {
        number: Number(file.slice(0, 4)),
        name: file.replace(/\.sql$/, ''),
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
      };
    });
  for (const [index, { number, name }] of migrations.entries()) {
    if (number === migrations[index - 1]?.number) throw new Error(`migration ${name} has the number of another: numbers have no doubles`);
  }
  return migrations;
}

async function pendingMigrations(client: pg.Client, migrations: Migration[], log: Log): Promise<Migration[]> {
  const { rows } = await client.query<{ number: number; name: string; checksum: string }>(
    'SELECT number, name, checksum FROM system.migration ORDER BY number',
  );
  for (const [index, applied] of rows.entries()) {
    const known = migrations[index];
    if (!known) {
      log.warn('database.ahead-of-program', { operation: applied.name });
      return [];
    }
    if (applied.number !== known.number) throw new Error(`the database lacks migration ${known.name} although later ones were applied`);
    if (applied.checksum !== known.checksum) {
      throw new Error(`migration ${known.name} was changed after it had been applied: put its text back and write a new migration`);
    }
  }
  return migrations.slice(rows.length);
}

async function applyMigration(
  client: pg.Client,
  { number, name, sql, checksum }: Migration,
  { roles, appliedAt }: { roles: RoleNames; appliedAt: Date },
): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('INSERT INTO system.migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)', [
      number,
      name,
      checksum,
      appliedAt,
    ]);
    await client.query(withRoleNames(sql, roles));
    // A migration that grants on all system tables means its own, not this one.
    await client.query(`REVOKE INSERT, UPDATE, DELETE ON system.migration FROM ${quote(roles.system)}`);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    if (error instanceof pg.DatabaseError && error.constraint === 'migration_pkey') {
      throw new Error(`another process is applying migration ${name} at this moment`, { cause: error });
    }
    const place = error instanceof pg.DatabaseError && error.position ? ` (line ${lineAt(sql, Number(error.position))})` : '';
    throw new Error(`migration ${name} failed${place}: ${error instanceof Error ? error.message : 'unknown'}`, { cause: error });
  }
}

/** `::app` is a cast and 'x:app' plain text: both stay. */
export function withRoleNames(sql: string, roles: RoleNames): string {
  return sql.replaceAll(/(?<![:\w']):(owner|app|system|backup)\b/g, (_, role: keyof RoleNames) => quote(roles[role]));
}

/** Near enough: role names differ in length from their placeholders, never in lines. */
function lineAt(sql: string, position: number): number {
  return sql.slice(0, position).split('\n').length;
}
