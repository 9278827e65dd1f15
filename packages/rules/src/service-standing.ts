/**
 * Where a shop stands by the single limits of service and quality, what comes next, and whom to answer first. Verdicts are the policies'
 * own; nothing here knows a limit that they do not.
 */
import { hourMs, minuteMs } from './policies/inputs.ts';
import { isJudged, isQualityBreached, qualityLimits } from './policies/quality-metrics.ts';
import { isReplyMissed, isSlow, serviceTargets } from './policies/service-metrics.ts';

export type ServiceMetric =
  | 'first-response'
  | 'reply-24h'
  | 'reply-48h'
  | 'negative-reviews'
  | 'disputes'
  | 'resolution'
  | 'defective-returns';
export const serviceMetrics: readonly ServiceMetric[] = [
  'first-response',
  'reply-24h',
  'reply-48h',
  'negative-reviews',
  'disputes',
  'resolution',
  'defective-returns',
];

/** `part` of `whole`: answered in time of entered, resolved of judged, negative of orders; for the first response milliseconds of answered turns. */
export type ServiceCount = { part: number; whole: number };
export type ServiceTarget = { unit: 'minutes' | 'per-mille'; limit: number; sign: 'at-most' | 'at-least' | 'below' };

export function targetOf(metric: ServiceMetric): ServiceTarget {
  switch (metric) {
    case 'first-response':
      return { unit: 'minutes', limit: serviceTargets.minutes, sign: 'at-most' };
    case 'reply-24h':
    case 'reply-48h':
      return { unit: 'per-mille', limit: serviceTargets[metric].perMille, sign: 'at-least' };
    case 'resolution':
      return { unit: 'per-mille', limit: qualityLimits[metric], sign: 'at-least' };
    case 'defective-returns':
      return { unit: 'per-mille', limit: qualityLimits[metric], sign: 'below' };
    default:
      return { unit: 'per-mille', limit: qualityLimits[metric], sign: 'at-most' };
  }
}

/** Minutes or a share; null where there is nothing to divide by. */
export function serviceValue(metric: ServiceMetric, { part, whole }: ServiceCount): number | null {
  if (whole === 0) return null;
  return metric === 'first-response' ? part / (whole * minuteMs) : part / whole;
}

export function isMissed(metric: ServiceMetric, { part, whole }: ServiceCount): boolean {
  switch (metric) {
    case 'first-response':
      return isSlow(part, whole);
    case 'reply-24h':
    case 'reply-48h':
      return isReplyMissed(metric, { answered: part, entered: whole });
    default:
      return isQualityBreached(metric, part, whole);
  }
}

export const isJudgedAt = (metric: ServiceMetric, { whole }: ServiceCount): boolean =>
  metric === 'first-response' || metric === 'reply-24h' || metric === 'reply-48h' || isJudged(metric, whole);

/** One more of what a seller fears. A review or a return is about an order that is counted already, all else enters with its own fate. */
const worse: Readonly<Record<Exclude<ServiceMetric, 'first-response'>, ServiceCount>> = {
  'reply-24h': { part: 0, whole: 1 },
  'reply-48h': { part: 0, whole: 1 },
  'negative-reviews': { part: 1, whole: 0 },
  disputes: { part: 1, whole: 1 },
  resolution: { part: 0, whole: 1 },
  'defective-returns': { part: 1, whole: 0 },
};
/** One more of what helps: a buyer answered in time, a request resolved, an order or a dispute that brings nothing. */
const better: Readonly<Record<Exclude<ServiceMetric, 'first-response'>, ServiceCount>> = {
  'reply-24h': { part: 1, whole: 1 },
  'reply-48h': { part: 1, whole: 1 },
  'negative-reviews': { part: 0, whole: 1 },
  disputes: { part: 0, whole: 1 },
  resolution: { part: 1, whole: 1 },
  'defective-returns': { part: 0, whole: 1 },
};
const FURTHEST = 2 ** 24;

/**
 * How many more of the bad until the target is missed, or of the good until it is met again. Null: a mean of minutes has no such number,
 * or it lies beyond all reason.
 *
 * @example 24 h rate 87 of 100 → 3 more unanswered give 87 of 103, below 85 %
 */
