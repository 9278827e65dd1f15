/**
 * The door to the database. Two pools, one per serving role; nobody outside this file gets hold of a tenant connection.
 *
 * `withMerchant` is a transaction with the merchant set for its length. The value is a literal `SET LOCAL`, for three reasons: a plain
 * SET would survive into the next user of the connection, set_config() silently yields no rows on Citus, and SET takes no parameters
 * (hence the strict check of the id). Without a merchant row security shows nothing.
 *
 * Errors surface as they are; nothing that may have run is repeated. Only getting a connection is: while the database restarts, up to
 * and including BEGIN, a caller waits up to ACQUIRE_LIMIT_MS. A handle kept beyond its transaction is refused, because its
 * connection may by then be working for another merchant.
 */

import { Kysely, PostgresAdapter, PostgresDialect, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import type { Log } from '../ports.ts';
import { columnTypes } from './column-parsers.ts';
import { type Listener, openListener } from './listener.ts';
import { systemSleep } from './system-sleep.ts';
import type { SystemTables, TenantTables } from './tables.ts';
import { type StatementNames, statementNames, TransactionDriver } from './transaction-driver.ts';

export type TenantTx = Kysely<TenantTables>;

export type PoolStats = { total: number; idle: number; waiting: number };

export type Database = {
  withMerchant<T>(merchantId: string, run: (tx: TenantTx) => Promise<T>): Promise<T>;
  /** The same for a change that many wait for: its connections keep the plans of its statements, as those of `readMerchant` do. */
  writeMerchant<T>(merchantId: string, run: (tx: TenantTx) => Promise<T>): Promise<T>;
  /**
   * The same for a page that people ask for all day: its connections keep the plans of its statements, which cost more than running
   * them. A statement of it must read well by one plan for all values: LIMIT is written out, since a plan for "some limit" expects a
   * tenth of the table.
   */
  readMerchant<T>(merchantId: string, run: (tx: TenantTx) => Promise<T>): Promise<T>;
  system: Kysely<SystemTables>;
  /** Calls back with the payload, or with null after the connection was lost: something may have been missed. Returns the way to stop. */
  listen(channel: string, heard: (payload: string | null) => void): Promise<() => Promise<void>>;
  notify(channel: string, payload: string): Promise<void>;
  stats(): { app: PoolStats; system: PoolStats };
  /** Waits for the work under way. */
  close(): Promise<void>;
};

export type DatabaseOptions = { app: pg.PoolConfig; system: pg.PoolConfig; log: Log };

const ACQUIRE_LIMIT_MS = 8_000;
const ACQUIRE_PAUSE_MS = 100;
const KEPT_STATEMENTS = 100;
/** A table that a kept statement reads has changed its shape, or a pooler handed out another connection: such a connection is of no more use. */
const KEPT_IN_VAIN = new Set(['0A000', '26000', '42P05']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const limits: pg.PoolConfig = {
  max: 10,
  connectionTimeoutMillis: ACQUIRE_LIMIT_MS,
  idleTimeoutMillis: 60_000,
  statement_timeout: 15_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 60_000,
};

export function openDatabase({ app, system, log }: DatabaseOptions): Database {
  const appPool = openPool(app, 'tenant', log);
  const systemPool = openPool(system, 'system', log);
  const listeners = new Set<Listener>();
  const nameOf = statementNames(KEPT_STATEMENTS);
  const systemDatabase = new Kysely<SystemTables>({ dialect: new PostgresDialect({ pool: systemPool }) });
  return {
    withMerchant: (merchantId, run) => withMerchant(appPool, { merchantId, opening: 'BEGIN', nameOf: null }, run),
    writeMerchant: (merchantId, run) => withMerchant(appPool, { merchantId, opening: 'BEGIN', nameOf }, run),
    readMerchant: (merchantId, run) => withMerchant(appPool, { merchantId, opening: 'BEGIN READ ONLY', nameOf }, run),
    system: systemDatabase,
    listen: async (channel, heard) => {
      const listener = await openListener({ connection: system, channel, heard, log });
      listeners.add(listener);
      return async () => {
        listeners.delete(listener);
        await listener.close();
      };
    },
    notify: async (channel, payload) => {
      await systemPool.query('SELECT pg_notify($1, $2)', [channel, payload]);
    },
    stats: () => ({ app: poolStats(appPool), system: poolStats(systemPool) }),
    close: async () => {
      await Promise.all([...listeners].map((listener) => listener.close()));
      await Promise.all([appPool.end(), systemDatabase.destroy()]);
    },
  };
}

function openPool(config: pg.PoolConfig, searchPath: string, log: Log): pg.Pool {
  // Startup options: a pooler between has to let them through, and `options` in a given URL would take their place.
  const options = `-c search_path=${searchPath} -c timezone=UTC`;
  const pool = new pg.Pool({ ...limits, types: columnTypes, options, ...config });
  // Both are needed: an idle connection that is lost tells the pool, one in use tells itself, and either without a listener
  // ends the process. The caller learns of it from its own query.
  pool.on('error', (error) => log.warn('database.connection-lost', { errorCode: errorCode(error) }));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

type Transaction = { merchantId: string; opening: 'BEGIN' | 'BEGIN READ ONLY'; nameOf: StatementNames | null };

async function withMerchant<T>(pool: pg.Pool, transaction: Transaction, run: (tx: TenantTx) => Promise<T>): Promise<T> {
  if (!UUID.test(transaction.merchantId)) throw new TypeError('withMerchant needs the merchant id as a lower-case UUID');
  const client = await begin(pool, transaction);
  const driver = new TransactionDriver(client, transaction.nameOf);
  let broken: unknown;
  try {
    const tx: TenantTx = new Kysely<TenantTables>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => driver,
        createIntrospector: () => {
          throw new Error('the catalogue is not read as a merchant');
        },
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    });
    const result = await run(tx);
    await driver.finish();
    const { command } = await client.query('COMMIT');
    // After a failed statement whose error the caller swallowed, PostgreSQL answers COMMIT with ROLLBACK, and without an error.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back: an error of one of its statements had been swallowed');
    return result;
  } catch (error) {
    await driver.finish();
    if (transaction.nameOf !== null && KEPT_IN_VAIN.has(errorCode(error) ?? '')) broken = error;
    await client.query('ROLLBACK').catch((lost: unknown) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken !== undefined);
  }
}

/** BEGIN belongs to getting the connection: a pooled one may turn out dead only now, and nothing has been done yet. */
async function begin(pool: pg.Pool, { merchantId, opening }: Transaction): Promise<pg.PoolClient> {
  for (let waitedMs = 0; ; waitedMs += ACQUIRE_PAUSE_MS) {
    try {
      const client = await pool.connect();
      try {
        await client.query(`${opening}; SET LOCAL app.merchant_id = '${merchantId}'`);
        return client;
      } catch (error) {
        client.release(true);
        throw error;
      }
    } catch (error) {
      if (!isDatabaseAway(error) || waitedMs >= ACQUIRE_LIMIT_MS) throw error;
      await systemSleep(ACQUIRE_PAUSE_MS);
    }
  }
}

/** Refused, gone or (57P…) shutting down, starting up: a server that will be back. A wrong password is not. */
export function isDatabaseAway(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== null) return /^(57P0[123]|08\w{3}|ECONN\w+|ENOENT|EPIPE)$/.test(code);
  return error instanceof Error && error.message.startsWith('Connection terminated');
}

function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function poolStats(pool: pg.Pool): PoolStats {
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
}
