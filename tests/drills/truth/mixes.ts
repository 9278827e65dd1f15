/** What fails and how often, drawn from the seed. Every fault has a floor, so that no seed is a quiet one. */
import type { Dice } from '../dice.ts';
import type { FaultMix } from '../stage/sandbox.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const share = (dice: Dice, low: number, high: number): number => Number(dice.between(low, high).toFixed(3));
const seedOf = (dice: Dice): number => Math.floor(dice.number() * 1e9);

/** The weather of a storm: a fifth of the webhooks lost, a fifth doubled, a tenth of the calls failing one way or another. */
export function stormMix(dice: Dice, isFirst: boolean): FaultMix {
  return {
    seed: seedOf(dice),
    webhooks: {
      drop: share(dice, 0.17, 0.25),
      duplicate: share(dice, 0.17, 0.25),
      reorder: share(dice, 0.1, 0.4),
      delayMs: dice.pick([90_000, 10 * MINUTE_MS, 150 * MINUTE_MS, 48 * HOUR_MS]),
      wrongSignature: share(dice, 0.03, 0.1),
    },
    api: {
      throttle: share(dice, 0.02, 0.04),
      serverError: share(dice, 0.02, 0.04),
      timeoutBefore: share(dice, 0.02, 0.03),
      timeoutAfter: share(dice, 0.02, 0.03),
      staleRead: share(dice, 0.15, 0.4),
    },
    // Tokens end mostly in the first mix, where hardly a refresh is answered: a platform that kept ending the tokens it has just
    // given would be telling the truth that a person must look.
    auth: isFirst
      ? { expireToken: share(dice, 0.04, 0.06), loseRefreshAnswer: 0.8 }
      : { expireToken: 0.005, loseRefreshAnswer: share(dice, 0.3, 0.6) },
  };
}

/** Hints and answers cross: half the answers are a minute old, hints come up to 55 s late, and twice. */
export const crossingMix = (dice: Dice): FaultMix => ({
  seed: seedOf(dice),
  webhooks: { duplicate: 0.2, delayMs: 55_000 },
  api: { staleRead: 0.5 },
});

/** Every webhook arrives, at once and once: what is lost now, somebody else lost. */
export const promptMix = (dice: Dice): FaultMix => ({ seed: seedOf(dice), webhooks: {} });

/** No webhook at all: whoever relies on them learns nothing. */
export const silentMix = (dice: Dice): FaultMix => ({ seed: seedOf(dice), webhooks: { drop: 1 } });
