import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from './policies/index.ts';
import { isMissed, replyRescue, type ServiceMetric, serviceMetrics, serviceValue, targetOf, untilTurn } from './service-standing.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 2, 30);

describe('a target', () => {
  it.each([
    ['first-response', 30 * 60_000 * 4, 4, false],
    ['first-response', 30 * 60_000 * 4 + 1, 4, true],
    ['reply-24h', 85, 100, false],
    ['reply-24h', 84, 100, true],
    ['reply-48h', 95, 100, false],
    ['reply-48h', 94, 100, true],
    ['negative-reviews', 7, 1000, false],
    ['negative-reviews', 8, 1000, true],
    ['disputes', 4, 100, false],
    ['disputes', 5, 100, true],
    ['resolution', 98, 100, false],
    ['resolution', 97, 100, true],
    ['defective-returns', 2, 134, false],
    ['defective-returns', 3, 200, true],
    ['defective-returns', 100, 100, false],
  ] as const)('of %s with %i of %i is missed: %s', (metric, part, whole, missed) => {
    expect(isMissed(metric, { part, whole })).toBe(missed);
  });

  it.each(serviceMetrics)('of %s is missed by nobody where there is nothing to divide by', (metric) => {
    expect([isMissed(metric, { part: 0, whole: 0 }), serviceValue(metric, { part: 0, whole: 0 })]).toEqual([false, null]);
    expect(targetOf(metric).limit).toBeGreaterThan(0);
  });

  it('says the same as the policy, whatever the counts', () => {
    const counts = fc.record({ orders: fc.nat(3000), part: fc.nat(3000), whole: fc.nat(3000) });
    fc.assert(
      fc.property(counts, ({ orders, part, whole }) => {
        const [few, many] = [Math.min(part, whole), Math.max(part, whole)];
        const defective = Math.min(few, orders);
        const { breaches } = evaluatePolicy('quality-metrics', {
          orders,
          cancelledOrders: 0,
          negativeReviews: few,
          disputes: many,
          sellerFaultDisputes: few,
          sellerFaultReturns: many,
          sellerFaultReturnsResolved: few,
          defectiveReturnOrders: defective,
        });
        const ours: [ServiceMetric, number, number][] = [
          ['negative-reviews', few, orders],
          ['disputes', few, many],
          ['resolution', few, many],
          ['defective-returns', defective, orders],
        ];
        expect(ours.filter(([metric, part, whole]) => isMissed(metric, { part, whole })).map(([metric]) => metric)).toEqual(breaches);
      }),
    );
  });
});

describe('how many more', () => {
  it.each([
    ['reply-24h', { part: 87, whole: 100 }, 3],
    ['reply-24h', { part: 84, whole: 100 }, 7],
    ['negative-reviews', { part: 7, whole: 1000 }, 1],
    ['negative-reviews', { part: 8, whole: 1000 }, 143],
    ['defective-returns', { part: 2, whole: 200 }, 1],
    ['resolution', { part: 34, whole: 34 }, 1],
    ['disputes', { part: 0, whole: 50 }, 3],
    ['first-response', { part: 1, whole: 1 }, null],
  ] as const)('%s at %o: %s', (metric, count, more) => {
    expect(untilTurn(metric, count)).toBe(more);
  });

  it('is the very number at which the verdict turns', () => {
    fc.assert(
      fc.property(fc.constantFrom('reply-24h', 'reply-48h', 'resolution'), fc.nat(500), fc.nat(500), (metric, a, b) => {
        const count = { part: Math.min(a, b), whole: Math.max(a, b) };
        const more = untilTurn(metric, count);
        if (more === null) return;
        const missed = isMissed(metric, count);
        const after = (times: number) => isMissed(metric, { part: count.part + (missed ? times : 0), whole: count.whole + times });
        expect([after(more - 1), after(more)]).toEqual([missed, !missed]);
      }),
    );
  });
});

