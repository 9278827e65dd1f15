import type { ReturnCause } from '../port.ts';

/**
 * The platform's reason codes are long, differ by market (a suffix _uk or _JP) and grow; what tells causes apart is a word inside. The
 * first that fits decides: "missing" before "missed", since only the one says that something was not in the parcel.
 */
const CAUSES: readonly (readonly [word: string, cause: ReturnCause])[] = [
  ['not_match_description', 'not-as-described'],
  ['not_as_described', 'not-as-described'],
  ['defective', 'defect'],
  ['damaged', 'damage'],
  ['wrong_product', 'wrong'],
  ['wrong_item', 'wrong'],
  ['missing', 'missing'],
  ['empty', 'missing'],
  ['not_received', 'lost'],
  ['missed_delivery', 'late'],
  ['arrived_too_late', 'late'],
  ["didn't_arrive_on_time", 'late'],
  ['too_small', 'size'],
  ['too_big', 'size'],
  ["doesn't_fit", 'size'],
  ['no_need', 'unwanted'],
  ['no_longer_needed', 'unwanted'],
];

/** Null for a reason that is not known: it then counts against nobody. */
export function returnCause(reason: string): ReturnCause | null {
  const folded = reason.toLowerCase();
  return CAUSES.find(([word]) => folded.includes(word))?.[1] ?? null;
}
