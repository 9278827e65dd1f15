/**
 * Every call to the API passes the same checks, in the order of reference §3.1:
 * path, method, version, app key, timestamp, signature, token, scope, shop cipher, rate, fields,
 * and only then the business of the operation. The first that fails answers.
 *
 * Faults strike after the checks of identity and before or after the effect: an unlucky call is
 * told "slow down" or "internal error" before anything happened, or it is left without an answer
 * before (`timeoutBefore`) or after (`timeoutAfter`) its effect.
 */
import type { Shop } from '../world/types.ts';
import { CODE, PlatformError } from './envelope.ts';
import type { Dice } from './fault-dice.ts';
import type { Grant, Grants } from './grants.ts';
import { type CallContext, coveredShops, type Form, type Operation } from './operation.ts';
import type { Found } from './operation-table.ts';
import type { RateLimit } from './rate-limit.ts';
import type { RegisteredApp } from './registered-app.ts';
import { isMultipart, verifyRequest } from './signature.ts';

const BEHIND_SECONDS = 300;
const AHEAD_SECONDS = 30;
/** How far a stale search lags behind. */
const STALE_MS = 60_000;
export const MAX_BODY_BYTES = 10_000_000;

/** Parameters every call may carry; the rest belongs to the operation. `shop_id` and `version` are leftovers of older clients. */
const COMMON_KEYS = new Set(['app_key', 'timestamp', 'sign', 'access_token', 'shop_cipher', 'shop_id', 'version', 'category_asset_cipher']);

export type GatewayRequest = {
  method: string;
  path: string;
  query: readonly (readonly [string, string])[];
  body: Uint8Array;
  /** The body taken apart where it is a form of several parts; null where it is none or cannot be read. */
  form: Form | null;
  contentType: string;
  accessToken: string;
  origin: string;
};
export type GatewayOptions = {
  app(): RegisteredApp;
  grants(): Grants;
  find(method: string, path: string): Found;
  rates: RateLimit;
  dice: Dice;
  lenientShopCipher: boolean;
  count(name: string): void;
  context(): Pick<CallContext, 'sim' | 'now' | 'registrations'>;
};
type Query = Readonly<Record<string, string>>;
export type Outcome = { kind: 'answer'; data: unknown } | { kind: 'unanswered' };

export class Gateway {
  private readonly options: GatewayOptions;

  constructor(options: GatewayOptions) {
    this.options = options;
  }

  handle(request: GatewayRequest): Outcome {
    const { dice, context } = this.options;
    const { operation, path } = this.options.find(request.method, request.path);
    const query = merged(request.query);
    this.checkCaller(request, query);
    const grant = this.grantOf(request.accessToken);
    if (operation.scope !== null && !grant.scopes.includes(operation.scope)) {
      throw new PlatformError(CODE.scopeMissing, `Access denied, the scope ${operation.scope} is missing`);
    }
    const shop = this.shopOf(operation, { grant, query });
    this.checkRate(operation, shop?.id ?? grant.id);
    const lost = this.strike(operation);
    if (lost === 'before') return { kind: 'unanswered' };
    const isStale = dice.strikes('staleRead', dice.faults().api.staleRead);
    const base = context();
    const visibleUntil = isStale ? base.now - STALE_MS : Number.POSITIVE_INFINITY;
    const raw = { query: ownQuery(query), body: operation.isUpload ? formOf(request) : bodyOf(request) };
    const data = operation.run({ ...base, grant, shop, path, origin: request.origin, visibleUntil }, raw);
    return lost === 'after' ? { kind: 'unanswered' } : { kind: 'answer', data };
  }

  private checkCaller(request: GatewayRequest, query: Query): void {
    const app = this.options.app();
    if (query.app_key !== app.appKey) throw new PlatformError(CODE.invalid, 'Invalid app_key');
    checkTimestamp(query.timestamp, this.options.context().now);
    if (query.version !== undefined && !/^\d{6}$/.test(query.version)) throw new PlatformError(CODE.invalid, 'Invalid version');
    if (!query.sign) throw new PlatformError(CODE.invalid, 'Missing sign');
    if (!verifyRequest(request, query.sign, app.appSecret)) throw new PlatformError(CODE.signInvalid, 'The sign is invalid');
  }

