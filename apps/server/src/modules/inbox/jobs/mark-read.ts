/** Tells the platform what was read here. Absolute and harmless to repeat: a lost answer is simply told again. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { markReadKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const CONVERSATIONS_A_RUN = 20;

export function markReadJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: markReadKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const { merchantId } = context;
      const rows = await services.database.withMerchant(merchantId, (tx) =>
        tx
          .selectFrom('conversation')
          .select(['id', 'channel_conversation_id as channelConversationId', 'read_up_to as upTo'])
          .where('shop_id', '=', shopId)
          .whereRef('read_up_to', '>', 'read_told')
          .orderBy('id')
          .limit(CONVERSATIONS_A_RUN)
          .execute(),
      );
      try {
        await withShopAccess(services, { merchantId, shopId }, async (_shop, { conversations }, access) => {
          const may =
            conversations && (await services.database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, conversations.scope)));
          if (may) for (const { channelConversationId } of rows) await conversations.markRead(access, channelConversationId);
          const again = may && rows.length === CONVERSATIONS_A_RUN ? { reschedule: { dueAt: context.now() } } : {};
          await context.commit(async (tx) => {
            for (const { id, upTo } of may ? rows : [])
              await sql`UPDATE conversation SET read_told = GREATEST(read_told, ${upTo}) WHERE id = ${id}`.execute(tx);
          }, again);
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit(async () => undefined);
      }
    },
  };
}
