import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { claimWords } from './claim-words.ts';
import { languageOf, languageOfText, readsLanguage } from './languages.ts';
import { lostLiterals, maskLiterals, unmaskLiterals } from './literals.ts';
import { prepareMemory, recall } from './memory.ts';
import { fillTitle } from './template.ts';
import { checkText } from './text-checks.ts';

describe('literals', () => {
  it.each([
    ['Mug 300 ml by Aurora', ['Aurora'], 'Mug ⟦0⟧ ml by ⟦1⟧', ['300', 'Aurora']],
    ['SKU MUG-RED-300, 20x30 cm', [], 'SKU ⟦0⟧, ⟦1⟧ cm', ['MUG-RED-300', '20x30']],
    ['Sunday by Sun', ['Sun'], 'Sunday by ⟦0⟧', ['Sun']],
    ['A4纸500张', [], '⟦0⟧纸⟦1⟧张', ['A4', '500']],
    ['搪瓷杯 1,5 升', ['搪瓷'], '⟦0⟧杯 ⟦1⟧ 升', ['搪瓷', '1,5']],
    ['a 10-piece set', [], 'a ⟦0⟧-piece set', ['10']],
    ['⟦0⟧', [], '⟦0⟧⟦1⟧⟦2⟧', ['⟦', '0', '⟧']],
  ])('of %s', (text, keep, masked, literals) => expect(maskLiterals(text, keep)).toEqual({ masked, literals }));

  const keep = fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 4 });
  const word = fc.oneof(fc.constantFrom('mug', 'MUG-1', '300', '20x30', 'แก้ว', '搪瓷', '⟦1⟧', 'Aurora'), fc.string({ maxLength: 6 }));
  const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));

  it('are put back exactly, whatever the text is', () =>
    fc.assert(
      fc.property(text, keep, (said, kept) => {
        const { masked, literals } = maskLiterals(said, kept);
        expect(unmaskLiterals(masked, literals)).toEqual({ text: said });
      }),
      { numRuns: 500 },
    ));

  it('are all there, in any order, or the answer is refused', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9_999 }), { minLength: 1, maxLength: 6 }), fc.nat(), (numbers, nat) => {
        const literals = numbers.map(String);
        const places = literals.map((_, at) => `⟦${at}⟧`);
        const turned = [...places.slice(nat % places.length), ...places.slice(0, nat % places.length)];
        expect(unmaskLiterals(turned.join(' und '), literals)).toHaveProperty('text');
        expect(unmaskLiterals(places.slice(1).join(' '), literals)).toMatchObject({ lost: [literals[0]] });
        expect(unmaskLiterals(`${places.join(' ')} ⟦0⟧`, literals)).toMatchObject({ lost: [], invented: [literals[0]] });
        expect(unmaskLiterals(`${places.join(' ')} 77`, literals)).toMatchObject({ invented: ['77'] });
      }),
    ));

  it('that a person dropped are named as often as they are missing', () => {
    expect(lostLiterals('Aurora 2 x 300 ml', 'Tasse 2 x 250 ml', ['Aurora'])).toEqual(['Aurora', '300']);
    expect(lostLiterals('5 and 5', 'fünf und 5', [])).toEqual(['5']);
  });
});

describe('memory', () => {
  const memory = prepareMemory(
    [
      { source: 'Enamel mug 300 ml', target: 'Emaille-Tasse 300 ml' },
      { source: 'Holds 2 cups', target: 'Fasst zwei Tassen' },
    ],
    [],
  );
  it.each([
    ['Enamel mug 300 ml', { text: 'Emaille-Tasse 300 ml', similarity: 100 }],
    ['Enamel mug 500 ml', { text: 'Emaille-Tasse 500 ml', similarity: 99 }],
    // One that does not carry its number cannot be told another.
    ['Holds 3 cups', null],
    ['A garden chair', null],
  ])('finds for %s', (text, found) => expect(recall(text, memory)).toEqual(found));
  it('says how similar', () => {
    const near = recall('Enamel mugs 300 ml', memory);
    expect(near?.text).toBe('Emaille-Tasse 300 ml');
    expect(near?.similarity).toBeGreaterThan(80);
    expect(near?.similarity).toBeLessThan(99);
  });
});

