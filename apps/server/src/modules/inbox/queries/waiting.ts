import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { isAside } from './conversation-row.ts';

const HOUR_MS = 3_600_000;

export type Waiting = {
  id: string;
  assignee_id: string | null;
  asked_at: Date;
  aside_until: Date | null;
  is_aside: boolean;
  words: string;
};

/** Buyers of a shop whom an answer would still help, the longest waiting first; not those of whom somebody said that they need none. */
export async function readWaitingOf(tx: TenantTx, { shopId, now }: { shopId: string; now: number }): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    SELECT c.id, c.assignee_id, t.asked_at, c.aside_until, ${isAside(now)} AS is_aside
    FROM buyer_turn t JOIN conversation c ON c.merchant_id = t.merchant_id AND c.id = t.conversation_id
    WHERE t.shop_id = ${shopId}::uuid AND t.replied_at IS NULL AND t.asked_at >= ${new Date(now - 48 * HOUR_MS)}
    ORDER BY t.asked_at, t.id`.execute(tx);
  return rows.filter((row) => !row.is_aside || row.aside_until !== null);
}

/** The buyer's last words in each; of a picture alone there are none. */
export async function readLastWords(tx: TenantTx, conversationIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; words: string }>`
    SELECT c.id, last.body AS words FROM conversation c
    CROSS JOIN LATERAL (SELECT m.body FROM message m WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id
      AND m.sender = 'buyer' AND m.body <> '' ORDER BY m.sequence DESC LIMIT 1) last
    WHERE c.id = ANY (${[...conversationIds]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, words }) => [id, words]));
}
