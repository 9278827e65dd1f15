/** Consent, tokens and the shops a consent covers. */
import { z } from 'zod';
import type { ChannelShop, ChannelTokens } from '../port.ts';
import { id, instant, list, oddAnswer, readAnswer, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import type { Platform } from './platform.ts';

/** The currency a shop of each market keeps its books in; the platform does not send it with the shop. */
const CURRENCY_BY_MARKET: Readonly<Record<string, string>> = {
  US: 'USD',
  GB: 'GBP',
  DE: 'EUR',
  FR: 'EUR',
  IT: 'EUR',
  ES: 'EUR',
  IE: 'EUR',
  JP: 'JPY',
  MX: 'MXN',
  BR: 'BRL',
  TH: 'THB',
  VN: 'VND',
  MY: 'MYR',
  ID: 'IDR',
  PH: 'PHP',
  SG: 'SGD',
};

const tokens = z.object({
  access_token: z.string().min(1),
  // Unix seconds of the end, although the name suggests a duration.
  access_token_expire_in: instant,
  refresh_token: z.string().min(1),
  refresh_token_expire_in: instant,
  open_id: id,
  seller_name: text,
  granted_scopes: list(z.string()),
});

const shops = z.object({
  shops: list(z.object({ id, name: text, region: z.string(), seller_type: z.enum(['CROSS_BORDER', 'LOCAL']), cipher: z.string().min(1) })),
});

export async function exchangeCode(platform: Platform, code: string): Promise<ChannelTokens> {
  return readTokens(
    await platform.caller.token(OPERATIONS.tokenGet, { auth_code: code, grant_type: 'authorized_code' }),
    OPERATIONS.tokenGet.name,
  );
}

export async function refreshTokens(platform: Platform, refreshToken: string): Promise<ChannelTokens> {
  const data = await platform.caller.token(OPERATIONS.tokenRefresh, { refresh_token: refreshToken, grant_type: 'refresh_token' });
  return readTokens(data, OPERATIONS.tokenRefresh.name);
}

function readTokens(data: unknown, operation: string): ChannelTokens {
  const wire = readAnswer(tokens, data, operation);
  return {
    accessToken: wire.access_token,
    accessTokenExpiresAt: wire.access_token_expire_in,
    refreshToken: wire.refresh_token,
    refreshTokenExpiresAt: wire.refresh_token_expire_in,
    accountId: wire.open_id,
    accountName: wire.seller_name,
    grantedScopes: wire.granted_scopes,
  };
}

export async function authorisedShops(platform: Platform, accessToken: string): Promise<ChannelShop[]> {
  const operation = OPERATIONS.authorisedShops;
  // This operation refuses a shop cipher: it is the one that hands them out.
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken, shop: null });
  return readAnswer(shops, data, operation.name).shops.map((shop, index) => {
    // The vendor's papers say UK where its API says GB; both have been seen.
    const market = shop.region.toUpperCase() === 'UK' ? 'GB' : shop.region.toUpperCase();
    const currency = Object.hasOwn(CURRENCY_BY_MARKET, market) ? CURRENCY_BY_MARKET[market] : undefined;
    if (!currency) throw oddAnswer(operation.name, `shops.${index}.region`, 'a market whose currency is not known here');
    return {
      channelShopId: shop.id,
      name: shop.name,
      market,
      currency,
      sellerType: shop.seller_type === 'CROSS_BORDER' ? 'cross-border' : 'local',
      cipher: shop.cipher,
    };
  });
}
