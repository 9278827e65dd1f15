import type { Answer, Request } from '../../shared/api/call.ts';
import type { OwnSearch } from '../../shared/own-search.ts';

export type Conversation = Answer<'conversations.list'>['items'][number];
export type ConversationDetail = Answer<'conversations.get'>;
export type Message = Answer<'messages.list'>['items'][number];
export type Outgoing = ConversationDetail['outgoing'][number];

/** The parts of the inbox, as they stand in the address. Without a word of it: who waits for an answer. */
export const views = ['waiting', 'unread', 'mine', 'all', 'aside'] as const;
export type View = (typeof views)[number];
export type Look = {
  view: View;
  q: string | undefined;
  assigneeId: string | undefined;
  labelId: string | undefined;
  open: string | undefined;
};

const isUuid = (text: string | undefined): text is string => text !== undefined && /^[0-9a-f-]{36}$/.test(text);

export function lookOf(search: OwnSearch): Look {
  const { assigneeId, labelId, open } = search;
  return {
    view: views.find((known) => known === search.view) ?? 'waiting',
    q: search.q?.trim().slice(0, 100) || undefined,
    assigneeId: assigneeId === 'nobody' || isUuid(assigneeId) ? assigneeId : undefined,
    labelId: isUuid(labelId) ? labelId : undefined,
    open: isUuid(open) ? open : undefined,
  };
}

type Filter = Omit<NonNullable<Request<'conversations.list'>['query']>, 'limit' | 'cursor'>;

export function filterOf({ view, q, assigneeId, labelId }: Look): Filter {
  const whose = view === 'mine' ? 'me' : assigneeId;
  return {
    ...(view === 'waiting' ? { isWaiting: 'true' } : {}),
    ...(view === 'unread' ? { isUnread: 'true' } : {}),
    ...(view === 'all' ? {} : { isAside: view === 'aside' ? 'true' : 'false' }),
    ...(whose ? { assigneeId: whose } : {}),
    ...(labelId ? { labelId } : {}),
    ...(q ? { q } : {}),
  };
}

/** Since when a buyer waits, of the hours that the platform gives: what is left of them, from 1 to 0. */
export function shareLeft(replyBy: NonNullable<Conversation['replyBy']>, now: number): number {
  const left = Date.parse(replyBy.at) - now;
  return Math.max(0, Math.min(1, left / (replyBy.hours * 3_600_000)));
}
