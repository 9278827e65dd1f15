import { ChannelFailure } from '@tradewind/channels';
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../access.ts';
import { withdrawShop } from '../commands/unbind-shop.ts';
import { checkConsentKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });

/** A webhook says that the seller withdrew the consent. It may be an old one: the platform itself is asked before anything ends. */
export function checkConsentJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: checkConsentKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const ids = { merchantId: context.merchantId, shopId: jobs[0]?.payload.shopId ?? '' };
      try {
        const covered = await withShopAccess(services, ids, async (shop, channel, access) =>
          (await channel.authorisedShops(access.accessToken)).some((found) => found.channelShopId === shop.channelShopId),
        );
        if (!covered) await withdrawShop(services, ids);
      } catch (error) {
        if (error instanceof ChannelFailure && error.kind === 're-authorise') await withdrawShop(services, ids);
        else if (!(error instanceof ShopNotActive)) throw error;
      }
      await context.commit(async () => undefined);
    },
  };
}
