/** The shops of one seller as the workbench knows them: bound by a real consent, read over real HTTP. */
import { randomUUID } from 'node:crypto';
import type { ShopAccess } from '@tradewind/channels';
import { markets } from '@tradewind/rules/markets';
import { insertConsent, insertShop } from '../../../apps/server/src/modules/accounts/testing.ts';
import type { Database } from '../../../apps/server/src/platform/database/database.ts';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import type { Services } from '../../../apps/server/src/platform/services.ts';
import type { PlayerDatabase } from '../../seeds/world/server.ts';

export type CrewShop = {
  merchantId: string;
  shopId: string;
  channelShopId: string;
  timeZone: string;
  market: string;
  access: ShopAccess;
};
type Binding = { services: Services; database: Database; access: PlayerDatabase; code: string };

export async function bindShops({ services, database, access, code }: Binding): Promise<{ merchantId: string; shops: CrewShop[] }> {
  const merchantId = randomUUID();
  const insert = "INSERT INTO system.merchant (id, name, created_at) VALUES ($1, 'Merchant', 'epoch')";
  await withClient(access.system, (client) => client.query(insert, [merchantId]));
  const channel = services.channels['tiktok-shop'];
  if (!channel) throw new Error('no channel');
  const tokens = await channel.exchangeCode(code);
  const found = await channel.authorisedShops(tokens.accessToken);
  const authorizationId = randomUUID();
  const legalEntityId = randomUUID();
  const at = new Date(services.clock.now());
  const secrets = await services.secrets.forMerchant(merchantId);
  const shops = await database.withMerchant(merchantId, async (tx) => {
    const entity = { merchant_id: merchantId, id: legalEntityId, name: 'Harbour Goods Ltd', jurisdiction: 'CN', created_at: at };
    await tx.insertInto('legal_entity').values(entity).execute();
    await insertConsent(tx, { merchantId, authorizationId, tokens, secrets, at });
    await tx.updateTable('channel_authorization').set({ granted_scopes: tokens.grantedScopes }).execute();
    const bound: CrewShop[] = [];
    for (const { channelShopId, market, currency, cipher, name } of found) {
      const shop = { merchantId, shopId: randomUUID(), channelShopId, market, timeZone: markets[market]?.timeZone ?? 'UTC' };
      await insertShop(tx, { ...shop, currency, cipher, name, authorizationId, legalEntityId, at });
      bound.push({ ...shop, access: { accessToken: tokens.accessToken, cipher, channelShopId, currency } });
    }
    return bound;
  });
  return { merchantId, shops };
}
