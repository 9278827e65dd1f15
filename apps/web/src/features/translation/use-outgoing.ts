import { useQuery } from '@tanstack/react-query';
import { detectLanguage } from '@tradewind/rules/language';
import { useEffect, useState } from 'react';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { useReaderLanguage, useTalk } from './use-translation.ts';

const AFTER_TYPING_MS = 600;

export type Outgoing = {
  /** Exactly what is sent; empty while nobody can say it. */
  text: string;
  /** What is kept beside it. */
  typed: { text: string; from: string; to: string } | null;
  /** What the panel shows; null: what is typed is what is sent. */
  panel: OutgoingPanel | null;
  /** Puts other words in the place of what is sent. */
  rewrite: (text: string) => void;
};
export type OutgoingPanel = {
  conversationId: string;
  reads: string;
  to: string;
  typed: string;
  text: string;
  /** Null while it is asked. */
  answer: Answer<'text-translations.create'> | null;
  isFailed: boolean;
  isEdited: boolean;
  /** True: what is typed goes as it is, because a person said so or because it is in the buyer's language already. */
  isAsTyped: boolean;
  isTheirs: boolean;
  edit: (text: string | null) => void;
  sendAsTyped: (is: boolean) => void;
  retry: () => void;
};

/**
 * What an agent types, as the buyer will read it. What is shown is what is sent: a translation belongs to the very text it was made of, and another letter
 * typed takes it away until the next one is here. An edit of the agent's own belongs to it likewise.
 */
export function useOutgoing(conversationId: string, typed: string, setTyped: (text: string) => void): Outgoing {
  const talk = useTalk(conversationId);
  const reads = useReaderLanguage();
  const to = talk?.buyerLanguage.language ?? null;
  const isActive = talk?.isOn === true && talk.hasProvider && reads !== null && to !== null && reads !== to;
  // Whoever writes another language than they read says so by writing.
  const detected = isActive ? detectLanguage(typed, reads).language : 'unknown';
  const from = detected === 'unknown' ? reads : detected;
  const settled = useSettled(typed);
  const [edited, setEdited] = useState<{ of: string; text: string } | null>(null);
  const [asTyped, setAsTyped] = useState<string | null>(null);
  const isTheirs = isActive && detected === to;
  const isAsTyped = isTheirs || asTyped === typed;
  const isAsked = isActive && !isAsTyped && typed.trim() !== '' && settled === typed;
  const query = useQuery({
    ...apiQuery('text-translations.create', { params: { conversationId }, body: { text: typed, from: from ?? 'en', to: to ?? 'en' } }),
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  if (!isActive || from === null || typed.trim() === '') return { text: typed, typed: null, panel: null, rewrite: setTyped };
  const answer = isAsked ? (query.data ?? null) : null;
  const own = edited?.of === typed ? edited.text : null;
  const text = isAsTyped ? typed : (own ?? answer?.text ?? '');
  const edit = (next: string | null) => setEdited(next === null ? null : { of: typed, text: next });
  return {
    text,
    typed: isAsTyped || text === typed ? null : { text: typed, from, to },
    rewrite: isAsTyped ? setTyped : edit,
    panel: {
      ...{ conversationId, reads, to, typed, text, answer, isTheirs, isAsTyped, edit },
      isFailed: isAsked && (query.isError || answer?.text === null),
      isEdited: own !== null,
      sendAsTyped: (is) => setAsTyped(is ? typed : null),
      retry: () => void query.refetch(),
    },
  };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), AFTER_TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
