import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';
import { runs } from './testing.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const offer = { mode: 'self-operated', commissionShare: 0.05, sellerPaysLogistics: true };
const given = {
  price: eur(2000),
  unitCost: eur(600),
  logistics: eur(300),
  contentShare: 0.1,
  adShare: 0.1,
  minimumMarginShare: 0.1,
  isBrand: true,
  contentCapability: true,
  stockCountries: ['DE'],
  market: 'DE',
  modes: [offer] as object[],
};
const judge = (differs: object) => evaluatePolicy('hosting-mode-advisor', { ...given, ...differs });

test('the worked examples', () => {
  const modes = [
    { ...offer, creatorShare: 0.15 },
    { mode: 'fully-hosted', supplyPrice: eur(1000), commissionShare: 0, sellerPaysLogistics: false },
  ];
  expect(judge({ modes })).toMatchObject({
    modes: [
      { mode: 'self-operated', allowed: true, reasons: [], margin: eur(700), room: eur(100) },
      { mode: 'fully-hosted', allowed: true, reasons: [{ code: 'no-room-for-content' }], margin: eur(400), room: eur(-200) },
    ],
    best: 'self-operated',
  });
});

test.each([
  ['brand-hosted', { isBrand: false }, 'brand-required'],
  ['local-hosted', { stockCountries: ['FR'] }, 'no-stock-in-market'],
  ['self-operated', { contentCapability: false }, 'content-capability-missing'],
])('%s with %j is not allowed', (mode, differs, code) => {
  const modes = [{ ...offer, mode }];
  expect(judge({ modes }).modes[0]).toMatchObject({ allowed: true, reasons: [] });
  expect(judge({ modes, ...differs })).toMatchObject({ modes: [{ allowed: false, reasons: [{ code }] }], best: null });
  expect(judge({ modes, ...differs, unitCost: eur(1900) }).modes[0]?.reasons).toEqual([{ code: 'no-room-for-content' }, { code }]);
});

test.each([
  [1000, 0, [], 'self-operated'],
  [1001, -1, [{ code: 'no-room-for-content' }], null],
])('unit cost %i leaves room %i', (cost, room, reasons, best) => {
  expect(judge({ unitCost: eur(cost) })).toMatchObject({ modes: [{ room: eur(room), reasons, allowed: true }], best });
});

test('the first of equals is best, and a mode that is not allowed never is', () => {
  const modes = [{ ...offer, mode: 'fully-hosted' }, offer, { ...offer, mode: 'brand-hosted', commissionShare: 0 }];
  expect(judge({ modes, isBrand: false }).best).toBe('fully-hosted');
  expect(judge({ modes, isBrand: true }).best).toBe('brand-hosted');
  expect(judge({ modes: [] })).toMatchObject({ modes: [], best: null });
});

test('shares are summed before the one rounding, half-up: 1.5 % and 3.5 % of 10.50 are 0.53', () => {
  const modes = [{ ...offer, commissionShare: 0.015, creatorShare: 0.035, sellerPaysLogistics: false }];
  const none = { contentShare: 0, adShare: 0, minimumMarginShare: 0, unitCost: eur(0) };
  expect(judge({ ...none, price: eur(1050), modes }).modes[0]?.margin).toEqual(eur(1050 - 53));
});

test('best is allowed, has room, and nobody allowed has more', () => {
  const offers = fc.array(
    fc.record({
      mode: fc.constantFrom('self-operated', 'fully-hosted', 'brand-hosted', 'local-hosted'),
      commissionShare: fc.integer({ min: 0, max: 400 }).map((perMille) => perMille / 1000),
      subsidyShare: fc.integer({ min: 0, max: 200 }).map((perMille) => perMille / 1000),
      sellerPaysLogistics: fc.boolean(),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(offers, fc.boolean(), fc.nat(2000), (modes, isBrand, cost) => {
      const { modes: judged, best } = judge({ modes, isBrand, unitCost: eur(cost) });
      const fitting = judged.filter((each) => each.allowed && each.room.amount >= 0);
      const most = Math.max(...fitting.map((each) => each.room.amount));
      expect(best).toBe(fitting.find((each) => each.room.amount === most)?.mode ?? null);
    }),
    { numRuns: runs },
  );
});