test('a title is put together from the merchant’s own words, and says what it had none for', () => {
  const glossary = [
    { term: 'mug', translation: 'Tasse' },
    { term: 'enamel', translation: 'Emaille' },
    { term: 'Aurora', translation: null },
  ];
  const facts = {
    title: 'A mug for camping',
    brand: 'Aurora',
    code: 'MUG',
    materials: ['Enamel', 'steel'],
    attributes: { Size: '300 ml' },
  };
  const words = { glossary, keep: ['ml'] };
  expect(fillTitle('{brand} {name} {material} {size}', facts, words)).toEqual({ text: 'Aurora Tasse Emaille 300 ml', missing: ['steel'] });
  expect(fillTitle('{brand} {name}', { ...facts, title: 'A chair' }, words)).toBeNull();
});

describe('languages', () => {
  it.each([
    ['搪瓷杯', 'zh'],
    ['ほうろうカップ', 'ja'],
    ['แก้ว', 'th'],
    ['Enamel mug', 'en'],
  ])('%s is %s', (text, language) => expect(languageOfText(text, 'en')).toBe(language));
  it('of markets', () => {
    expect([languageOf('DE'), languageOf('MX'), languageOf('MY')]).toEqual(['de', 'es', 'ms']);
    expect([readsLanguage('MY', 'en'), readsLanguage('DE', 'en')]).toEqual([true, false]);
  });
});

describe('checks', () => {
  const original = { title: 'Enamel mug 300 ml', description: 'Holds tea.', attributes: { Colour: 'red' } };
  const good = { title: 'Emaille-Tasse 300 ml', description: 'Für Tee.', attributes: {} };
  const ask = (text: Partial<typeof good>, more: object = {}) =>
    checkText({
      market: 'DE',
      language: 'de',
      text: { ...good, ...text },
      original,
      limits: { title: 40, description: 80 },
      keep: [],
      ...more,
    });
  it.each([
    ['nothing', {}, []],
    ['a missing title', { title: ' ' }, ['missing title blocks']],
    ['a long title', { title: `300 ${'x'.repeat(40)}` }, ['long title blocks']],
    ['Chinese left', { description: 'Für 茶 Tee.' }, ['han-left description blocks']],
    ['a word that is forbidden', { description: 'Heilt alles.' }, ['forbidden description blocks']],
    ['the same word within another', { description: 'Verheilter Ton.' }, []],
    ['a claim', { description: 'Klimaneutral gebrannt.' }, ['claim description warns']],
    ['a number that is gone', { title: 'Emaille-Tasse' }, ['lost title warns']],
  ])('find %s', (_, text, found) => expect(ask(text).map(({ code, field, weight }) => `${code} ${field} ${weight}`)).toEqual(found));
  it('mark the place, through accents and width', () => {
    const [finding] = checkText({
      ...{ market: 'FR', language: 'fr', original, limits: null, keep: [] },
      text: { ...good, description: 'Il ｇｕｅｒｉｔ tout.' },
    });
    expect(finding).toMatchObject({ code: 'forbidden', reason: 'disease', place: { start: 3, end: 9 }, found: ['ｇｕｅｒｉｔ'] });
    expect(finding?.weight).toBe('blocks');
  });
  it('hold a law only where it is one', () => {
    const green = (market: string) =>
      checkText({ market, language: 'en', original, limits: null, keep: [], text: { ...good, description: 'Eco-friendly.' } });
    expect(green('IE').map(({ code }) => code)).toEqual(['claim']);
    expect(green('US')).toEqual([]);
  });
  it('stand on data that names its source', () => {
    for (const { language, words, source } of claimWords) {
      expect([source, words.length > 0, /^[a-z]{2}$/.test(language)]).toEqual([expect.stringMatching(/\w{3}/), true, true]);
      expect(new Set(words).size).toBe(words.length);
    }
  });
});
