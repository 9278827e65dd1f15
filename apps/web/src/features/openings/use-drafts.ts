import { useQueries } from '@tanstack/react-query';
import type { Opening } from '@tradewind/contract/types';
import { apiQuery } from '../../shared/api/call.ts';

/** The applications of the wizard, in the order in which they were chosen. */
export function useDrafts(ids: readonly string[]): { openings: Opening[]; isPending: boolean; error: unknown } {
  const queries = useQueries({ queries: ids.map((openingId) => apiQuery('openings.get', { params: { openingId } })) });
  return {
    openings: queries.flatMap(({ data }) => data ?? []),
    isPending: queries.some(({ isPending }) => isPending),
    error: queries.find(({ error }) => error)?.error ?? null,
  };
}
