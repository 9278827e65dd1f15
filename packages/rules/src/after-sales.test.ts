import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOf, type CaseState, leftToRefund, openActs, splitByLines } from './after-sales.ts';
import { proposedFault } from './case-faults.ts';

const state = (facts: Partial<CaseState> = {}): CaseState => ({
  ...{ kind: 'return', status: 'requested', respondBy: 1, dispute: null, hasOffer: false },
  ...facts,
});

describe('a sum laid on lines', () => {
  test('adds up to the cent, gives no line more than its part rounded up, and nothing to a line that cost nothing', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), weights, (amount, lines) => {
        const parts = splitByLines(amount, lines);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(amount);
        const whole = lines.reduce((a, b) => a + b, 0);
        if (whole === 0) return;
        parts.forEach((part, at) => {
          const exact = (amount * (lines[at] ?? 0)) / whole;
          expect(Math.abs(part - exact)).toBeLessThan(1.000_001);
        });
      }),
    );
    expect(splitByLines(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitByLines(5, [0, 0])).toEqual([3, 2]);
  });
});

test('whatever is given back in parts, no part goes above what is left', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 30 }),
      (paid, wishes) => {
        let refunded = 0;
        let promised = 0;
        wishes.forEach((wish, at) => {
          if (wish > leftToRefund({ paid, refunded, promised })) return;
          if (at % 2 === 0) refunded += wish;
          else promised += wish;
        });
        expect(refunded + promised).toBeLessThanOrEqual(paid);
      },
    ),
  );
});

describe('a case', () => {
  test.each([
    ['answer', {}],
    ['inspect', { status: 'shipped-by-buyer' }],
    ['on-its-way', { status: 'shipped-by-buyer', respondBy: null }],
    ['on-its-way', { status: 'awaiting-buyer-shipment', respondBy: null }],
    ['waiting', { status: 'awaiting-buyer-response', respondBy: null }],
    ['dispute', { status: 'rejected', respondBy: null, dispute: 'open' }],
    ['done', { status: 'rejected', respondBy: null, dispute: 'for-seller' }],
    ['done', { status: 'approved', respondBy: null }],
  ] as const)('lies in %s', (bucket, facts) => {
    expect(bucketOf(state(facts))).toBe(bucket);
  });

  test.each([
    [{}, ['approve-return', 'approve-refund', 'offer-part', 'reject-return']],
    [{ hasOffer: true }, ['approve-return', 'approve-refund', 'reject-return']],
    [{ kind: 'refund' }, ['approve-refund', 'offer-part', 'reject-refund']],
    [{ kind: 'cancellation' }, ['approve-cancellation', 'reject-cancellation']],
    [{ status: 'shipped-by-buyer' }, ['accept-parcel', 'reject-parcel']],
    [{ respondBy: null }, []],
    [{ dispute: 'open' }, []],
    [{ status: 'withdrawn' }, []],
  ] as const)('that stands as %j may be answered by %j', (facts, acts) => {
    expect(openActs(state(facts))).toEqual(acts);
  });
});

test.each([
  ['ecom_order_delivered_refund_and_return_reason_defective', 'return', 'seller'],
  ['ecom_order_delivered_return_reason_too_small', 'return', 'buyer'],
  ['ecom_order_delivered_refund_reason_not_received', 'refund', 'carrier'],
  ['seller_cancel_reason_out_of_stock', 'cancellation', 'seller'],
  ['seller_cancel_paid_reason_buyer_requested_cancellation', 'cancellation', 'buyer'],
  ['never_heard_of', 'return', null],
] as const)('%s of a %s is the fault of %s', (code, kind, fault) => {
  expect(proposedFault({ reasonCode: code, kind, openedBy: 'buyer' })?.fault ?? null).toBe(fault);
});
