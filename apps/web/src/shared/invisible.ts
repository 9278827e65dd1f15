/**
 * Characters that cannot be seen and yet do something: turn the direction, glue or part words, hide a text within a text. Where a script needs
 * them they stay; elsewhere they are taken out of the flow and shown by name, so that nobody is deceived by what they cannot see.
 */
export type Piece = { text: string; isMark: boolean };

const NAMES: Readonly<Record<number, string>> = {
  173: 'SHY',
  1564: 'ALM',
  6158: 'MVS',
  8203: 'ZWSP',
  8204: 'ZWNJ',
  8205: 'ZWJ',
  8206: 'LRM',
  8207: 'RLM',
  8234: 'LRE',
  8235: 'RLE',
  8236: 'PDF',
  8237: 'LRO',
  8238: 'RLO',
  8288: 'WJ',
  8294: 'LRI',
  8295: 'RLI',
  8296: 'FSI',
  8297: 'PDI',
  65279: 'BOM',
};
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029\u115F\u1160\u3164\uFFA0]/gu;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const JOINING =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Sinhala}\p{Script=Malayalam}\p{Script=Kannada}\p{Script=Telugu}\p{Script=Gujarati}]\p{M}*$/u;
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*$/u;
const EMOJI_END = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)$/u;
const EMOJI_BEGIN = /^\p{Extended_Pictographic}/u;
const FLAG_END = /\u{1F3F4}[\u{E0020}-\u{E007F}]*$/u;

type Around = { before: string; after: string; isRightToLeft: boolean };

function isNeeded(character: string, { before, after, isRightToLeft }: Around): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\n' || character === '\t') return true;
  if (code === 0x200d) return JOINING.test(before) || (EMOJI_END.test(before) && EMOJI_BEGIN.test(after));
  if (code === 0x200c) return JOINING.test(before);
  if (code === 0x200b) return UNSPACED.test(before);
  if (code === 0x200e || code === 0x200f || code === 0x061c) return isRightToLeft;
  return code >= 0xe0020 && code <= 0xe007f && FLAG_END.test(before);
}

const nameOf = (code: number): string => NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
/** Enough to see a letter and the marks on it. */
const NEAR = 12;

export function piecesOf(given: string): Piece[] {
  const text = given.replace(/\r\n?/g, '\n');
  const isRightToLeft = RIGHT_TO_LEFT.test(text);
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(INVISIBLE)) {
    const [character] = match;
    const end = match.index + character.length;
    const before = text.slice(Math.max(0, match.index - NEAR), match.index);
    if (isNeeded(character, { before, after: text.slice(end, end + 2), isRightToLeft })) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), isMark: false });
    pieces.push({ text: nameOf(character.codePointAt(0) ?? 0), isMark: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMark: false });
  return pieces;
}

/** In one line there is no room for marks: what cannot be seen is left out. */
export const withoutInvisible = (text: string): string =>
  piecesOf(text)
    .map((piece) => (piece.isMark ? '' : piece.text))
    .join('');

export const FOLDED_CHARACTERS = 1_500;
const FOLDED_LINES = 25;

/** Where a long text is folded, or null; no character is cut in two. */
export function foldAt(text: string): number | null {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines >= FOLDED_LINES) return Math.min(at, FOLDED_CHARACTERS);
  }
  if (text.length <= FOLDED_CHARACTERS * 1.2) return null;
  const unit = text.charCodeAt(FOLDED_CHARACTERS);
  return unit >= 0xdc00 && unit <= 0xdfff ? FOLDED_CHARACTERS + 1 : FOLDED_CHARACTERS;
}
