/** What turns of buyers add to the sums. */
import type { Turn } from '@tradewind/rules/reply-clocks';
import type { Move } from '../../platform/database/slots.ts';

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
