import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedTermsOf, placesOf, termsOf, withoutMarks } from './search-terms.ts';

test.each([
  ['Where is my PARCEL?', ['where', 'is', 'my', 'parcel']],
  ['包裹在哪里', ['包裹', '裹在', '在哪', '哪里', '里']],
  ['Hola, 我的 order', ['hola', 'order', '我的', '的']],
  ['ขอบคุณ', ['ขอ', 'อบ', 'บค', 'คุ', 'ุณ', 'ณ']],
  ['コーヒー', ['コー', 'ーヒ', 'ヒー', 'ー']],
  ['😀😀', []],
  ['<b>x</b> 1.5', ['b', 'x', '1', '5']],
  ['', []],
])('%s is kept under its words', (text, terms) => {
  expect(termsOf(text, 100)).toEqual(terms);
});

test.each([
  ['my parc', { whole: ['my'], beginnings: ['parc'] }],
  ['my parcel ', { whole: ['my', 'parcel'], beginnings: [] }],
  ['包裹在', { whole: ['包裹', '裹在'], beginnings: [] }],
  ['包', { whole: [], beginnings: ['包'] }],
  ['order 包裹', { whole: ['order', '包裹'], beginnings: [] }],
  ['_ %', { whole: [], beginnings: [] }],
])('%s asks for', (question, asked) => {
  expect(askedTermsOf(question)).toEqual(asked);
});

test.each([
  ['Where is my parcel?', 'parc', ['parcel']],
  ['Where is my parcel?', 'my where', ['Where', 'my']],
  ['Un café, por favor', 'cafe', ['café']],
  ['Đơn hàng của tôi', 'hang ', ['hàng']],
  ['我的包裹在哪里，包裹呢', '包裹', ['包裹', '包裹']],
  ['ＡＢＣ１２３', 'abc123', ['ＡＢＣ１２３']],
  ['İSTANBUL', 'istanbul', ['İSTANBUL']],
  ['👨‍👩‍👧 parcel', 'parcel', ['parcel']],
])('in %s the places of %s are', (text, question, marked) => {
  expect(placesOf(text, question)?.map(({ start, end }) => text.slice(start, end))).toEqual(marked);
});

test('pairs that stand apart are not the run that was asked for', () => {
  expect(placesOf('包裹到了，裹在纸里', '包裹在')).toBe(null);
  expect(placesOf('parcels', 'parcel ')).toBe(null);
});

test('any part of a text that has words finds it', () => {
  const letters = [...'abcxyz 包裹在哪里ขอบคุณカタ é1'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 30 }), fc.nat(), (characters, at) => {
      const text = characters.join('');
      const words = text.split(/\s+/).filter((word) => word !== '');
      fc.pre(words.length > 0);
      const question = words[at % words.length] ?? '';
      const kept = termsOf(withoutMarks(text), 1_000);
      const { whole, beginnings } = askedTermsOf(withoutMarks(question));
      expect(whole.every((term) => kept.includes(term))).toBe(true);
      expect(beginnings.every((beginning) => kept.some((term) => term.startsWith(beginning)))).toBe(true);
      if (whole.length + beginnings.length > 0) expect(placesOf(text, question)).not.toBe(null);
    }),
  );
});
