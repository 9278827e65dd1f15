import type { SavedView } from '@tradewind/contract/types';
import { parseScope, type ScopeSearch } from '../../app/scope.ts';
import type { OwnSearch } from '../own-search.ts';

/**
 * A table whose views can be saved says which parameters of its address belong to a view, and what it understands of them today.
 * `understood` leaves out what it does not know, so that a view of an older version opens with the rest of itself.
 */
export type ViewedTable = {
  page: SavedView['page'];
  names: readonly string[];
  understood(search: OwnSearch): Record<string, string>;
};

export type ViewSearch = Record<string, string>;
/** Stands in the address beside the filters: which view they came from, or `all` for none though there is a default. */
export const ALL = 'all';

const present = (search: Record<string, string | undefined>): ViewSearch =>
  Object.fromEntries(Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** The part of an address that a view keeps: the table's own parameters and the shops shown. */
export const viewSearchOf = (table: ViewedTable, search: OwnSearch): ViewSearch => ({
  ...table.understood(search),
  ...present(parseScope(search)),
});

/** What a stored view means today, and the names of what had to be left out. */
export function readView(table: ViewedTable, stored: ViewSearch): { search: ViewSearch; dropped: string[] } {
  const search = viewSearchOf(table, stored);
  return { search, dropped: Object.keys(stored).filter((name) => search[name] !== stored[name]) };
}

/** A view that was saved for all shops leaves the scope above the page as it is. */
export function isSame(view: ViewSearch, current: ViewSearch): boolean {
  const hasScope = 'market' in view || 'shop' in view;
  const own = hasScope ? current : withoutScope(current);
  const names = new Set([...Object.keys(view), ...Object.keys(own)]);
  return [...names].every((name) => view[name] === own[name]);
}

export const withoutScope = ({ market: _market, shop: _shop, ...own }: ViewSearch): ViewSearch => own;

/** A view as parameters of the address; where it names no scope, the reader's stays. */
export function addressOfView(view: ViewSearch, viewId: string | undefined, scope: ScopeSearch): Record<string, string | undefined> {
  const hasScope = 'market' in view || 'shop' in view;
  return { market: hasScope ? undefined : scope.market, shop: hasScope ? undefined : scope.shop, ...view, view: viewId };
}
