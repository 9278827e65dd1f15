import { describe, expect, it } from 'vitest';
import type { CallFacts } from './index.ts';
import { answer, NOW, refusal, SHOP, scripted, success, wireOrder } from './testing/scripted-platform.ts';

describe('a call', () => {
  it('waits out the platform’s Retry-After before the next, and signs with the time after the wait', async () => {
    const { channel, seen } = scripted((_, index) => (index === 0 ? answer(429, { code: 36009002 }, { 'retry-after': '4' }) : success({})));
    await expect(channel.orders(SHOP, ['1'])).rejects.toMatchObject({ kind: 'retry-later', retryAfterMs: 4_000 });
    await channel.orders(SHOP, ['1']);
    expect(seen.map((call) => Number(call.query.timestamp) - NOW / 1000)).toEqual([0, 4]);
  });

  it('names a wait of its own where the platform names none', async () => {
    const { channel } = scripted(() => refusal(36009002, 'slow down', 429));
    await expect(channel.orders(SHOP, ['1'])).rejects.toMatchObject({ kind: 'retry-later', retryAfterMs: 1_500 });
  });

  it('gives the job back instead of waiting long', async () => {
    const { channel, seen } = scripted(() => answer(429, '', { 'retry-after': '600' }));
    await expect(channel.orders(SHOP, ['1'])).rejects.toMatchObject({ retryAfterMs: 600_000 });
    await expect(channel.orders(SHOP, ['1'])).rejects.toMatchObject({ kind: 'retry-later', retryAfterMs: 600_000 });
    expect(seen).toHaveLength(1);
  });

  it('lets other shops and operations go on meanwhile', async () => {
    const { channel, seen } = scripted((_, index) => (index === 0 ? answer(429, '', { 'retry-after': '600' }) : success({})));
    await expect(channel.orders(SHOP, ['1'])).rejects.toMatchObject({ kind: 'retry-later' });
    await channel.orders({ ...SHOP, channelShopId: 'other' }, ['1']);
    await channel.packagesUpdated(SHOP, { updatedFrom: NOW, updatedTo: NOW + 1, pageToken: null });
    expect(seen).toHaveLength(3);
  });

  it('stays below forty starts a second', async () => {
    const { channel, seen } = scripted(() => success({}));
    for (let call = 0; call < 100; call += 1) await channel.orders(SHOP, ['1']);
    const started = (second: number) => seen.filter((call) => Number(call.query.timestamp) === NOW / 1000 + second).length;
    expect([started(0), started(1), started(2)]).toEqual([40, 40, 20]);
  });

  it('is told of in facts that hold no secret and no buyer', async () => {
    const facts: CallFacts[] = [];
    const { channel } = scripted((_, index) => (index === 0 ? success({ orders: [wireOrder()] }) : refusal(105002)), {
      ports: { onCall: (fact) => facts.push(fact) },
    });
    await channel.orders(SHOP, ['1']);
    await channel.refresh('TTR_secret').catch(() => {});
    expect(facts).toEqual([
      {
        operation: 'order detail',
        channelShopId: SHOP.channelShopId,
        status: 200,
        outcome: 'ok',
        channelCode: null,
        requestId: '2026010100000000000000000000',
        startedAt: NOW,
        durationMs: 0,
      },
      {
        operation: 'token refresh',
        channelShopId: null,
        status: 200,
        outcome: 're-authorise',
        channelCode: '105002',
        requestId: '2026010100000000000000000001',
        startedAt: NOW,
        durationMs: 0,
      },
    ]);
  });

  it('that gets no answer may run again, and says so without the address', async () => {
    const { channel } = scripted(() => {
      throw new TypeError('fetch failed: https://api.example/?sign=abc');
    });
    const failure = await channel.orders(SHOP, ['1']).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'retry-later' });
    expect(String(failure)).not.toContain('api.example');
  });
});
