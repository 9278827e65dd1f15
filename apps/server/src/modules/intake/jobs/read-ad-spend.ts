import type { ChannelAdSpend } from '@tradewind/channels';
import { addDays, dayIn } from '@tradewind/rules/calendar';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { type BoundShop, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { adSpendKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const EVERY_MS = 45_000;
const FIRST_DAYS = 91;
const AGAIN_DAYS = 3;
const PAGES_AT_MOST = 100;

/** Stores one shop's spend per day; the later answer wins, because spend of a day grows until the day ends. */
export type SaveAdSpend = (tx: TenantTx, input: { shop: BoundShop; items: ChannelAdSpend[] }) => Promise<{ changed: number }>;
/** Whether the shop has any spend on record: without it the whole history is read, otherwise the last days again. */
export type HasAdSpend = (tx: TenantTx, shopId: string) => Promise<boolean>;

export function readAdSpendJobHandler(
  services: Services,
  spend: { save: SaveAdSpend; has: HasAdSpend },
): JobHandler<z.output<typeof payload>> {
  return {
    kind: adSpendKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (shop, channel, access) => {
          if (!channel.adSpend) return context.commit(async () => undefined);
          const known = await services.database.withMerchant(context.merchantId, (tx) => spend.has(tx, shopId));
          const today = dayIn(context.now(), shop.timeZone);
          const items: ChannelAdSpend[] = [];
          let pageToken: string | null = null;
          for (let pages = 0; pages < PAGES_AT_MOST; pages += 1) {
            const page: Awaited<ReturnType<typeof channel.adSpend>> = await channel.adSpend(access, {
              from: addDays(today, known ? -AGAIN_DAYS : -FIRST_DAYS),
              to: today,
              pageToken,
            });
            items.push(...page.items);
            pageToken = page.nextToken;
            if (pageToken === null) break;
          }
          return context.commit(
            async (tx) => {
              const { changed } = await spend.save(tx, { shop, items });
              if (changed > 0) await services.hints.publish(tx, context.merchantId, [{ type: 'figures.changed', ids: [], shopId }]);
            },
            { reschedule: { dueAt: context.now() + EVERY_MS } },
          );
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit(async () => undefined);
      }
    },
  };
}
