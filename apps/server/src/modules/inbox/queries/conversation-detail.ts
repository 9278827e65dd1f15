import type { AnswerOf, Routes } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { limitsOf } from '../limits.ts';
import { conversationView, findConversation } from './conversation-row.ts';

type Detail = AnswerOf<Routes['conversations.get']>;
type Outgoing = AnswerOf<Routes['messages.create']>;

export async function readConversation(
  services: Services,
  { caller, conversationId }: { caller: Caller; conversationId: string },
): Promise<Detail | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const row = await findConversation(tx, conversationId, caller.shopIds);
    const [shop] = row ? await shopsInScope(tx, { caller, shopIds: [row.shop_id] }) : [];
    if (!row || !shop) return refuse('not-found');
    const limits = limitsOf(services, shop.channel);
    const open = await tx
      .selectFrom('outgoing_message')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('intent', 'in', ['planned', 'sent', 'unknown', 'rejected'])
      .orderBy('place')
      .execute();
    const until = limits && row.heard_at ? new Date(row.heard_at.getTime() + limits.quietMs).toISOString() : null;
    return {
      ...conversationView(row, shop),
      limits: limits && { kinds: [...limits.kinds], text: limits.text, imageBytes: limits.imageBytes, until },
      outgoing: open.map(outgoingView),
    };
  });
}

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
