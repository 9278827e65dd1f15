import { type Channel, ChannelFailure, type ChannelName, type ShopAccess } from '@tradewind/channels';
import type { Services } from '../../platform/services.ts';
import { tellConsentLost } from './commands/tell-consent.ts';

/**
 * The way to a shop's platform. Tokens are opened here, for the length of one job, and nowhere else.
 *
 * One refresh at a time: the authorisation's row is locked for the length of the refresh call, so a second worker
 * waits and then finds the new token. The new pair is stored, and committed, before anything uses it; when the answer
 * is lost the old refresh token is still stored and the next attempt uses it again. A refresh that the platform refuses
 * for good puts the authorisation and its shops into `re-authorise`, which stops their sweeps until a person consents again.
 *
 * A call refused as `re-authorise` may only mean that the token expired in mid-work, or that another worker has just replaced it:
 * one refresh, or a look at the newer token, comes before any person is asked. Refused again, it is the person's only where the
 * platform takes the fresh token for another call; a token that has ended or been replaced once more is a matter of trying again.
 */
const refreshAheadMs = 12 * 3_600_000;
export type BoundShop = {
  merchantId: string;
  shopId: string;
  channelName: ChannelName;
  channelShopId: string;
  currency: string;
  timeZone: string;
  market: string;
};
type Opened = { shop: BoundShop; channel: Channel; access: ShopAccess; authorizationId: string; tokenVersion: number };

/** The shop is unbound or waits for consent: its jobs end without a word. */
export class ShopNotActive extends Error {
  override name = 'ShopNotActive';
}

export const tokenContext = (authorizationId: string, kind: 'access' | 'refresh', version: number) => ({
  object: authorizationId,
  field: `${kind}-token`,
  version,
});

/**
 * Runs `call` with access to the shop. When the platform refuses the token, gets a newer one and calls again.
 * Throws ShopNotActive, or the channel's failure.
 */
export async function withShopAccess<T>(
  services: Services,
  ids: ShopIds,
  call: (shop: BoundShop, channel: Channel, access: ShopAccess) => Promise<T>,
): Promise<T> {
  for (let isSecond = false; ; isSecond = true) {
    const { shop, channel, access, authorizationId, tokenVersion } = await open(services, ids);
    try {
      return await call(shop, channel, access);
    } catch (error) {
      if (!(error instanceof ChannelFailure) || error.kind !== 're-authorise') throw error;
      if (isSecond && (await isAccepted(channel, access))) throw error;
      const isNewer = !isSecond && (await refresh(services, { merchantId: ids.merchantId, authorizationId, seenVersion: tokenVersion }));
      // Its answer was lost or put off, or the new token is gone too. One more call would only look like a lost consent.
      if (!isNewer) throw new ChannelFailure('retry-later', 'the platform takes the access token no more and has given no new one yet');
    }
  }
}

/** Whether the platform takes the token at all: then what it refused is this shop, and a person must look. */
async function isAccepted(channel: Channel, { accessToken }: ShopAccess): Promise<boolean> {
  try {
    await channel.authorisedShops(accessToken);
    return true;
  } catch (error) {
    if (error instanceof ChannelFailure) return false;
    throw error;
  }
}

/** `evenUnbound` is for the one last call that ends a shop's webhooks. */
type ShopIds = { merchantId: string; shopId: string; evenUnbound?: boolean };

