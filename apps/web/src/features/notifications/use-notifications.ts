import { type InfiniteData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Notification } from '@tradewind/contract/types';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';

type Pages = InfiniteData<Answer<'notifications.list'>, string | undefined>;
const pageSize = 30;

export const countQuery = { ...apiQuery('notifications.count', {}), staleTime: 60_000 };

/** Hints make both stale; an open list then brings what is new to its top. */
export const useNotifications = () =>
  useInfiniteQuery({
    queryKey: ['notifications.list', 'pages'],
    queryFn: ({ pageParam, signal }) => call('notifications.list', { query: { limit: pageSize, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

export function useMarkRead(): { markRead: (notification: Notification) => void; markAllRead: (until: string) => void } {
  const client = useQueryClient();
  /** Shown at once; should the server refuse, the fetch that follows puts it right. */
  const show = (isNowRead: (notification: Notification) => boolean) =>
    client.setQueryData<Pages>(
      ['notifications.list', 'pages'],
      (held) =>
        held && {
          ...held,
          pages: held.pages.map((page) => ({
            ...page,
            items: page.items.map((each) => (isNowRead(each) ? { ...each, isRead: true } : each)),
          })),
        },
    );
  const onSettled = async () => {
    await client.invalidateQueries({ queryKey: ['notifications.count'] });
    await client.invalidateQueries({ queryKey: ['notifications.list'] });
  };
  const one = useMutation({
    mutationFn: ({ id }: Notification) => call('notifications.read', { params: { notificationId: id } }),
    onMutate: ({ id }) => void show((each) => each.id === id),
    onSettled,
  });
  const all = useMutation({
    mutationFn: (until: string) => call('notifications.read-all', { body: { until } }),
    onMutate: (until) => void show((each) => each.raisedAt <= until),
    onSettled,
  });
  return { markRead: (notification) => !notification.isRead && one.mutate(notification), markAllRead: all.mutate };
}

export const useUnread = (): number => useQuery(countQuery).data?.unread ?? 0;
