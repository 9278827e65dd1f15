/**
 * What was translated before. The same text, but for its spaces, is found by its hash and used at once; one that is only like it is offered to whoever
 * writes, with how like it is, and never put in the place of what they wrote. A text with the buyer's name or an address in it is not
 * kept, because it would be shown beside another buyer's.
 */
import { createHash } from 'node:crypto';
import { protect, sameForMemory } from '@tradewind/rules/language';
import { prepareMemory, recall } from '@tradewind/rules/localisation';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { unnestRows } from '../../platform/database/unnest.ts';

type Pair = { from: string; to: string };
type Kept = Pair & { source: string; target: string; byName: string; originId: string; isSeen: boolean };

/** The newest that agents have sent, compared one by one with what is written. */
const COMPARED = 500;
const SOURCE_MAX = 1_000;
/** Shorter than the number of an order. */
const PHONE = /^\d[\d-]{6,13}$/;

const hashOf = (text: string): string => createHash('sha256').update(sameForMemory(text)).digest('hex');

export async function usesMemory(tx: TenantTx): Promise<boolean> {
  const row = await tx.selectFrom('translation_setting').select('uses_memory').executeTakeFirst();
  return row?.uses_memory ?? true;
}

/** By text. */
export async function recallSame(
  tx: TenantTx,
  { from, to }: Pair,
  texts: readonly string[],
): Promise<Map<string, { target: string; byName: string }>> {
  if (texts.length === 0 || !(await usesMemory(tx))) return new Map();
  const byHash = new Map(texts.map((text) => [hashOf(text), text]));
  const rows = await tx
    .selectFrom('translation_memory')
    .select(['source_hash', 'target', 'by_name'])
    .where('from_language', '=', from)
    .where('to_language', '=', to)
    .where('source_hash', 'in', [...byHash.keys()])
    .execute();
  return new Map(rows.map((row) => [byHash.get(row.source_hash) ?? '', { target: row.target, byName: row.by_name }]));
}

export async function recallSimilar(tx: TenantTx, { from, to }: Pair, text: string): Promise<{ text: string; similarity: number } | null> {
  if (text.length > SOURCE_MAX || !(await usesMemory(tx))) return null;
  const seen = await tx
    .selectFrom('translation_memory')
    .select(['source', 'target'])
    .where('from_language', '=', from)
    .where('to_language', '=', to)
    .where('is_seen', '=', true)
    .where('source_hash', '<>', hashOf(text))
    .orderBy('made_at', 'desc')
    .limit(COMPARED)
    .execute();
  return recall(text, prepareMemory(seen, []));
}

type Keeping = { merchantId: string; now: number; names: readonly string[]; pairs: readonly Kept[] };

export async function remember(tx: TenantTx, { merchantId, now, names, pairs }: Keeping): Promise<void> {
  if (!(await usesMemory(tx))) return;
  // A statement may not touch a row twice.
  const good = new Map(pairs.filter((pair) => isFit(pair, names)).map((pair) => [`${pair.from} ${pair.to} ${hashOf(pair.source)}`, pair]));
  if (good.size === 0) return;
  const { names: columns, source } = unnestRows([...good.values()], {
    merchant_id: ['uuid', () => merchantId],
    from_language: ['text', ({ from }) => from],
    to_language: ['text', ({ to }) => to],
    source_hash: ['text', (pair) => hashOf(pair.source)],
    source: ['text', (pair) => pair.source],
    target: ['text', ({ target }) => target],
    is_seen: ['boolean', ({ isSeen }) => isSeen],
    by_name: ['text', ({ byName }) => byName],
    origin_id: ['uuid', ({ originId }) => originId],
    made_at: ['timestamptz', () => new Date(now)],
  });
  // What a person has seen and sent is not replaced by what a machine says.
  await sql`
    INSERT INTO translation_memory AS held (${columns}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, from_language, to_language, source_hash) DO UPDATE
    SET target = excluded.target, is_seen = excluded.is_seen, by_name = excluded.by_name, origin_id = excluded.origin_id, made_at = excluded.made_at
    WHERE excluded.is_seen OR NOT held.is_seen`.execute(tx);
}

function isFit({ source, target }: Kept, names: readonly string[]): boolean {
  if (source.length > SOURCE_MAX || target.length > 2 * SOURCE_MAX) return false;
  const named = (text: string) => names.some((name) => text.toLowerCase().includes(name.toLowerCase()));
  const isAddressed = protect(source, {}).kept.some((kept) => kept.source.includes('@') || PHONE.test(kept.source));
  return !named(source) && !named(target) && !isAddressed;
}

export const forgetMemory = (tx: TenantTx, originIds: readonly string[]) =>
  sql`DELETE FROM translation_memory WHERE origin_id = ANY (${[...originIds]}::uuid[])`.execute(tx);