describe('whom to answer', () => {
  const hoursAgo = (...hours: number[]) => hours.map((ago, index) => ({ id: `t${index}`, askedAt: NOW - ago * HOUR_MS }));
  const rescue = (day: [number, number], twoDays: [number, number], waiting: ReturnType<typeof hoursAgo>) =>
    replyRescue({
      counts: { 'reply-24h': { part: day[0], whole: day[1] }, 'reply-48h': { part: twoDays[0], whole: twoDays[1] } },
      waiting,
      asOf: NOW,
    });

  it('nobody, where silence costs no target', () => {
    expect(rescue([100, 100], [100, 100], hoursAgo(1, 2))).toMatchObject({ keepsTargets: true, turns: [] });
  });

  it('the fewest, the most urgent first; one of yesterday helps only the rate of 48 hours', () => {
    const found = rescue([85, 100], [96, 100], hoursAgo(1, 2, 3, 4, 30, 40));
    expect(found.turns).toEqual(
      [
        { id: 't3', replyBefore: NOW + 20 * HOUR_MS, saves: ['reply-24h', 'reply-48h'] },
        { id: 't2', replyBefore: NOW + 21 * HOUR_MS, saves: ['reply-24h', 'reply-48h'] },
        { id: 't1', replyBefore: NOW + 22 * HOUR_MS, saves: ['reply-24h', 'reply-48h'] },
        { id: 't0', replyBefore: NOW + 23 * HOUR_MS, saves: ['reply-24h', 'reply-48h'] },
        { id: 't5', replyBefore: NOW + 8 * HOUR_MS, saves: ['reply-48h'] },
      ].sort((a, b) => a.replyBefore - b.replyBefore),
    );
    expect(found.keepsTargets).toBe(true);
  });

  it('everybody who can still be helped, where the target is lost anyhow', () => {
    const found = rescue([10, 100], [10, 100], hoursAgo(1, 30, 49));
    expect([found.keepsTargets, found.turns.map(({ id }) => id)]).toEqual([false, ['t1', 't0']]);
  });

  it('the buyer whose 24 hours end this very instant helps both rates still, a millisecond later one', () => {
    const savesOf = (askedAt: number) => rescue([0, 1], [0, 1], [{ id: 't', askedAt }]).turns[0]?.saves;
    expect(savesOf(NOW - 24 * HOUR_MS)).toEqual(['reply-24h', 'reply-48h']);
    expect(savesOf(NOW - 24 * HOUR_MS - 1)).toEqual(['reply-48h']);
  });

  it('so few that one answer less would not do, as every choice of so many would show', () => {
    const turn = fc.integer({ min: 0, max: 50 * 60 }).map((minutes) => NOW - minutes * 60_000);
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 9 }), fc.nat(40), fc.nat(6), fc.nat(6), (asked, good, bad24, bad48) => {
        const waiting = asked.map((askedAt, index) => ({ id: `t${index}`, askedAt }));
        const counts = { 'reply-24h': { part: good, whole: good + bad24 }, 'reply-48h': { part: good, whole: good + bad48 } };
        const found = replyRescue({ counts, waiting, asOf: NOW });
        const isKept = (answered: (index: number) => boolean) =>
          ([24, 48] as const).every((hours) => {
            const young = waiting
              .map(({ askedAt }, index) => ({ index, isIn: NOW <= askedAt + hours * HOUR_MS }))
              .filter(({ isIn }) => isIn);
            const { part, whole } = counts[`reply-${hours}h`];
            const won = young.filter(({ index }) => answered(index)).length;
            return !isMissed(`reply-${hours}h`, { part: part + won, whole: whole + young.length });
          });
        const choices = Array.from({ length: 2 ** waiting.length }, (_, bits) => bits);
        const sizes = choices
          .filter((bits) => isKept((index) => (bits & (1 << index)) !== 0))
          .map((bits) => bits.toString(2).replaceAll('0', '').length);
        expect(found.keepsTargets).toBe(sizes.length > 0);
        if (sizes.length > 0) expect(found.turns).toHaveLength(Math.min(...sizes));
      }),
      { numRuns: 300 },
    );
  });
});
