/**
 * Builders for tests of everything that stands on shops: services over a test's own database and a virtual clock, a platform
 * in memory, and shops that are already bound.
 */
import type { ChannelShop, ChannelTokens } from '@tradewind/channels';
import { markets } from '@tradewind/rules/markets';
import { createBlobs } from '../../platform/blobs/blobs.ts';
import type { Database, TenantTx } from '../../platform/database/database.ts';
import { guardsWithout } from '../../platform/guards.ts';
import { createHints } from '../../platform/hints.ts';
import type { Caller } from '../../platform/http/handler.ts';
import { NoAnswer } from '../../platform/http-out.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { createWorker, type JobHandler, type LaneWorker } from '../../platform/lanes/lanes.ts';
import { ProgramFailed } from '../../platform/run-program.ts';
import { createSecrets, type MerchantSecrets } from '../../platform/secrets/secrets.ts';
import type { Services } from '../../platform/services.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { createSeededRandom, createVirtualClock, type VirtualClock } from '../../testing/virtual-clock.ts';
import { tokenContext } from './access.ts';
import { noteShopFailure } from './commands/note-shop-failure.ts';
import { OPENING_SCOPE } from './testing/fake-openings.ts';
import { createFakePlatform, type FakePlatform } from './testing/fake-platform.ts';

export { buildMessage } from './testing/fake-conversations.ts';
export { APP, expired } from './testing/fake-platform.ts';

export const DAY_MS = 86_400_000;
export const START_AT = Date.UTC(2026, 10, 22, 12);

export type Bench = {
  services: Services;
  clock: VirtualClock;
  platform: FakePlatform;
  worker(handlers: JobHandler<unknown>[]): LaneWorker;
};

let benches = 0;

export function createBench(database: Database, { startAt = START_AT }: { startAt?: number } = {}): Bench {
  const clock = createVirtualClock(startAt);
  // Each bench draws other ids, but all share one master key: several may work on one database.
  benches += 1;
  const random = createSeededRandom(benches);
  const key = { id: 'test', key: Buffer.alloc(32, 7) };
  const platform = createFakePlatform(clock);
  const secrets = createSecrets({ database, masterKey: { current: key, byId: () => key.key }, random, clock });
  const services: Services = {
    clock,
    random,
    log: silentLog,
    database,
    newId: () => uuidv7({ clock, random }),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    secrets,
    blobs: createBlobs({ secrets }),
    hints: createHints({ database, clock, log: silentLog }),
    guards: guardsWithout(),
    sendGiven: () => Promise.reject(new NoAnswer('nobody answers here')),
    runProgram: () => Promise.reject(new ProgramFailed('missing', 'no program is named here')),
    channels: { 'tiktok-shop': platform.channel },
  };
  let workers = 0;
  const worker = (handlers: JobHandler<unknown>[]) => {
    workers += 1;
    const ports = { database, clock, random, log: silentLog, handlers, onFailure: noteFailure };
    return createWorker({ ...ports, workerId: `worker-${workers}`, concurrency: 4, leaseMs: 30_000 });
  };
  const noteFailure = (failure: Parameters<typeof noteShopFailure>[1]) => noteShopFailure(services, failure);
  return { services, clock, platform, worker };
}

export function buildCaller(merchantId: string, facts: Partial<Caller> = {}): Caller {
  const scopes: Caller['scopes'] = new Set(['orders:read', 'buyers:read', 'analytics:read', 'shops:read', 'shops:write', 'fx-rates:write']);
  return { kind: 'user', id: 'user-1', name: 'Olive', email: null, merchantId, role: 'owner', scopes, shopIds: null, ...facts };
}

export type BuiltShop = {
  merchantId: string;
  shopId: string;
  channelShopId: string;
  authorizationId: string;
  market: string;
  currency: string;
  timeZone: string;
};
type ShopWish = Partial<{
  market: string;
  currency: string;
  timeZone: string;
  name: string;
  channelShopId: string;
  accountId: string;
  tokenLifeMs: number;
}>;

let built = 0;