/** `isFresh` after a refresh: a token of a platform whose tokens live shorter than we look ahead must not be refreshed for ever. */
async function open(services: Services, { merchantId, shopId, evenUnbound = false }: ShopIds, isFresh = false): Promise<Opened> {
  const row = await services.database.withMerchant(merchantId, (tx) =>
    tx
      .selectFrom('shop')
      .innerJoin('channel_authorization as auth', (join) =>
        join.onRef('auth.merchant_id', '=', 'shop.merchant_id').onRef('auth.id', '=', 'shop.authorization_id'),
      )
      .select([
        'shop.channel',
        'shop.channel_shop_id',
        'shop.cipher',
        'shop.currency',
        'shop.time_zone',
        'shop.market',
        'shop.state',
        'auth.id as authorization_id',
        'auth.access_token',
        'auth.access_token_expires_at',
        'auth.token_version',
      ])
      .where('shop.id', '=', shopId)
      .executeTakeFirst(),
  );
  const usable = row?.state === 'active' || (evenUnbound && row?.state === 'unbound');
  if (!row?.access_token || !usable) throw new ShopNotActive(`shop ${shopId} takes no calls`);
  if (!isFresh && row.access_token_expires_at && row.access_token_expires_at.getTime() - services.clock.now() < refreshAheadMs) {
    const refreshed = await refresh(services, { merchantId, authorizationId: row.authorization_id, seenVersion: row.token_version });
    if (refreshed) return open(services, { merchantId, shopId, evenUnbound }, true);
  }
  const channelName = row.channel as ChannelName; // the table's rows were written from a ChannelName
  const channel = services.channels[channelName];
  if (!channel) throw new ChannelFailure('rejected', `the channel ${channelName} is not configured`);
  const secrets = await services.secrets.forMerchant(merchantId);
  const accessToken = secrets.openText(tokenContext(row.authorization_id, 'access', row.token_version), row.access_token);
  return {
    shop: {
      merchantId,
      shopId,
      channelName,
      channelShopId: row.channel_shop_id,
      currency: row.currency,
      timeZone: row.time_zone,
      market: row.market,
    },
    channel,
    access: { accessToken, cipher: row.cipher, channelShopId: row.channel_shop_id, currency: row.currency },
    authorizationId: row.authorization_id,
    tokenVersion: row.token_version,
  };
}

type RefreshInput = { merchantId: string; authorizationId: string; seenVersion: number };

/** Returns whether the token is newer than the one seen. A momentary failure is thrown only when the old token is already useless. */
async function refresh(services: Services, { merchantId, authorizationId, seenVersion }: RefreshInput): Promise<boolean> {
  const secrets = await services.secrets.forMerchant(merchantId);
  const refused = await services.database.withMerchant(merchantId, async (tx): Promise<ChannelFailure | null> => {
    const stored = tx.selectFrom('channel_authorization').selectAll().where('id', '=', authorizationId);
    // NO KEY UPDATE: shops that reference this row may still be written while the platform answers.
    const row = await (services.guards.refreshLock ? stored.forNoKeyUpdate() : stored).executeTakeFirst();
    if (row?.state !== 'active' || !row.refresh_token || row.token_version !== seenVersion) return null;
    const channel = services.channels[row.channel as ChannelName]; // written from a ChannelName
    if (!channel) return null;
    try {
      const tokens = await channel.refresh(
        secrets.openText(tokenContext(authorizationId, 'refresh', row.token_version), row.refresh_token),
      );
      const version = row.token_version + 1;
      await tx
        .updateTable('channel_authorization')
        .set({
          access_token: secrets.seal(tokenContext(authorizationId, 'access', version), tokens.accessToken),
          access_token_expires_at: new Date(tokens.accessTokenExpiresAt),
          refresh_token: secrets.seal(tokenContext(authorizationId, 'refresh', version), tokens.refreshToken),
          refresh_token_expires_at: new Date(tokens.refreshTokenExpiresAt),
          token_version: version,
          refreshed_at: new Date(services.clock.now()),
        })
        .where('id', '=', authorizationId)
        .execute();
      return null;
    } catch (error) {
      if (!(error instanceof ChannelFailure)) throw error;
      if (error.kind !== 're-authorise' && error.kind !== 'rejected') {
        const stillGood = row.access_token_expires_at !== null && row.access_token_expires_at.getTime() > services.clock.now();
        if (stillGood) return null;
        throw new ChannelFailure('retry-later', error.message, error.retryAfterMs === null ? {} : { retryAfterMs: error.retryAfterMs });
      }
      await tx.updateTable('channel_authorization').set({ state: 're-authorise' }).where('id', '=', authorizationId).execute();
      const stopped = await tx
        .updateTable('shop')
        .set({ state: 're-authorise' })
        .where('authorization_id', '=', authorizationId)
        .where('state', '=', 'active')
        .returning('id')
        .execute();
      await tellConsentLost(tx, services, { merchantId, shopIds: stopped.map(({ id }) => id), now: services.clock.now() });
      await services.hints.publish(tx, merchantId, [{ type: 'shop.changed', ids: [], shopId: null }]);
      return error;
    }
  });
  if (refused) throw new ShopNotActive(refused.message);
  const now = await services.database.withMerchant(merchantId, (tx) =>
    tx.selectFrom('channel_authorization').select('token_version').where('id', '=', authorizationId).executeTakeFirst(),
  );
  return now !== undefined && now.token_version > seenVersion;
}
