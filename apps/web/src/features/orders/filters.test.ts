import { expect, test } from 'vitest';
import { parseOwnSearch } from '../../shared/own-search.ts';
import { hasFilters, parseFilters, queryOf } from './filters.ts';

const shanghai = (iso: string) => ({ nowMs: Date.parse(iso), timeZone: 'Asia/Shanghai' });

test('an order id in the address keeps all its digits, quoted by the router or typed by hand', () => {
  expect(parseFilters(parseOwnSearch('?q=576912345678901234')).text).toBe('576912345678901234');
  expect(parseFilters(parseOwnSearch('?q=%22576912345678901234%22&market=GB')).text).toBe('576912345678901234');
  expect(parseFilters(parseOwnSearch('?q=%22')).text).toBe('"');
});

test('spans are days of the reader, today included', () => {
  // 23:30 in London is already the next morning in Shanghai.
  const at = shanghai('2026-03-01T23:30:00Z');
  expect(queryOf(parseFilters({ days: 'today' }), at)).toEqual({
    createdFrom: '2026-03-02',
    createdTo: '2026-03-02',
    timeZone: 'Asia/Shanghai',
  });
  expect(queryOf(parseFilters({ days: 'yesterday' }), at)).toMatchObject({ createdFrom: '2026-03-01', createdTo: '2026-03-01' });
  expect(queryOf(parseFilters({ days: '7-days' }), at)).toMatchObject({ createdFrom: '2026-02-24', createdTo: '2026-03-02' });
});

test('days of one own may be open at one end', () => {
  const filters = parseFilters({ from: '2026-01-05' });
  expect(filters.span).toBe('custom');
  expect(queryOf(filters, shanghai('2026-03-01T00:00:00Z'))).toEqual({ createdFrom: '2026-01-05', timeZone: 'Asia/Shanghai' });
});

test('what the address gets wrong is ignored', () => {
  const filters = parseFilters({ status: 'lost', days: 'ages', from: '2026-13-45', sort: 'gmv', q: '   ' });
  expect(hasFilters(filters)).toBe(false);
  expect(queryOf(filters)).toEqual({});
});
