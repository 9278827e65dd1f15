import { z } from 'zod';
import { roles, scopes } from '../roles.ts';
import { route } from '../route.ts';
import { channel, instant, language, market, pageOf, paging, uuid } from '../shapes.ts';
import { profile } from './people.ts';

export const legalEntity = z.strictObject({ id: uuid, name: z.string(), jurisdiction: market, shopCount: z.int(), createdAt: instant });

/** One thing wrong with a shop, with who can mend it and how; texts by code in the reader's language. */
export const shopTrouble = z.strictObject({
  code: z.enum([
    're-authorise',
    'token-expiring',
    'authorisation-expiring',
    'webhooks-silent',
    'sweep-late',
    'rate-limited',
    'channel-unreachable',
    'channel-rejected',
    'jobs-parked',
    'invariant-failed',
  ]),
  severity: z.enum(['losing', 'soon']),
  owner: z.enum(['you', 'platform', 'workbench']),
  remedy: z.enum(['re-authorise', 'wait', 'contact-platform', 'report']),
  since: instant.nullable(),
  detail: z.string().nullable(),
});

const shopHealth = z.strictObject({
  tokenExpiresAt: instant.nullable(),
  authorisationExpiresAt: instant.nullable(),
  lastWebhookAt: instant.nullable(),
  lastSweptAt: instant.nullable(),
  /** Seconds between now and the oldest stream's last complete sweep; null before the first. */
  lagSeconds: z.int().nullable(),
  /** Changes that no webhook announced and the sweep found. */
  sweepRepairs: z.int(),
  parkedJobs: z.int(),
  troubles: z.array(shopTrouble),
});

export const shop = z.strictObject({
  id: uuid,
  channel,
  channelShopId: z.string(),
  name: z.string(),
  market,
  currency: z.string(),
  timeZone: z.string(),
  sellerType: z.enum(['cross-border', 'local']),
  legalEntity: z.strictObject({ id: uuid, name: z.string() }),
  state: z.enum(['active', 're-authorise', 'unbound']),
  boundAt: instant,
  unboundAt: instant.nullable(),
  backfill: z.strictObject({ done: z.int(), total: z.int().nullable(), finishedAt: instant.nullable() }),
  health: shopHealth,
});

export const shopAuthorization = z.strictObject({
  id: uuid,
  channel,
  market,
  /** null = the legal entity is taken from the seller account that consents. */
  legalEntityId: uuid.nullable(),
  status: z.enum(['pending', 'completing', 'completed', 'cancelled', 'expired', 'failed']),
  failureCode: z.string().nullable(),
  shopIds: z.array(uuid),
  /** Shops the consent covered that could not be bound, and why. Nothing of another merchant is named. */
  refused: z.array(z.strictObject({ name: z.string(), market, code: z.string() })),
  createdAt: instant,
  expiresAt: instant,
});

export const member = z.strictObject({
  id: uuid,
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  /** null = every shop. */
  shopIds: z.array(uuid).nullable(),
  createdAt: instant,
  /** For this merchant, exact to five minutes; null before the first sign-in. */
  lastActiveAt: instant.nullable(),
});

