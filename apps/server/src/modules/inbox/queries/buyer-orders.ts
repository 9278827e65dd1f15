import type { AnswerOf, Routes } from '@tradewind/contract';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { ordersOfBuyer } from '../../orders/index.ts';
import { findConversation } from './conversation-row.ts';

const ORDERS = 20;

export async function listBuyerOrders(
  services: Services,
  { caller, conversationId }: { caller: Caller; conversationId: string },
): Promise<AnswerOf<Routes['conversations.orders']> | Refusal> {
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const row = await findConversation(tx, { id: conversationId, caller, now: services.clock.now() });
    const [shop] = row ? await shopsInScope(tx, { caller, shopIds: [row.shop_id] }) : [];
    if (!row || !shop) return refuse('not-found');
    return { items: row.buyer_hash === null ? [] : await ordersOfBuyer(tx, { shop, buyerHash: row.buyer_hash, limit: ORDERS }) };
  });
}
