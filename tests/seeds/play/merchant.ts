/** The seed's merchant with shops that are bound already: binding is not what the seeds are about. */

import { markets } from '@tradewind/rules/markets';
import { tokenContext } from '../../../apps/server/src/modules/accounts/access.ts';
import { startStreams } from '../../../apps/server/src/modules/intake/index.ts';
import type { TenantTx } from '../../../apps/server/src/platform/database/database.ts';
import { type Program, STREAMS } from '../world/program.ts';
import type { World } from '../world/world.ts';

export type BoundShop = { shopId: string; channelShopId: string; timeZone: string };

const HOUR_MS = 3_600_000;
/** The product refreshes this long before the end. */
const REFRESHED_BEFORE_MS = 12 * HOUR_MS;

/** `refreshAfterMs`: when the stored tokens come due for a refresh; null: not within the seed. */
export async function bindMerchant(world: World, program: Program, refreshAfterMs: number | null): Promise<BoundShop[]> {
  const { services } = program;
  const { merchantId, platform } = world;
  const secrets = await services.secrets.forMerchant(merchantId);
  const now = services.clock.now();
  const at = new Date(now);
  return services.database.withMerchant(merchantId, async (tx) => {
    const entityId = services.newId();
    await tx
      .insertInto('legal_entity')
      .values({ merchant_id: merchantId, id: entityId, name: 'Harbour Goods', jurisdiction: 'CN', created_at: at })
      .execute();
    const consents = new Map<string, string>();
    for (const account of new Set(platform.shops.map((shop) => shop.account))) {
      const id = services.newId();
      consents.set(account, id);
      const pair = platform.tokensOf(account).pair();
      await tx
        .insertInto('channel_authorization')
        .values({
          merchant_id: merchantId,
          id,
          channel: 'tiktok-shop',
          channel_account_id: account,
          account_name: account,
          access_token: secrets.seal(tokenContext(id, 'access', 1), pair.access),
          access_token_expires_at: new Date(refreshAfterMs === null ? pair.accessEndsAt : now + REFRESHED_BEFORE_MS + refreshAfterMs),
          refresh_token: secrets.seal(tokenContext(id, 'refresh', 1), pair.refresh),
          refresh_token_expires_at: new Date(pair.refreshEndsAt),
          token_version: 1,
          granted_scopes: [],
          state: 'active',
          refreshed_at: at,
          created_at: at,
        })
        .execute();
    }
    const shops: BoundShop[] = [];
    for (const shop of platform.shops) {
      const authorizationId = consents.get(shop.account) ?? '';
      const bound = await bindShop(tx, { world, program, entityId, authorizationId, shop });
      shops.push(bound);
    }
    for (const { shopId } of shops) await startStreams(tx, { services, streams: STREAMS, merchantId, shopId, now });
    return shops;
  });
}

type Binding = { world: World; program: Program; entityId: string; authorizationId: string; shop: World['platform']['shops'][number] };

async function bindShop(tx: TenantTx, { world, program, entityId, authorizationId, shop }: Binding): Promise<BoundShop> {
  const { merchantId } = world;
  const shopId = program.services.newId();
  const timeZone = markets[shop.market]?.timeZone ?? 'UTC';
  await tx
    .insertInto('shop')
    .values({
      merchant_id: merchantId,
      id: shopId,
      channel: 'tiktok-shop',
      channel_shop_id: shop.id,
      name: shop.id,
      market: shop.market,
      currency: shop.currency,
      time_zone: timeZone,
      seller_type: 'cross-border',
      cipher: shop.cipher,
      legal_entity_id: entityId,
      authorization_id: authorizationId,
      state: 'active',
      bound_at: new Date(program.services.clock.now()),
      unbound_at: null,
      last_webhook_at: null,
      last_error_code: null,
      last_error_kind: null,
      last_error_message: null,
      last_error_at: null,
    })
    .execute();
  const entry = { merchant_id: merchantId, channel: 'tiktok-shop', channel_shop_id: shop.id, shop_id: shopId };
  await tx.insertInto('system.shop_directory').values(entry).execute();
  return { shopId, channelShopId: shop.id, timeZone };
}
