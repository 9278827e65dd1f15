import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';

/** The part of the address every page shares: one market, one shop, or all. */
export type ScopeSearch = { market?: string | undefined; shop?: string | undefined };

export function parseScope(search: Record<string, unknown>): ScopeSearch {
  const { market, shop } = search;
  return {
    ...(typeof market === 'string' && /^[A-Z]{2}$/.test(market) ? { market } : {}),
    ...(typeof shop === 'string' && /^[0-9a-f-]{36}$/.test(shop) ? { shop } : {}),
  };
}

export type ScopeQuery = { market?: string; shopIds?: string };

/** What is chosen, and the same as query parameters of the interface. */
export function useScope(): { market: string | null; shopId: string | null; query: ScopeQuery } {
  // Every route inherits the root's search, so reading it loosely is safe.
  const { market, shop } = useSearch({ strict: false }) as ScopeSearch;
  return useMemo(
    () => ({ market: market ?? null, shopId: shop ?? null, query: { ...(market ? { market } : {}), ...(shop ? { shopIds: shop } : {}) } }),
    [market, shop],
  );
}

export function useSetScope(): (scope: ScopeSearch) => void {
  const navigate = useNavigate();
  return ({ market, shop }) =>
    void navigate({
      to: '.',
      search: (previous: Record<string, unknown>) => ({ ...previous, market, shop, cursor: undefined }),
      // The router types `search` per route; this one function serves every route and keeps what else stands there.
    } as Parameters<typeof navigate>[0]);
}
