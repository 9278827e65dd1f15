/**
 * What the drill does straight in the database, as its superuser: it reads everything the workbench holds, whoever it belongs to, and
 * a record of every step; and it makes the database slow where a kill should strike (`hold`).
 *
 * The record is kept by triggers of the drill's own, in the transaction that moves the row: so it sees each version that was ever
 * applied and each cursor that was ever set, also those that a later sweep has put right again.
 */
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { connectionOfRunning } from '../../../apps/server/src/platform/database/embedded.ts';
import { sleep } from './program.ts';

export type Ledger = {
  rows<T>(shape: z.ZodType<T>, query: string, values?: readonly unknown[]): Promise<T[]>;
  watchSteps(): Promise<void>;
  /** Locks a table, so that whoever needs it waits in the middle of what it was doing. At most a few seconds: their patience is ten. */
  hold(table: string, mode: 'ACCESS EXCLUSIVE' | 'EXCLUSIVE'): Promise<Hold>;
};

export type Hold = {
  /** Until at least so many wait for the table, or `withinMs` has passed; answers how many did. */
  waiters(count: number, withinMs: number): Promise<number>;
  release(): Promise<void>;
};

const STEPS = `
  CREATE SCHEMA IF NOT EXISTS drill;
  CREATE TABLE IF NOT EXISTS drill.step (id bigserial PRIMARY KEY, channel_order_id text NOT NULL, was timestamptz NOT NULL, became timestamptz NOT NULL);
  CREATE OR REPLACE FUNCTION drill.keep_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    INSERT INTO drill.step (channel_order_id, was, became) VALUES (new.channel_order_id, old.updated_at, new.updated_at);
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER keep_step AFTER UPDATE ON tenant.orders FOR EACH ROW EXECUTE FUNCTION drill.keep_step();
  CREATE TABLE IF NOT EXISTS drill.cursor (id bigserial PRIMARY KEY, shop_id uuid NOT NULL, stream text NOT NULL, was timestamptz NOT NULL, became timestamptz NOT NULL);
  CREATE OR REPLACE FUNCTION drill.keep_cursor() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    INSERT INTO drill.cursor (shop_id, stream, was, became) VALUES (new.shop_id, new.stream, old.cursor_at, new.cursor_at);
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER keep_cursor AFTER UPDATE ON tenant.sync_stream FOR EACH ROW
    WHEN (new.cursor_at <> old.cursor_at) EXECUTE FUNCTION drill.keep_cursor();`;

export function openLedger(dataDir: string): Ledger {
  const ask = async (query: string, values: readonly unknown[]): Promise<unknown[]> => {
    const client = await connect(dataDir);
    try {
      return (await client.query(query, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  return {
    rows: async (shape, query, values = []) => z.array(shape).parse(await ask(query, values)),
    watchSteps: async () => {
      await ask(STEPS, []);
    },
    hold: async (table, mode) => {
      const client = await connect(dataDir);
      await client.query(`BEGIN; LOCK TABLE ${table} IN ${mode} MODE`);
      const count = async (): Promise<number> => {
        const { rows } = await client.query('SELECT count(*) AS waiting FROM pg_locks WHERE NOT granted AND relation = $1::regclass', [
          table,
        ]);
        return z.array(z.object({ waiting: z.number() })).parse(rows)[0]?.waiting ?? 0;
      };
      return {
        waiters: async (wanted, withinMs) => {
          let waiting = await count();
          for (let waitedMs = 0; waiting < wanted && waitedMs < withinMs; waitedMs += 50) {
            await sleep(50);
            waiting = await count();
          }
          return waiting;
        },
        release: async () => {
          await client.query('ROLLBACK');
          await client.end();
        },
      };
    },
  };
}

/** A client each time: the database may have been killed since the last question. */
async function connect(dataDir: string): Promise<pg.Client> {
  const connection = connectionOfRunning(path.resolve(dataDir));
  if (!connection) throw new Error('the embedded database is not running');
  // Amounts and counts are far below 2^53; the driver hands both kinds over as text.
  const types = { getTypeParser: (oid: number) => ([20, 1700].includes(oid) ? Number : pg.types.getTypeParser(oid)) };
  const client = new pg.Client({ ...connection, database: 'tradewind', types });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
