import { ChannelFailure, type ChannelName } from '@tradewind/channels';
import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { bindShops, type ShopBound } from '../commands/bind-shops.ts';
import { codeContext } from '../commands/receive-consent.ts';
import { bindKind } from '../jobs.ts';

const payload = z.strictObject({ authorizationId: z.uuid() });

/**
 * Exchanges the consent's code and binds the shops. The code works once: should the process die between the exchange and
 * the commit, the second run is refused by the platform and the binding ends as `failed / code-refused`, which a person repeats.
 */
export function bindShopsJob(services: Services, onShopBound: ShopBound): JobHandler<z.output<typeof payload>> {
  return {
    kind: bindKind,
    payload,
    batchMax: 1,
    maxAttempts: 8,
    async run(jobs, context) {
      const authorizationId = jobs[0]?.payload.authorizationId ?? '';
      const merchantId = context.merchantId;
      const secrets = await services.secrets.forMerchant(merchantId);
      const request = await services.database.withMerchant(merchantId, (tx) =>
        tx.selectFrom('shop_authorization').selectAll().where('id', '=', authorizationId).executeTakeFirst(),
      );
      const channel = request && services.channels[request.channel as ChannelName]; // written from a ChannelName
      if (request?.status !== 'completing' || !request.code || !channel) {
        await context.commit(async () => undefined);
        return;
      }
      try {
        const tokens = await channel.exchangeCode(secrets.openText(codeContext(authorizationId), request.code));
        const shops = await channel.authorisedShops(tokens.accessToken);
        await context.commit((tx) =>
          bindShops({ services, tx, merchantId, secrets, onShopBound, now: context.now() }, request, { tokens, shops }),
        );
      } catch (error) {
        if (!(error instanceof ChannelFailure) || error.kind === 'retry-later' || error.kind === 'out-of-quota') throw error;
        await context.commit(async (tx) => {
          await tx
            .updateTable('shop_authorization')
            .set({ status: 'failed', failure_code: 'code-refused', code: null, completed_at: new Date(context.now()) })
            .where('id', '=', authorizationId)
            .execute();
          await services.hints.publish(tx, merchantId, [{ type: 'shop.changed', ids: [], shopId: null }]);
        });
      }
    },
  };
}
