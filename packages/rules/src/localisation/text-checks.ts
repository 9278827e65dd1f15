/** What is asked of a text before a person approves it for a market: each finding with its place, so that the page can mark it. */
import { fold } from '../policies/folded-text.ts';
import { type ClaimList, listsFor } from './claim-words.ts';
import { writesHan } from './languages.ts';
import { lostLiterals } from './literals.ts';

export type TextField = 'title' | 'description' | `attribute:${string}`;
export type TextFinding = {
  code: 'missing' | 'long' | 'forbidden' | 'claim' | 'han-left' | 'lost' | 'untranslated';
  /** What blocks keeps a text from being approved; the rest is for the person to decide. */
  weight: 'blocks' | 'warns';
  field: TextField;
  /** In the field's text (UTF-16); null: the whole of it. */
  place: { start: number; end: number } | null;
  /** The words found, or what is lost; for a length the limit. */
  found: string[];
  reason: ClaimList['reason'] | null;
  source: string | null;
};
export type TextFields = { title: string; description: string; attributes: Readonly<Record<string, string>> };
export type TextQuestion = {
  market: string;
  language: string;
  text: TextFields;
  original: TextFields;
  /** Null: the market's platform is not known, so it names no length. */
  limits: { title: number; description: number } | null;
  keep: readonly string[];
};

const at = (field: TextField, code: TextFinding['code'], more: Partial<TextFinding> = {}): TextFinding => ({
  ...{ code, field, weight: 'blocks', place: null, found: [], reason: null, source: null },
  ...more,
});

export function checkText(question: TextQuestion): TextFinding[] {
  const { text, original, limits } = question;
  const fields: [TextField, string, string][] = [
    ['title', text.title, original.title],
    ['description', text.description, original.description],
    ...Object.entries(original.attributes).map(([name, said]): [TextField, string, string] => [
      `attribute:${name}`,
      Object.hasOwn(text.attributes, name) ? (text.attributes[name] ?? '') : '',
      said,
    ]),
  ];
  const long = (field: 'title' | 'description'): TextFinding[] =>
    limits && text[field].length > limits[field]
      ? [at(field, 'long', { found: [String(limits[field])], place: { start: limits[field], end: text[field].length } })]
      : [];
  return [
    ...fields.flatMap(([field, said, before]) => ofField(question, { field, said, before })),
    ...long('title'),
    ...long('description'),
  ];
}

function ofField(
  { language, market, keep }: TextQuestion,
  { field, said, before }: { field: TextField; said: string; before: string },
): TextFinding[] {
  // An attribute that is left out is sent as the product says it.
  if (said.trim() === '') return before.trim() === '' || field.startsWith('attribute:') ? [] : [at(field, 'missing')];
  const lost = lostLiterals(before, said, keep);
  return [
    ...wordsIn(said, listsFor(language, market)).map((finding) =>
      at(field, finding.weight === 'forbidden' ? 'forbidden' : 'claim', toldOf(finding)),
    ),
    ...(writesHan(language) ? [] : [...said.matchAll(/\p{Script=Han}+/gu)].map((match) => hanLeft(field, match))),
    ...(lost.length > 0 ? [at(field, 'lost', { weight: 'warns', found: lost })] : []),
    ...(said === before && /\p{L}{3}/u.test(said) && field !== 'title' ? [at(field, 'untranslated', { weight: 'warns' })] : []),
  ];
}

const hanLeft = (field: TextField, match: RegExpExecArray): TextFinding =>
  at(field, 'han-left', { found: [match[0]], place: { start: match.index, end: match.index + match[0].length } });

type Hit = ClaimList & { start: number; end: number; found: string };
const toldOf = ({ weight, reason, source, start, end, found }: Hit): Partial<TextFinding> => ({
  ...{ weight: weight === 'forbidden' ? 'blocks' : 'warns', reason, source, found: [found], place: { start, end } },
});

const spaced = /^[\p{Script=Latin}\p{N}#%'’ .,°ºº-]+$/u;

/** Whole words where the script has spaces; accents and width are no hiding place. */
function wordsIn(text: string, lists: readonly ClaimList[]): Hit[] {
  const { plain, placeOf } = fold(text);
  const folded = plain.toLowerCase();
  return lists
    .flatMap((list) =>
      list.words.flatMap((word): Hit[] => {
        const wanted = fold(word).plain.toLowerCase();
        const isWhole = spaced.test(word);
        const hits: Hit[] = [];
        for (let from = folded.indexOf(wanted); from >= 0; from = folded.indexOf(wanted, from + wanted.length)) {
          const [before, after] = [folded[from - 1] ?? ' ', folded[from + wanted.length] ?? ' '];
          if (isWhole && (/[\p{L}\p{N}]/u.test(before) || /[\p{L}\p{N}]/u.test(after))) continue;
          const place = placeOf(from, from + wanted.length);
          hits.push({ ...list, ...place, found: text.slice(place.start, place.end) });
        }
        return hits;
      }),
    )
    .sort((a, b) => a.start - b.start);
}

/** What a model is told not to write: the same data that its answer is checked with. */
export const wordsToAvoid = (language: string, market: string): string[] => listsFor(language, market).flatMap(({ words }) => words);
