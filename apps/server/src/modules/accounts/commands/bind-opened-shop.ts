import type { ChannelShop } from '@tradewind/channels';
import { type BindingContext, type BindingOutcome, bindOne } from './bind-shops.ts';

type Opened = { sourceShopId: string; legalEntityId: string; shop: ChannelShop; openedBy: string };

/**
 * Binds a shop that the platform opened from a bound one and that the same consent covers: nobody needs to consent once more. A shop that
 * was bound before and let go stays so: what a person ended, the workbench does not begin again.
 */
export async function bindOpenedShop(context: BindingContext, opened: Opened): Promise<BindingOutcome> {
  const { services, tx, merchantId } = context;
  const source = await tx
    .selectFrom('shop')
    .select(['channel', 'authorization_id'])
    .where('id', '=', opened.sourceShopId)
    .executeTakeFirstOrThrow();
  const known = await tx
    .selectFrom('shop')
    .select('id')
    .where('channel', '=', source.channel)
    .where('channel_shop_id', '=', opened.shop.channelShopId)
    .executeTakeFirst();
  if (known) return { shopId: known.id };
  const outcome = await bindOne(
    context,
    { channel: source.channel, requested_by: opened.openedBy },
    { authorizationId: source.authorization_id, legalEntityId: opened.legalEntityId, shop: opened.shop },
  );
  if ('shopId' in outcome)
    await services.hints.publish(tx, merchantId, [{ type: 'shop.changed', ids: [outcome.shopId], shopId: outcome.shopId }]);
  return outcome;
}
