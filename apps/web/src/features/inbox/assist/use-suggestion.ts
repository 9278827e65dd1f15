import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../app/session.ts';
import { type Answer, apiQuery, call } from '../../../shared/api/call.ts';
import { useReaderLanguage, useTalk } from '../../translation/use-translation.ts';
import type { ConversationDetail, Message } from '../inbox-look.ts';

export type SuggestedReply = Answer<'reply-suggestions.create'>;
type Asked = { conversation: ConversationDetail; newest: Message | undefined };

/** A draft belongs to the words it answers: the next message takes it away. */
export function useSuggestion({ conversation, newest }: Asked) {
  const { id: conversationId, waitingSince } = conversation;
  const client = useQueryClient();
  const language = useWrittenLanguage(conversationId);
  const { data: settings } = useQuery({ ...apiQuery('assist-settings.get', {}), enabled: useCan('buyers:read') });
  const of = newest?.id ?? null;
  const [closed, setClosed] = useState<string | null>(null);
  const make = useMutation({
    mutationFn: (asked: { of: string; isAgain: boolean }) =>
      call('reply-suggestions.create', { params: { conversationId }, body: { language, isAgain: asked.isAgain } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['assist-report.get'] }),
  });
  const isOwn = make.variables?.of === of && closed !== of;
  const ask = (isAgain = false) => {
    setClosed(null);
    if (of !== null) make.mutate({ of, isAgain });
  };
  const asked = useRef<string | null>(null);
  const isAutomatic = settings?.mode === 'opened' && waitingSince !== null && of !== null;
  useEffect(() => {
    if (!isAutomatic || asked.current === of || of === null) return;
    asked.current = of;
    make.mutate({ of, isAgain: false });
  }, [isAutomatic, of, make.mutate]);
  return {
    isOffered: settings !== undefined && settings.mode !== 'off' && of !== null,
    suggestion: isOwn && make.data?.outcome !== 'dismissed' ? (make.data ?? null) : null,
    error: isOwn ? make.error : null,
    isPending: make.isPending,
    ask,
    close: () => setClosed(of),
    dismiss: (suggestionId: string) => {
      setClosed(of);
      call('reply-suggestions.dismiss', { params: { conversationId, suggestionId } }).catch(() => undefined);
    },
  };
}

/** The language in which an agent writes in this conversation: their own where it is translated, else the buyer's. */
function useWrittenLanguage(conversationId: string): string {
  const { i18n } = useTranslation();
  const talk = useTalk(conversationId);
  const reads = useReaderLanguage();
  const theirs = talk?.buyerLanguage.language ?? i18n.language.slice(0, 2);
  return talk?.isOn && talk.hasProvider && reads !== null ? reads : theirs;
}
