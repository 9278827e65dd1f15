/** The merchant's glossary and memory for a pair of languages. */
import { type GlossaryTerm, type Memory, prepareMemory } from '@tradewind/rules/localisation';
import type { TenantTx } from '../../../platform/database/database.ts';

/** The newest; a merchant with more terms or sentences is found by what was approved last. */
const TERMS_MAX = 2_000;
const SENTENCES_MAX = 3_000;

export type Wordbook = { glossary: GlossaryTerm[]; keptTerms: string[]; memory: Memory };

export async function wordbookOf(tx: TenantTx, { from, to }: { from: string; to: string }): Promise<Wordbook> {
  const read = (kind: 'term' | 'sentence', limit: number) =>
    tx
      .selectFrom('translation_entry')
      .select(['source', 'target'])
      .where('kind', '=', kind)
      .where('from_language', '=', from)
      .where('to_language', '=', to)
      .orderBy('updated_at', 'desc')
      .limit(limit)
      .execute();
  const glossary = (await read('term', TERMS_MAX)).map(({ source, target }) => ({ term: source, translation: target }));
  const keptTerms = glossary.filter(({ translation }) => translation === null).map(({ term }) => term);
  const sentences = (await read('sentence', SENTENCES_MAX)).flatMap(({ source, target }) => (target === null ? [] : [{ source, target }]));
  return { glossary, keptTerms, memory: prepareMemory(sentences, keptTerms) };
}

/** The glossary alone, for whoever translates what is no product's. */
export async function glossaryOf(
  tx: TenantTx,
  { from, to }: { from: string; to: string },
): Promise<{ source: string; target: string | null }[]> {
  return tx
    .selectFrom('translation_entry')
    .select(['source', 'target'])
    .where('kind', '=', 'term')
    .where('from_language', '=', from)
    .where('to_language', '=', to)
    .orderBy('updated_at', 'desc')
    .limit(TERMS_MAX)
    .execute();
}

export async function keptTerms(tx: TenantTx, from: string): Promise<{ to: string; term: string }[]> {
  const rows = await tx
    .selectFrom('translation_entry')
    .select(['to_language', 'source'])
    .where('kind', '=', 'term')
    .where('from_language', '=', from)
    .where('target', 'is', null)
    .limit(TERMS_MAX)
    .execute();
  return rows.map(({ to_language, source }) => ({ to: to_language, term: source }));
}
