import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { type ReadConversation, saveTurns } from '../commands/save-turns.ts';
import { readMessagesKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
/** A call each, one after the other: few enough that the sweep of the same lane is not kept waiting. */
const CONVERSATIONS_A_RUN = 20;

type Unread = { id: string; channel_conversation_id: string; latest_message_id: string | null; latest_at: Date; from_at: Date };

/** Who wrote what, in the conversations in which somebody wrote since they were last read; the latest first, since those buyers wait. */
export function readMessagesJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: readMessagesKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const unread = await services.database.withMerchant(context.merchantId, (tx) => unreadOf(tx, shopId));
      const isMore = unread.length > CONVERSATIONS_A_RUN;
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (shop, { conversations }, access) => {
          const read: ReadConversation[] = [];
          for (const row of conversations ? unread.slice(0, CONVERSATIONS_A_RUN) : []) {
            const wanted = { channelConversationId: row.channel_conversation_id, from: row.from_at.getTime() };
            const messages = (await conversations?.messages(access, wanted)) ?? [];
            read.push({ id: row.id, from: wanted.from, readFor: row.latest_message_id, latestAt: row.latest_at.getTime(), messages });
          }
          await context.commit((tx) => saveTurns(tx, { services, shop, read }), isMore ? { reschedule: { dueAt: context.now() } } : {});
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit(async () => undefined);
      }
    },
  };
}

/** From the beginning of the last turn on: it may have been answered since. */
async function unreadOf(tx: TenantTx, shopId: string): Promise<Unread[]> {
  const { rows } = await sql<Unread>`
    SELECT id, channel_conversation_id, latest_message_id, latest_at,
      coalesce((SELECT max(asked_at) FROM buyer_turn WHERE conversation_id = conversation.id), 'epoch') AS from_at
    FROM conversation WHERE shop_id = ${shopId} AND read_for IS DISTINCT FROM latest_message_id
    ORDER BY latest_at DESC LIMIT ${CONVERSATIONS_A_RUN + 1}`.execute(tx);
  return rows;
}
