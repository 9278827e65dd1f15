import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { REPORT_DAYS_MS } from './entries.ts';

type Report = AnswerOf<Routes['assist-report.get']>;
type Counts = Omit<Report, 'unanswered'>;
const UNANSWERED = 20;
const SHOWN = 300;

/** Of the shops that the caller may see. */
export async function readReport(tx: TenantTx, caller: Caller, now: number): Promise<Report> {
  const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
  const own = sql`s.made_at > ${new Date(now - REPORT_DAYS_MS)} AND s.shop_id = ANY (${shopIds}::uuid[])`;
  const { rows } = await sql<Counts>`
    SELECT (count(*) FILTER (WHERE outcome <> 'nothing'))::int AS offered, (count(*) FILTER (WHERE outcome = 'used'))::int AS used,
      (count(*) FILTER (WHERE outcome = 'changed'))::int AS changed, (count(*) FILTER (WHERE outcome = 'dismissed'))::int AS dismissed,
      (count(*) FILTER (WHERE outcome = 'nothing'))::int AS nothing
    FROM reply_suggestion s WHERE ${own}`.execute(tx);
  const { rows: asked } = await sql<{ conversation_id: string; body: string; sent_at: Date }>`
    SELECT last.conversation_id, last.sent_at, (
      SELECT string_agg(m.body, ' ' ORDER BY m.sequence, m.id) FROM message m
      WHERE m.conversation_id = last.conversation_id AND m.sender = 'buyer' AND m.sequence <= last.sequence
        AND m.sequence > COALESCE((SELECT max(s.sequence) FROM message s
          WHERE s.conversation_id = last.conversation_id AND s.sender = 'seller' AND s.sequence < last.sequence), -1)) AS body
    FROM (
      SELECT DISTINCT ON (s.conversation_id) s.conversation_id, m.sequence, m.sent_at, s.made_at
      FROM reply_suggestion s JOIN message m ON m.merchant_id = s.merchant_id AND m.id = s.message_id
      WHERE ${own} AND s.outcome = 'nothing' AND m.body <> '' ORDER BY s.conversation_id, s.made_at DESC) AS last
    ORDER BY last.made_at DESC LIMIT ${sql.lit(UNANSWERED)}`.execute(tx);
  const [counts] = rows;
  return {
    ...(counts ?? { offered: 0, used: 0, changed: 0, dismissed: 0, nothing: 0 }),
    unanswered: asked.map(({ conversation_id: conversationId, body, sent_at }) => ({
      conversationId,
      text: body.slice(0, SHOWN),
      askedAt: sent_at.toISOString(),
    })),
  };
}
