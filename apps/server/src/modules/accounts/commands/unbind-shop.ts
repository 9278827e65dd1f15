import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { retireJob } from '../jobs.ts';
import { tellConsentLost, tellConsentMended } from './tell-consent.ts';

/** Stops all work for the shop at once; its orders and figures stay readable. A job then tells the platform and wipes the tokens. */
export async function unbindShop(
  services: Services,
  input: { caller: Caller; requestId: string; shopId: string },
): Promise<{ unbound: true } | Refusal> {
  const now = services.clock.now();
  const { caller, shopId } = input;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shop = await tx
      .selectFrom('shop')
      .select(['id', 'state', 'channel', 'channel_shop_id'])
      .where('id', '=', shopId)
      .forUpdate()
      .executeTakeFirst();
    if (!shop || (caller.shopIds && !caller.shopIds.includes(shopId))) return refuse('not-found');
    if (shop.state === 'unbound') return refuse('shop-already-unbound');
    await tx
      .updateTable('shop')
      .set({ state: 'unbound', unbound_at: new Date(now) })
      .where('id', '=', shopId)
      .execute();
    await tx
      .deleteFrom('system.shop_directory')
      .where('channel', '=', shop.channel)
      .where('channel_shop_id', '=', shop.channel_shop_id)
      .execute();
    await tellConsentMended(tx, services, { merchantId: caller.merchantId, shopIds: [shopId], now });
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [retireJob(shopId, now)], now });
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId: input.requestId,
      action: 'shop.unbind',
      objectKind: 'shop',
      objectId: shopId,
      facts: {},
    });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'shop.changed', ids: [shopId], shopId }]);
    return { unbound: true as const };
  });
}

/** The platform says that the seller withdrew the consent: same end, asked for by them. */
export async function withdrawShop(services: Services, input: { merchantId: string; shopId: string }): Promise<void> {
  await services.database.withMerchant(input.merchantId, async (tx) => {
    const shop = await tx.selectFrom('shop').select(['authorization_id', 'state']).where('id', '=', input.shopId).executeTakeFirst();
    if (shop?.state !== 'active') return;
    await tx.updateTable('shop').set({ state: 're-authorise' }).where('id', '=', input.shopId).execute();
    const others = await tx
      .selectFrom('shop')
      .select('id')
      .where('authorization_id', '=', shop.authorization_id)
      .where('state', '=', 'active')
      .limit(1)
      .execute();
    if (others.length === 0)
      await tx
        .updateTable('channel_authorization')
        .set({ access_token: null, refresh_token: null, state: 'revoked' })
        .where('id', '=', shop.authorization_id)
        .execute();
    await tellConsentLost(tx, services, { merchantId: input.merchantId, shopIds: [input.shopId], now: services.clock.now() });
    await services.hints.publish(tx, input.merchantId, [{ type: 'shop.changed', ids: [input.shopId], shopId: input.shopId }]);
  });
}
