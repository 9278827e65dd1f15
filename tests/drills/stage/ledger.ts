/**
 * What the drill reads straight from the database, as its superuser: everything the workbench holds, whoever it belongs to, and a
 * record of every step. The record is kept by a trigger of the drill's own, in the transaction that moves the order: so it sees each
 * version that was ever applied, also those that a later sweep has put right again.
 */
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { connectionOfRunning } from '../../../apps/server/src/platform/database/embedded.ts';
import { type DatabaseAccess, prepareRoles } from '../../../apps/server/src/platform/database/roles.ts';

export type Ledger = {
  rows<T>(shape: z.ZodType<T>, query: string, values?: readonly unknown[]): Promise<T[]>;
  watchSteps(): Promise<void>;
  superuser(): pg.ClientConfig;
  /** Every role's own way in, as the workbench itself has it. */
  access(): Promise<DatabaseAccess>;
};

const STEPS = `
  CREATE SCHEMA IF NOT EXISTS drill;
  CREATE TABLE IF NOT EXISTS drill.step (id bigserial PRIMARY KEY, channel_order_id text NOT NULL, was timestamptz NOT NULL, became timestamptz NOT NULL);
  CREATE OR REPLACE FUNCTION drill.keep_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    INSERT INTO drill.step (channel_order_id, was, became) VALUES (new.channel_order_id, old.updated_at, new.updated_at);
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER keep_step AFTER UPDATE ON tenant.orders FOR EACH ROW EXECUTE FUNCTION drill.keep_step();`;

export function openLedger(dataDir: string): Ledger {
  // Amounts and counts are far below 2^53; the driver hands both kinds over as text.
  const types = { getTypeParser: (oid: number) => ([20, 1700].includes(oid) ? Number : pg.types.getTypeParser(oid)) };
  const running = () => {
    const connection = connectionOfRunning(path.resolve(dataDir));
    if (!connection) throw new Error('the embedded database is not running');
    return connection;
  };
  // A client each time: the database may have been killed since the last question.
  const ask = async (query: string, values: readonly unknown[]): Promise<unknown[]> => {
    const client = new pg.Client({ ...running(), database: 'tradewind', types });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(query, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  return {
    superuser: () => ({ ...running(), database: 'tradewind' }),
    access: () => prepareRoles({ kind: 'embedded', dataDir: path.resolve(dataDir), superuser: running() }),
    rows: async (shape, query, values = []) => z.array(shape).parse(await ask(query, values)),
    watchSteps: async () => {
      await ask(STEPS, []);
    },
  };
}
