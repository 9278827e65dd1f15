import type { OrderSummary } from '@tradewind/contract/types';
import { expect, test } from 'vitest';
import { newerThan, patchPages } from './order-pages.ts';

const order = (id: string, minute: number, status: OrderSummary['status'] = 'awaiting-shipment'): OrderSummary => ({
  id,
  channelOrderId: `57691234567890${id}`,
  shop: { id: 's', name: 'S', channel: 'tiktok-shop', market: 'GB', timeZone: 'Europe/London' },
  status,
  gmv: { amount: 100, currency: 'GBP' },
  total: { amount: 120, currency: 'GBP' },
  units: 1,
  firstLine: null,
  lineCount: 1,
  createdAt: new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString(),
  paidAt: null,
  updatedAt: new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString(),
  shipBy: null,
});
const pagesOf = (...pages: OrderSummary[][]) => ({
  pages: pages.map((items) => ({ items, nextCursor: null })),
  pageParams: pages.map(() => undefined),
});

test('orders above the first row are newer; old orders that merely turned up are not', () => {
  const shown = pagesOf([order('c', 30), order('b', 20)], [order('a', 10)]);
  const probe = [order('e', 41), order('d', 30), order('c', 30), order('x', 25)];
  expect(newerThan(shown, probe).map((each) => each.id)).toEqual(['e', 'd']);
});

test('everything is newer than an empty list', () => {
  expect(newerThan(pagesOf([]), [order('a', 1)])).toHaveLength(1);
});

test('a changed order is changed where it stands, on any page, and no row comes or goes', () => {
  const shown = pagesOf([order('c', 30), order('b', 20)], [order('a', 10)]);
  const patched = patchPages(shown, [order('a', 10, 'in-transit'), order('new', 50)]);
  expect(patched.pages.map((page) => page.items.map((each) => `${each.id} ${each.status}`))).toEqual([
    ['c awaiting-shipment', 'b awaiting-shipment'],
    ['a in-transit'],
  ]);
});
