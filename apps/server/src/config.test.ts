import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('nothing set is a workbench on this machine', () => {
  expect(readConfig({})).toMatchObject({
    port: 4310,
    host: '127.0.0.1',
    publicUrl: null,
    database: null,
    tiktokShop: null,
    rateLimits: true,
    guards: { sweep: true, versionCheck: true, cursorWithPage: true, commitBeforeAck: true, refreshLock: true, fence: true },
  });
});

test('all problems are named at once, and no value is repeated', () => {
  const read = () =>
    readConfig({ PORT: 'abc', HOST: '0.0.0.0', RATE_LIMITS: 'off', CLOCK_URL: 'http://10.0.0.1/clock', TIKTOK_SHOP_APP_KEY: 'topsecret' });
  expect(read).toThrow(/PORT/);
  try {
    readConfig({ HOST: '0.0.0.0', RATE_LIMITS: 'off', CLOCK_URL: 'http://10.0.0.1/clock', TIKTOK_SHOP_APP_KEY: 'topsecret' });
    expect.unreachable();
  } catch (error) {
    const text = String(error);
    for (const name of ['HOST', 'RATE_LIMITS', 'CLOCK_URL', 'TIKTOK_SHOP_APP_SECRET']) expect(text).toContain(`${name}: `);
    expect(text).not.toContain('topsecret');
  }
});

test.each([
  [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://shops.example' }, true],
  [{ HOST: '0.0.0.0', PUBLIC_URL: 'http://shops.example' }, false],
  [{ HOST: '0.0.0.0', ALLOW_INSECURE: '1' }, true],
  [{ SABOTAGE: 'no-sweep' }, false],
  [{ SABOTAGE: 'no-sweep', CLOCK_URL: 'http://127.0.0.1:1/clock' }, true],
])('%j is accepted: %s', (env, accepted) => {
  if (accepted) expect(() => readConfig(env)).not.toThrow();
  else expect(() => readConfig(env)).toThrow();
});
