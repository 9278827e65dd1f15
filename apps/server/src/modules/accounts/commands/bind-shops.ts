import type { ChannelName, ChannelShop, ChannelTokens } from '@tradewind/channels';
import { markets } from '@tradewind/rules/markets';
import { evaluatePolicy } from '@tradewind/rules/policies';
import { auditSystem } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { tokenContext } from '../access.ts';
import { subscribeJob } from '../jobs.ts';
import { forgetUnusedTokens } from './forget-unused-tokens.ts';
import { tellBindingEnded, tellConsentMended } from './tell-consent.ts';

export type ShopBound = (tx: TenantTx, shop: { merchantId: string; shopId: string; now: number }) => Promise<void>;
type Request = { id: string; channel: string; market: string; legal_entity_id: string | null; requested_by: string };
export type Grant = { id: string; channel: string; accountId: string; accountName: string };
type Consent = { grant: Grant; shops: ChannelShop[] };
type Refused = { name: string; market: string; code: string };
export type BindingContext = { services: Services; tx: TenantTx; merchantId: string; onShopBound: ShopBound; now: number };
type Context = BindingContext & { secrets: MerchantSecrets };

/**
 * Binds the shops that a consent covers, in one transaction. A shop that another merchant has is refused
 * with the same word as one that cannot be bound for any other reason of the platform: its owner is nobody's business.
 *
 * Each consent is a grant of its own. Shops that it covers move to it; shops that an earlier consent of the same account
 * covered and this one does not stay with theirs; a grant that no shop uses any more loses its tokens.
 */
export async function bindShops(context: Context, request: Request, { grant, shops }: Consent): Promise<void> {
  const { services, tx, merchantId, now } = context;
  const legalEntityId = request.legal_entity_id ?? (await entityOfAccount(context, grant));
  const bound: string[] = [];
  const refused: Refused[] = [];
  for (const shop of shops) {
    const outcome = await bindOne(context, request, { authorizationId: grant.id, legalEntityId, shop });
    if ('code' in outcome) refused.push({ name: shop.name, market: shop.market, code: outcome.code });
    else bound.push(outcome.shopId);
  }
  const failureCode = bound.length > 0 ? null : (refused[0]?.code ?? 'no-shops');
  await forgetUnusedTokens(tx, grant.id);
  await tx
    .updateTable('shop_authorization')
    .set({
      status: failureCode === null ? 'completed' : 'failed',
      failure_code: failureCode,
      code: null,
      shop_ids: bound,
      refused: JSON.stringify(refused),
      completed_at: new Date(now),
    })
    .where('id', '=', request.id)
    .execute();
  await tellConsentMended(tx, services, { merchantId, shopIds: bound, now });
  await tellBindingEnded(tx, services, { merchantId, request, failureCode, now });
  await services.hints.publish(tx, merchantId, [{ type: 'shop.changed', ids: bound, shopId: null }]);
}

/** The first half, committed before anything else: the tokens of a fresh consent, which no second exchange could bring again. */
export async function saveGrant(
  { services, tx, merchantId, secrets, now }: Omit<Context, 'onShopBound'>,
  request: Pick<Request, 'id' | 'channel'>,
  tokens: ChannelTokens,
): Promise<Grant> {
  const id = services.newId();
  const version = 1;
  await tx
    .insertInto('channel_authorization')
    .values({
      merchant_id: merchantId,
      id,
      channel: request.channel,
      channel_account_id: tokens.accountId,
      account_name: tokens.accountName,
      access_token: secrets.seal(tokenContext(id, 'access', version), tokens.accessToken),
      access_token_expires_at: new Date(tokens.accessTokenExpiresAt),
      refresh_token: secrets.seal(tokenContext(id, 'refresh', version), tokens.refreshToken),
      refresh_token_expires_at: new Date(tokens.refreshTokenExpiresAt),
      token_version: version,
      granted_scopes: tokens.grantedScopes,
      state: 'active',
      refreshed_at: new Date(now),
      created_at: new Date(now),
    })
    .execute();
  await tx.updateTable('shop_authorization').set({ authorization_id: id, code: null }).where('id', '=', request.id).execute();
  return { id, channel: request.channel, accountId: tokens.accountId, accountName: tokens.accountName };
}

