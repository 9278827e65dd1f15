import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Answer, apiQuery, call, callLast } from '../../../shared/api/call.ts';
import { nowMs } from '../../../shared/time.ts';

type Presence = Answer<'conversation-presence.list'>['items'][number];
export type Colleague = { id: string; name: string; isTyping: boolean };

/** The server forgets a silent browser after a minute, and a letter after eight seconds. */
const RENEW_MS = 25_000;
const TYPING_RENEW_MS = 3_000;
const TYPING_ENDS_MS = 5_000;
/** Who leafs through the list with j and k looks at none of them. */
const SETTLE_MS = 500;

const NONE: readonly Presence[] = [];

/** Which colleagues have a conversation before them, as long as it has been said of late. */
export function useColleagues(): (conversationId: string) => Colleague[] {
  const { data } = useQuery({ ...apiQuery('conversation-presence.list', {}), refetchInterval: RENEW_MS });
  const items = data?.items ?? NONE;
  const [looked, look] = useState(0);
  // Nobody tells of a word that runs out.
  // biome-ignore lint/correctness/useExhaustiveDependencies: having looked is the event
  useEffect(() => {
    const ends = items.flatMap(({ isHereUntil, isTypingUntil }) => [isHereUntil, ...(isTypingUntil ? [isTypingUntil] : [])]);
    const next = Math.min(...ends.map((at) => Date.parse(at) - nowMs()).filter((left) => left > 0));
    if (!Number.isFinite(next)) return;
    const timer = setTimeout(() => look((times) => times + 1), next + 50);
    return () => clearTimeout(timer);
  }, [items, looked]);
  return (conversationId) =>
    items
      .filter((one) => one.conversationId === conversationId && Date.parse(one.isHereUntil) > nowMs())
      .map(({ person, isTypingUntil }) => ({ ...person, isTyping: isTypingUntil !== null && Date.parse(isTypingUntil) > nowMs() }));
}

/** Says that this conversation is before somebody for as long as it is in sight; answers what is called with each letter. */
export function useShownPresence(conversationId: string): (isTyping: boolean) => void {
  const typed = useRef<(isTyping: boolean) => void>(() => undefined);
  useEffect(() => {
    const params = { conversationId };
    let isShown = false;
    let typingSaidAt = 0;
    let ending: ReturnType<typeof setTimeout> | undefined;
    // Nobody is kept from working by a word that did not arrive.
    const say = (isTyping: boolean) => {
      isShown = true;
      typingSaidAt = isTyping ? performance.now() : 0;
      call('conversation-presence.set', { params, body: { isTyping } }).catch(() => undefined);
    };
    const leave = () => {
      if (isShown) callLast('conversation-presence.remove', { params });
      isShown = false;
    };
    const look = () => (document.visibilityState === 'visible' ? say(false) : leave());
    const settling = setTimeout(look, SETTLE_MS);
    const renewing = setInterval(() => {
      if (document.visibilityState === 'visible' && typingSaidAt === 0) say(false);
    }, RENEW_MS);
    typed.current = (isTyping) => {
      clearTimeout(ending);
      if (!isTyping) {
        if (typingSaidAt > 0) say(false);
        return;
      }
      ending = setTimeout(() => say(false), TYPING_ENDS_MS);
      if (performance.now() - typingSaidAt > TYPING_RENEW_MS || typingSaidAt === 0) say(true);
    };
    document.addEventListener('visibilitychange', look);
    addEventListener('pagehide', leave);
    return () => {
      clearTimeout(settling);
      clearInterval(renewing);
      clearTimeout(ending);
      document.removeEventListener('visibilitychange', look);
      removeEventListener('pagehide', leave);
      typed.current = () => undefined;
      leave();
    };
  }, [conversationId]);
  return (isTyping) => typed.current(isTyping);
}
