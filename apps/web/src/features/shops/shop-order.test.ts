import type { Shop } from '@tradewind/contract/types';
import { expect, test } from 'vitest';
import { byUrgency, isIn, worstOf } from './shop-order.ts';

const trouble = (severity: 'losing' | 'soon'): Shop['health']['troubles'][number] => ({
  code: 'sweep-late',
  severity,
  owner: 'workbench',
  remedy: 'wait',
  since: null,
  detail: null,
});

const shop = (market: string, state: Shop['state'], troubles: Shop['health']['troubles'] = []): Shop => ({
  id: market,
  channel: 'tiktok-shop',
  channelShopId: '7495000000000000000',
  name: `${market} shop`,
  market,
  currency: 'USD',
  timeZone: 'UTC',
  sellerType: 'local',
  legalEntity: { id: 'e', name: 'E' },
  state,
  boundAt: '2026-01-01T00:00:00.000Z',
  unboundAt: null,
  backfill: { done: 0, total: null, finishedAt: null },
  health: {
    tokenExpiresAt: null,
    authorisationExpiresAt: null,
    lastWebhookAt: null,
    lastSweptAt: null,
    lagSeconds: null,
    sweepRepairs: 0,
    parkedJobs: 0,
    troubles,
  },
});

test('what loses money stands first, then what will, then the usual order of markets', () => {
  const shops = [
    shop('GB', 'active'),
    shop('US', 'active'),
    shop('JP', 'active', [trouble('soon')]),
    shop('TH', 'active', [trouble('soon'), trouble('losing')]),
    shop('DE', 're-authorise'),
  ];
  expect(shops.sort(byUrgency).map((each) => each.market)).toEqual(['DE', 'TH', 'JP', 'US', 'GB']);
});

test('an unbound shop needs nobody, whatever its last troubles were', () => {
  const unbound = shop('US', 'unbound', [trouble('losing')]);
  expect(worstOf(unbound)).toBeNull();
  expect(isIn(unbound, 'attention')).toBe(false);
  expect(isIn(unbound, 'bound')).toBe(false);
  expect(isIn(unbound, 'unbound')).toBe(true);
});
