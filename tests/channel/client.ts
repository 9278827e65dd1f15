/** The channel as the product makes it, against a sandbox of its own over real HTTP, under the sandbox's virtual clock. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel, ChannelShop, ChannelTokens, HttpSend, Page, ShopAccess } from '@tradewind/channels';
import { createTikTokShop } from '@tradewind/channels/tiktok-shop';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/start.ts';
import { createHttpSend } from '../../apps/server/src/platform/http-out.ts';

export const ENDS_AT = Date.UTC(2026, 10, 22, 5);
export const DAY_MS = 86_400_000;

const stateShape = z.object({
  appKey: z.string(),
  appSecret: z.string(),
  merchants: z.array(z.object({ id: z.string(), shops: z.array(z.object({ id: z.string(), market: z.string() })) })),
});
const truthPage = z.object({ items: z.array(z.looseObject({ id: z.string(), shopId: z.string() })), nextCursor: z.string().nullable() });
export type Truth = z.infer<typeof truthPage>['items'][number];

export type Stage = {
  sandbox: Sandbox;
  channel: Channel;
  merchantId: string;
  now(): number;
  advance(ms: number): Promise<void>;
  control(path: string, body: unknown): Promise<unknown>;
  truth(kind: string, shopId: string): Promise<Truth[]>;
  consent(): Promise<{ tokens: ChannelTokens; shops: ChannelShop[] }>;
  close(): Promise<void>;
};

/** `world`: what differs from a small, ordinary one. */
export async function startStage(world: Partial<Parameters<typeof startSandbox>[0]> = {}): Promise<Stage> {
  const sandbox = await startSandbox({
    port: 0,
    clock: 'virtual',
    seed: 11,
    merchants: 1,
    shops: 3,
    days: 25,
    ordersPerShopDay: 8,
    endsAt: ENDS_AT,
    ...world,
  });
  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const how = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${sandbox.url}/_control${path}`, how);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const state = stateShape.parse(await control('/state'));
  const advance = async (ms: number) => void (await control('/clock', { advanceMs: ms }));
  const clock = { now: () => sandbox.sim.now(), sleep: advance };
  const send: HttpSend = createHttpSend({ fetch });
  const channel = createTikTokShop(
    {
      apiUrl: sandbox.url,
      authUrl: sandbox.url,
      consentUrl: `${sandbox.url}/services/authorize`,
      extensionUrl: `${sandbox.url}/sandbox-extension`,
      appKey: state.appKey,
      appSecret: state.appSecret,
    },
    { send, clock, random: () => 0.5 },
  );
  const merchantId = state.merchants[0]?.id ?? '';
  return {
    sandbox,
    channel,
    merchantId,
    now: clock.now,
    advance,
    control,
    truth: async (kind, shopId) => {
      const items: Truth[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = truthPage.parse(await control(`/truth/${kind}?shopId=${shopId}${cursor ? `&cursor=${cursor}` : ''}`));
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return items;
    },
    consent: async () => {
      const { code } = z.object({ code: z.string() }).parse(await control('/grant', { merchantId }));
      const tokens = await channel.exchangeCode(code);
      return { tokens, shops: await channel.authorisedShops(tokens.accessToken) };
    },
    close: () => sandbox.close(),
  };
}

export const accessOf = (tokens: ChannelTokens, shop: ChannelShop): ShopAccess => ({
  accessToken: tokens.accessToken,
  cipher: shop.cipher,
  channelShopId: shop.channelShopId,
  currency: shop.currency,
});

/** Every page of a list, one after the other. */
export async function readAll<T>(list: (pageToken: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let token: string | null = null, pages = 0; pages === 0 || token !== null; pages += 1) {
    const page: Page<T> = await list(token);
    items.push(...page.items);
    token = page.nextToken;
  }
  return items;
}

/** Waits in real time for something that arrives over a socket. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries += 1) await pause(10);
  if (!isSo()) throw new Error('it did not come to pass within five seconds');
}
