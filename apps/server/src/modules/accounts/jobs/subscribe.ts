import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../access.ts';
import { forgetUnusedTokens } from '../commands/forget-unused-tokens.ts';
import { retireKind, subscribeKind } from '../jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
type Payload = z.output<typeof payload>;

/** Asks the platform to send this shop's webhooks here. Until it works, the sweeps carry the shop alone. */
export function subscribeJobHandler(services: Services, hookAddress: (channel: string) => string): JobHandler<Payload> {
  return {
    kind: subscribeKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, (shop, channel, access) =>
          channel.subscribe(access, hookAddress(shop.channelName)),
        );
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
      }
      await context.commit(async () => undefined);
    },
  };
}

/**
 * After an unbinding: the platform is asked once to stop its webhooks, then, when no other bound shop uses
 * the consent, its tokens are wiped. The asking may fail; the wiping may not wait for it.
 */
export function retireShopJobHandler(services: Services): JobHandler<Payload> {
  return {
    kind: retireKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      await unsubscribe(services, context.merchantId, shopId).catch((error: unknown) =>
        services.log.warn('accounts.unsubscribe-failed', { shopId, errorName: error instanceof Error ? error.name : 'unknown' }),
      );
      await context.commit(async (tx) => {
        const shop = await tx.selectFrom('shop').select(['authorization_id', 'state']).where('id', '=', shopId).executeTakeFirst();
        if (shop?.state !== 'unbound') return;
        await forgetUnusedTokens(tx, shop.authorization_id);
      });
    },
  };
}

async function unsubscribe(services: Services, merchantId: string, shopId: string): Promise<void> {
  await withShopAccess(services, { merchantId, shopId, evenUnbound: true }, (_shop, channel, access) => channel.unsubscribe(access));
}
