import type { ViewedTable } from '../../shared/views/view-search.ts';
import { parseFilters } from './filters.ts';
import { choosable, parseHidden } from './order-columns.tsx';

/** Columns in the address are those shown; without them the choice of this device holds. */
export function parseColumns(text: string | undefined): string | null {
  if (text === undefined) return null;
  const named = text.split(',');
  return choosable.filter((key) => named.includes(key)).join(',');
}

export const shownColumns = (hiddenColumns: string): string => {
  const hidden = parseHidden(hiddenColumns);
  return choosable.filter((key) => !hidden.includes(key)).join(',');
};

export const hiddenColumns = (shown: string): string => choosable.filter((key) => !shown.split(',').includes(key)).join(',');

/** What the order list keeps in a view. What it does not understand is left out, not guessed. */
export const orderViews: ViewedTable = {
  page: 'orders',
  names: ['status', 'days', 'from', 'to', 'q', 'sort', 'columns'],
  understood: (search) => {
    const { status, span, from, to, text, isOldestFirst } = parseFilters(search);
    const columns = parseColumns(search.columns);
    return {
      ...(status ? { status } : {}),
      ...(span ? { days: span } : {}),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(text ? { q: text } : {}),
      ...(isOldestFirst ? { sort: 'createdAt' } : {}),
      ...(columns ? { columns } : {}),
    };
  },
};
