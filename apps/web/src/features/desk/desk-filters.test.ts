import { expect, it } from 'vitest';
import { deskViews, parseFilter } from './desk-filters.ts';

it('an address says what the desk is narrowed to; what nobody understands is left out', () => {
  expect(parseFilter({ bucket: 'to-pack', tag: ' gift ', sku: 'A-1', currency: 'GBP', amountFrom: '1000' })).toEqual({
    bucket: 'to-pack',
    tag: 'gift',
    sku: 'A-1',
    currency: 'GBP',
    amountFrom: 1000,
  });
  expect(parseFilter({ bucket: 'nowhere', warehouseId: 'no id', amountFrom: '1000', currency: 'pounds', open: 'x' })).toEqual({});
});

it('a view keeps it as texts', () => {
  expect(deskViews.understood({ currency: 'GBP', amountTo: '5', bucket: 'late', open: 'x' })).toEqual({
    currency: 'GBP',
    amountTo: '5',
    bucket: 'late',
  });
});
