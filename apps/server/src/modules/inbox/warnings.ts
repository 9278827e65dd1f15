import type { ReplyClock } from '@tradewind/rules/reply-clocks';

const clocks: readonly ReplyClock[] = ['first', 'reply-24h', 'reply-48h'];

/** A conversation has one buyer who waits, and each of their clocks is told of once. */
export const warningSubject = (conversationId: string, clock: ReplyClock): string => `${conversationId}:${clock}`;
export const warningSubjects = (conversationId: string): string[] => clocks.map((clock) => warningSubject(conversationId, clock));
