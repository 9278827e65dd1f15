import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluatePolicy, measures, type PolicyInputError, violationReasons } from './index.ts';
import { runs } from './testing.ts';

const minute = 60_000;
const hour = 60 * minute;
const asOf = Date.parse('2026-03-10T00:00:00Z');
const iso = (ms: number) => new Date(ms).toISOString();
const turn = (askedBefore: number, waited: number | null) => ({
  buyerMessageAt: iso(asOf - askedBefore),
  firstReplyAt: waited === null ? null : iso(asOf - askedBefore + waited),
});
const service = (conversations: unknown[]) => evaluatePolicy('service-metrics', { conversations, asOf: iso(asOf) });
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

test.each([
  ['nothing asked', [], null, null, null, []],
  ['exactly half an hour', [turn(hour, 30 * minute)], 30, 1, 1, []],
  ['a moment more', [turn(hour, 30 * minute + 1)], 30 + 1 / minute, 1, 1, ['first-response']],
  ['unanswered, not yet a day', [turn(24 * hour, null)], null, null, null, []],
  ['unanswered, a day and a moment', [turn(24 * hour + 1, null)], null, 0, null, ['reply-24h']],
  ['unanswered, two days', [turn(48 * hour, null)], null, 0, null, ['reply-24h']],
  ['unanswered, two days and a moment', [turn(48 * hour + 1, null)], null, 0, 0, ['reply-24h', 'reply-48h']],
  ['answered at 24 hours', [turn(100 * hour, 24 * hour)], 1440, 1, 1, ['first-response']],
  ['answered a moment later', [turn(100 * hour, 24 * hour + 1)], 1440 + 1 / minute, 0, 1, ['first-response', 'reply-24h']],
  ['a reply after asOf is none', [turn(hour, 2 * hour)], null, null, null, []],
  ['85 of 100', [...times(85, () => turn(60 * hour, minute)), ...times(15, () => turn(30 * hour, null))], 1, 0.85, 1, []],
  ['84 of 100', [...times(84, () => turn(60 * hour, minute)), ...times(16, () => turn(30 * hour, null))], 1, 0.84, 1, ['reply-24h']],
  ['95 of 100', [...times(95, () => turn(60 * hour, minute)), ...times(5, () => turn(60 * hour, null))], 1, 0.95, 0.95, []],
  ['94 of 100', [...times(94, () => turn(60 * hour, minute)), ...times(6, () => turn(60 * hour, null))], 1, 0.94, 0.94, ['reply-48h']],
])('service: %s', (_, conversations, averageFirstResponseMinutes, replyRate24h, replyRate48h, breaches) => {
  expect(service(conversations)).toMatchObject({ averageFirstResponseMinutes, replyRate24h, replyRate48h, breaches, covered: true });
});

test('service: bad paths, and a local seller', () => {
  const conversations = [turn(hour, -1), turn(-1, null), { buyerMessageAt: iso(0) }];
  try {
    service(conversations);
    expect.unreachable();
  } catch (error) {
    expect((error as PolicyInputError).errors.map(({ path }) => path).sort()).toEqual([
      '/conversations/0/firstReplyAt',
      '/conversations/1/buyerMessageAt',
      '/conversations/2/firstReplyAt',
    ]);
  }
  const local = evaluatePolicy('service-metrics', { conversations: [turn(50 * hour, null)], asOf: iso(asOf), sellerOrigin: 'local' });
  expect(local).toMatchObject({ replyRate24h: 0, replyRate48h: 0, breaches: [], covered: false });
});

const quality = (more: Record<string, unknown> = {}) =>
  evaluatePolicy('quality-metrics', {
    orders: 1000,
    cancelledOrders: 0,
    negativeReviews: 0,
    disputes: 0,
    sellerFaultDisputes: 0,
    sellerFaultReturns: 0,
    sellerFaultReturnsResolved: 0,
    defectiveReturnOrders: 0,
    ...more,
  });

test.each<[Record<string, number>, Record<string, unknown>]>([
  [{}, { negativeReviewRate: 0, disputeRate: null, resolutionRate: null, defectiveReturnRate: 0, breaches: [] }],
  [{ orders: 0 }, { negativeReviewRate: null, defectiveReturnRate: null, breaches: [] }],
  [{ negativeReviews: 7 }, { negativeReviewRate: 0.007, breaches: [] }],
  [{ negativeReviews: 8 }, { breaches: ['negative-reviews'] }],
  [{ negativeReviews: 7, cancelledOrders: 1 }, { breaches: ['negative-reviews'] }],
  [
    { cancelledOrders: 1000, negativeReviews: 3 },
    { negativeReviewRate: null, breaches: [] },
  ],
  [
    { disputes: 25, sellerFaultDisputes: 1 },
    { disputeRate: 0.04, breaches: [] },
  ],
  [{ disputes: 24, sellerFaultDisputes: 1 }, { breaches: ['disputes'] }],
  [
    { sellerFaultReturns: 50, sellerFaultReturnsResolved: 49 },
    { resolutionRate: 0.98, breaches: [] },
  ],
  [{ sellerFaultReturns: 49, sellerFaultReturnsResolved: 48 }, { breaches: ['resolution'] }],
  [{ defectiveReturnOrders: 14 }, { breaches: [] }],
  [{ defectiveReturnOrders: 15 }, { defectiveReturnRate: 0.015, breaches: ['defective-returns'] }],
  [
    { orders: 100, defectiveReturnOrders: 100 },
    { defectiveReturnRate: 1, breaches: [] },
  ],
  [{ orders: 101, defectiveReturnOrders: 2 }, { breaches: ['defective-returns'] }],
])('quality: %j', (more, expected) => {
  expect(quality(more)).toMatchObject({ ...expected, covered: true });
});

