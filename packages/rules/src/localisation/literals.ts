/**
 * What must stand in a translated text as it stood in the original: numbers, sizes, codes, and the words that the merchant keeps (brands,
 * SKUs). It is taken out before anybody translates and put back after, so that it survives by construction and not by a translator's care.
 * In its place stands ⟦n⟧; these signs themselves count as literals, so any text can be taken apart and put together again.
 */
export type Masked = { masked: string; literals: string[] };
export type Unmasked = { text: string } | { lost: string[]; invented: string[] };

const RUN = /[\p{Script=Latin}\p{N}]+(?:[-._/+,:×'][\p{Script=Latin}\p{N}]+)*/gu;
const NUMBER = /\p{N}+(?:[.,:/x×-]\p{N}+)*/gu;
const PLACEHOLDER = /⟦(\d+)⟧/g;

type Span = { start: number; end: number };
const spansOf = (text: string, pattern: RegExp, offset = 0): Span[] =>
  [...text.matchAll(pattern)].map((match) => ({ start: offset + match.index, end: offset + match.index + match[0].length }));

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A word that is kept is whole: "Sun" is not the beginning of "Sunday". Scripts without spaces have no such edge. */
const wordPattern = (word: string): string =>
  `${/^[\p{Script=Latin}\p{N}]/u.test(word) ? '(?<![\\p{Script=Latin}\\p{N}])' : ''}${escaped(word)}${/[\p{Script=Latin}\p{N}]$/u.test(word) ? '(?![\\p{Script=Latin}\\p{N}])' : ''}`;

function literalSpans(text: string, keep: readonly string[]): Span[] {
  const words = [...new Set(keep.filter((word) => word.trim() !== ''))].sort((a, b) => b.length - a.length);
  const kept = words.length > 0 ? spansOf(text, new RegExp(words.map(wordPattern).join('|'), 'gu')) : [];
  const signs = spansOf(text, /[⟦⟧]/g);
  // A code mixes capitals and digits and is whole; in everything else only the number is.
  const counted = [...text.matchAll(RUN)].flatMap((match) => {
    const [run] = match;
    if (!/\p{N}/u.test(run)) return [];
    return /\p{Lu}/u.test(run) ? [{ start: match.index, end: match.index + run.length }] : spansOf(run, NUMBER, match.index);
  });
  const found: Span[] = [];
  const all = [...kept, ...signs, ...counted].sort((a, b) => a.start - b.start || b.end - a.end);
  for (const span of all) {
    const last = found.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else found.push({ ...span });
  }
  return found;
}

/** @example maskLiterals('Mug 300 ml by Aurora', ['Aurora']).masked // 'Mug ⟦0⟧ ml by ⟦1⟧' */
export function maskLiterals(text: string, keep: readonly string[]): Masked {
  const literals: string[] = [];
  let masked = '';
  let at = 0;
  for (const { start, end } of literalSpans(text, keep)) {
    masked += `${text.slice(at, start)}⟦${literals.length}⟧`;
    literals.push(text.slice(start, end));
    at = end;
  }
  return { masked: masked + text.slice(at), literals };
}

/** Every literal once, in whatever order the other language wants them; a number that was not there before is no translation. */
export function unmaskLiterals(translated: string, literals: readonly string[]): Unmasked {
  const seen = [...translated.matchAll(PLACEHOLDER)].map(([, number]) => Number(number));
  const lost = literals.filter((_, at) => !seen.includes(at));
  const doubled = seen.filter((at, index) => seen.indexOf(at) < index || literals[at] === undefined).map((at) => literals[at] ?? `⟦${at}⟧`);
  const invented = [...doubled, ...(translated.replaceAll(PLACEHOLDER, ' ').match(/[⟦⟧]|\p{N}+/gu) ?? [])];
  if (lost.length > 0 || invented.length > 0) return { lost, invented };
  return { text: translated.replaceAll(PLACEHOLDER, (_, at: string) => literals[Number(at)] ?? '') };
}

/** What of the original a text that somebody wrote has lost, each as often as it is missing. */
export function lostLiterals(original: string, text: string, keep: readonly string[]): string[] {
  const there = maskLiterals(text, keep).literals;
  return maskLiterals(original, keep).literals.filter((literal) => {
    const at = there.indexOf(literal);
    if (at >= 0) there.splice(at, 1);
    return at < 0;
  });
}

export const isLiteral = (text: string, keep: readonly string[]): boolean =>
  !/[\p{L}]/u.test(maskLiterals(text, keep).masked.replaceAll(PLACEHOLDER, ' '));
