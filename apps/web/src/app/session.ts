import { QueryCache, QueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { Scope } from '@tradewind/contract/types';
import { type Answer, apiQuery } from '../shared/api/call.ts';
import { ApiProblem } from '../shared/api/problem.ts';
import { learnServerNow } from '../shared/time.ts';
import { learnProfile } from './profile-sync.ts';

export const meQuery = { ...apiQuery('me', {}), staleTime: 60_000, refetchInterval: 60_000 };

let whenSignedOut: () => void = () => {};
/** The router is made after the query client; it registers here what happens when a session has ended. */
export const onSignedOut = (handler: () => void): void => {
  whenSignedOut = handler;
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 401) whenSignedOut();
    },
    onSuccess: (answer, query) => {
      // Only `me` answers under this key; it carries the workbench's clock and what the reader set in any browser.
      if (query.queryKey[0] !== 'me') return;
      const { now, profile } = answer as Answer<'me'>;
      learnServerNow(now);
      learnProfile(profile);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only silence and overload are worth another try.
      retry: (failures, error) =>
        failures < 2 &&
        error instanceof ApiProblem &&
        (error.code === 'unreachable' || error.code === 'unavailable' || error.code === 'internal'),
      refetchOnWindowFocus: true,
    },
  },
});

export const useMe = () => useSuspenseQuery(meQuery).data;
export const useCan = (scope: Scope): boolean => useMe().scopes.includes(scope);
