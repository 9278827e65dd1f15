import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Answer, apiQuery } from '../../shared/api/call.ts';

export type Warehouse = Answer<'warehouses.list'>['items'][number];
export type StockShop = Answer<'stock-shops.list'>['items'][number];
export type Rule = Answer<'allocation-rules.list'>['items'][number];
export type StockRow = Answer<'stock-levels.list'>['items'][number];

/** Warehouses by id; until they are here, ids read as a dash. */
export function useWarehouses(): { all: readonly Warehouse[]; nameOf: (id: string | null) => string } {
  const { data } = useQuery(apiQuery('warehouses.list', {}));
  const all = data?.items ?? [];
  return { all, nameOf: (id) => all.find((warehouse) => warehouse.id === id)?.name ?? '–' };
}

/** After a change of one's own nothing that shows stock is believed any more. */
export function useStockChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({ predicate: ({ queryKey }) => /^(stock-|warehouses|allocation-rules|duties)/.test(String(queryKey[0])) });
}
