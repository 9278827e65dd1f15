import type { AnswerOf, Routes } from '@tradewind/contract';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

type Message = Selectable<TenantTables['message']>;
export type ConversationRow = Pick<
  Selectable<TenantTables['conversation']>,
  'id' | 'shop_id' | 'channel_conversation_id' | 'buyer_name' | 'latest_at' | 'buyer_hash'
> & {
  kind: Message['kind'] | null;
  sender: Message['sender'] | null;
  preview: string | null;
  is_deleted: boolean | null;
  unread: number;
  waiting_since: Date | null;
  /** The buyer's last word. */
  heard_at: Date | null;
};

const PREVIEW_CHARACTERS = 200;
const UNREAD_MAX = 99;

export async function readConversations(tx: TenantTx, rest: RawBuilder<unknown>): Promise<ConversationRow[]> {
  const { rows } = await sql<ConversationRow>`
    SELECT c.id, c.shop_id, c.channel_conversation_id, c.buyer_name, c.buyer_hash, c.latest_at,
      l.kind, l.sender, left(l.body, ${sql.lit(PREVIEW_CHARACTERS)}) AS preview, l.deleted_at IS NOT NULL AS is_deleted, u.unread,
      (SELECT max(asked_at) FROM buyer_turn t WHERE t.merchant_id = c.merchant_id AND t.conversation_id = c.id AND t.replied_at IS NULL)
        AS waiting_since,
      (SELECT max(sent_at) FROM message m WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id AND m.sender = 'buyer')
        AS heard_at
    FROM conversation c
    LEFT JOIN LATERAL (SELECT kind, sender, body, deleted_at FROM message m WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id
      ORDER BY sequence DESC, id DESC LIMIT 1) l ON true
    LEFT JOIN LATERAL (SELECT count(*)::int AS unread FROM (SELECT FROM message m
      WHERE m.merchant_id = c.merchant_id AND m.conversation_id = c.id AND m.sender = 'buyer' AND m.sequence > GREATEST(c.read_up_to,
        (SELECT max(sequence) FROM message s WHERE s.merchant_id = c.merchant_id AND s.conversation_id = c.id AND s.sender = 'seller'))
      LIMIT ${sql.lit(UNREAD_MAX)}) AS counted) u ON true
    ${rest}`.execute(tx);
  return rows;
}

/** Found among the shops that the caller may see; undefined answers alike for a foreign one. */
export async function findConversation(tx: TenantTx, id: string, shopIds: readonly string[] | null): Promise<ConversationRow | undefined> {
  const scope = shopIds ? sql`AND c.shop_id = ANY(${[...shopIds]}::uuid[])` : sql``;
  const [row] = await readConversations(tx, sql`WHERE c.id = ${id}::uuid ${scope}`);
  return row;
}

type View = AnswerOf<Routes['conversations.list']>['items'][number];

export function conversationView(row: ConversationRow, shop: ShopInScope): View {
  const { kind, sender } = row;
  return {
    id: row.id,
    channelConversationId: row.channel_conversation_id,
    shop: shopChip(shop),
    buyerName: row.buyer_name,
    latestAt: row.latest_at.toISOString(),
    latest: kind && sender ? { kind, sender, text: row.preview ?? '', isDeleted: row.is_deleted ?? false } : null,
    unread: row.unread,
    waitingSince: row.waiting_since?.toISOString() ?? null,
  };
}
