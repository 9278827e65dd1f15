import { useEffect, useRef, useState } from 'react';
import { call, callLast, type Request } from '../../../shared/api/call.ts';

export type SeenUpTo = Request<'conversation-drafts.set'>['body']['seenUpTo'];
type Draft = { text: string; begunAt: SeenUpTo | null };
type Change = string | ((typed: string) => string);

const SAVED_AFTER_MS = 700;
const EMPTY: Draft = { text: '', begunAt: null };
/** Not yet told to the server, or on the way there: who comes back at once finds it here. */
const underWay = new Map<string, Draft>();

/**
 * What was begun in a conversation, kept by the server: after a reload, and on another device, it is there again. With it goes what had been
 * said when it was begun.
 */
export function useDraft(conversationId: string, seen: SeenUpTo | null) {
  const [draft, setDraft] = useState<Draft>(() => underWay.get(conversationId) ?? EMPTY);
  const saving = useRef<(isLast?: boolean) => void>(() => undefined);
  useEffect(() => {
    if (underWay.has(conversationId)) return;
    let isGone = false;
    call('conversation-drafts.get', { params: { conversationId } })
      .then(({ draft: kept }) => {
        if (!kept || isGone) return;
        // Who was quicker than the answer has written on.
        setDraft(({ text }) => {
          const next = { text: text === '' ? kept.text : `${kept.text}\n${text}`, begunAt: kept.seenUpTo };
          if (text !== '') underWay.set(conversationId, next);
          return next;
        });
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [conversationId]);
  useEffect(() => {
    const waiting = underWay.get(conversationId);
    if (waiting?.text !== draft.text) return;
    const save = (isLast = false) => {
      if (underWay.get(conversationId) !== waiting) return;
      const request = { params: { conversationId }, body: { text: waiting.text, seenUpTo: waiting.begunAt ?? { sequence: 0, place: 0 } } };
      if (isLast) return callLast('conversation-drafts.set', request);
      call('conversation-drafts.set', request)
        .then(() => underWay.get(conversationId) === waiting && underWay.delete(conversationId))
        // It stays here, and goes with the next letter.
        .catch(() => undefined);
    };
    saving.current = save;
    const timer = setTimeout(save, SAVED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [conversationId, draft]);
  useEffect(() => {
    const last = () => saving.current(true);
    addEventListener('pagehide', last);
    return () => {
      removeEventListener('pagehide', last);
      saving.current();
    };
  }, []);
  const setText = (change: Change) =>
    setDraft((before) => {
      const text = typeof change === 'function' ? change(before.text) : change;
      const next = { text, begunAt: text.trim() === '' ? null : (before.begunAt ?? seen) };
      underWay.set(conversationId, next);
      return next;
    });
  return { text: draft.text, begunAt: draft.begunAt, setText };
}
