import { expect, test } from 'vitest';
import { addressOfView, isSame, readView, viewSearchOf } from '../../shared/views/view-search.ts';
import { hiddenColumns, orderViews, shownColumns } from './order-views.ts';

const shop = '01939b6e-0000-7000-8000-000000000001';

test('a view keeps filters, search, order, columns and the shops shown, and nothing else of the address', () => {
  const search = {
    status: 'delivered',
    days: '7-days',
    q: '576912345678901234',
    sort: 'createdAt',
    columns: 'sku,status',
    market: 'GB',
    view: 'x',
  };
  const kept = viewSearchOf(orderViews, search);
  expect(kept).toEqual({
    status: 'delivered',
    days: '7-days',
    q: '576912345678901234',
    sort: 'createdAt',
    columns: 'status,sku',
    market: 'GB',
  });
  expect(isSame(kept, viewSearchOf(orderViews, addressOfView(kept, 'id', { shop })))).toBe(true);
});

test('what a later version no longer knows is left out and named', () => {
  const { search, dropped } = readView(orderViews, { status: 'lost', q: 'mug', warehouse: '7', columns: 'sku,margin', days: 'ages' });
  expect(search).toEqual({ q: 'mug', columns: 'sku' });
  expect(dropped).toEqual(['status', 'warehouse', 'columns', 'days']);
});

test('days of one own are the same whether the address says so or only means it', () => {
  expect(isSame(viewSearchOf(orderViews, { from: '2026-01-05' }), viewSearchOf(orderViews, { days: 'custom', from: '2026-01-05' }))).toBe(
    true,
  );
});

test('a view for all shops leaves the scope as it is, one with a scope brings its own', () => {
  expect(addressOfView({ status: 'delivered' }, 'id', { market: 'GB' })).toMatchObject({ market: 'GB', status: 'delivered' });
  expect(isSame({ status: 'delivered' }, { status: 'delivered', market: 'GB' })).toBe(true);
  expect(addressOfView({ shop }, 'id', { market: 'GB' })).toEqual({ market: undefined, shop, view: 'id' });
  expect(isSame({ shop }, { market: 'GB' })).toBe(false);
});

test('columns of the device and of the address say the same thing in two ways', () => {
  expect(hiddenColumns(shownColumns('total,paidAt,updatedAt'))).toBe('total,paidAt,updatedAt');
  expect(shownColumns('nonsense').split(',')).toContain('total');
});
