import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/**
 * A page's own parameters, read as plain text from the address itself. The router would read `q=576912345678901234` as
 * a number and lose its last digits; platform ids are text. It quotes text that looks like a number when it writes, so
 * a quoted value is unquoted here.
 */
function textOf(raw: string): string {
  if (!/^".*"$/s.test(raw)) return raw;
  try {
    const unquoted: unknown = JSON.parse(raw);
    return typeof unquoted === 'string' ? unquoted : raw;
  } catch {
    return raw;
  }
}

export type OwnSearch = Readonly<Record<string, string | undefined>>;

export const parseOwnSearch = (searchText: string): OwnSearch =>
  Object.fromEntries([...new URLSearchParams(searchText)].map(([name, raw]) => [name, textOf(raw)]));

export function useOwnSearch(): OwnSearch {
  const searchText = useRouterState({ select: (state) => state.location.searchStr });
  return useMemo(() => parseOwnSearch(searchText), [searchText]);
}

/** Changes some parameters and keeps the rest; undefined takes one away. Typing replaces, choosing adds to the history. */
export function useSetOwnSearch(): (change: Record<string, string | undefined>, isReplacing?: boolean) => void {
  const navigate = useNavigate();
  return useCallback(
    (change, isReplacing = false) =>
      void navigate({
        to: '.',
        search: (previous: Record<string, unknown>) => ({ ...previous, ...parseOwnSearch(location.search), ...change }),
        replace: isReplacing,
        // A filter or a drawer is no other page: the reader stays where they are.
        resetScroll: false,
        // The router types `search` per route; this one function serves every route and keeps what else stands there.
      } as Parameters<typeof navigate>[0]),
    [navigate],
  );
}
