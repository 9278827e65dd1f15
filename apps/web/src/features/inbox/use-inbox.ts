import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect, useMemo } from 'react';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { type ConversationDetail, filterOf, type Look, type Message } from './inbox-look.ts';

export function useConversations(look: Look) {
  const { query: scope } = useScope();
  const request = useMemo(() => ({ ...filterOf(look), ...scope }), [look, scope]);
  return useInfiniteQuery({
    queryKey: ['conversations.list', request],
    queryFn: ({ pageParam, signal }) => call('conversations.list', { query: { limit: 40, ...request, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (held) => held,
  });
}

export const detailQuery = (conversationId: string) => apiQuery('conversations.get', { params: { conversationId } });

/** The newest first; more are earlier ones. */
export const useMessages = (conversationId: string) =>
  useInfiniteQuery({
    queryKey: ['messages.list', conversationId],
    queryFn: ({ pageParam, signal }) =>
      call('messages.list', { params: { conversationId }, query: { limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

/** What stands on the screen has been read, as long as somebody may say so and looks at it. */
export function useReading({ id, unread }: ConversationDetail, newest: Message | undefined): void {
  const mayWrite = useCan('returns:write');
  const messageId = newest?.id;
  useEffect(() => {
    if (!mayWrite || unread === 0 || messageId === undefined) return;
    const read = () => {
      if (document.visibilityState !== 'visible') return;
      // Whoever may not or cannot say it now says it with the next message.
      call('conversations.read', { params: { conversationId: id }, body: { messageId } }).catch(() => undefined);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [id, unread, messageId, mayWrite]);
}

const isOfInbox = ({ queryKey }: { queryKey: readonly unknown[] }): boolean =>
  /^(conversations|messages|saved-replies|conversation-labels|knowledge-entries|assist-settings|assist-report|inbox-agents|inbox-macros|assignment-rules|working-hours)\./.test(
    String(queryKey[0]),
  );

/** Runs one call about a conversation, shows what it changed, and says in words what went wrong. */
export function useAct<Given>(run: (given: Given) => Promise<unknown>, onDone?: () => void, isExpected?: (error: Error) => boolean) {
  const client = useQueryClient();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      onDone?.();
      await client.invalidateQueries({ predicate: isOfInbox });
    },
    onError: async (error) => {
      // What is said of it where it was asked for needs what has changed.
      if (isExpected?.(error)) return client.invalidateQueries({ predicate: isOfInbox });
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
      return undefined;
    },
  });
}
