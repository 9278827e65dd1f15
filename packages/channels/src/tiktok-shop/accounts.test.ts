import { describe, expect, it } from 'vitest';
import { signRequest } from './signing.ts';
import { CONFIG, NOW, refusal, scripted, success } from './testing/scripted-platform.ts';

const WIRE_TOKENS = {
  access_token: 'TTP_new',
  access_token_expire_in: NOW / 1000 + 604_800,
  refresh_token: 'TTR_new',
  refresh_token_expire_in: NOW / 1000 + 31_536_000,
  open_id: 'user-1',
  seller_name: 'Jade Goods Ltd',
  seller_base_region: 'GB',
  user_type: 0,
  granted_scopes: ['seller.order.info'],
};

describe('consent and tokens', () => {
  it('points at the market’s own consent page where there is one', () => {
    const { channel } = scripted(() => success({}));
    expect(channel.consentUrl({ market: 'GB', state: 'a b&c' })).toBe(
      'https://consent.example/open/authorize?service_id=700&state=a+b%26c',
    );
    expect(channel.consentUrl({ market: 'US', state: 's' })).toBe('https://us.consent.example/open/authorize?service_id=700&state=s');
  });

  it('exchanges a code without signing, and reads the ends of life as instants', async () => {
    const { channel, seen } = scripted(() => success(WIRE_TOKENS));
    expect(await channel.exchangeCode('code+/=')).toEqual({
      accessToken: 'TTP_new',
      accessTokenExpiresAt: NOW + 604_800_000,
      refreshToken: 'TTR_new',
      refreshTokenExpiresAt: NOW + 31_536_000_000,
      accountId: 'user-1',
      accountName: 'Jade Goods Ltd',
      grantedScopes: ['seller.order.info'],
    });
    expect(seen[0]).toMatchObject({ method: 'GET', path: '/api/v2/token/get' });
    expect(seen[0]?.query).toEqual({
      auth_code: 'code+/=',
      grant_type: 'authorized_code',
      app_key: CONFIG.appKey,
      app_secret: CONFIG.appSecret,
    });
    expect(seen[0]?.headers['x-tts-access-token']).toBeUndefined();
  });

  it('refreshes with the refresh token, and does not pretend to know a lost answer', async () => {
    const { channel, seen } = scripted((_, index) => {
      if (index > 0) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
      return success(WIRE_TOKENS);
    });
    await channel.refresh('TTR_old');
    expect(seen[0]?.query).toMatchObject({ refresh_token: 'TTR_old', grant_type: 'refresh_token' });
    await expect(channel.refresh('TTR_new')).rejects.toMatchObject({ kind: 'unknown-outcome' });
  });

  it('asks for consent anew when the token host refuses', async () => {
    const { channel } = scripted(() => refusal(36004004));
    await expect(channel.refresh('TTR_old')).rejects.toMatchObject({ kind: 're-authorise', channelCode: '36004004' });
  });

  it('refuses an answer without its tokens, naming the field and not the others', async () => {
    const { channel } = scripted(() => success({ ...WIRE_TOKENS, refresh_token: undefined }));
    const failure = await channel.exchangeCode('c').catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'rejected', message: expect.stringContaining('refresh_token') });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('TTP_new');
  });
});

describe('authorised shops', () => {
  const shop = { id: '7495', name: 'Jade JP', region: 'JP', seller_type: 'CROSS_BORDER', cipher: 'GCP_x', code: 'JPX' };

  it('come with market and currency, asked for without a cipher and signed as documented', async () => {
    const { channel, seen } = scripted(() => success({ shops: [shop, { ...shop, id: 7496, region: 'UK', seller_type: 'LOCAL' }] }));
    expect(await channel.authorisedShops('TTP_a')).toEqual([
      { channelShopId: '7495', name: 'Jade JP', market: 'JP', currency: 'JPY', sellerType: 'cross-border', cipher: 'GCP_x' },
      { channelShopId: '7496', name: 'Jade JP', market: 'GB', currency: 'GBP', sellerType: 'local', cipher: 'GCP_x' },
    ]);
    const query = seen[0]?.query ?? {};
    expect(query.shop_cipher).toBeUndefined();
    expect(query.timestamp).toBe(String(NOW / 1000));
    expect(query.sign).toBe(signRequest(CONFIG.appSecret, { path: '/authorization/202309/shops', query, contentType: 'application/json' }));
    expect(seen[0]?.headers['x-tts-access-token']).toBe('TTP_a');
    expect(seen[0]?.raw.url).not.toContain('TTP_a');
  });

  it('may be none', async () => {
    expect(await scripted(() => success({})).channel.authorisedShops('t')).toEqual([]);
  });

  it('in a market of unknown currency are refused, not guessed', async () => {
    const { channel } = scripted(() => success({ shops: [{ ...shop, region: 'ZZ' }] }));
    await expect(channel.authorisedShops('t')).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('shops.0.region'),
    });
  });
});
