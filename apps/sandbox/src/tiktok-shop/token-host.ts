/**
 * The token host: `/api/v2/token/get` and `/refresh`, unsigned, parameters in the query (older
 * clients POST them as a form or as JSON). Failures come with HTTP 200: here, too, the code decides.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Simulation } from '../world/simulation-type.ts';
import { CODE, failure, PlatformError, success } from './envelope.ts';
import type { Dice } from './fault-dice.ts';
import type { Grant, Grants } from './grants.ts';
import type { RegisteredApp } from './registered-app.ts';
import { type Connection, unanswered } from './unanswered.ts';

export type TokenHostOptions = {
  sim(): Simulation;
  app(): RegisteredApp;
  grants(): Grants;
  dice: Dice;
  newRequestId(): string;
  count(name: string): void;
};

const Parameters = z.object({
  app_key: z.string(),
  app_secret: z.string(),
  grant_type: z.string(),
  auth_code: z.string().optional(),
  refresh_token: z.string().optional(),
});
type Parameters = z.infer<typeof Parameters>;
/** One official client sends `authorized_code` when refreshing as well. */
const GRANT_TYPES = { get: ['authorized_code'], refresh: ['refresh_token', 'authorized_code'] };

export function tokenHost(options: TokenHostOptions): Hono<{ Bindings: Connection }> {
  const hono = new Hono<{ Bindings: Connection }>();
  hono.on(['GET', 'POST'], '/api/v2/token/:action{get|refresh}', async (c) => {
    options.count('tokenCalls');
    const requestId = options.newRequestId();
    const action = c.req.param('action') === 'get' ? 'get' : 'refresh';
    try {
      const grant = action === 'get' ? exchange(await parametersOf(c.req.raw)) : refresh(await parametersOf(c.req.raw));
      const isLost = action === 'refresh' && options.dice.strikes('loseRefreshAnswer', options.dice.faults().auth.loseRefreshAnswer);
      if (action === 'refresh') options.count('tokenRefreshes');
      if (isLost) {
        options.count('refreshAnswersLost');
        return await unanswered(c, requestId);
      }
      return success(tokenData(grant, options.sim()), requestId);
    } catch (error) {
      if (error instanceof PlatformError) return failure(error, requestId);
      throw error;
    }
  });
  return hono;

  function exchange(parameters: Parameters): Grant {
    checkApp(parameters, GRANT_TYPES.get);
    const grant = options.grants().exchange(parameters.auth_code ?? '');
    if (!grant) throw new PlatformError(CODE.tokenHost, 'Authorization code is invalid, expired or already used');
    return grant;
  }

  function refresh(parameters: Parameters): Grant {
    checkApp(parameters, GRANT_TYPES.refresh);
    const grant = options.grants().refresh(parameters.refresh_token ?? '');
    if (!grant) throw new PlatformError(CODE.tokenHost, 'Refresh token is invalid or expired');
    return grant;
  }

  function checkApp(parameters: Parameters, grantTypes: readonly string[]): void {
    const { appKey, appSecret } = options.app();
    const known = parameters.app_key === appKey && parameters.app_secret === appSecret;
    if (!known) throw new PlatformError(CODE.tokenHost, 'Invalid app_key or app_secret');
    if (!grantTypes.includes(parameters.grant_type)) throw new PlatformError(CODE.tokenHost, 'Invalid grant_type');
  }
}

function tokenData(grant: Grant, sim: Simulation) {
  const seller = sim.world.sellers.get(grant.sellerId);
  return {
    access_token: grant.current.access,
    access_token_expire_in: Math.floor(Math.min(grant.current.accessEndsAt, grant.endsAt) / 1000),
    refresh_token: grant.current.refresh,
    refresh_token_expire_in: Math.floor(grant.endsAt / 1000),
    open_id: seller?.openId ?? '',
    seller_name: seller?.name ?? '',
    seller_base_region: seller?.baseRegion ?? '',
    user_type: 0,
    granted_scopes: grant.scopes,
  };
}

async function parametersOf(request: Request): Promise<Parameters> {
  const query = new URL(request.url).searchParams;
  const given = { ...Object.fromEntries(query), ...(request.method === 'POST' ? await bodyFields(request) : {}) };
  const read = Parameters.safeParse(given);
  if (!read.success) throw new PlatformError(CODE.tokenHost, `Missing parameter: ${read.error.issues[0]?.path.join('.') ?? ''}`);
  return read.data;
}

async function bodyFields(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if (!request.headers.get('content-type')?.toLowerCase().includes('json')) return Object.fromEntries(new URLSearchParams(text));
  try {
    return z.record(z.string(), z.unknown()).catch({}).parse(JSON.parse(text));
  } catch {
    return {};
  }
}