export const accountRoutes = {
  me: route({
    id: 'me',
    method: 'get',
    path: '/me',
    scope: null,
    summary: 'Who is asking, for which merchant, and what they may do',
    answer: z.strictObject({
      kind: z.enum(['user', 'api-key']),
      id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      merchant: z.strictObject({ id: uuid, name: z.string() }),
      role: z.enum(roles).nullable(),
      scopes: z.array(z.enum(scopes)),
      shopIds: z.array(uuid).nullable(),
      /** What the person set for themselves; null for a key. */
      profile: profile.nullable(),
      merchants: z.array(z.strictObject({ id: uuid, name: z.string() })),
      /** The workbench's clock, which may be a followed one. */ now: instant,
      languages: z.array(language),
    }),
  }),
  'legal-entities.list': route({
    id: 'legal-entities.list',
    method: 'get',
    path: '/legal-entities',
    scope: 'shops:read',
    summary: 'Legal entities',
    query: z.strictObject(paging),
    answer: pageOf(legalEntity),
  }),
  'legal-entities.create': route({
    id: 'legal-entities.create',
    method: 'post',
    path: '/legal-entities',
    scope: 'shops:write',
    summary: 'Add a legal entity',
    idempotent: true,
    status: 201,
    body: z.strictObject({ name: z.string().trim().min(1).max(200), jurisdiction: market.default('CN') }),
    answer: legalEntity,
  }),
  'shops.list': route({
    id: 'shops.list',
    method: 'get',
    path: '/shops',
    scope: 'shops:read',
    summary: 'Shops of the merchant with their health',
    query: z.strictObject({ ...paging, market: market.optional(), state: z.enum(['active', 're-authorise', 'unbound']).optional() }),
    answer: pageOf(shop),
  }),
  'shops.get': route({
    id: 'shops.get',
    method: 'get',
    path: '/shops/{shopId}',
    scope: 'shops:read',
    summary: 'One shop',
    params: z.strictObject({ shopId: uuid }),
    answer: shop,
  }),
  'shops.unbind': route({
    id: 'shops.unbind',
    method: 'post',
    path: '/shops/{shopId}/unbind',
    scope: 'shops:write',
    summary: 'Stop all calls for the shop and destroy its token; its history stays',
    params: z.strictObject({ shopId: uuid }),
    answer: shop,
  }),
  'shop-authorizations.create': route({
    id: 'shop-authorizations.create',
    method: 'post',
    path: '/shop-authorizations',
    scope: 'shops:write',
    summary: "Begin to bind shops (again): an address of the platform's consent page",
    idempotent: true,
    status: 201,
    body: z.strictObject({
      channel,
      market,
      /** Whose shops they are; left out, the seller account's own: known from earlier, or a new one of its name. */ legalEntityId:
        uuid.optional(),
    }),
    answer: z.strictObject({ ...shopAuthorization.shape, authorizeUrl: z.url(), state: z.string() }),
  }),
  'shop-authorizations.get': route({
    id: 'shop-authorizations.get',
    method: 'get',
    path: '/shop-authorizations/{authorizationId}',
    scope: 'shops:read',
    summary: 'How a binding stands',
    params: z.strictObject({ authorizationId: uuid }),
    answer: shopAuthorization,
  }),
  'shop-authorizations.complete': route({
    id: 'shop-authorizations.complete',
    method: 'post',
    path: '/shop-authorizations/{authorizationId}/complete',
    scope: 'shops:write',
    summary: 'Finish a binding without a browser',
    params: z.strictObject({ authorizationId: uuid }),
    body: z.strictObject({ code: z.string().min(1).max(2000), state: z.string().min(1).max(200) }),
    answer: shopAuthorization,
  }),
  'members.list': route({
    id: 'members.list',
    method: 'get',
    path: '/members',
    scope: 'members:read',
    summary: 'People of the merchant',
    query: z.strictObject(paging),
    answer: pageOf(member),
  }),
  'members.create': route({
    id: 'members.create',
    method: 'post',
    path: '/members',
    scope: 'members:write',
    summary: 'Add a person; the password is shown once',
    idempotent: true,
    status: 201,
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      email: z.email().max(200),
      role: z.enum(roles),
      shopIds: z.array(uuid).max(200).nullable().default(null),
    }),
    answer: z.strictObject({ ...member.shape, password: z.string() }),
  }),
  'members.update': route({
    id: 'members.update',
    method: 'patch',
    path: '/members/{memberId}',
    scope: 'members:write',
    summary: "Change a person's role or shops",
    params: z.strictObject({ memberId: uuid }),
    body: z.strictObject({ role: z.enum(roles).optional(), shopIds: z.array(uuid).max(200).nullable().optional() }),
    answer: member,
  }),
  'members.remove': route({
    id: 'members.remove',
    method: 'delete',
    path: '/members/{memberId}',
    scope: 'members:write',
    summary: 'Remove a person and end their sessions',
    params: z.strictObject({ memberId: uuid }),
    status: 204,
  }),
} as const;
