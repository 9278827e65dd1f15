/**
 * What was said, and buyers' names, found by their terms, the newest first. The rarest whole word is read in its own order and whatever it
 * brings is asked for the others, so that a page costs what is near, not what there is. A beginning alone stands for at most COMPLETIONS
 * words, each read the same way.
 */
import { askedTermsOf, withoutMarks } from '@tradewind/rules/search-terms';
import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

export type Found = { id: string; at: Date };
type Field = 'message' | 'buyer';
type Sought = { field: Field; q: string; shopIds: readonly string[]; before: Found | null; limit: number };

const COMPLETIONS = 50;
/** More than this need not be told apart. */
const RARE = 2_000;

/** Just above every text that begins like this one, in the database's C collation. */
const beyond = (beginning: string): string => `${beginning}\u{10FFFF}`;

export async function findWords(tx: TenantTx, { field, q, shopIds, before, limit }: Sought): Promise<Found[]> {
  const { whole, beginnings } = askedTermsOf(withoutMarks(q));
  const first = whole.length > 0 ? await rarest(tx, field, whole) : null;
  const [begun] = [...beginnings].sort((a, b) => b.length - a.length);
  const drivers = first !== null ? [first] : begun !== undefined && whole.length === 0 ? await completionsOf(tx, field, begun) : [];
  if (drivers.length === 0) return [];
  const conditions = [
    sql`d.field = ${field} AND d.term = driver.term AND own.shop_id = ANY (${[...shopIds]}::uuid[])`,
    ...whole.filter((term) => term !== first).map((term) => has(sql`o.term = ${term}`)),
    ...beginnings
      .filter((beginning) => first !== null || beginning !== begun)
      .map((beginning) => has(sql`o.term >= ${beginning} AND o.term < ${beyond(beginning)}`)),
    ...(before ? [sql`(d.at, d.id) < (${before.at}, ${before.id}::uuid)`] : []),
  ];
  const { rows } = await sql<Found>`
    SELECT DISTINCT found.id, found.at FROM unnest(${drivers}::text[]) AS driver(term)
    CROSS JOIN LATERAL (SELECT d.id, d.at FROM inbox_term d
      JOIN ${sql.table(field === 'message' ? 'message' : 'conversation')} own ON own.merchant_id = d.merchant_id AND own.id = d.id
      WHERE ${sql.join(conditions, sql` AND `)} ORDER BY d.at DESC, d.id DESC LIMIT ${sql.lit(limit)}) AS found
    ORDER BY found.at DESC, found.id DESC LIMIT ${sql.lit(limit)}`.execute(tx);
  return rows;
}

const has = (condition: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`EXISTS (SELECT FROM inbox_term o WHERE o.merchant_id = d.merchant_id AND o.id = d.id AND ${condition})`;

/** Null where one of them was never said. */
async function rarest(tx: TenantTx, field: Field, terms: readonly string[]): Promise<string | null> {
  const { rows } = await sql<{ term: string; times: number }>`
    SELECT asked.term, (SELECT count(*)::int FROM (SELECT FROM inbox_term t WHERE t.field = ${field} AND t.term = asked.term
      LIMIT ${sql.lit(RARE)}) AS counted) AS times
    FROM unnest(${[...terms]}::text[]) AS asked(term)`.execute(tx);
  const [least] = rows.sort((a, b) => a.times - b.times);
  return least && least.times > 0 ? least.term : null;
}

/** The words that are there and begin so, from one to the next without reading what lies between. */
async function completionsOf(tx: TenantTx, field: Field, beginning: string): Promise<string[]> {
  const next = (from: RawBuilder<unknown>) =>
    sql`SELECT term FROM inbox_term WHERE field = ${field} AND ${from} AND term < ${beyond(beginning)} ORDER BY term LIMIT 1`;
  const { rows } = await sql<{ term: string }>`
    WITH RECURSIVE word(term) AS ((${next(sql`term >= ${beginning}`)})
      UNION ALL SELECT (${next(sql`term > word.term`)}) FROM word WHERE word.term IS NOT NULL)
    SELECT term FROM word WHERE term IS NOT NULL LIMIT ${sql.lit(COMPLETIONS)}`.execute(tx);
  return rows.map(({ term }) => term);
}

/** More conversations than this are narrowed by more words. */
const CONVERSATIONS_MAX = 500;

/** The conversations whose buyer is called so, or in which it was said; or the one of that id, or of the buyer of that order. */
export async function conversationsSaying(tx: TenantTx, { q, shopIds }: Pick<Sought, 'q' | 'shopIds'>): Promise<string[]> {
  const sought = { q, shopIds, before: null, limit: CONVERSATIONS_MAX };
  const named = await findWords(tx, { ...sought, field: 'buyer' });
  const said = (await findWords(tx, { ...sought, field: 'message' })).map(({ id }) => id);
  const { rows } = await sql<{ id: string }>`
    SELECT conversation_id AS id FROM message WHERE id = ANY (${said}::uuid[])
    UNION SELECT id FROM conversation WHERE shop_id = ANY (${[...shopIds]}::uuid[]) AND channel_conversation_id = ${q}
    UNION SELECT c.id FROM orders o JOIN conversation c ON c.merchant_id = o.merchant_id AND c.buyer_hash = o.buyer_hash AND c.shop_id = o.shop_id
      WHERE o.channel_order_id = ${q} AND o.buyer_hash IS NOT NULL`.execute(tx);
  return [...new Set([...named, ...rows].map(({ id }) => id))];
}
