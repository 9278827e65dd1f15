/**
 * Translations that were approved before, found again. The same text is 100 %. A similar one is compared with its numbers and kept words
 * taken out, and its translation is used with the present ones put in: "Mug 300 ml" helps with "Mug 500 ml". How similar it was is kept,
 * because a person must look closer at 80 % than at 99 %.
 */
import { maskLiterals, unmaskLiterals } from './literals.ts';

export type Remembered = { source: string; target: string };
export type MemoryMatch = { text: string; similarity: number };
type Prepared = Remembered & { masked: string; literals: string[]; pairs: ReadonlyMap<string, number>; count: number };
export type Memory = { exact: ReadonlyMap<string, string>; entries: readonly Prepared[]; keep: readonly string[] };

/** Below it a text is another text. */
const SIMILAR_FROM = 0.75;

export function prepareMemory(remembered: readonly Remembered[], keep: readonly string[]): Memory {
  const entries = remembered.map((one): Prepared => {
    const { masked, literals } = maskLiterals(one.source, keep);
    return { ...one, masked, literals, ...pairsOf(masked) };
  });
  return { exact: new Map(remembered.map(({ source, target }) => [source, target])), entries, keep };
}

export function recall(text: string, memory: Memory): MemoryMatch | null {
  const exact = memory.exact.get(text);
  if (exact !== undefined) return { text: exact, similarity: 100 };
  const own = maskLiterals(text, memory.keep);
  const { pairs, count } = pairsOf(own.masked);
  let best: MemoryMatch | null = null;
  for (const entry of memory.entries) {
    if (entry.literals.length !== own.literals.length) continue;
    const similarity = Math.min(99, Math.floor(100 * alike({ pairs, count }, entry)));
    if (similarity < SIMILAR_FROM * 100 || similarity <= (best?.similarity ?? 0)) continue;
    const adapted = withLiterals(entry, own.literals, memory.keep);
    if (adapted !== null) best = { text: adapted, similarity };
  }
  return best;
}

/** Null: the remembered translation does not carry its own literals one by one, so nobody can say which is which. */
function withLiterals(entry: Prepared, literals: readonly string[], keep: readonly string[]): string | null {
  const target = maskLiterals(entry.target, keep);
  const free = entry.literals.map((literal, at) => ({ literal, at }));
  let isWhole = true;
  const renumbered = target.masked.replaceAll(/⟦(\d+)⟧/g, (_, at: string) => {
    const found = free.findIndex(({ literal }) => literal === target.literals[Number(at)]);
    if (found < 0) isWhole = false;
    const [taken] = found < 0 ? [] : free.splice(found, 1);
    return `⟦${taken?.at ?? at}⟧`;
  });
  if (!isWhole || free.length > 0) return null;
  const whole = unmaskLiterals(renumbered, literals);
  return 'text' in whole ? whole.text : null;
}

type Pairs = { pairs: ReadonlyMap<string, number>; count: number };

/** Neighbouring letters, each pair as often as it stands; the edges of words count as letters. */
function pairsOf(text: string): Pairs {
  const letters = [...` ${text.toLowerCase().replaceAll(/\s+/g, ' ').trim()} `];
  const pairs = new Map<string, number>();
  for (let at = 1; at < letters.length; at += 1) {
    const pair = `${letters[at - 1]}${letters[at]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { pairs, count: letters.length - 1 };
}

/** From 0 to 1: twice what both have, by what there is (Dice). */
function alike(one: Pairs, other: Pairs): number {
  if (Math.min(one.count, other.count) * 2 < SIMILAR_FROM * Math.max(one.count, other.count)) return 0;
  let shared = 0;
  for (const [pair, times] of one.pairs) shared += Math.min(times, other.pairs.get(pair) ?? 0);
  return (2 * shared) / (one.count + other.count);
}