export function untilTurn(metric: ServiceMetric, count: ServiceCount): number | null {
  if (metric === 'first-response') return null;
  const missed = isMissed(metric, count);
  const step = missed ? better[metric] : worse[metric];
  const isTurned = (times: number) => {
    const next = { part: count.part + step.part * times, whole: count.whole + step.whole * times };
    // No order can be given back twice; reviews may outnumber the orders of a month.
    const isPossible = metric === 'negative-reviews' || next.part <= next.whole;
    return isPossible && isMissed(metric, next) !== missed;
  };
  let far = 1;
  while (!isTurned(far)) {
    far *= 2;
    if (far > FURTHEST) return null;
  }
  let near = Math.floor(far / 2);
  while (far - near > 1) {
    const middle = Math.floor((near + far) / 2);
    if (isTurned(middle)) far = middle;
    else near = middle;
  }
  return far;
}

type ReplyMetric = 'reply-24h' | 'reply-48h';
export type WaitingTurn = { id: string; askedAt: number };
export type ReplyRescue = {
  /** Whether answering these meets both targets once all who wait now have entered the rates; false: as much as can still be had. */
  keepsTargets: boolean;
  /** Both rates once everybody who waits now has entered: if nobody is answered, and if these are. */
  ifSilent: Record<ReplyMetric, ServiceCount>;
  ifAnswered: Record<ReplyMetric, ServiceCount>;
  /** The most urgent first. */
  turns: { id: string; replyBefore: number; saves: ReplyMetric[] }[];
};

/**
 * The fewest waiting buyers to answer now. A buyer answered within 24 hours helps both rates, one of yesterday only that of 48 hours; each
 * rate needs so many, and those who are chosen for the first count for the second.
 *
 * @example 24 h rate 85 of 100, four wait since this morning → 104 will have entered, 89 must be answered: any four; 85 % is kept by four
 */
export function replyRescue(given: {
  counts: Record<ReplyMetric, ServiceCount>;
  waiting: readonly WaitingTurn[];
  asOf: number;
}): ReplyRescue {
  const { counts, waiting, asOf } = given;
  const byAge = [...waiting].sort((a, b) => a.askedAt - b.askedAt || (a.id < b.id ? -1 : 1));
  const savable = (metric: ReplyMetric) => byAge.filter(({ askedAt }) => asOf <= askedAt + serviceTargets[metric].hours * hourMs);
  const after = (metric: ReplyMetric, answered: number): ServiceCount => ({
    part: counts[metric].part + answered,
    whole: counts[metric].whole + savable(metric).length,
  });
  const needed = (metric: ReplyMetric): number => {
    const all = savable(metric).length;
    for (let answered = 0; answered < all; answered += 1) if (!isMissed(metric, after(metric, answered))) return answered;
    return all;
  };
  const forDay = savable('reply-24h').slice(0, needed('reply-24h'));
  const chosen = new Set(forDay.map(({ id }) => id));
  const rest = savable('reply-48h').filter(({ id }) => !chosen.has(id));
  const forTwoDays = rest.slice(0, Math.max(0, needed('reply-48h') - forDay.length));
  const isInTime = new Set(savable('reply-24h').map(({ id }) => id));
  const turns = [...forDay, ...forTwoDays].map(({ id, askedAt }) => {
    const saves: ReplyMetric[] = isInTime.has(id) ? ['reply-24h', 'reply-48h'] : ['reply-48h'];
    return { id, replyBefore: askedAt + (isInTime.has(id) ? 24 : 48) * hourMs, saves };
  });
  turns.sort((a, b) => a.replyBefore - b.replyBefore || (a.id < b.id ? -1 : 1));
  const saved = (metric: ReplyMetric) => after(metric, turns.filter(({ saves }) => saves.includes(metric)).length);
  const ifAnswered = { 'reply-24h': saved('reply-24h'), 'reply-48h': saved('reply-48h') };
  return {
    keepsTargets: !isMissed('reply-24h', ifAnswered['reply-24h']) && !isMissed('reply-48h', ifAnswered['reply-48h']),
    ifSilent: { 'reply-24h': after('reply-24h', 0), 'reply-48h': after('reply-48h', 0) },
    ifAnswered,
    turns,
  };
}