/** A seller account of the platform stands for one legal entity: the one its shops have already, or one of its name. */
async function entityOfAccount({ services, tx, merchantId, now }: Context, grant: Grant): Promise<string> {
  const earlier = await tx
    .selectFrom('shop')
    .innerJoin('channel_authorization as auth', (join) =>
      join.onRef('auth.merchant_id', '=', 'shop.merchant_id').onRef('auth.id', '=', 'shop.authorization_id'),
    )
    .select('shop.legal_entity_id')
    .where('auth.channel', '=', grant.channel)
    .where('auth.channel_account_id', '=', grant.accountId)
    .limit(1)
    .executeTakeFirst();
  if (earlier) return earlier.legal_entity_id;
  const made = {
    merchant_id: merchantId,
    id: services.newId(),
    name: (grant.accountName || grant.accountId).slice(0, 200),
    jurisdiction: 'CN',
    created_at: new Date(now),
  };
  await tx
    .insertInto('legal_entity')
    .values(made)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await tx.selectFrom('legal_entity').select('id').where('name', '=', made.name).executeTakeFirstOrThrow()).id;
}

export type BindingOutcome = { shopId: string } | { code: string };
type One = { authorizationId: string; legalEntityId: string; shop: ChannelShop };

/** One shop under one consent, if the rule allows it and no other merchant has it. */
export async function bindOne(
  context: BindingContext,
  request: Pick<Request, 'channel' | 'requested_by'>,
  { authorizationId, legalEntityId, shop }: One,
): Promise<BindingOutcome> {
  const { services, tx, merchantId, now } = context;
  const market = markets[shop.market];
  if (!market) return { code: 'market-not-supported' };
  const known = await tx
    .selectFrom('shop')
    .select(['id', 'state', 'legal_entity_id'])
    .where('channel', '=', request.channel)
    .where('channel_shop_id', '=', shop.channelShopId)
    .executeTakeFirst();
  const entities = await tx.selectFrom('shop').select('legal_entity_id').distinct().where('state', '!=', 'unbound').execute();
  const decision = evaluatePolicy('shop-binding', {
    channel: request.channel,
    merchantEntities: entities.map((row) => row.legal_entity_id),
    shopEntity: known?.legal_entity_id ?? legalEntityId,
    asOf: new Date(now).toISOString(),
  });
  if (!decision.allowed) return { code: decision.reason ?? 'binding-not-allowed' };
  const shopId = known?.id ?? services.newId();
  if (!(await claimShop(context, { channel: request.channel, channelShopId: shop.channelShopId, shopId })))
    return { code: 'shop-not-available' };
  await saveShop(context, request, { shopId, known: known ?? null, shop, authorizationId, legalEntityId, timeZone: market.timeZone });
  await context.onShopBound(tx, { merchantId, shopId, now });
  await enqueue(tx, { merchantId, jobs: [subscribeJob(shopId, now)], now });
  await auditSystem(tx, {
    id: services.newId(),
    merchantId,
    at: now,
    actorId: request.requested_by,
    action: known ? 'shop.re-authorise' : 'shop.bind',
    objectKind: 'shop',
    objectId: shopId,
    facts: { market: shop.market, channelShopId: shop.channelShopId },
  });
  return { shopId };
}

/** Enters the shop into the directory that all merchants share; false when another merchant stands there. */
async function claimShop(
  { tx, merchantId }: BindingContext,
  { channel, channelShopId, shopId }: { channel: string; channelShopId: string; shopId: string },
): Promise<boolean> {
  await tx
    .insertInto('system.shop_directory')
    .values({ merchant_id: merchantId, channel, channel_shop_id: channelShopId, shop_id: shopId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Row security shows our own row only.
  const ours = await tx
    .selectFrom('system.shop_directory')
    .select('shop_id')
    .where('channel', '=', channel)
    .where('channel_shop_id', '=', channelShopId)
    .executeTakeFirst();
  return ours !== undefined;
}

type Saved = {
  shopId: string;
  known: { state: string } | null;
  shop: ChannelShop;
  authorizationId: string;
  legalEntityId: string;
  timeZone: string;
};

async function saveShop(
  { tx, merchantId, now }: BindingContext,
  request: Pick<Request, 'channel'>,
  { shopId, known, shop, authorizationId, legalEntityId, timeZone }: Saved,
): Promise<void> {
  const values = {
    name: shop.name,
    market: shop.market,
    currency: shop.currency,
    seller_type: shop.sellerType,
    cipher: shop.cipher,
    authorization_id: authorizationId,
    state: 'active' as const,
    unbound_at: null,
    last_error_code: null,
    last_error_kind: null,
    last_error_message: null,
    last_error_at: null,
  };
  if (known)
    await tx
      .updateTable('shop')
      .set({ ...values, ...(known.state === 'unbound' ? { bound_at: new Date(now) } : {}) })
      .where('id', '=', shopId)
      .execute();
  else
    await tx
      .insertInto('shop')
      .values({
        merchant_id: merchantId,
        id: shopId,
        channel: request.channel as ChannelName,
        channel_shop_id: shop.channelShopId,
        time_zone: timeZone,
        legal_entity_id: legalEntityId,
        bound_at: new Date(now),
        last_webhook_at: null,
        ...values,
      })
      .execute();
}
