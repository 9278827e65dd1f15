import type { Shop } from '@tradewind/contract/types';
import { useScope } from '../../app/scope.ts';
import { useShops } from '../../shared/api/shops.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';

/** The shop a programme's page speaks of: named in the address, else the one that the whole workbench shows, else the first. */
export function useShopChoice(isFit: (shop: Shop) => boolean) {
  const { shops, isPending, isError, error, refetch } = useShops();
  const { shopId } = useScope();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const fitting = shops.filter((shop) => shop.state !== 'unbound' && isFit(shop));
  const shop = fitting.find(({ id }) => id === search.for) ?? fitting.find(({ id }) => id === shopId) ?? fitting[0] ?? null;
  return {
    shop,
    shops: fitting,
    isPending,
    isError,
    error,
    refetch,
    choose: (id: string) => setSearch({ for: id, open: undefined, state: undefined, reason: undefined, category: undefined }),
  };
}
