/** Under which words messages and buyers are found. They are made with the text and go with it. */
import { termsOf, withoutMarks } from '@tradewind/rules/search-terms';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { NewJob } from '../../../platform/lanes/lanes.ts';
import { makeTermsJob } from '../jobs.ts';

export type Worded = { id: string; at: Date; text: string };

/** A message of 100 kB is found by what it begins with. */
const TERMS_MAX = 1_000;
const TERMS_A_STATEMENT = 20_000;

export async function saveTerms(
  tx: TenantTx,
  { merchantId, field, of }: { merchantId: string; field: 'message' | 'buyer'; of: readonly Worded[] },
): Promise<void> {
  const rows = of.flatMap(({ id, at, text }) => termsOf(withoutMarks(text), TERMS_MAX).map((term) => ({ id, at, term })));
  for (let start = 0; start < rows.length; start += TERMS_A_STATEMENT) {
    const { source } = unnestRows(rows.slice(start, start + TERMS_A_STATEMENT), {
      term: ['text', ({ term }) => term],
      at: ['timestamptz', ({ at }) => at],
      id: ['uuid', ({ id }) => id],
    });
    await sql`INSERT INTO inbox_term (merchant_id, field, term, at, id)
      SELECT ${merchantId}::uuid, ${field}, term, at, id FROM ${source} ON CONFLICT DO NOTHING`.execute(tx);
  }
}

export async function forgetTerms(tx: TenantTx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`DELETE FROM inbox_term WHERE id = ANY (${[...ids]}::uuid[])`.execute(tx);
}

/** The job that makes what a shop still lacks, if it lacks any. */
export async function termsToMake(tx: TenantTx, shopId: string, now: number): Promise<NewJob[]> {
  const { rows } = await sql`
    (SELECT 1 FROM message WHERE shop_id = ${shopId}::uuid AND NOT has_terms LIMIT 1)
    UNION ALL (SELECT 1 FROM conversation WHERE shop_id = ${shopId}::uuid AND NOT has_terms LIMIT 1)`.execute(tx);
  return rows.length > 0 ? [makeTermsJob(shopId, now)] : [];
}
