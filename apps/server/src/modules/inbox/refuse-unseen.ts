/**
 * Two colleagues who answer at once each see the other's words before a second answer goes: what the shop has said, or is about to say, after
 * that which the writer had before them. Their own words are none of these, nor is what was refused or given up.
 */
import type { RequestOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Caller, Refusal } from '../../platform/http/handler.ts';

type SeenUpTo = RequestOf<Routes['messages.create']>['body']['seenUpTo'];
type Given = { found: { id: string }; caller: Pick<Caller, 'id'>; seenUpTo: SeenUpTo };
type Said = { by: string | null; text: string; kind: string };

const SHOWN_MAX = 10;
const SHOWN_CHARACTERS = 300;

/** While the conversation's row is held: of two who send at once one comes first. */
export async function refuseUnseen(tx: TenantTx, { found, caller, seenUpTo }: Given): Promise<Refusal | null> {
  if (!seenUpTo) return null;
  const own = sql`FROM outgoing_message own WHERE own.conversation_id = ${found.id}::uuid`;
  const { rows } = await sql<Said>`
    SELECT by, text, kind FROM (
      SELECT sent.asked_by AS by, left(m.body, ${sql.lit(SHOWN_CHARACTERS)}) AS text, m.kind, m.sent_at AS at
      FROM message m LEFT JOIN outgoing_message sent ON sent.merchant_id = m.merchant_id AND sent.conversation_id = m.conversation_id
        AND sent.channel_message_id = m.channel_message_id
      WHERE m.conversation_id = ${found.id}::uuid AND m.sender = 'seller' AND m.sequence > ${seenUpTo.sequence}
        AND sent.asked_by_id IS DISTINCT FROM ${caller.id}
        -- Told, taken and read back before its own answer came: it is the writer's all the same.
        AND NOT EXISTS (SELECT ${own} AND own.asked_by_id = ${caller.id} AND own.intent IN ('sent', 'unknown') AND own.kind = m.kind AND own.body = m.body)
      UNION ALL
      SELECT own.asked_by, left(own.body, ${sql.lit(SHOWN_CHARACTERS)}), own.kind, own.planned_at ${own}
        AND own.place > ${seenUpTo.place} AND own.intent IN ('planned', 'sent', 'unknown', 'confirmed') AND own.asked_by_id <> ${caller.id}
        AND NOT EXISTS (SELECT FROM message m WHERE m.merchant_id = own.merchant_id AND m.conversation_id = own.conversation_id
          AND m.channel_message_id = own.channel_message_id)) AS said
    ORDER BY at LIMIT ${sql.lit(SHOWN_MAX)}`.execute(tx);
  if (rows.length === 0) return null;
  const errors = rows.map(({ by, text, kind }) => ({ path: '/seenUpTo', code: 'said-meanwhile', message: `${by ?? ''}: ${text || kind}` }));
  return { refused: 'answered-meanwhile', errors };
}
