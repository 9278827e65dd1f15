/**
 * From the credential of a request to its caller. An Authorization header wins over a cookie and is never
 * forgiven: a wrong key beside a good cookie is 401. There is no default merchant: a session without one is
 * refused. Keys and memberships are read on every request, so that revoking either works at once.
 */
import { type Role, type Scope, scopes, scopesOfRole } from '@tradewind/contract';
import type { Database } from '../database/database.ts';
import type { Caller } from '../http/handler.ts';
import { type Refusal, refuse } from '../http/problem.ts';
import { hashApiKey, looksLikeApiKey } from './api-key.ts';
import { noteApiKeyUse } from './api-key-store.ts';
import type { Library } from './library.ts';
import { noteMemberActive } from './people.ts';

export type Identity = {
  caller: Caller;
  via: 'session' | 'api-key';
  /** Renewed cookies to send along. */
  setCookies: string[];
};

type Tools = { library: Library; database: Pick<Database, 'system'>; now: () => number; sessionMaxMs: number };

const LAST_USED_STEP_MS = 60_000;

export async function identify(tools: Tools, headers: Headers, { renew } = { renew: true }): Promise<Identity | Refusal> {
  const authorization = headers.get('authorization');
  if (authorization !== null) return identifyKey(tools, authorization);
  if (headers.get('cookie') === null) return refuse('unauthenticated');
  return identifySession(tools, headers, renew);
}

async function identifyKey({ database, now }: Tools, authorization: string): Promise<Identity | Refusal> {
  const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  if (!looksLikeApiKey(key)) return refuse('unauthenticated');
  const row = await database.system
    .selectFrom('system.api_key')
    .select(['id', 'name', 'merchant_id', 'scopes', 'shop_ids', 'last_used_at'])
    .where('key_hash', '=', hashApiKey(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return refuse('unauthenticated');
  const at = now();
  if (row.last_used_at === null || Math.abs(at - row.last_used_at.getTime()) >= LAST_USED_STEP_MS) {
    await noteApiKeyUse(database.system, { id: row.id, at });
  }
  // A scope that this version no longer knows gives nothing.
  const known = new Set<Scope>(scopes.filter((scope) => row.scopes.includes(scope)));
  const { id, name, merchant_id: merchantId, shop_ids: shopIds } = row;
  return {
    caller: { kind: 'api-key', id, name, email: null, merchantId, role: null, scopes: known, shopIds },
    via: 'api-key',
    setCookies: [],
  };
}

async function identifySession(tools: Tools, headers: Headers, renew: boolean): Promise<Identity | Refusal> {
  const { library, database, now, sessionMaxMs } = tools;
  const cookie = new Headers({ cookie: headers.get('cookie') ?? '' });
  const { response: found, headers: answered } = await library.api
    .getSession({ headers: cookie, query: { disableRefresh: !renew }, returnHeaders: true })
    .catch(causeOf);
  if (!found) return refuse('unauthenticated');
  const { session, user } = found;
  if (now() - session.createdAt.getTime() > sessionMaxMs) {
    await database.system.deleteFrom('system.auth_session').where('id', '=', session.id).execute();
    return refuse('unauthenticated');
  }
  const merchantId = session.activeOrganizationId;
  const member = merchantId
    ? await database.system
        .selectFrom('system.member')
        .select(['id', 'name', 'role', 'shop_ids', 'last_active_at'])
        .where('organization_id', '=', merchantId)
        .where('user_id', '=', user.id)
        .executeTakeFirst()
    : undefined;
  if (!merchantId || !member) return refuse('forbidden', 'You belong to no merchant here.');
  if (renew) await noteMemberActive(database.system, { id: member.id, lastActiveAt: member.last_active_at, now: now() });
  const role: Role = member.role;
  return {
    caller: {
      kind: 'user',
      id: user.id,
      name: member.name,
      email: user.email,
      merchantId,
      role,
      scopes: new Set(scopesOfRole[role]),
      shopIds: member.shop_ids,
      sessionId: session.id,
    },
    via: 'session',
    setCookies: answered.getSetCookie(),
  };
}

/** The library wraps what the database says; a database that is away must answer 503 here as everywhere. */
function causeOf(error: unknown): never {
  throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
}
