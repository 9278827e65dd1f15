import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef } from 'react';
import type { Answer } from '../../../shared/api/call.ts';

type Messages = UseInfiniteQueryResult<InfiniteData<Answer<'messages.list'>>>;
/** Of fifty messages each; what lies further back is reached by hand. */
const PAGES_MAX = 40;

/** Brings a message that was found into sight, reading back until it is there; once for each that is chosen. */
export function useJump(messageId: string | undefined, query: Messages, pane: RefObject<HTMLElement | null>): void {
  const arrived = useRef<string | undefined>(undefined);
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (messageId === undefined || arrived.current === messageId || !data || isFetchingNextPage) return;
    const isRead = data.pages.some(({ items }) => items.some(({ id }) => id === messageId));
    if (!isRead) {
      if (hasNextPage && data.pages.length < PAGES_MAX) void fetchNextPage();
      return;
    }
    const bubble = pane.current?.querySelector<HTMLElement>(`[data-message-id="${messageId}"]`);
    if (!bubble) return;
    arrived.current = messageId;
    pane.current?.querySelector('[data-found]')?.removeAttribute('data-found');
    bubble.dataset.found = 'true';
    bubble.scrollIntoView({ block: 'center' });
  }, [messageId, data, hasNextPage, isFetchingNextPage, fetchNextPage, pane]);
}
