import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CaseRule, isRuled, type RuledCase, tryRule } from './case-rules.ts';

const DAY_MS = 86_400_000;
const rule = (facts: Partial<CaseRule> = {}): CaseRule => ({
  ...{ shopId: null, act: 'approve-refund', maximum: 1_000, currency: 'GBP', windowDays: null, dailyCount: 10, dailyAmount: 10_000 },
  ...facts,
});
const one = (facts: Partial<RuledCase> = {}): RuledCase => ({
  ...{ kind: 'return', dispute: null, hasOffer: false, shopId: 's', refund: 1_000, currency: 'GBP', createdAt: 0 },
  ...{ deliveredAt: 0, dispatchedAt: 0, openedBy: 'buyer' },
  ...facts,
});

test.each([
  [{}, {}, true],
  [{}, { refund: 1_001 }, false],
  [{}, { refund: 0 }, false],
  [{}, { currency: 'EUR' }, false],
  [{}, { dispute: 'open' }, false],
  [{}, { dispute: 'for-seller' }, false],
  [{}, { hasOffer: true }, false],
  [{}, { openedBy: 'seller' }, false],
  [{}, { kind: 'cancellation' }, false],
  [{ shopId: 't' }, {}, false],
  [{ windowDays: 2 }, { createdAt: 2 * DAY_MS }, true],
  [{ windowDays: 2 }, { createdAt: 2 * DAY_MS + 1 }, false],
  [{ windowDays: 2 }, { deliveredAt: null }, false],
  [{ act: 'approve-cancellation' }, { kind: 'cancellation' }, false],
  [{ act: 'approve-cancellation' }, { kind: 'cancellation', dispatchedAt: null }, true],
] as const)('a rule %j answers a case %j: %s', (limits, facts, isAnswered) => {
  expect(isRuled(rule(limits), one(facts))).toBe(isAnswered);
});

test('no day goes above its limits, whatever came', () => {
  const refunds = fc.array(fc.record({ refund: fc.integer({ min: 1, max: 1_500 }), createdAt: fc.integer({ min: 0, max: 3 * DAY_MS }) }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(refunds, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 5_000 }), (given, dailyCount, dailyAmount) => {
      const { answered, cost } = tryRule(
        rule({ dailyCount, dailyAmount }),
        given.map((facts) => one(facts)),
      );
      for (let day = 0; day <= 3; day += 1) {
        const own = answered.filter(({ createdAt }) => Math.floor(createdAt / DAY_MS) === day);
        expect(own.length).toBeLessThanOrEqual(dailyCount);
        expect(own.reduce((sum, { refund }) => sum + refund, 0)).toBeLessThanOrEqual(dailyAmount);
      }
      expect(cost).toBe(answered.reduce((sum, { refund }) => sum + refund, 0));
    }),
  );
});
