import type { AnswerOf, Routes } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { limitsOf } from '../limits.ts';
import { conversationView, findConversation } from './conversation-row.ts';
import { readTeams } from './working-hours.ts';

type Detail = AnswerOf<Routes['conversations.get']>;
type Outgoing = AnswerOf<Routes['messages.create']>;

/** After that something else keeps it from being read, and it would stand there as on its way for ever. */
const READ_BACK_MS = 3_600_000;

export async function readConversation(
  services: Services,
  { caller, conversationId }: { caller: Caller; conversationId: string },
): Promise<Detail | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const now = services.clock.now();
    const row = await findConversation(tx, { id: conversationId, caller, now });
    const [shop] = row ? await shopsInScope(tx, { caller, shopIds: [row.shop_id] }) : [];
    if (!row || !shop) return refuse('not-found');
    const limits = limitsOf(services, shop.channel);
    const open = await tx
      .selectFrom('outgoing_message')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where(({ and, eb, not, exists, selectFrom, or }) =>
        or([
          eb('intent', 'in', ['planned', 'sent', 'unknown', 'rejected']),
          // Told and taken, and not read back yet: it stays in sight until it stands among the messages.
          and([
            eb('intent', '=', 'confirmed'),
            eb('ended_at', '>', new Date(now - READ_BACK_MS)),
            not(
              exists(
                selectFrom('message')
                  .select('message.id')
                  .whereRef('message.conversation_id', '=', 'outgoing_message.conversation_id')
                  .whereRef('message.channel_message_id', '=', 'outgoing_message.channel_message_id'),
              ),
            ),
          ]),
        ]),
      )
      .orderBy('place')
      .execute();
    const notes = await tx
      .selectFrom('conversation_note')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .orderBy('written_at')
      .orderBy('id')
      .execute();
    const until = limits && row.heard_at ? new Date(row.heard_at.getTime() + limits.quietMs).toISOString() : null;
    return {
      ...conversationView(row, { shop, team: (await readTeams(tx, [shop])).get(shop.id) ?? null, now }),
      limits: limits && { kinds: [...limits.kinds], text: limits.text, imageBytes: limits.imageBytes, until },
      outgoing: open.map(outgoingView),
      notes: notes.map(noteView),
    };
  });
}

export const noteView = (row: Selectable<TenantTables['conversation_note']>): Detail['notes'][number] => ({
  id: row.id,
  text: row.body,
  by: row.written_by,
  at: row.written_at.toISOString(),
  mentions: row.mentions,
});

export const outgoingView = (row: Selectable<TenantTables['outgoing_message']>): Outgoing => ({
  id: row.id,
  conversationId: row.conversation_id,
  kind: row.kind,
  text: row.body,
  imageId: row.image_id,
  channelOrderId: row.channel_order_id,
  channelProductId: row.channel_product_id,
  state: row.intent,
  failureCode: row.failure_code,
  askedBy: { kind: row.asked_by_kind, name: row.asked_by },
  plannedAt: row.planned_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
});
