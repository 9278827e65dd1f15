import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

test('a secret may lie in a file; an empty file is an unset one, and a missing one is named', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tw-config-'));
  try {
    const file = path.join(folder, 'address');
    writeFileSync(file, 'postgres://u:p@h/d\n');
    writeFileSync(`${file}.empty`, '\n');
    expect(readConfig({ DATABASE_URL_FILE: file }).database).toEqual({ url: 'postgres://u:p@h/d' });
    expect(readConfig({ DATABASE_URL_FILE: `${file}.empty` }).database).toBeNull();
    expect(() => readConfig({ DATABASE_URL_FILE: `${file}.gone` })).toThrow(`DATABASE_URL_FILE: ${file}.gone cannot be read (ENOENT)`);
    expect(() => readConfig({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://u:p@h/d' })).toThrow('give one of them');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['postgres://u:p%40%2F%23@h:5432/d?sslmode=verify-full', true],
  ['postgresql:///d?host=/run/postgresql', true],
  ['mysql://u:p@h/d', false],
  ['postgres://u:p@h', false],
  ['postgres://u:p/q@h/d', false],
  ['postgres://u:50%@h/d', false],
  ['postgres://u:p@h/d?options=-c%20search_path%3Dx', false],
])('the address %s of a database is accepted: %s', (url, accepted) => {
  if (accepted) expect(readConfig({ DATABASE_URL: url }).database).toEqual({ url });
  else expect(() => readConfig({ DATABASE_URL: url })).toThrow(/^DATABASE_URL: /);
});
