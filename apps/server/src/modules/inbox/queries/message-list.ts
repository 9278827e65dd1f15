import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { findConversation } from './conversation-row.ts';

type List = Routes['messages.list'];
type Input = { caller: Caller; conversationId: string; query: ParsedOf<List>['query'] };
type Row = Selectable<TenantTables['message']> & {
  order_id: string | null;
  listing_id: string | null;
  title: string | null;
  asked_by_kind: 'user' | 'api-key' | null;
  asked_by: string | null;
};

const position = z.strictObject({ at: z.int(), id: z.uuid() });

/** The platform's sequence decides, whatever arrived first; cards with what is known here of them. */
export async function listMessages(services: Services, { caller, conversationId, query }: Input): Promise<AnswerOf<List> | Refusal> {
  const before = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await findConversation(tx, { id: conversationId, caller, now: services.clock.now() }))) return refuse('not-found');
    const earlier = before ? sql`AND (m.sequence, m.id) < (${before.at}, ${before.id}::uuid)` : sql``;
    const { rows } = await sql<Row>`
      SELECT m.*, o.id AS order_id, l.id AS listing_id, l.title, own.asked_by_kind, own.asked_by
      FROM message m
      LEFT JOIN orders o ON o.merchant_id = m.merchant_id AND o.shop_id = m.shop_id AND o.channel_order_id = m.channel_order_id
      LEFT JOIN listing l ON l.merchant_id = m.merchant_id AND l.shop_id = m.shop_id AND l.channel_product_id = m.channel_product_id
      LEFT JOIN outgoing_message own ON own.merchant_id = m.merchant_id AND own.conversation_id = m.conversation_id
        AND own.channel_message_id = m.channel_message_id
      WHERE m.conversation_id = ${conversationId}::uuid ${earlier}
      ORDER BY m.sequence DESC, m.id DESC LIMIT ${query.limit + 1}`.execute(tx);
    const page = pageOf(rows, query.limit, ({ sequence: at, id }) => ({ at, id }));
    return { items: page.items.map(messageView), nextCursor: page.nextCursor };
  });
}

function messageView(row: Row): AnswerOf<List>['items'][number] {
  const { channel_order_id: channelOrderId, channel_product_id: channelProductId } = row;
  return {
    id: row.id,
    channelMessageId: row.channel_message_id,
    sequence: row.sequence,
    sender: row.sender,
    kind: row.kind,
    text: row.body,
    image: row.image_state && { state: row.image_state, width: row.image_width ?? 0, height: row.image_height ?? 0 },
    order: channelOrderId === null ? null : { channelOrderId, orderId: row.order_id },
    product: channelProductId === null ? null : { channelProductId, listingId: row.listing_id, title: row.title },
    isDeleted: row.deleted_at !== null,
    sentAt: row.sent_at.toISOString(),
    askedBy: row.asked_by_kind && { kind: row.asked_by_kind, name: row.asked_by ?? '' },
  };
}
