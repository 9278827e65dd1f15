import { useState } from 'react';
import { useMe } from '../../../app/session.ts';
import { ApiProblem } from '../../../shared/api/problem.ts';
import type { ConversationDetail, Message, Outgoing } from '../inbox-look.ts';
import type { SeenUpTo } from './use-draft.ts';
import { type Colleague, useColleagues } from './use-presence.ts';

export type Meanwhile = { id: string; by: string | null; kind: Message['kind']; text: string; isDeleted: boolean };
type Given = { conversation: ConversationDetail; newest: readonly Message[] | undefined; begunAt: SeenUpTo | null };

export const isCollision = (error: Error): boolean => error instanceof ApiProblem && error.code === 'answered-meanwhile';

/** What stands on the screen: the newest message and the last wish; null while it is read. */
export const seenOf = ({ lastPlace }: ConversationDetail, newest: readonly Message[] | undefined): SeenUpTo | null =>
  newest ? { sequence: newest[0]?.sequence ?? 0, place: lastPlace } : null;

const underWay: readonly Outgoing['state'][] = ['planned', 'sent', 'unknown', 'confirmed'];

/** Words of the shop that were not there when this answer was begun, and colleagues who write one now: a person decides what comes of theirs. */
export function useCollision({ conversation, newest, begunAt }: Given) {
  const { name } = useMe();
  const typing: Colleague[] = useColleagues()(conversation.id).filter(({ isTyping }) => isTyping);
  const [isAsking, setAsking] = useState(false);
  const isOwn = (by: Message['askedBy']) => by?.kind === 'user' && by.name === name;
  // Told and read back, and not yet known as one's own.
  const ownWords = new Set(conversation.outgoing.filter(({ askedBy }) => isOwn(askedBy)).map(({ text }) => text));
  const said: Meanwhile[] = begunAt
    ? [
        ...(newest ?? [])
          .filter(({ sender, sequence, askedBy }) => sender === 'seller' && sequence > begunAt.sequence && !isOwn(askedBy))
          .filter(({ askedBy, text }) => askedBy !== null || !ownWords.has(text))
          .map((one) => ({ ...one, by: one.askedBy?.name ?? null }))
          .reverse(),
        ...conversation.outgoing
          .filter(({ place, state, askedBy }) => place > begunAt.place && underWay.includes(state) && !isOwn(askedBy))
          .map((one) => ({ ...one, by: one.askedBy.name, isDeleted: false })),
      ]
    : [];
  return {
    said,
    typing,
    /** Shown before anything is sent, and after the server has refused. */
    isShown: said.length > 0 || isAsking,
    /** True: ask first. */
    holds: () => {
      if (said.length === 0 && typing.length === 0) return false;
      setAsking(true);
      return true;
    },
    refused: (error: Error) => {
      if (isCollision(error)) setAsking(true);
    },
    settled: () => setAsking(false),
  };
}
