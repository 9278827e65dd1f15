import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DeskTask } from '@tradewind/contract/types';
import { App } from 'antd';
import { useMemo, useState } from 'react';
import { type ScopeQuery, useScope } from '../../app/scope.ts';
import { apiQuery, call, type Request } from '../../shared/api/call.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import type { DeskFilter } from './desk-filters.ts';

export type DeskAction = Request<'desk-tasks.create'>['body']['action'];
export type Target = { orderIds: readonly string[] } | { filter: DeskFilter & ScopeQuery };

export function useDeskPages(filter: DeskFilter) {
  const { query: scope } = useScope();
  const request = useMemo(() => ({ ...filter, ...scope }), [filter, scope]);
  return useInfiniteQuery({
    queryKey: ['desk-orders.list', request],
    queryFn: ({ pageParam, signal }) => call('desk-orders.list', { query: { limit: 50, ...request, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    // Another bucket is another look at the same desk: the old rows stay until the new ones are here.
    placeholderData: (held) => held,
  });
}

export function useDeskCounts() {
  const { query } = useScope();
  return useQuery({ ...apiQuery('desk-orders.counts', { query }), placeholderData: (held) => held });
}

export const useChoices = () => useQuery({ ...apiQuery('desk-orders.choices', {}), staleTime: 60_000 }).data;

const isOfDesk = ({ queryKey }: { queryKey: readonly unknown[] }): boolean => /^(desk-|orders\.timeline)/.test(String(queryKey[0]));

/** An act on orders, and the task that it became: shown until it is put away. */
export function useActs(onDone: () => void) {
  const client = useQueryClient();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const [taskId, setTaskId] = useState<string | null>(null);
  const act = useMutation({
    mutationFn: ({ action, target }: { action: DeskAction; target: Target }): Promise<DeskTask> =>
      call('desk-tasks.create', {
        body: { action, ...('orderIds' in target ? { orderIds: [...target.orderIds] } : bodyOf(target.filter)) },
      }),
    onSuccess: (task) => {
      client.setQueryData(apiQuery('desk-tasks.get', { params: { taskId: task.id } }).queryKey, task);
      setTaskId(task.id);
      onDone();
      return client.invalidateQueries({ predicate: isOfDesk });
    },
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
  return { act: act.mutate, isActing: act.isPending, taskId, putAway: () => setTaskId(null) };
}

/** Shops stand in an address as one text, in a filter as a list. */
function bodyOf({ shopIds, ...filter }: DeskFilter & ScopeQuery): Pick<Request<'desk-tasks.create'>['body'], 'filter'> {
  // The numbers of an address were read as such by the page.
  const narrowed = filter as NonNullable<Request<'desk-tasks.create'>['body']['filter']>;
  return { filter: { ...narrowed, ...(shopIds ? { shopIds: shopIds.split(',') } : {}) } };
}
