/**
 * A buyer's turn: from the first of consecutive messages up to the seller's next. What a machine says neither ends a turn nor begins one.
 * Pure, so that every reading of a conversation comes to the same turns.
 */
import type { ChannelMessage } from '@tradewind/channels';
import type { Move } from '../../platform/database/slots.ts';

export type Turn = { askedMessageId: string; askedAt: number; repliedAt: number | null };

export function turnsOf(messages: readonly ChannelMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const { channelMessageId, from, sentAt } of messages) {
    const last = turns.at(-1);
    const isOpen = last !== undefined && last.repliedAt === null;
    if (from === 'buyer' && !isOpen) turns.push({ askedMessageId: channelMessageId, askedAt: sentAt, repliedAt: null });
    if (from === 'seller' && isOpen) last.repliedAt = sentAt;
  }
  return turns;
}

const HOUR_MS = 3_600_000;
export const turnColumns = ['turns', 'replied', 'waited_seconds', 'within_24h', 'within_48h'] as const;
export type TurnAmounts = Readonly<Record<(typeof turnColumns)[number], number>>;

/** What a turn adds at the instant it was asked; `sign` -1 takes it back. */
export function turnMove({ askedAt, repliedAt }: Pick<Turn, 'askedAt' | 'repliedAt'>, sign: 1 | -1): Move<keyof TurnAmounts> {
  const waited = repliedAt === null ? null : repliedAt - askedAt;
  const within = (hours: number) => (waited !== null && waited <= hours * HOUR_MS ? sign : 0);
  return {
    at: askedAt,
    amounts: {
      turns: sign,
      replied: waited === null ? 0 : sign,
      waited_seconds: waited === null ? 0 : (sign * waited) / 1000,
      within_24h: within(24),
      within_48h: within(48),
    },
  };
}
