import { describe, expect, it } from 'vitest';
import type { Violation } from '../types.ts';
import { DAY } from '../zone.ts';
import { standingOf } from './points.ts';

const T0 = Date.UTC(2026, 0, 1);
/** `[day, points, day of the overturning]` */
const ledger = (rows: readonly (readonly [number, number, number?])[]): Violation[] =>
  rows.map(([day, points, overturned], index) => ({
    id: String(index),
    shopId: '1',
    at: T0 + day * DAY,
    updatedAt: 0,
    reason: 'LATE_DISPATCH',
    area: 'order-fulfilment',
    points,
    numerator: null,
    denominator: null,
    windowFrom: null,
    windowUntil: null,
    orderIds: [],
    measures: [],
    overturnedAt: overturned === undefined ? null : T0 + overturned * DAY,
  }));
const standing = (rows: Parameters<typeof ledger>[0], day: number) => {
  const { points, isRevoked, restrictions } = standingOf(ledger(rows), T0 + day * DAY);
  return { points, isRevoked, codes: restrictions.map(({ node, code }) => `${node} ${code}`) };
};

describe('points', () => {
  it('last 180 days, and no longer', () => {
    expect(standing([[0, 5]], 179.99).points).toBe(5);
    expect(standing([[0, 5]], 180).points).toBe(0);
  });

  it('start a node’s restrictions when it is reached, each for its days', () => {
    expect(standing([[0, 11]], 1).codes).toEqual([]);
    expect(
      standing(
        [
          [0, 6],
          [3, 6],
        ],
        3,
      ).codes,
    ).toEqual(['12 no-new-campaigns']);
    expect(
      standing(
        [
          [0, 6],
          [3, 6],
        ],
        10,
      ).codes,
    ).toEqual([]);
    expect(standing([[0, 24]], 7).codes).toEqual(['24 no-affiliate', '24 no-new-campaigns', '24 no-publishing', '24 traffic-reduced']);
  });

  it('that were overturned never were, restrictions included', () => {
    expect(
      standing(
        [
          [0, 6],
          [3, 6, 5],
        ],
        4,
      ).codes,
    ).toEqual(['12 no-new-campaigns']);
    expect(
      standing(
        [
          [0, 6],
          [3, 6, 5],
        ],
        5,
      ),
    ).toEqual({ points: 6, isRevoked: false, codes: [] });
  });

  it('stay for good once there are 48', () => {
    expect(standing([[0, 48]], 300)).toEqual({ points: 48, isRevoked: true, codes: ['48 shop-closed', '48 expelled'] });
  });

  it('that end at the instant others arrive end first', () => {
    expect(
      standing(
        [
          [0, 11],
          [180, 11],
        ],
        180,
      ),
    ).toEqual({ points: 11, isRevoked: false, codes: [] });
  });
});