  private grantOf(accessToken: string): Grant {
    const { dice, count } = this.options;
    const grants = this.options.grants();
    const known = grants.check(accessToken);
    if (!known) throw new PlatformError(CODE.invalid, 'Invalid x-tts-access-token header');
    const struck = !known.expired && dice.strikes('expireToken', dice.faults().auth.expireToken);
    if (struck) {
      grants.expire(accessToken);
      count('tokensExpiredByFault');
    }
    if (known.expired || struck) throw new PlatformError(CODE.tokenExpired, 'The access token has expired');
    return known.grant;
  }

  private shopOf(operation: Operation, { grant, query }: { grant: Grant; query: Query }): Shop | null {
    const cipher = query.shop_cipher;
    if (query.category_asset_cipher !== undefined) throw new PlatformError(CODE.invalid, 'Unexpected category_asset_cipher');
    if (operation.cipher === 'none') {
      if (cipher !== undefined && !this.options.lenientShopCipher) throw new PlatformError(CODE.invalid, 'Unexpected shop_cipher');
      return null;
    }
    if (!cipher) {
      if (operation.cipher === 'required') throw new PlatformError(CODE.shopCipherMissing, 'shop_cipher is required');
      return null;
    }
    const shop = coveredShops({ sim: this.options.context().sim, grant }).find((candidate) => candidate.cipher === cipher);
    if (!shop) throw new PlatformError(CODE.shopMismatch, 'The access token and the shop_cipher do not match');
    if (query.shop_id !== undefined && query.shop_id !== shop.id) throw new PlatformError(CODE.invalid, 'Invalid shop_id');
    return shop;
  }

  private checkRate(operation: Operation, owner: string): void {
    const { rates, dice, count } = this.options;
    const wait = rates.take(`${operation.method} ${operation.template} ${owner}`);
    const struck = dice.strikes('throttle', dice.faults().api.throttle);
    if (wait === null && !struck) return;
    count('throttled');
    if (wait !== null) count('rateLimitViolations');
    throw new PlatformError(CODE.rateLimited, 'Too many requests', wait ?? 1);
  }

  private strike(operation: Operation): 'before' | 'after' | null {
    const { dice, count } = this.options;
    const { serverError, timeoutBefore, timeoutAfter } = dice.faults().api;
    if (dice.strikes('serverError', serverError)) {
      count('serverErrors');
      throw new PlatformError(CODE.internal, `Internal error in ${operation.template}`);
    }
    const lost = dice.strikes('timeoutBefore', timeoutBefore) ? 'before' : dice.strikes('timeoutAfter', timeoutAfter) ? 'after' : null;
    if (lost) count('unanswered');
    return lost;
  }
}

function checkTimestamp(text: string | undefined, now: number): void {
  if (text === undefined || !/^\d{10}$/.test(text)) throw new PlatformError(CODE.invalid, 'Invalid timestamp');
  const ahead = Number(text) - now / 1000;
  if (ahead > AHEAD_SECONDS) throw new PlatformError(CODE.invalid, 'The timestamp is too far ahead');
  if (ahead < -BEHIND_SECONDS) throw new PlatformError(CODE.invalid, 'The timestamp is too old');
}

/** A key sent several times means a list: joined by commas, as one value would have been. */
function merged(pairs: GatewayRequest['query']): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [key, value] of pairs) query[key] = query[key] === undefined ? value : `${query[key]},${value}`;
  return query;
}

function ownQuery(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([key]) => !COMMON_KEYS.has(key)));
}

function formOf({ form }: GatewayRequest): Form {
  if (!form) throw new PlatformError(CODE.notMultipart, 'The body must be multipart/form-data');
  return form;
}

/** Bodies count on DELETE as well, and an empty one is an empty object on any method. */
function bodyOf(request: GatewayRequest): unknown {
  const text = Buffer.from(request.body).toString('utf8');
  if (text.trim() === '') return {};
  if (isMultipart(request.contentType) || !request.contentType.toLowerCase().includes('json')) {
    throw new PlatformError(CODE.notJson, 'The body must be application/json');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new PlatformError(CODE.invalid, 'The body is not valid JSON');
  }
}
