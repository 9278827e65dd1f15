import { sql } from 'kysely';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { markReadJob } from '../jobs.ts';
import { keepSummary } from './keep-summary.ts';
import { lockConversation } from './send-message.ts';

/** Never backwards: who reads an older message has not unread the newer one. */
export async function markConversationRead(
  services: Services,
  { caller, params, body }: Parameters<Handlers['conversations.read']>[0],
): Promise<{ conversationId: string } | Refusal> {
  const { conversationId } = params;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await lockConversation(tx, { id: conversationId, caller, now });
    const message =
      found &&
      (await tx
        .selectFrom('message')
        .select('sequence')
        .where('id', '=', body.messageId)
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst());
    if (!found || !message) return refuse('not-found');
    const { rows } = await sql`UPDATE conversation SET read_up_to = ${message.sequence}
      WHERE id = ${conversationId} AND read_up_to < ${message.sequence} RETURNING 1`.execute(tx);
    if (rows.length === 0) return { conversationId };
    await keepSummary(tx, [conversationId]);
    await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [conversationId], shopId: found.shop_id }]);
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [markReadJob(found.shop_id, now)], now });
    return { conversationId };
  });
}
