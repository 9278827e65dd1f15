/** Decides by share whether a fault strikes. Each kind has its own sequence, so one does not shift another. */
import type { Faults } from '../world/types.ts';

export type Dice = {
  faults(): Faults;
  strikes(kind: string, share: number): boolean;
  /** A whole number from 0 to max, both included. */
  upTo(kind: string, max: number): number;
};

export function createDice(faults: () => Faults): Dice {
  let rolling: Faults | null = null;
  let sequences = new Map<string, () => number>();
  const next = (kind: string) => {
    const current = faults();
    if (current !== rolling) {
      rolling = current;
      sequences = new Map();
    }
    const sequence = sequences.get(kind) ?? mulberry(current.seed ^ hash(kind));
    sequences.set(kind, sequence);
    return sequence();
  };
  return {
    faults,
    strikes: (kind, share) => share > 0 && next(kind) < share,
    upTo: (kind, max) => (max > 0 ? Math.floor(next(kind) * (max + 1)) : 0),
  };
}

function hash(text: string): number {
  let value = 2166136261;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 16777619);
  return value >>> 0;
}

/** Mulberry32: small, and good enough for choosing victims. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
