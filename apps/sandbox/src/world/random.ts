/**
 * Seeded chance. A world owns no global dice: every part draws from a substream named after what it
 * decides ("demand:<shop>", "order:<id>"), so that a new draw in one part does not shift all others,
 * and an order placed by hand does not change the orders that would have come anyway.
 * Not for secrets: 32 bits of state.
 */
export type Rng = () => number;

/** FNV-1a with a final avalanche: neighbouring names ("order:1", "order:2") must start far apart. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return avalanche(h);
}

export function avalanche(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** mulberry32: four operations a draw, good enough for buyers. */
function createRng(start: number): Rng {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const stream = (seed: number, name: string): Rng => createRng(hashText(`${seed}:${name}`));

/** An element of a list that is known not to be empty. */
export function pick<T>(list: readonly T[], rng: Rng): T {
  const chosen = list[Math.floor(rng() * list.length)];
  if (chosen === undefined) throw new Error('pick: empty list');
  return chosen;
}

export const between = (low: number, high: number, rng: Rng): number => low + (high - low) * rng();
export const wholeBetween = (low: number, high: number, rng: Rng): number => Math.floor(between(low, high + 1, rng));

/** Number of arrivals when `mean` are expected (Knuth; means here stay below 50, where it is exact enough and quick). */
export function poisson(mean: number, rng: Rng): number {
  if (mean <= 0) return 0;
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(rng)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = rng(); product > limit; product *= rng()) count++;
  return count;
}

const gaussian = (rng: Rng): number => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
