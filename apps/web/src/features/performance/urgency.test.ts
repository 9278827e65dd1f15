import type { MetricStanding, ShopPerformance } from '@tradewind/contract/types';
import { expect, it } from 'vitest';
import { byUrgency, rateDuties, standingOf } from './urgency.ts';

const verdict = (points: number, rate = points / 100) => ({
  rate,
  breached: points > 0,
  warning: false,
  warningSource: null,
  points,
  orderLimit: null,
  possibleMeasures: [],
});
const metric = (points: number, nextRowAt: string | null, rate?: number): MetricStanding => ({
  metric: 'late-dispatch',
  covered: true,
  limitPerMille: 40,
  rows: [],
  window: { from: '', to: '' },
  numerator: points,
  denominator: 100,
  verdict: verdict(points, rate),
  trend: [],
  forecast: {
    untilNextRow: null,
    eventsToday: 0,
    ifNothingShips: { nextRowAt, worst: verdict(points + 1), worstAt: '2026-03-01T00:00:00Z' },
    isSoon: nextRowAt !== null && nextRowAt < '2026-03-03',
    toShip: nextRowAt ? 3 : 0,
    firstDeadlineAt: nextRowAt,
    keepsPresentRow: true,
  },
});
const shop = (name: string, ...metrics: MetricStanding[]): ShopPerformance => ({
  shop: { id: name, name, channel: 'tiktok-shop', market: 'GB', timeZone: 'Europe/London' },
  averageDailyOrders: 10,
  metrics,
  service: [],
});

it('what can still be saved comes first, the soonest at the top; then what is lost, then what is near its target', () => {
  const shops = [
    shop('calm', metric(0, '2026-03-04T00:00:00Z', 0.01)),
    shop('near', metric(0, null, 0.03)),
    shop('lost', metric(4, null)),
    shop('later', metric(0, '2026-03-02T00:00:00Z')),
    shop('soon', metric(0, '2026-03-01T00:00:00Z')),
  ];
  expect([...shops].sort(byUrgency).map((each) => each.shop.name)).toEqual(['soon', 'later', 'lost', 'near', 'calm']);
  expect(rateDuties(shops).map((duty) => [duty.shop.name, duty.isAhead, duty.points])).toEqual([
    ['lost', false, 4],
    ['later', true, 1],
    ['soon', true, 1],
  ]);
});

it.each([
  ['kept', metric(0, null)],
  ['missed', metric(2, null)],
  ['warned', { ...metric(0, null), verdict: { ...verdict(0), breached: true } }],
  ['unjudged', { ...metric(2, null), covered: false }],
] as const)('a rate stands as %s', (standing, given) => {
  expect(standingOf(given)).toBe(standing);
});