/** A shop that is bound already, with tokens that the bench's platform knows, and its parents. */
export async function buildShop({ services, platform }: Bench, merchantId: string, wish: ShopWish = {}): Promise<BuiltShop> {
  built += 1;
  const market = wish.market ?? 'GB';
  const facts = { currency: markets[market]?.currency ?? 'USD', timeZone: markets[market]?.timeZone ?? 'UTC', ...wish };
  const channelShopId = wish.channelShopId ?? `74900000000000${String(built).padStart(5, '0')}`;
  const accountId = wish.accountId ?? `account-${built}`;
  const [authorizationId, shopId, entityId] = [services.newId(), services.newId(), services.newId()];
  const name = wish.name ?? `Shop ${String(built).padStart(3, '0')}`;
  platform.addAccount({
    id: accountId,
    name: accountId,
    shops: [{ channelShopId, name, market, currency: facts.currency, sellerType: 'cross-border', cipher: `cipher-${built}` }],
  });
  const tokens = platform.tokensOf(accountId);
  const secrets = await services.secrets.forMerchant(merchantId);
  const at = new Date(services.clock.now());
  await services.database.withMerchant(merchantId, async (tx) => {
    const entities = await tx.selectFrom('legal_entity').select('id').limit(1).execute();
    const entity = { merchant_id: merchantId, id: entityId, name: 'Harbour Goods Ltd', jurisdiction: 'CN', created_at: at };
    if (entities.length === 0) await tx.insertInto('legal_entity').values(entity).execute();
    const accessTokenExpiresAt = at.getTime() + (wish.tokenLifeMs ?? 7 * DAY_MS);
    await insertConsent(tx, { merchantId, authorizationId, tokens: { ...tokens, accessTokenExpiresAt }, secrets, at });
    const legalEntityId = entities[0]?.id ?? entityId;
    const { currency, timeZone } = facts;
    const cipher = `cipher-${built}`;
    await insertShop(tx, {
      merchantId,
      shopId,
      channelShopId,
      name,
      market,
      currency,
      timeZone,
      cipher,
      legalEntityId,
      authorizationId,
      at,
    });
  });
  return { merchantId, shopId, channelShopId, authorizationId, market, currency: facts.currency, timeZone: facts.timeZone };
}

type Consent = {
  merchantId: string;
  authorizationId: string;
  tokens: ChannelTokens;
  secrets: MerchantSecrets;
  at: Date;
};

/** A consent in force, with tokens as the platform gave them. */
export async function insertConsent(tx: TenantTx, consent: Consent): Promise<void> {
  const { authorizationId, tokens, secrets, at } = consent;
  await tx
    .insertInto('channel_authorization')
    .values({
      merchant_id: consent.merchantId,
      id: authorizationId,
      channel: 'tiktok-shop',
      channel_account_id: tokens.accountId,
      account_name: tokens.accountName,
      access_token: secrets.seal(tokenContext(authorizationId, 'access', 1), tokens.accessToken),
      access_token_expires_at: new Date(tokens.accessTokenExpiresAt),
      refresh_token: secrets.seal(tokenContext(authorizationId, 'refresh', 1), tokens.refreshToken),
      refresh_token_expires_at: new Date(tokens.refreshTokenExpiresAt),
      token_version: 1,
      granted_scopes: [OPENING_SCOPE],
      state: 'active',
      refreshed_at: at,
      created_at: at,
    })
    .execute();
}

type ShopRow = BuiltShop & {
  name: string;
  cipher: string;
  legalEntityId: string;
  at: Date;
};

/** A shop in use under its consent, listed in the directory that leads webhooks to it. */
export async function insertShop(tx: TenantTx, shop: ShopRow): Promise<void> {
  await tx
    .insertInto('shop')
    .values({
      merchant_id: shop.merchantId,
      id: shop.shopId,
      channel: 'tiktok-shop',
      channel_shop_id: shop.channelShopId,
      name: shop.name,
      market: shop.market,
      currency: shop.currency,
      time_zone: shop.timeZone,
      seller_type: 'cross-border',
      cipher: shop.cipher,
      legal_entity_id: shop.legalEntityId,
      authorization_id: shop.authorizationId,
      state: 'active',
      bound_at: shop.at,
      unbound_at: null,
      last_webhook_at: null,
      last_error_code: null,
      last_error_kind: null,
      last_error_message: null,
      last_error_at: null,
    })
    .execute();
  const entry = { merchant_id: shop.merchantId, channel: 'tiktok-shop', channel_shop_id: shop.channelShopId, shop_id: shop.shopId };
  await tx.insertInto('system.shop_directory').values(entry).execute();
}

/** A shop as the platform tells of it at a consent. */
export const buildChannelShop = (channelShopId: string, market: string): ChannelShop => ({
  channelShopId,
  name: `${market} store`,
  market,
  currency: 'USD',
  sellerType: 'local',
  cipher: `c-${channelShopId}`,
});
