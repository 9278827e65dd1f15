import { expect, test } from 'vitest';
import { figuresOf, type NativeSum } from './figures.ts';

const sum = (over: Partial<NativeSum>): NativeSum => ({
  currency: 'USD',
  gmvMinor: 0,
  refundsMinor: 0,
  adSpendMinor: 0,
  orders: 0,
  units: 0,
  ...over,
});

test('each currency is converted once, half-up, and then added', () => {
  const sums = [
    sum({ gmvMinor: 10_000, orders: 3, units: 4 }),
    sum({ currency: 'JPY', gmvMinor: 2_001, orders: 1, units: 1, refundsMinor: 1_000, adSpendMinor: 500 }),
  ];
  expect(figuresOf(sums, 'USD', () => '0.0065')).toEqual({
    gmv: { amount: 11_301, currency: 'USD' }, // 13.0065 is 13.01
    refunds: { amount: 650, currency: 'USD' },
    netSales: { amount: 10_651, currency: 'USD' },
    refundRate: 650 / 11_301,
    adSpend: { amount: 325, currency: 'USD' },
    roas: 11_301 / 325,
    averageOrderValue: { amount: 2_825, currency: 'USD' },
    orders: 4,
    units: 5,
  });
});

test('no rate is said, not guessed; counts stand all the same', () => {
  const figures = figuresOf(
    [sum({ gmvMinor: 10_000, orders: 1 }), sum({ currency: 'VND', gmvMinor: 50_000, orders: 2 })],
    'USD',
    () => null,
  );
  expect(figures).toMatchObject({ gmv: null, netSales: null, averageOrderValue: null, roas: null, orders: 3 });
  expect(figures.refunds).toEqual({ amount: 0, currency: 'USD' });
});

test('nothing sold: rates are no number', () => {
  expect(figuresOf([], 'EUR', () => null)).toMatchObject({
    gmv: { amount: 0, currency: 'EUR' },
    roas: null,
    refundRate: null,
    averageOrderValue: null,
  });
});

test('a sum that no number holds exactly is not shown', () => {
  const figures = figuresOf([sum({ currency: 'JPY', gmvMinor: 9_000_000, orders: 1, units: 1 })], 'USD', () => '999999999999');
  expect([figures.gmv, figures.netSales, figures.averageOrderValue, figures.orders]).toEqual([null, null, null, 1]);
});
