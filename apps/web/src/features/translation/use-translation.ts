import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { chatLanguageOf } from '@tradewind/rules/language';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';

export type Talk = Answer<'conversation-translations.get'>;
export type MessageTranslation = Answer<'message-translations.create'>['items'][number];
type Shown = { id: string; kind: string; text: string; isDeleted: boolean };

export const readerQuery = apiQuery('translation-reader.get', {});
export const settingsQuery = apiQuery('translation-settings.get', {});

/** In which the agent reads and writes: said once in the settings, else the interface's. */
export function useReaderLanguage(): string | null {
  const { i18n } = useTranslation();
  const { data } = useQuery({ ...readerQuery, staleTime: 60_000, enabled: useCan('buyers:read') });
  return data ? (data.language ?? chatLanguageOf(i18n.language)) : null;
}

export const talkQuery = (conversationId: string) => apiQuery('conversation-translations.get', { params: { conversationId } });

export const useTalk = (conversationId: string) => useQuery(talkQuery(conversationId)).data;

const ASKED_AT_ONCE = 50;
const isWords = ({ kind, text, isDeleted }: Shown): boolean => kind === 'text' && text !== '' && !isDeleted;
type Held = Readonly<Record<string, MessageTranslation>>;
const unneeded = (messageId: string): MessageTranslation => ({
  ...{ messageId, state: 'unneeded', from: null, text: null, by: null, reason: null },
});

/**
 * The translations of what is on the screen, under one key for a conversation and a language: what came stays, and only what is new, or could not be
 * told before, is asked for. The originals are shown meanwhile.
 */
export function useMessageTranslations(conversationId: string, messages: readonly Shown[]) {
  const client = useQueryClient();
  const talk = useTalk(conversationId);
  const language = useReaderLanguage();
  const isActive = talk?.isOn === true && talk.hasProvider && language !== null;
  const ids = messages.filter(isWords).map(({ id }) => id);
  const queryKey = ['message-translations.create', conversationId, language];
  const ask = (messageIds: string[], from?: string) =>
    call('message-translations.create', {
      params: { conversationId },
      body: { language: language ?? 'en', messageIds, ...(from === undefined ? {} : { from }) },
    });
  const query = useQuery({
    queryKey,
    enabled: isActive && ids.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Held> => {
      const held = client.getQueryData<Held>(queryKey) ?? {};
      const open = ids.filter((id) => !held[id] || held[id].state === 'unavailable');
      const pages = Array.from({ length: Math.ceil(open.length / ASKED_AT_ONCE) }, (_, at) =>
        open.slice(at * ASKED_AT_ONCE, (at + 1) * ASKED_AT_ONCE),
      );
      const answers = await Promise.all(pages.map((page) => ask(page)));
      const items = [...open.map(unneeded), ...answers.flatMap((answer) => answer.items)];
      return { ...held, ...Object.fromEntries(items.map((item) => [item.messageId, item])) };
    },
  });
  const { data, isFetching, isError, refetch } = query;
  const newest = ids.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said anew is the event
  useEffect(() => {
    if (isActive && data && ids.some((id) => !data[id])) void refetch({ cancelRefetch: true });
  }, [isActive, newest, data === undefined]);
  const anyway = useMutation({
    mutationFn: ({ messageId, from }: { messageId: string; from: string }) => ask([messageId], from),
    onSuccess: ({ items }) =>
      client.setQueryData<Held>(queryKey, (held) => ({ ...held, ...Object.fromEntries(items.map((item) => [item.messageId, item])) })),
  });
  const translationOf = (message: Shown): BubbleTranslation | null => {
    if (!isActive || !isWords(message)) return null;
    const item = data?.[message.id];
    const state = item?.state ?? (isFetching ? 'pending' : isError ? 'unavailable' : 'unneeded');
    if (state === 'unneeded') return null;
    return {
      ...{ state, language, from: item?.from ?? null, text: item?.text ?? null, by: item?.by ?? null, reason: item?.reason ?? null },
      likely: talk.buyerLanguage.language,
      isAsking: isFetching || anyway.isPending,
      retry: () => void refetch(),
      translateFrom: (from) => anyway.mutate({ messageId: message.id, from }),
    };
  };
  return { translationOf, arrived: isActive ? Object.keys(data ?? {}).length : 0 };
}

export type BubbleTranslation = Omit<MessageTranslation, 'messageId' | 'state'> & {
  state: 'pending' | Exclude<MessageTranslation['state'], 'unneeded'>;
  language: string;
  /** In which the buyer writes otherwise. */
  likely: string;
  isAsking: boolean;
  retry: () => void;
  translateFrom: (language: string) => void;
};
