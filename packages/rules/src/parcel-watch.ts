/**
 * Parcels under way from which nothing is heard, and when a carrier is asked again.
 *
 *   parcel-silent  not a word of the carrier's own 24 hours after the number was told: the sign of false fulfilment (policy `fulfilment-signs`)
 *   parcel-stuck   the carrier has told of it, but nothing new for a week (decision)
 *
 * The announcement that a platform writes at the instant of telling is the seller's own word and no update.
 */
import { isTrackingSilent } from './policies/fulfilment-signs.ts';

export type ParcelTrouble = 'parcel-silent' | 'parcel-stuck';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STUCK_AFTER = 7 * DAY;
const ASK_EVERY = 6 * HOUR;
/** Whatever has not arrived by then is a matter for people. */
const FOLLOWED_FOR = 60 * DAY;

type Watched = {
  submittedAt: number;
  /** Instants of the carrier's events, in any order. */
  events: readonly number[];
  /** Delivered or cancelled: this was the last question. */
  isDone: boolean;
  asOf: number;
};

/** `askAt` null: not asked again. */
export function watchParcel({ submittedAt, events, isDone, asOf }: Watched): { trouble: ParcelTrouble | null; askAt: number | null } {
  if (isDone) return { trouble: null, askAt: null };
  const heard = events.filter((at) => at > submittedAt && at <= asOf);
  const last = heard.length === 0 ? null : Math.max(...heard);
  const silent = isTrackingSilent({ trackingSubmittedAt: iso(submittedAt), lastTrackingUpdateAt: last === null ? null : iso(last) }, asOf);
  const trouble = silent ? 'parcel-silent' : last !== null && asOf - last > STUCK_AFTER ? 'parcel-stuck' : null;
  return { trouble, askAt: asOf - submittedAt > FOLLOWED_FOR ? null : nextAsk({ submittedAt, asOf, isHeard: last !== null }) };
}

/** Every six hours, and just after the 24th, when silence begins to count. */
function nextAsk({ submittedAt, asOf, isHeard }: { submittedAt: number; asOf: number; isHeard: boolean }): number {
  const counts = submittedAt + DAY + 1;
  return !isHeard && asOf < counts ? Math.min(counts, asOf + ASK_EVERY) : asOf + ASK_EVERY;
}

const iso = (at: number): string => new Date(at).toISOString();
