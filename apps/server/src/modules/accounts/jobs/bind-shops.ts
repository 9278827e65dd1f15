import { type Channel, ChannelFailure, type ChannelName } from '@tradewind/channels';
import { z } from 'zod';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { tokenContext } from '../access.ts';
import { bindShops, type Grant, type ShopBound, saveGrant } from '../commands/bind-shops.ts';
import { forgetUnusedTokens } from '../commands/forget-unused-tokens.ts';
import { codeContext } from '../commands/receive-consent.ts';
import { tellBindingEnded } from '../commands/tell-consent.ts';
import { bindKind } from '../jobs.ts';

const payload = z.strictObject({ authorizationId: z.uuid() });

/**
 * Exchanges the consent's code, stores the tokens, then asks which shops they cover and binds those. The code works once, so the
 * tokens are committed on their own: whatever fails after that is repeated from there. Only a process that dies between the
 * platform's answer and that commit loses the code; the binding then ends as `failed / code-refused`, which a person repeats.
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
      if (request?.status !== 'completing' || !channel) {
        await context.commit(async () => undefined);
        return;
      }
      try {
        const grant = request.authorization_id
          ? await readGrant(services, merchantId, request.authorization_id)
          : await exchange(services, { context, request, channel });
        const shops = await channel.authorisedShops(grant.accessToken);
        await context.commit((tx) =>
          bindShops({ services, tx, merchantId, secrets, onShopBound, now: context.now() }, request, { grant, shops }),
        );
      } catch (error) {
        if (!(error instanceof ChannelFailure) || error.kind === 'retry-later' || error.kind === 'out-of-quota') throw error;
        await context.commit(async (tx) => {
          const failed = await tx
            .updateTable('shop_authorization')
            .set({ status: 'failed', failure_code: 'code-refused', code: null, completed_at: new Date(context.now()) })
            .where('id', '=', authorizationId)
            .returning('authorization_id')
            .executeTakeFirstOrThrow();
          if (failed.authorization_id) await forgetUnusedTokens(tx, failed.authorization_id);
          await tellBindingEnded(tx, services, { merchantId, request, failureCode: 'code-refused', now: context.now() });
          await services.hints.publish(tx, merchantId, [{ type: 'shop.changed', ids: [], shopId: null }]);
        });
      }
    },
  };
}

type Opened = Grant & { accessToken: string };
type Exchange = { context: JobContext; request: { id: string; channel: string; code: Buffer | null }; channel: Channel };

async function exchange(services: Services, { context, request, channel }: Exchange): Promise<Opened> {
  const { merchantId } = context;
  const secrets = await services.secrets.forMerchant(merchantId);
  if (!request.code) throw new ChannelFailure('rejected', 'a consent without a code');
  const tokens = await channel.exchangeCode(secrets.openText(codeContext(request.id), request.code));
  const grant = await context.commit((tx) => saveGrant({ services, tx, merchantId, secrets, now: context.now() }, request, tokens), {
    finish: false,
  });
  return { ...grant, accessToken: tokens.accessToken };
}

async function readGrant(services: Services, merchantId: string, id: string): Promise<Opened> {
  const secrets = await services.secrets.forMerchant(merchantId);
  const row = await services.database.withMerchant(merchantId, (tx) =>
    tx.selectFrom('channel_authorization').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );
  if (!row.access_token) throw new ChannelFailure('rejected', 'the consent was withdrawn');
  return {
    id,
    channel: row.channel,
    accountId: row.channel_account_id,
    accountName: row.account_name,
    accessToken: secrets.openText(tokenContext(id, 'access', row.token_version), row.access_token),
  };
}
