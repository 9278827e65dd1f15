/** The sandbox as a program of its own, for benches whose other side is the platform. */
import { z } from 'zod';
import { realClock } from '../apps/server/src/platform/clock/real-clock.ts';
import { realRandom } from '../apps/server/src/platform/clock/real-random.ts';
import type { HttpSend } from '../apps/server/src/platform/ports.ts';
import type { Services } from '../apps/server/src/platform/services.ts';
import { createTikTokShop } from '../packages/channels/src/tiktok-shop/index.ts';
import { type Running, run } from './served.ts';

export const startSandbox = (dataDir: string): Promise<Running> =>
  run({
    args: ['apps/sandbox/dist/main.js', '--control'],
    portSetting: 'SANDBOX_PORT',
    settings: { DATA_DIR: dataDir },
    path: '/_control/state',
  });

export const stateShape = z.object({
  appKey: z.string(),
  appSecret: z.string(),
  merchants: z.array(z.object({ id: z.string(), shops: z.array(z.object({ id: z.string() })) })),
});
export type Platform = {
  ask<T>(path: string, shape: z.ZodType<T>, body?: unknown): Promise<T>;
  all<T>(kind: string, shape: z.ZodType<T>): Promise<T[]>;
};

export function platformAt(url: string): Platform {
  const ask = async <T>(path: string, shape: z.ZodType<T>, body?: unknown): Promise<T> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${url}/_control${path}`, body === undefined ? {} : init);
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to ${path}`);
    return shape.parse(await answer.json());
  };
  const all = async <T>(kind: string, shape: z.ZodType<T>): Promise<T[]> => {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: T[]; nextCursor: string | null } = await ask(
        `/truth/${kind}${cursor ? `?cursor=${cursor}` : ''}`,
        z.object({ items: z.array(shape), nextCursor: z.string().nullable() }),
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  };
  return { ask, all };
}

type Connecting = { url: string; appKey: string; appSecret: string; send: HttpSend };

export function servicesFor(services: Services, { url, appKey, appSecret, send }: Connecting): Services {
  const addresses = { apiUrl: url, authUrl: url, consentUrl: url };
  const ports = { send, clock: realClock, random: () => realRandom.number() };
  return { ...services, clock: realClock, channels: { 'tiktok-shop': createTikTokShop({ ...addresses, appKey, appSecret }, ports) } };
}
