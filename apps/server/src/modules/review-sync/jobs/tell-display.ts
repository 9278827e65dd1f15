/** Tells the platform what a listing shows of the others: the whole of it, once a version (platform/intents). */
import type { ChannelReviewDisplays, ShopAccess } from '@tradewind/channels';
import type { Elsewhere } from '@tradewind/rules/review-display';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { carryOut, type IntentMark } from '../../../platform/intents/carry-out.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { writeLedger } from '../display.ts';
import { tellDisplayKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid(), displayId: z.uuid() });

export function tellDisplayJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: tellDisplayKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const { shopId = '', displayId = '' } = jobs[0]?.payload ?? {};
      const wish = await services.database.withMerchant(context.merchantId, (tx) => readWish(tx, displayId));
      if (!wish) return;
      const run = { services, context, shopId, wish };
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (_shop, { reviewDisplays }, access) => {
          const mayCall =
            reviewDisplays &&
            (await services.database.withMerchant(context.merchantId, (tx) => hasScope(tx, shopId, reviewDisplays.scope)));
          if (!mayCall) return context.commit((tx) => settle(tx, run, 'no-consent'));
          await tell({ ...run, displays: reviewDisplays, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit((tx) => settle(tx, run, 'shop-not-active'));
      }
    },
  };
}

type Wish = { id: string; channelProductId: string; version: number; content: Elsewhere; sentAt: Date | null };
type Run = { services: Services; context: JobContext; shopId: string; wish: Wish };

/** Undefined: the platform has the newest already, or does not want it. */
async function readWish(tx: TenantTx, displayId: string): Promise<Wish | undefined> {
  return tx
    .selectFrom('review_display')
    .select(['id', 'channel_product_id as channelProductId', 'version', 'content', 'sent_at as sentAt'])
    .where('id', '=', displayId)
    .where('intent', 'in', ['planned', 'sent', 'unknown'])
    .executeTakeFirst();
}

async function tell(call: Run & { displays: ChannelReviewDisplays; access: ShopAccess }): Promise<void> {
  const { context, wish, displays, access } = call;
  const { channelProductId, version, content } = wish;
  await carryOut<number>(context, wish, {
    lookFor: async () => {
      const shown = await displays.shownVersion(access, channelProductId);
      return shown !== null && shown >= version ? shown : undefined;
    },
    send: async () => {
      const reviews = content.reviews.map(({ shopId, ...review }) => ({ ...review, id: `${shopId}.${review.id}` }));
      await displays.show(access, { channelProductId, version, soldElsewhere: content.sold, reviews });
      return version;
    },
    mark: async (tx, mark) => {
      await save(tx, wish, mark);
    },
    answered: (tx) => settle(tx, call, null),
    refused: (tx, code) => settle(tx, call, code),
  });
}

async function settle(tx: TenantTx, { services, context, shopId, wish }: Run, failureCode: string | null): Promise<void> {
  const { id: displayId, channelProductId, version, content } = wish;
  const isTaken = failureCode === null;
  const saved = await save(
    tx,
    wish,
    isTaken ? { intent: 'confirmed', confirmed_version: version } : { intent: 'rejected', failure_code: failureCode },
  );
  const entry = {
    displayId,
    shopId,
    channelProductId,
    merchantId: context.merchantId,
    version,
    content,
    now: context.now(),
    by: 'platform',
  };
  await writeLedger(tx, services, { ...entry, kind: isTaken ? 'shown' : 'rejected', cause: failureCode ?? 'confirmed' });
  if (saved) await services.hints.publish(tx, context.merchantId, [{ type: 'review.changed', ids: [displayId], shopId }]);
}

type Marks = IntentMark | { intent: 'confirmed'; confirmed_version: number } | { intent: 'rejected'; failure_code: string };

/** A newer version that was planned meanwhile stays planned. */
async function save(tx: TenantTx, wish: Wish, marks: Marks): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('review_display')
    .set(marks)
    .where('id', '=', wish.id)
    .where('version', '=', wish.version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
