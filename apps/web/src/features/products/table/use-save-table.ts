import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Dispatch } from 'react';
import { call } from '../../../shared/api/call.ts';
import { slicesOf } from './slices.ts';
import type { Action, Table } from './table-state.ts';

export type SaveTable = {
  run: () => void;
  isRunning: boolean;
  error: unknown;
  /** Reads anew what another person changed; what was changed here stays on top of it. */
  takeNewer: (productIds: readonly string[]) => void;
};

/** A slice a call, each settled as its answer comes: what fails half-way leaves the rest as unsaved changes. */
export function useSaveTable(table: Table, dispatch: Dispatch<Action>): SaveTable {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: async () => {
      for (const { products, sent } of slicesOf(table)) {
        const { saved, faults } = await call('product-rows.save', { body: { products } });
        dispatch({ kind: 'saved', sent, saved, faults });
      }
    },
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('products.') }),
  });
  const take = useMutation({
    mutationFn: async (productIds: readonly string[]) => {
      for (let at = 0; at < productIds.length; at += 200) {
        const ids = productIds.slice(at, at + 200);
        const { items } = await call('product-rows.list', { query: { limit: 200, productIds: ids.join(',') } });
        dispatch({ kind: 'reread', products: items });
      }
    },
  });
  return {
    run: () => save.mutate(),
    isRunning: save.isPending || take.isPending,
    error: save.error ?? take.error,
    takeNewer: (productIds) => take.mutate(productIds),
  };
}
