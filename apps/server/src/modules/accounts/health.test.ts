import { expect, test } from 'vitest';
import { type HealthFacts, troublesOf } from './health.ts';

const now = Date.UTC(2026, 10, 22);
const day = 86_400_000;
const sound: HealthFacts = {
  state: 'active',
  tokenExpiresAt: now + 5 * day,
  authorisationExpiresAt: now + 300 * day,
  lastWebhookAt: now - 1000,
  lastSweptAt: now - 20_000,
  boundAt: now - 90 * day,
  backfilled: true,
  sweepRepairs: 0,
  parkedJobs: 0,
  stoppedReason: null,
  lastError: null,
};
const busy = { kind: 'retry-later', code: '36009002', message: 'slow down', at: now };

test.each<[string, Partial<HealthFacts>, string[]]>([
  ['a sound shop has none', {}, []],
  ['consent withdrawn', { state: 're-authorise' }, ['re-authorise']],
  ['an unbound shop asks for nothing', { state: 'unbound', lastSweptAt: now - day, parkedJobs: 3 }, []],
  ['swept five minutes ago is in time', { lastSweptAt: now - 300_000 }, []],
  ['swept longer ago is late', { lastSweptAt: now - 300_001 }, ['sweep-late']],
  ['while back-filling nothing is late', { lastSweptAt: now - day, backfilled: false }, []],
  ['no webhook for days though orders came', { lastWebhookAt: now - 3 * day, sweepRepairs: 4 }, ['webhooks-silent']],
  ['no webhook for days and no orders', { lastWebhookAt: now - 3 * day }, []],
  ['the consent ends in 29 days', { authorisationExpiresAt: now + 29 * day }, ['authorisation-expiring']],
  ['a call that failed once while the shop is read', { lastError: busy }, []],
  ['the platform limits us so that the shop is not read', { lastError: busy, lastSweptAt: now - 60_001 }, ['rate-limited']],
  ['the platform is out of reach', { lastError: { ...busy, code: null }, lastSweptAt: now - 60_001 }, ['channel-unreachable']],
  ['the platform says no, read or not', { lastError: { ...busy, kind: 'rejected', code: '1' } }, ['channel-rejected']],
  [
    'work given up stands before what is merely coming',
    { authorisationExpiresAt: now + day, parkedJobs: 1 },
    ['jobs-parked', 'authorisation-expiring'],
  ],
])('%s', (_name, change, expected) => {
  expect(troublesOf({ ...sound, ...change }, now).map((trouble) => trouble.code)).toEqual(expected);
});
