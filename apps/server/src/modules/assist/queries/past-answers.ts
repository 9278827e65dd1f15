/**
 * What colleagues have answered to questions like this one: sent from here by a person, freed of what was its buyer's, and given in the same words
 * to at least two buyers, so that it is nobody's own (decision 0018).
 */
import { pastAnswer, topicsOf } from '@tradewind/rules/assist';
import { termsOf, withoutMarks } from '@tradewind/rules/search-terms';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Source } from '../tables.ts';
import type { Turn } from './turn.ts';

const TERMS = 12;
/** Of each word, the newest messages; then of all, those that share most. */
const OF_A_TERM = 200;
const QUESTIONS = 120;
const BUYERS_LEAST = 2;

type Row = { conversation_id: string; buyer_name: string; question: string; answer: string };
/** `questions`: what it was an answer to. */
export type PastAnswer = Source & { questions: string[] };

/** From shops of the same market that the caller may see: elsewhere other rules hold. */
export async function readPastAnswers(tx: TenantTx, turn: Turn, shopIds: readonly string[]): Promise<PastAnswer[]> {
  const terms = [...new Set(turn.asked.flatMap(tellingTerms))].slice(0, TERMS);
  if (terms.length === 0) return [];
  const { rows } = await sql<Row>`
    WITH alike AS (
      SELECT near.id, count(*) AS shared FROM unnest(${terms}::text[]) AS asked(term)
      CROSS JOIN LATERAL (SELECT t.id FROM inbox_term t WHERE t.field = 'message' AND t.term = asked.term
        ORDER BY t.at DESC, t.id DESC LIMIT ${sql.lit(OF_A_TERM)}) AS near
      GROUP BY near.id ORDER BY shared DESC, near.id LIMIT ${sql.lit(QUESTIONS)})
    SELECT m.conversation_id, c.buyer_name, m.body AS question, answer.body AS answer
    FROM alike
    JOIN message m ON m.id = alike.id AND m.sender = 'buyer' AND m.shop_id = ANY (${[...shopIds]}::uuid[])
    JOIN conversation c ON c.id = m.conversation_id
    CROSS JOIN LATERAL (SELECT s.body, s.channel_message_id, s.sender, s.kind FROM message s WHERE s.conversation_id = m.conversation_id AND s.sequence > m.sequence
      AND s.sender <> 'buyer' AND s.deleted_at IS NULL ORDER BY s.sequence, s.id LIMIT 1) AS answer
    WHERE m.conversation_id <> ${turn.conversationId}::uuid AND answer.sender = 'seller' AND answer.kind = 'text' AND answer.body <> ''
      AND EXISTS (SELECT FROM outgoing_message own WHERE own.conversation_id = m.conversation_id AND own.channel_message_id = answer.channel_message_id
        AND own.asked_by_kind = 'user')`.execute(tx);
  return nobodysOwn(rows);
}

const tellingTerms = (text: string): string[] => {
  const topics = topicsOf(text);
  return termsOf(withoutMarks(text), 200).filter((term) => topics.some((topic) => term.startsWith(topic)));
};

function nobodysOwn(rows: readonly Row[]): PastAnswer[] {
  const said = new Map<string, { buyers: Set<string>; questions: string[] }>();
  for (const { conversation_id, buyer_name, question, answer } of rows) {
    const text = pastAnswer(answer, [buyer_name, ...buyer_name.split(/\s+/)])?.trim();
    if (!text) continue;
    const held = said.get(text) ?? { buyers: new Set(), questions: [] };
    held.buyers.add(conversation_id);
    held.questions.push(question);
    said.set(text, held);
  }
  return [...said]
    .filter(([, { buyers }]) => buyers.size >= BUYERS_LEAST)
    .map(([text, { questions }]) => ({ kind: 'answer', id: null, title: '', text, questions }));
}
