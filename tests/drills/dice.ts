/** A seeded sequence (mulberry32): the same seed draws the same faults, so a failure can be played again. */
export type Dice = {
  /** From 0 up to, not including, 1. */
  number(): number;
  between(low: number, high: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
};

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const number = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    number,
    between: (low, high) => low + number() * (high - low),
    pick: (from) => from[Math.floor(number() * from.length)] ?? from[0],
  };
}
