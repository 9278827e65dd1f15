/** A strict little client for the tests: its signature is written from the reference, apart from the sandbox's own. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { createSimulation } from '../../world/simulation.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Faults } from '../../world/types.ts';
import { createTikTokShop, type TikTokShop, type TikTokShopOptions } from '../app.ts';

export const ENDS_AT = Date.UTC(2026, 10, 20, 12);
export const NO_FAULTS: Faults = {
  seed: 1,
  webhooks: { drop: 0, duplicate: 0, reorder: 0, delayMs: 0, wrongSignature: 0 },
  api: { throttle: 0, serverError: 0, timeoutBefore: 0, timeoutAfter: 0, staleRead: 0 },
  auth: { expireToken: 0, loseRefreshAnswer: 0 },
};

const Envelope = z.object({ code: z.number(), message: z.string(), request_id: z.string(), data: z.unknown().optional() });
export type Answer = z.infer<typeof Envelope> & { status: number; headers: Headers; text: string };
export type Call = {
  method?: string;
  path: string;
  query?: Record<string, string>;
  body?: string;
  contentType?: string;
  token?: string;
  /** Replaces what would have been sent; null leaves it out. */
  override?: Record<string, string | null>;
  /** The body as the signature sees it, if not as sent. */
  signedBody?: string;
};

export type Stage = {
  sim: Simulation;
  shop: TikTokShop;
  faults: { current: Faults };
  call(call: Call): Promise<Answer>;
  token(): Promise<string>;
  close(): void;
};

const Tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  access_token_expire_in: z.number(),
  refresh_token_expire_in: z.number(),
});

export function stage(options: Partial<TikTokShopOptions> & { sim?: Simulation } = {}): Stage {
  const sim =
    options.sim ?? createSimulation({ seed: 7, merchants: 2, shops: 4, days: 30, ordersPerShopDay: 6, endsAt: ENDS_AT, clock: 'virtual' });
  const faults = { current: NO_FAULTS };
  const shop = createTikTokShop({ current: () => sim, faults: () => faults.current, ...options });
  const call = (request: Call) => send(shop, sim, request);
  return {
    sim,
    shop,
    faults,
    call,
    token: async () => (await exchange(shop, firstSeller(sim).id)).access_token,
    close: () => {
      shop.close();
      sim.close();
    },
  };
}

export function firstSeller(sim: Simulation) {
  const [seller] = sim.world.sellers.values();
  if (!seller) throw new Error('the world has no seller');
  return seller;
}

export function shopsOf(sim: Simulation) {
  return firstSeller(sim).shopIds.flatMap((id) => sim.world.shops.get(id) ?? []);
}

export function firstShop(sim: Simulation) {
  const [shop] = shopsOf(sim);
  if (!shop) throw new Error('the seller has no shop');
  return shop;
}

export async function exchange(shop: TikTokShop, sellerId: string, shopIds?: readonly string[]) {
  const code = shop.issueCode(sellerId, shopIds);
  return Tokens.parse((await tokenCall(shop, 'get', { auth_code: code ?? '', grant_type: 'authorized_code' })).data);
}

export async function refresh(shop: TikTokShop, refreshToken: string): Promise<z.infer<typeof Tokens> | null> {
  const answer = await tokenCall(shop, 'refresh', { refresh_token: refreshToken, grant_type: 'refresh_token' });
  return answer.code === 0 ? Tokens.parse(answer.data) : null;
}

export async function tokenCall(shop: TikTokShop, action: 'get' | 'refresh', parameters: Record<string, string>): Promise<Answer> {
  const { appKey, appSecret } = shop.appCredentials();
  const query = new URLSearchParams({ app_key: appKey, app_secret: appSecret, ...parameters });
  return read(await shop.app.request(`/api/v2/token/${action}?${query}`));
}

async function send(shop: TikTokShop, sim: Simulation, request: Call): Promise<Answer> {
  const { appKey, appSecret } = shop.appCredentials();
  const contentType = request.contentType ?? 'application/json';
  const query: Record<string, string> = { app_key: appKey, timestamp: String(Math.floor(sim.now() / 1000)), ...request.query };
  const signedBody = contentType.startsWith('multipart/') ? '' : (request.signedBody ?? request.body ?? '');
  const override = request.override ?? {};
  for (const [key, value] of Object.entries(override)) if (value !== null) query[key] = value;
  const signed = Object.keys(query)
    .filter((key) => key !== 'sign' && key !== 'access_token')
    .sort()
    .map((key) => key + query[key])
    .join('');
  const text = appSecret + request.path + signed + signedBody + appSecret;
  query.sign ??= createHmac('sha256', appSecret).update(text).digest('hex');
  for (const [key, value] of Object.entries(override)) if (value === null) delete query[key];
  const init: RequestInit = {
    method: request.method ?? 'GET',
    headers: { 'content-type': contentType, 'x-tts-access-token': request.token ?? '' },
  };
  if (request.body !== undefined) init.body = request.body;
  return read(await shop.app.request(`${request.path}?${new URLSearchParams(query)}`, init));
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  return { ...Envelope.parse(JSON.parse(text)), status: response.status, headers: response.headers, text };
}
