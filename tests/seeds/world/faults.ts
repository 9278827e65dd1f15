/**
 * What goes wrong in a seed. Each seed draws which kinds of fault it knows at all, and how often each strikes: a mix of everything in
 * every seed would hide what two kinds do to each other when a third stays away. Some seeds know none.
 */
import type { Dice } from '../../drills/dice.ts';

export const faultKinds = [
  'webhookDropped',
  'webhookDuplicated',
  'webhookReordered',
  'webhookDelayed',
  'webhookForged',
  'throttled',
  'serverError',
  'timeoutBefore',
  'timeoutAfter',
  'staleRead',
  'tokenExpired',
  'refreshAnswerLost',
  'notifyLost',
  'crashed',
  'frozen',
  'resetInTransaction',
  'commitLostBefore',
  'commitLostAfter',
  'outage',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** The least and the most of a kind that a seed draws: a share of calls, webhooks or statements; per event for crashes and freezes. */
const RANGES: Readonly<Record<FaultKind, readonly [number, number]>> = {
  webhookDropped: [0.1, 0.9],
  webhookDuplicated: [0.1, 0.5],
  webhookReordered: [0.1, 0.5],
  webhookDelayed: [0.1, 0.5],
  webhookForged: [0.1, 0.3],
  throttled: [0.02, 0.15],
  serverError: [0.02, 0.2],
  timeoutBefore: [0.02, 0.1],
  timeoutAfter: [0.02, 0.1],
  staleRead: [0.1, 0.5],
  tokenExpired: [0.02, 0.1],
  refreshAnswerLost: [0.3, 0.7],
  notifyLost: [0.1, 1],
  crashed: [0.001, 0.006],
  frozen: [0.001, 0.004],
  resetInTransaction: [0.002, 0.02],
  commitLostBefore: [0.02, 0.1],
  commitLostAfter: [0.02, 0.1],
  outage: [1, 1],
};
const QUIET_SEEDS = 0.06;
const KIND_IS_KNOWN = 0.4;

export type Faults = {
  /** Draws whether this kind strikes now, and counts it if so. Only between `begin` and `heal`. */
  strikes(kind: FaultKind): boolean;
  begin(): void;
  heal(): void;
  counts(): Record<FaultKind, number>;
};

export function createFaults(dice: Dice, struck: (kind: FaultKind) => void): Faults {
  const isQuiet = dice.number() < QUIET_SEEDS;
  const mix = new Map<FaultKind, number>();
  for (const kind of faultKinds) {
    const share = dice.between(...RANGES[kind]);
    if (dice.number() < KIND_IS_KNOWN && !isQuiet) mix.set(kind, share);
  }
  const counts = Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Record<FaultKind, number>; // of every kind, one line above
  let isOn = false;
  return {
    strikes: (kind) => {
      const share = mix.get(kind);
      if (!isOn || share === undefined || dice.number() >= share) return false;
      counts[kind] += 1;
      struck(kind);
      return true;
    },
    begin: () => {
      isOn = true;
    },
    heal: () => {
      isOn = false;
    },
    counts: () => counts,
  };
}
