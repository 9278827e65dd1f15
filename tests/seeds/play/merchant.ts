/** The seed's merchant with shops that are bound already: binding is not what the seeds are about. */
import { markets } from '@tradewind/rules/markets';
import { insertConsent, insertShop } from '../../../apps/server/src/modules/accounts/testing.ts';
import { startStreams } from '../../../apps/server/src/modules/intake/index.ts';
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
      const tokens = {
        accessToken: pair.access,
        accessTokenExpiresAt: refreshAfterMs === null ? pair.accessEndsAt : now + REFRESHED_BEFORE_MS + refreshAfterMs,
        refreshToken: pair.refresh,
        refreshTokenExpiresAt: pair.refreshEndsAt,
        accountId: account,
        accountName: account,
        grantedScopes: [],
      };
      await insertConsent(tx, { merchantId, authorizationId: id, tokens, secrets, at });
    }
    const shops: BoundShop[] = [];
    for (const shop of platform.shops) {
      const shopId = services.newId();
      const timeZone = markets[shop.market]?.timeZone ?? 'UTC';
      const authorizationId = consents.get(shop.account) ?? '';
      const { id: channelShopId, market, currency, cipher } = shop;
      const facts = { merchantId, shopId, channelShopId, name: channelShopId, market, currency, timeZone, cipher };
      await insertShop(tx, { ...facts, legalEntityId: entityId, authorizationId, at });
      shops.push({ shopId, channelShopId, timeZone });
    }
    for (const { shopId } of shops) await startStreams(tx, { services, streams: STREAMS, merchantId, shopId, now });
    return shops;
  });
}
