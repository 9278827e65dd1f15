import type { DispatchMetric, OrderStatus } from '@tradewind/contract/types';
import type { OwnSearch } from '../../shared/own-search.ts';
import { nowMs, readerZone } from '../../shared/time.ts';
import { orderStatuses } from './order-statuses.ts';

/** Spans of days a reader picks, as they stand in the address; `from`..`to` stand there for days of one's own. */
export const spans = ['today', 'yesterday', '7-days', '30-days', '90-days'] as const;
export type Span = (typeof spans)[number];

export type OrderFilters = {
  status: OrderStatus | null;
  span: Span | 'custom' | null;
  from: string | null;
  to: string | null;
  text: string;
  isOldestFirst: boolean;
  /** The orders behind a rate, as a page of rates links to them. */
  behind: { metric: DispatchMetric; part: 'numerator' | 'denominator' } | null;
};

const metrics: readonly DispatchMetric[] = ['late-dispatch', 'seller-fault-cancellation'];

const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** The address may be typed by anybody: what is not understood is left out. */
export function parseFilters(search: OwnSearch): OrderFilters {
  const status = orderStatuses.find((each) => each === search.status) ?? null;
  const span = spans.find((each) => each === search.days) ?? null;
  const [from, to] = [search.from, search.to].map((day) => (isDay(day) ? day : null));
  const metric = metrics.find((each) => each === search.metric);
  return {
    status,
    behind: metric ? { metric, part: search.part === 'denominator' ? 'denominator' : 'numerator' } : null,
    span: span ?? (search.days === 'custom' || from || to ? 'custom' : null),
    from: span ? null : (from ?? null),
    to: span ? null : (to ?? null),
    text: (search.q ?? '').trim().slice(0, 100),
    isOldestFirst: search.sort === 'createdAt',
  };
}

/** Today as the reader's calendar has it. */
const dayOf = (instantMs: number, timeZone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(instantMs);

function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const daysBack: Record<Span, [first: number, last: number]> = {
  today: [0, 0],
  yesterday: [-1, -1],
  '7-days': [-6, 0],
  '30-days': [-29, 0],
  '90-days': [-89, 0],
};

export type OrderQuery = {
  status?: OrderStatus;
  createdFrom?: string;
  createdTo?: string;
  timeZone?: string;
  q?: string;
  sort?: '-createdAt' | 'createdAt';
  metric?: DispatchMetric;
  part?: 'numerator' | 'denominator';
};

export function queryOf(
  filters: OrderFilters,
  at: { nowMs: number; timeZone: string } = { nowMs: nowMs(), timeZone: readerZone() },
): OrderQuery {
  const today = dayOf(at.nowMs, at.timeZone);
  const back = filters.span && filters.span !== 'custom' ? daysBack[filters.span] : null;
  const from = back ? shiftDay(today, back[0]) : filters.from;
  const to = back ? shiftDay(today, back[1]) : filters.to;
  return {
    ...(filters.status ? { status: filters.status } : {}),
    ...(from ? { createdFrom: from } : {}),
    ...(to ? { createdTo: to } : {}),
    ...(from || to ? { timeZone: at.timeZone } : {}),
    ...(filters.text ? { q: filters.text } : {}),
    ...(filters.behind ?? {}),
    ...(filters.isOldestFirst ? { sort: 'createdAt' as const } : {}),
  };
}

export const hasFilters = (filters: OrderFilters): boolean => Boolean(filters.status || filters.span || filters.text || filters.behind);
/** What to take out of the address to see everything again. */
export const noFilters = {
  metric: undefined,
  part: undefined,
  status: undefined,
  days: undefined,
  from: undefined,
  to: undefined,
  q: undefined,
};
