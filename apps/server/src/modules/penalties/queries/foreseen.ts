/**
 * What was foretold of the two rates, laid beside what the platform recorded. A record was foreseen if the row of its points was foretold
 * before it and still was when it came. A false alarm is a row that was foretold for a day beyond the instant at which it should have been
 * reached, while nothing as bad was recorded and no points of the week before, in which the same orders stand, had been given for that rate
 * already. A row that was foretold and averted is neither.
 */
import type { DispatchMetric } from '@tradewind/contract';
import { PREDICTION_GAP_MS, type RatePrediction } from '../../performance/index.ts';
import type { ViolationRow } from './course.ts';

const DAY_MS = 86_400_000;
const METRIC_OF: Readonly<Record<string, DispatchMetric>> = {
  'late-dispatch': 'late-dispatch',
  'cancellation-rate': 'seller-fault-cancellation',
};

type Recorded = Pick<ViolationRow, 'shop_id' | 'reason' | 'points' | 'violated_at'>;
export type Foresight = { recorded: number; foreseen: number; falseAlarms: number; medianLeadMinutes: number | null };

const isAbout = ({ shop_id, reason }: Recorded, { shopId, metric }: RatePrediction): boolean =>
  shop_id === shopId && METRIC_OF[reason] === metric;

/** Null: nothing foretold it, or it is no matter of the two rates. */
export function foreseenAt(violation: Recorded, predictions: readonly RatePrediction[]): number | null {
  const at = violation.violated_at.getTime();
  const before = predictions.filter(
    (told) =>
      isAbout(violation, told) && told.points === violation.points && told.foreseenAt < at && told.heldUntil >= at - PREDICTION_GAP_MS,
  );
  return before.length === 0 ? null : Math.min(...before.map((told) => told.foreseenAt));
}

const isFalseAlarm = (told: RatePrediction, violations: readonly Recorded[]): boolean =>
  told.heldUntil - told.expectedAt >= DAY_MS &&
  !violations.some((violation) => {
    const at = violation.violated_at.getTime();
    const isInTime = at >= told.foreseenAt && at <= told.heldUntil + PREDICTION_GAP_MS && violation.points >= told.points;
    const isPunished = at >= told.heldUntil - 7 * DAY_MS && at <= told.heldUntil && (violation.points > 0 || told.points === 0);
    return isAbout(violation, told) && (isInTime || isPunished);
  });

type Sides = { violations: readonly Recorded[]; predictions: readonly RatePrediction[]; watchedSince: ReadonlyMap<string, number> };

/** Records from before a shop's rates were watched could not be foretold and are not counted. */
export function foresight({ violations, predictions, watchedSince }: Sides): Foresight {
  const counted = violations.filter(
    ({ shop_id, reason, violated_at }) =>
      reason in METRIC_OF && violated_at.getTime() > (watchedSince.get(shop_id) ?? Number.POSITIVE_INFINITY),
  );
  const leads = counted
    .flatMap((violation) => {
      const at = foreseenAt(violation, predictions);
      return at === null ? [] : [(violation.violated_at.getTime() - at) / 60_000];
    })
    .sort((a, b) => a - b);
  const median = leads[Math.floor(leads.length / 2)];
  return {
    recorded: counted.length,
    foreseen: leads.length,
    falseAlarms: predictions.filter((told) => isFalseAlarm(told, violations)).length,
    medianLeadMinutes: median === undefined ? null : Math.round(median),
  };
}