test('quality: every numerator above its denominator is named', () => {
  try {
    quality({
      orders: 1,
      cancelledOrders: 2,
      defectiveReturnOrders: 2,
      sellerFaultDisputes: 1,
      sellerFaultReturnsResolved: 1,
      negativeReviews: 1.5,
    });
    expect.unreachable();
  } catch (error) {
    expect((error as PolicyInputError).errors.map(({ path }) => path).sort()).toEqual([
      '/cancelledOrders',
      '/defectiveReturnOrders',
      '/negativeReviews',
      '/sellerFaultDisputes',
      '/sellerFaultReturnsResolved',
    ]);
  }
  expect(quality({ negativeReviews: 900, sellerOrigin: 'local' })).toMatchObject({ negativeReviewRate: 0.9, breaches: [], covered: false });
});

const parcel = {
  trackingNumber: 'LX1',
  trackingSubmittedAt: iso(asOf - 30 * hour),
  lastTrackingUpdateAt: iso(asOf - hour),
  trackingUsedBefore: false,
  shipToCountry: 'GB',
  trackingDestinationCountry: 'GB',
  shipFromCountry: 'CN',
  declaredWarehouseCountry: 'CN',
  carrierAllowed: true,
  trackingFormatValid: true,
};
const signs = (more: Record<string, unknown>) =>
  evaluatePolicy('fulfilment-signs', { parcel: { ...parcel, ...more }, asOf: iso(asOf) }).signs.map(({ code }) => code);

test.each<[Record<string, unknown>, string[]]>([
  [{}, []],
  [{ trackingFormatValid: false }, ['tracking-invalid']],
  [{ trackingUsedBefore: true }, ['tracking-reused']],
  [{ trackingFormatValid: false, trackingUsedBefore: true, trackingNumber: null }, []],
  [{ lastTrackingUpdateAt: null }, ['tracking-silent']],
  [{ lastTrackingUpdateAt: null, trackingSubmittedAt: iso(asOf - 24 * hour) }, []],
  [{ lastTrackingUpdateAt: null, trackingSubmittedAt: iso(asOf - 24 * hour - 1) }, ['tracking-silent']],
  [{ lastTrackingUpdateAt: iso(asOf - 30 * hour - 1) }, ['tracking-silent']],
  [{ lastTrackingUpdateAt: iso(asOf - 30 * hour) }, []],
  [{ lastTrackingUpdateAt: iso(asOf) }, []],
  [{ lastTrackingUpdateAt: iso(asOf + 1) }, ['tracking-silent']],
  [{ lastTrackingUpdateAt: null, trackingSubmittedAt: null }, []],
  [{ trackingDestinationCountry: 'FR' }, ['destination-mismatch']],
  [{ trackingDestinationCountry: null }, []],
  [{ declaredWarehouseCountry: 'GB' }, ['origin-mismatch']],
  [{ carrierAllowed: false }, ['carrier-not-allowed']],
  [
    {
      trackingFormatValid: false,
      trackingUsedBefore: true,
      lastTrackingUpdateAt: null,
      trackingDestinationCountry: 'FR',
      declaredWarehouseCountry: 'GB',
      carrierAllowed: false,
    },
    ['tracking-invalid', 'tracking-reused', 'tracking-silent', 'destination-mismatch', 'origin-mismatch', 'carrier-not-allowed'],
  ],
])('fulfilment: %j', (more, expected) => {
  expect(signs(more)).toEqual(expected);
});

test('fulfilment: what only evidence shows is always named, unless no rule applies', () => {
  expect(evaluatePolicy('fulfilment-signs', { parcel, asOf: iso(asOf) }).evidenceOnly).toHaveLength(6);
  const local = evaluatePolicy('fulfilment-signs', {
    parcel: { ...parcel, carrierAllowed: false },
    asOf: iso(asOf),
    sellerOrigin: 'local',
  });
  expect(local).toMatchObject({ signs: [], evidenceOnly: [], covered: false });
});

test('one bad review more never mends anything, one answer more never harms the rates', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(300), fc.nat(200), (negativeReviews, orders, cancelled) => {
      const cancelledOrders = Math.min(cancelled, orders);
      const now = quality({ negativeReviews, orders, cancelledOrders }).breaches;
      const more = quality({ negativeReviews: negativeReviews + 1, orders, cancelledOrders }).breaches;
      return now.every((breach) => more.includes(breach));
    }),
    { numRuns: runs * 5 },
  );
  const anyTurn = fc.record({ before: fc.integer({ min: 0, max: 80 }), waited: fc.option(fc.nat(80)) });
  fc.assert(
    fc.property(fc.array(anyTurn, { maxLength: 8 }), (turns) => {
      const given = turns.map(({ before, waited }) => turn(before * hour, waited === null ? null : waited * hour));
      const more = service([...given, turn(hour, minute)]);
      expect(more.replyRate24h ?? 1).toBeGreaterThanOrEqual(service(given).replyRate24h ?? 0);
      expect(service(given.toReversed())).toEqual(service(given));
    }),
    { numRuns: runs * 5 },
  );
});

test('records: every reason and measure once, two measures with an effect of ours', () => {
  expect(new Set(violationReasons.map(({ code }) => code)).size).toBe(35);
  expect(measures.map(({ code }) => code)).toHaveLength(24);
  expect(measures.filter(({ effect }) => effect !== null).map(({ code }) => code)).toEqual([
    'no-overseas-warehouse',
    'refund-decision-taken-over',
  ]);
});
