/**
 * What a review complains of, by the words of its language. It accuses nobody: it says under which heading a person will find the review.
 * The lists of the review's own language and English are asked; where the language is unknown, all are.
 *
 * @example themesOf({ text: 'Llegó tarde y con la caja aplastada.', language: 'es' }) // ['damaged', 'late']
 * @example themesOf({ text: 'Not broken at all', language: 'en' }) // []
 */
import { fold } from '../policies/folded-text.ts';
import { type ReviewTheme, reviewThemes } from './names.ts';
import { type ThemeWords, themeWords } from './words.ts';

/** Longer reviews are read so far. */
const READ_CHARACTERS = 4_000;
/** How far before a hit a negation still means it: two short words, or a syllable or two where there are no spaces. */
const REACH = { spaced: 14, unspaced: 4 } as const;

type Reader = {
  language: string;
  folds: boolean;
  negated: RegExp | null;
  behind: RegExp | null;
  themes: readonly { theme: ReviewTheme; pattern: RegExp }[];
};

const letter = '[\\p{L}\\p{M}\\p{N}_]';
const gap = '[^,.;!?，。；！？、\\n]{0,24}?';
const plainOf = (text: string, folds: boolean): string => (folds ? fold(text).plain : text.normalize('NFC')).toLowerCase();

function readerOf({ language, whole, folds, negations, negatedBehind = [], words }: ThemeWords): Reader {
  const [start, end] = whole ? [`(?<!${letter})`, `(?!${letter})`] : ['', ''];
  const plainEntry = (part: string): string =>
    (folds ? fold(part).plain : part.normalize('NFC')).replaceAll(/ (\?)?/g, (_, optional) => (optional ? '\\s{0,3}' : '\\s{1,3}'));
  // Folding would make three dots of the gap.
  const sourceOf = (entry: string): string => entry.split('…').map(plainEntry).join(`${end}${gap}${start}`);
  const anyOf = (entries: readonly string[]): string => `(?:${entries.map(sourceOf).join('|')})`;
  const reach = whole ? `(?:\\s[^,.;!?\\n]{0,${REACH.spaced}})?\\s` : `[^,.;!?，。；！？、\\n]{0,${REACH.unspaced}}`;
  return {
    language,
    folds,
    negated: negations.length > 0 ? new RegExp(`${start}${anyOf(negations)}${reach}$`, 'u') : null,
    behind: negatedBehind.length > 0 ? new RegExp(`^${anyOf(negatedBehind)}`, 'u') : null,
    themes: reviewThemes.map((theme) => ({ theme, pattern: new RegExp(`${start}${anyOf(words[theme])}${end}`, 'gu') })),
  };
}

const readers: readonly Reader[] = themeWords.map(readerOf);
const known: ReadonlySet<string> = new Set(readers.map(({ language }) => language));

function readersFor(language: string | null): readonly Reader[] {
  const own = language?.split(/[-_]/)[0]?.toLowerCase() ?? '';
  return known.has(own) ? readers.filter((reader) => reader.language === own || reader.language === 'en') : readers;
}

/** The themes that a review's words name, in the order of the list. */
export function themesOf({ text, language }: { text: string; language: string | null }): ReviewTheme[] {
  const read = text.slice(0, READ_CHARACTERS);
  if (read.trim() === '') return [];
  const found = new Set(readersFor(language).flatMap((reader) => themesBy(reader, plainOf(read, reader.folds))));
  return reviewThemes.filter((theme) => found.has(theme));
}

const themesBy = (reader: Reader, plain: string): ReviewTheme[] =>
  reader.themes.flatMap(({ theme, pattern }) => ([...plain.matchAll(pattern)].some((hit) => isMeant(reader, plain, hit)) ? [theme] : []));

function isMeant({ negated, behind }: Reader, plain: string, hit: RegExpExecArray): boolean {
  // As much as a negation and its reach can be long.
  const before = plain.slice(Math.max(0, hit.index - 40), hit.index);
  return !negated?.test(before) && !behind?.test(plain.slice(hit.index + hit[0].length));
}
