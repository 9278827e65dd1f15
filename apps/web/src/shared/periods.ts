import { addDays } from '@tradewind/rules/calendar';

export type Days = { from: string; to: string };
export const namedPeriods = ['today', 'yesterday', '7-days', '30-days', '90-days', 'month'] as const;
export type NamedPeriod = (typeof namedPeriods)[number];

export function daysOf(period: NamedPeriod, today: string): Days {
  const yesterday = addDays(today, -1);
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: yesterday, to: yesterday };
    case 'month':
      return { from: `${today.slice(0, 8)}01`, to: today };
    default:
      return { from: addDays(today, 1 - Number.parseInt(period, 10)), to: today };
  }
}
