/**
 * Fetches the pictures that buyers send, so that no browser of ours asks a foreign host for them: neither who reads nor when is told to it. What
 * arrives is looked at from its first byte to its last; what is no picture stays `unusable`, whatever it calls itself.
 */
import { ChannelFailure } from '@tradewind/channels';
import { examineFile } from '@tradewind/rules/file-kinds';
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { fetchImagesKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const IMAGES_A_RUN = 10;
const WHOLE = 1;
const PICTURES = ['image/jpeg', 'image/png'] as const;
/** What has not come by then is not there any more. */
const GIVEN_UP_MS = 3_600_000;

export function fetchImagesJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: fetchImagesKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const { merchantId } = context;
      const waiting = await services.database.withMerchant(merchantId, (tx) =>
        tx
          .selectFrom('message')
          .select(['id', 'conversation_id as conversationId', 'image_url as url', 'sent_at as sentAt'])
          .where('shop_id', '=', shopId)
          .where('image_state', '=', 'waiting')
          .orderBy('id', 'desc')
          .limit(IMAGES_A_RUN)
          .execute(),
      );
      const blobs = await services.blobs.forMerchant(merchantId);
      try {
        await withShopAccess(services, { merchantId, shopId }, async (_shop, { conversations }) => {
          for (const { id, conversationId, url, sentAt } of conversations ? waiting : []) {
            const bytes = await conversations?.picture(url ?? '').catch(unlessOver(context.now() - sentAt.getTime()));
            const kind = bytes ? PICTURES.find((declared) => 'kind' in examineFile(bytes, { name: '', declared })) : undefined;
            await context.commit(
              async (tx) => {
                // Deleted meanwhile: then nothing of it is kept.
                const row = await tx.selectFrom('message').select('image_state').where('id', '=', id).forUpdate().executeTakeFirst();
                if (row?.image_state !== 'waiting') return;
                const isKept = kind && bytes ? await blobs.put(tx, { objectId: id, version: WHOLE }, bytes) : false;
                const image = isKept ? { image_state: 'kept' as const, image_type: kind ?? null } : { image_state: 'unusable' as const };
                await tx.updateTable('message').set(image).where('id', '=', id).execute();
                await services.hints.publish(tx, merchantId, [{ type: 'conversation.changed', ids: [conversationId], shopId }]);
              },
              { finish: false },
            );
          }
          await context.commit(async () => undefined, waiting.length === IMAGES_A_RUN ? { reschedule: { dueAt: context.now() } } : {});
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit(async () => undefined);
      }
    },
  };
}

/** An address that nobody should ask, or one that has long stopped answering: the picture is given up. An outage is the queue's. */
const unlessOver =
  (ageMs: number) =>
  (error: unknown): null => {
    if (error instanceof ChannelFailure && (error.kind === 'rejected' || ageMs > GIVEN_UP_MS)) return null;
    throw error;
  };
