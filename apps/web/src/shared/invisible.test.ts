import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FOLDED_CHARACTERS, foldAt, piecesOf, withoutInvisible } from './invisible.ts';

const shown = (text: string): string =>
  piecesOf(text)
    .map((piece) => (piece.isMark ? `[${piece.text}]` : piece.text))
    .join('');

test.each([
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['Order \u202Eelif.exe\u202C arrived', 'Order [RLO]elif.exe[PDF] arrived'],
  ['\u2067abc\u2069', '[RLI]abc[PDI]'],
  ['zero\u200Bwidth\u200D \uFEFFjoin\u2060ers', 'zero[ZWSP]width[ZWJ] [BOM]join[WJ]ers'],
  ['one\r\ntwo\rthree\tfour\u0007', 'one\ntwo\nthree\tfour[U+0007]'],
  ['pass\u{E0041}\u{E0042}', 'pass[U+E0041][U+E0042]'],
  ['family 👩‍👩‍👧‍👦 ❤️‍🔥 👩🏽‍💻', 'family 👩‍👩‍👧‍👦 ❤️‍🔥 👩🏽‍💻'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿 flag', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 flag'],
  ['می\u200Cخواهم', 'می\u200Cخواهم'],
  ['क्\u200Dष', 'क्\u200Dष'],
  ['สวัสดี\u200Bค่ะ', 'สวัสดี\u200Bค่ะ'],
  ['שלום\u200F!', 'שלום\u200F!'],
  ['hello\u200F!', 'hello[RLM]!'],
  ['\u3164', '[U+3164]'],
  ['', ''],
])('%j is shown with what hides in it', (text, wanted) => {
  expect(shown(text)).toBe(wanted);
});

test('nothing turns the direction of what is shown, whatever was written', () => {
  const odd = fc.constantFrom(...'ab א م 😀', '\u202E', '\u2066', '\u2069', '\u202C', '\u200B', '\u200D', '\n', '\u0000');
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 40 }), (letters) => {
      const text = letters.join('');
      expect(withoutInvisible(text)).not.toMatch(/[\u202A-\u202E\u2066-\u2069\0]/);
      const visible = (given: string) => given.replace(/[\p{Cc}\p{Cf}]/gu, '');
      expect(visible(withoutInvisible(text))).toBe(visible(text));
    }),
  );
});

test('what is long is folded, and no character is cut in two', () => {
  expect(foldAt('short')).toBe(null);
  expect(foldAt('x'.repeat(100_000))).toBe(FOLDED_CHARACTERS);
  expect(foldAt(`x${'😀'.repeat(5_000)}`)).toBe(FOLDED_CHARACTERS + 1);
  expect(foldAt('a\n'.repeat(100))).toBe(49);
});
