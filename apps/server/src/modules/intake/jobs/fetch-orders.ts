import type { ChannelOrder } from '@tradewind/channels';
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { fetchOrdersKind } from '../jobs.ts';
import type { Stream } from '../stream.ts';

const payload = z.strictObject({ shopId: z.uuid(), channelOrderId: z.string() });

/** Up to fifty hinted orders of a shop in one call, applied and struck off the queue in one transaction. */
export function fetchOrdersJobHandler(services: Services, orders: Stream<ChannelOrder>): JobHandler<z.output<typeof payload>> {
  return {
    kind: fetchOrdersKind,
    payload,
    batchMax: 50,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const ids = [...new Set(jobs.map((job) => job.payload.channelOrderId))];
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (shop, channel, access) => {
          const items = await channel.orders(access, ids);
          const secrets = await services.secrets.forMerchant(context.merchantId);
          await context.commit((tx) => orders.apply(tx, { shop, items, source: 'webhook', now: context.now(), secrets }));
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit(async () => undefined);
      }
    },
  };
}
