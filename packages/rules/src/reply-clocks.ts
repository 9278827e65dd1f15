/**
 * The clocks of a buyer who waits. The platform counts every hour of the day: the mean of first answers, and what is answered within 24 and 48
 * hours (policy `service-metrics`). The team counts the hours in which it works: until when the first answer is due then.
 */
import type { WorkCalendar } from './working-hours.ts';

export type Said = { channelMessageId: string; from: 'buyer' | 'seller' | 'automatic'; sentAt: number };
/** `repliedMessageId`: the seller's message that ended it. */
export type Turn = { askedMessageId: string; askedAt: number; repliedAt: number | null; repliedMessageId: string | null };

/**
 * The turns of a buyer, of messages in their sequence: each from the first of consecutive messages up to the seller's next. What a machine
 * says neither ends a turn nor begins one.
 */
export function turnsOf(messages: readonly Said[]): Turn[] {
  const turns: Turn[] = [];
  for (const { channelMessageId, from, sentAt } of messages) {
    const last = turns.at(-1);
    const isOpen = last !== undefined && last.repliedAt === null;
    if (from === 'buyer' && !isOpen)
      turns.push({ askedMessageId: channelMessageId, askedAt: sentAt, repliedAt: null, repliedMessageId: null });
    if (from === 'seller' && isOpen) Object.assign(last, { repliedAt: sentAt, repliedMessageId: channelMessageId });
  }
  return turns;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** The mean that the platform wants of first answers. */
export const FIRST_ANSWER_MS = 30 * MINUTE_MS;

/** A calendar, and within how much working time its people want to answer. */
export type Team = { calendar: WorkCalendar; firstAnswerMs: number };
/** Each is the last instant that is still in time. `workingFirstBy` null: no hours are set, or nobody works in the next weeks. */
export type ReplyClocks = { firstBy: number; by24h: number; by48h: number; workingFirstBy: number | null };

export const replyClocks = (askedAt: number, team: Team | null): ReplyClocks => ({
  firstBy: askedAt + FIRST_ANSWER_MS,
  by24h: askedAt + 24 * HOUR_MS,
  by48h: askedAt + 48 * HOUR_MS,
  workingFirstBy: team?.calendar.dueAfter(askedAt, team.firstAnswerMs) ?? null,
});

export type ReplyClock = 'first' | 'reply-24h' | 'reply-48h';
/** Told from `at` on and no longer than `until`, after which it is too late. */
export type Warning = { clock: ReplyClock; to: 'assignee' | 'leads'; at: number; until: number };

/** First whoever answers it, then, while there is still time, whoever leads. */
const lead: Readonly<Record<ReplyClock, Record<Warning['to'], number>>> = {
  first: { assignee: 10 * MINUTE_MS, leads: 5 * MINUTE_MS },
  'reply-24h': { assignee: 4 * HOUR_MS, leads: 2 * HOUR_MS },
  'reply-48h': { assignee: 4 * HOUR_MS, leads: 2 * HOUR_MS },
};

/** What is to be told of a buyer who has waited since then, as long as nobody answers. Where hours are set, the first answer is due by them. */
export function warningsOf(askedAt: number, team: Team | null): Warning[] {
  const { firstBy, by24h, by48h, workingFirstBy } = replyClocks(askedAt, team);
  const due: [ReplyClock, number | null][] = [
    ['first', team ? workingFirstBy : firstBy],
    ['reply-24h', by24h],
    ['reply-48h', by48h],
  ];
  return due.flatMap(([clock, until]) =>
    until === null
      ? []
      : (['assignee', 'leads'] as const).map((to) => ({ clock, to, at: Math.max(askedAt, until - lead[clock][to]), until })),
  );
}

export type AnsweredTurn = { askedAt: number; repliedAt: number };
/** How long a buyer waited for an answer, and whether it was in time by each count; `workedMs` null: no hours are set. */
export function measureAnswer({ askedAt, repliedAt }: AnsweredTurn, team: Team | null) {
  const waitedMs = repliedAt - askedAt;
  return {
    waitedMs,
    workedMs: team ? team.calendar.workedMs(askedAt, repliedAt) : null,
    isFirstInTime: waitedMs <= FIRST_ANSWER_MS,
    isWithin24h: waitedMs <= 24 * HOUR_MS,
    isWithin48h: waitedMs <= 48 * HOUR_MS,
  };
}
