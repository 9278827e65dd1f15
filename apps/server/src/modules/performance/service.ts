/** Where a shop stands by the limits of service and quality, from its counts. Pure. */
import type { ServiceMetric, ServiceStanding } from '@tradewind/contract';
import { addDays } from '@tradewind/rules/calendar';
import {
  isJudgedAt,
  isMissed,
  type ServiceCount,
  serviceMetrics,
  serviceValue,
  targetOf,
  untilTurn,
} from '@tradewind/rules/service-standing';
import type { TurnDay, TurnSums } from '../inbox/index.ts';
import { MONTH_MS, type QualityCounts, type QualityDay } from '../orders/index.ts';
import type { ReviewDay } from '../reviews/index.ts';
import type { ServiceSources } from './queries/service-sources.ts';

export type ServiceCounts = { turns: TurnSums; negativeReviews: number; quality: QualityCounts };
export type ServiceDays = { turns: readonly TurnDay[]; reviews: readonly ReviewDay[]; quality: readonly QualityDay[] };
type Watched = {
  sellerType: 'cross-border' | 'local';
  now: number;
  sources: ServiceSources;
  counts: ServiceCounts;
  /** Null: no course is shown. */
  course: { days: ServiceDays; today: string; count: number } | null;
};

const sourceOf: Readonly<Record<ServiceMetric, keyof ServiceSources>> = {
  'first-response': 'conversations',
  'reply-24h': 'conversations',
  'reply-48h': 'conversations',
  'negative-reviews': 'reviews',
  disputes: 'disputes',
  resolution: 'orders',
  'defective-returns': 'orders',
};

function countOf(metric: ServiceMetric, { turns, negativeReviews, quality }: ServiceCounts): ServiceCount {
  switch (metric) {
    case 'first-response':
      return { part: turns.waitedMs, whole: turns.replied };
    case 'reply-24h':
      return turns.within24h;
    case 'reply-48h':
      return turns.within48h;
    case 'negative-reviews':
      return { part: negativeReviews, whole: quality.created - quality.cancelled };
    case 'disputes':
      return { part: quality.seller_fault_disputes, whole: quality.disputes };
    case 'resolution':
      return { part: quality.resolved_requests, whole: quality.judged_requests };
    case 'defective-returns':
      return { part: quality.defective_orders, whole: quality.created };
  }
}

const instantText = (at: number): string => new Date(at).toISOString();

export function serviceStandings(watched: Watched): ServiceStanding[] {
  const { sellerType, now, sources, counts } = watched;
  const covered = sellerType === 'cross-border';
  return serviceMetrics.map((metric) => {
    const source = sources[sourceOf[metric]];
    const count = countOf(metric, counts);
    const isKnown = covered && source === 'ready';
    return {
      metric,
      covered,
      source,
      target: targetOf(metric),
      window: { from: instantText(now - MONTH_MS), to: instantText(now) },
      numerator: metric === 'first-response' ? count.part / 60_000 : count.part,
      denominator: count.whole,
      value: serviceValue(metric, count),
      missed: isKnown && isMissed(metric, count),
      judged: isJudgedAt(metric, count),
      untilTurn: isKnown ? untilTurn(metric, count) : null,
      trend: watched.course ? trendOf(metric, watched.course) : [],
    };
  });
}

function trendOf(metric: ServiceMetric, { days, today, count }: NonNullable<Watched['course']>): ServiceStanding['trend'] {
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(today, index + 1 - count);
    const of = <T extends { day: string }>(all: readonly T[]) => all.find((each) => each.day === day);
    const isSettled = day < addDays(today, -2);
    const counted = countOfDay(metric, { isSettled, turns: of(days.turns), reviews: of(days.reviews), quality: of(days.quality) });
    return { day, value: serviceValue(metric, counted) };
  });
}

type Day = { isSettled: boolean; turns: TurnDay | undefined; reviews: ReviewDay | undefined; quality: QualityDay | undefined };

/** One day by itself. Who has been waiting for less than two days is left out of the rates of replies: they may yet be answered in time. */
function countOfDay(metric: ServiceMetric, { isSettled, turns, reviews, quality }: Day): ServiceCount {
  const entered = (isSettled ? turns?.turns : turns?.replied) ?? 0;
  switch (metric) {
    case 'first-response':
      return { part: (turns?.waitedSeconds ?? 0) * 1000, whole: turns?.replied ?? 0 };
    case 'reply-24h':
      return { part: turns?.within24h ?? 0, whole: entered };
    case 'reply-48h':
      return { part: turns?.within48h ?? 0, whole: entered };
    case 'negative-reviews':
      return { part: reviews?.negative ?? 0, whole: (quality?.created ?? 0) - (quality?.cancelled ?? 0) };
    case 'disputes':
      return { part: quality?.seller_fault_disputes ?? 0, whole: quality?.disputes ?? 0 };
    case 'resolution':
      return { part: quality?.resolved_requests ?? 0, whole: quality?.judged_requests ?? 0 };
    case 'defective-returns':
      return { part: quality?.defective_orders ?? 0, whole: quality?.created ?? 0 };
  }
}
