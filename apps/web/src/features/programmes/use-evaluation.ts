import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../shared/api/call.ts';

/** Asks a rule about what stands in a form; the last answer stays in sight while the next is made. Nothing is kept. */
export function useEvaluation<T>(policyId: string, input: object | null) {
  return useQuery({
    queryKey: ['policies.evaluate', policyId, input],
    // The cast: the contract leaves a rule's own fields open; each page names those of its rule.
    queryFn: async ({ signal }) => (await call('policies.evaluate', { params: { policyId }, body: { ...input } }, signal)) as unknown as T,
    enabled: input !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
