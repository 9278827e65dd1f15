/**
 * A text as a reader hears it: full-width and decorated letters and digits are plain, accents are gone, and what cannot be seen is
 * left out, so that neither habit nor trickery hides a word. Every unit remembers where it stood, because the place is shown
 * in the text as it was written.
 */
export type FoldedText = {
  plain: string;
  /** The place in the original (UTF-16) of a stretch of the folded text. */
  placeOf: (start: number, end: number) => { start: number; end: number };
};

/** Zero-width characters, soft hyphens, variation selectors, the keycap, combining accents. */
const unseen = /^(?:\u00ad|[\u0300-\u036f]|[\u200b-\u200f]|[\u2060-\u2064]|\u20e3|[\ufe00-\ufe0f]|\ufeff)$/;
const ascii = /^[\x20-\x7e]+$/;
const latin = /^\p{Script=Latin}$/u;
const digit = /^\p{Nd}$/u;

/** Decimal digits stand in runs of ten, zero first: the value is the distance from the run's zero. */
function digitOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  for (let value = 0; value < 10; value += 1) if (!digit.test(String.fromCodePoint(point - value - 1)) || value === 9) return String(value);
  return character;
}

function foldedCharacter(character: string): string {
  if (character <= '\x7e') return character;
  if (unseen.test(character)) return '';
  const compatible = character.normalize('NFKC');
  if (ascii.test(compatible)) return compatible;
  if (digit.test(character)) return digitOf(character);
  if (character === 'đ' || character === 'Đ') return 'd';
  return latin.test(character) ? character.normalize('NFD').replace(/[\u0300-\u036f]/g, '') : character;
}

/** @example fold('ｗｗｗ．Ｈủy').plain // 'www.Huy' */
export function fold(text: string): FoldedText {
  let plain = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const folded = foldedCharacter(character);
    for (let unit = 0; unit < folded.length; unit += 1) {
      starts.push(at);
      ends.push(at + character.length);
    }
    plain += folded;
    at += character.length;
  }
  return { plain, placeOf: (start, end) => ({ start: starts[start] ?? at, end: ends[end - 1] ?? at }) };
}
