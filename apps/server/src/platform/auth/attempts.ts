/**
 * Slows password guessing: token buckets in PostgreSQL, because guesses spread over several server processes
 * must count together. One bucket per address and account (5, refilled over 15 minutes), one per address over
 * all accounts (100). A right password empties nobody's patience: it gives the account's bucket back.
 * Keys are hashed: the table holds no addresses and no e-mails. Time is passed in.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

const REFILL_SECONDS = 15 * 60;
const PER_ACCOUNT = 5;
const PER_ADDRESS = 100;

export type SignInAttempts = {
  /** Seconds to wait, or null when the attempt may go on. */
  take(attempt: { address: string; email: string }): Promise<number | null>;
  giveBack(attempt: { address: string; email: string }): Promise<void>;
  purge(): Promise<void>;
};

export function createSignInAttempts(database: Pick<Database, 'system'>, now: () => number): SignInAttempts {
  const takeOne = async (key: Buffer, capacity: number): Promise<number | null> => {
    const at = new Date(now());
    const perSecond = capacity / REFILL_SECONDS;
    const left = sql`LEAST(${capacity}::float8, a.tokens + GREATEST(0, extract(epoch FROM ${at}::timestamptz - a.refilled_at)) * ${perSecond}::float8)`;
    const { rows } = await sql<{ tokens: number }>`
      INSERT INTO system.sign_in_attempt AS a (key_hash, tokens, refilled_at) VALUES (${key}, ${capacity - 1}, ${at})
      ON CONFLICT (key_hash) DO UPDATE SET tokens = ${left} - 1, refilled_at = ${at} WHERE ${left} >= 1
      RETURNING tokens`.execute(database.system);
    return rows.length > 0 ? null : Math.ceil(1 / perSecond);
  };
  return {
    take: async ({ address, email }) =>
      (await takeOne(keyOf('account', address, email), PER_ACCOUNT)) ?? (await takeOne(keyOf('address', address), PER_ADDRESS)),
    giveBack: async ({ address, email }) => {
      await sql`DELETE FROM system.sign_in_attempt WHERE key_hash = ${keyOf('account', address, email)}`.execute(database.system);
    },
    purge: async () => {
      const before = new Date(now() - REFILL_SECONDS * 1000);
      await sql`DELETE FROM system.sign_in_attempt WHERE refilled_at < ${before}`.execute(database.system);
    },
  };
}

const keyOf = (...parts: string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();
