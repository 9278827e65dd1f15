import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { SavedView } from '@tradewind/contract/types';
import { useCallback, useEffect, useMemo } from 'react';
import { parseScope } from '../../app/scope.ts';
import { apiQuery, call } from '../api/call.ts';
import { useOwnSearch } from '../own-search.ts';
import { ALL, addressOfView, isSame, readView, type ViewedTable, type ViewSearch, viewSearchOf, withoutScope } from './view-search.ts';

const viewsQuery = (page: SavedView['page']) => ({ ...apiQuery('saved-views.list', { query: { page, limit: 200 } }), staleTime: 60_000 });
const none: SavedView[] = [];

export type Views = {
  views: readonly SavedView[];
  /** The view that the address names, while it exists. */
  active: SavedView | null;
  /** Names of what the active view holds and the table no longer knows. */
  dropped: readonly string[];
  current: ViewSearch;
  /** Whether the address says something else than the active view, or anything at all where there is none. */
  isChanged: boolean;
  /** Until it is known whether the table opens with a view of its reader's. */
  isArriving: boolean;
  error: unknown;
  refetch: () => void;
  open: (view: SavedView | null) => void;
};

/** The address is the truth: a view is only another way to write it, and opening one is going there. */
export function useViews(table: ViewedTable): Views {
  const search = useOwnSearch();
  const navigate = useNavigate();
  const query = useQuery(viewsQuery(table.page));
  const views = query.data?.items ?? none;
  const current = useMemo(() => viewSearchOf(table, search), [table, search]);
  const active = views.find(({ id }) => id === search.view) ?? null;
  const read = useMemo(() => (active ? readView(table, active.search) : null), [table, active]);
  const standard = views.find(({ isDefault }) => isDefault);
  const hasStandard = standard !== undefined;

  const go = useCallback(
    (view: SavedView | null, isReplacing: boolean) => {
      const address = view ? readView(table, view.search).search : {};
      const scope = parseScope(Object.fromEntries(new URLSearchParams(location.search)));
      void navigate({
        to: '.',
        search: (previous: Record<string, unknown>) => ({
          ...previous,
          ...Object.fromEntries(table.names.map((name) => [name, undefined])),
          ...addressOfView(address, view?.id ?? (hasStandard ? ALL : undefined), scope),
        }),
        replace: isReplacing,
        // The router types `search` per route; this one function serves every table and keeps what else stands there.
      } as Parameters<typeof navigate>[0]);
    },
    [table, navigate, hasStandard],
  );

  const isBare = search.view === undefined && table.names.every((name) => search[name] === undefined);
  useEffect(() => {
    if (isBare && standard) go(standard, true);
  }, [isBare, standard, go]);

  return {
    views,
    active,
    dropped: read?.dropped ?? [],
    current,
    isChanged: read ? !isSame(read.search, current) : Object.keys(withoutScope(current)).length > 0,
    isArriving: isBare && (query.isPending || hasStandard),
    error: query.error,
    refetch: () => void query.refetch(),
    open: (view) => go(view, false),
  };
}

type Change = { name?: string; search?: ViewSearch; isShared?: boolean };

/** Each answers when the list is fresh, so that whoever then goes to the view finds it there. */
export function useViewChanges(page: SavedView['page']) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['saved-views.list'] });
  const create = useMutation({
    mutationFn: (made: { name: string; search: ViewSearch; isShared: boolean }) => call('saved-views.create', { body: { page, ...made } }),
    onSettled,
  });
  const update = useMutation({
    mutationFn: ({ id, ...change }: Change & { id: string }) => call('saved-views.update', { params: { viewId: id }, body: change }),
    onSettled,
  });
  const choose = useMutation({
    mutationFn: ({ id, isDefault }: { id: string; isDefault: boolean }) =>
      call('saved-views.choose', { params: { viewId: id }, body: { isDefault } }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => call('saved-views.remove', { params: { viewId: id } }),
    onSettled,
  });
  return { create, update, choose, remove };
}
