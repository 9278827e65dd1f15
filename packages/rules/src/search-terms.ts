/**
 * The words under which a text is found, for tables of terms that are read by equality or by range. Spaced scripts by word; scripts without
 * spaces (Han, kana, Thai) by every two characters that follow each other and by the last alone, so that any part of a run of them is found:
 * two or more by their pairs, one as the beginning of a pair.
 */
const TERM_CHARACTERS = 40;
const SPACELESS = /[\p{Script=Han}\p{Script=Thai}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const cut = (word: string): string => [...word].slice(0, TERM_CHARACTERS).join('');

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The letters without the marks that are written on Latin, Greek and Cyrillic ones: café is found by cafe. */
export const withoutMarks = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');

/** What a text is kept under; at most so many. */
export function termsOf(text: string, most: number): string[] {
  const plain = folded(text);
  const words = plain.replaceAll(SPACELESS, ' ').match(WORD) ?? [];
  const pairs = [...plain.matchAll(SPACELESS)].flatMap(([run]) => {
    const characters = [...run];
    return characters.map((character, at) => character + (characters[at + 1] ?? ''));
  });
  return [...new Set([...words, ...pairs].map(cut))].slice(0, most);
}

/** What a kept text must have: each of `whole`, and for each of `beginnings` something that begins so. */
type AskedTerms = { whole: string[]; beginnings: string[] };

/** The last word may still be being typed. */
export function askedTermsOf(question: string): AskedTerms {
  const plain = folded(question);
  const words = plain.replaceAll(SPACELESS, ' ').match(WORD) ?? [];
  const runs = [...plain.matchAll(SPACELESS)].map(([run]) => [...run]);
  const last =
    /[\p{L}\p{N}\p{M}]$/u.test(plain) && !/[\p{Script=Han}\p{Script=Thai}\p{Script=Hiragana}\p{Script=Katakana}ー]$/u.test(plain);
  const begun = last ? words.slice(-1) : [];
  const whole = last ? words.slice(0, -1) : words;
  const pairs = runs.flatMap((run) => run.slice(1).map((character, at) => `${run[at]}${character}`));
  const singles = runs.flatMap((run) => (run.length === 1 ? run : []));
  return {
    whole: [...new Set([...whole, ...pairs].map(cut))],
    beginnings: [...new Set([...begun, ...singles].map(cut))],
  };
}

export type Place = { start: number; end: number };

/**
 * Where in a text what was asked for stands, in UTF-16 units of the text as it is; null: not all of it does, since pairs of characters may
 * stand apart. Words are marked whole.
 */
export function placesOf(text: string, question: string): Place[] | null {
  const places: Place[] = [];
  const shown = lettersOf(text);
  const plain = shown.map(({ letter }) => letter).join('');
  const asked = folded(withoutMarks(question));
  const words = asked.replaceAll(SPACELESS, ' ').match(WORD) ?? [];
  const isWhole = !/[\p{L}\p{N}\p{M}]$/u.test(asked);
  const runs = [...asked.matchAll(SPACELESS)].map(([run]) => run);
  for (const [index, word] of words.entries()) {
    const isBegun = index === words.length - 1 && !isWhole;
    const found = [...plain.replaceAll(SPACELESS, (run) => ' '.repeat(run.length)).matchAll(WORD)].filter(([own]) =>
      isBegun || cut(word) !== word ? own.startsWith(cut(word)) : own === word,
    );
    if (found.length === 0) return null;
    places.push(...found.map(({ index: start, 0: own }) => ({ start, end: start + own.length })));
  }
  for (const run of runs) {
    let at = plain.indexOf(run);
    if (at < 0) return null;
    for (; at >= 0; at = plain.indexOf(run, at + run.length)) places.push({ start: at, end: at + run.length });
  }
  const inText = places.map(({ start, end }) => ({ start: shown[start]?.start ?? 0, end: shown[end - 1]?.end ?? text.length }));
  return joined(inText.sort((a, b) => a.start - b.start || b.end - a.end));
}

/** Each folded UTF-16 unit with where it came from. */
function lettersOf(text: string): { letter: string; start: number; end: number }[] {
  let start = 0;
  // A letter and the marks on it fold as one.
  return (text.match(/\P{M}?\p{M}*/gu) ?? []).flatMap((cluster) => {
    const own = { start, end: start + cluster.length };
    start = own.end;
    return folded(withoutMarks(cluster))
      .split('')
      .map((letter) => ({ letter, ...own }));
  });
}

function joined(places: readonly Place[]): Place[] {
  const apart: Place[] = [];
  for (const place of places) {
    const before = apart.at(-1);
    if (before && place.start <= before.end) before.end = Math.max(before.end, place.end);
    else apart.push({ ...place });
  }
  return apart;
}
