import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  chatLanguageOf,
  chatLanguages,
  detectLanguage,
  languageOfMessages,
  protect,
  restore,
  sameForMemory,
  saysNothing,
} from './index.ts';
import { phrases } from './testing.ts';

describe('the language of a message', () => {
  const all = Object.entries(phrases).flatMap(([language, texts]) => texts.map((text) => ({ language, text })));
  it('is never another than it is, and nearly always known', () => {
    const wrong = all.filter(({ language, text }) => ![language, 'unknown'].includes(detectLanguage(text).language));
    expect(wrong).toEqual([]);
    const known = all.filter(({ language, text }) => detectLanguage(text).language === language);
    expect(known.length / all.length).toBeGreaterThan(0.96);
  });
  it.each([
    ['emoji only', '😀👍🏽🎉'],
    ['nothing', '   '],
    ['a number', '577086512345678901'],
    ['a link', 'https://shop.example/es/pedido'],
    ['half and half', 'Dónde está mi pedido por favor, 我的订单在哪里呢谢谢'],
    ['a script of several languages with letters of another', 'Де моє замовлення, коли ви його відправите?'],
    ['invisible signs', '\u200b\u202e\u2066'],
    ['words of no language', 'qwrt zxcv bnmp'],
  ])('is unknown for %s', (_, text) => expect(detectLanguage(text)).toEqual({ language: 'unknown', confidence: 0 }));
  it('is what is expected where a text speaks for two alike, and only there', () => {
    expect([detectLanguage('Terima kasih!').language, detectLanguage('Terima kasih!', 'ms').language]).toEqual(['unknown', 'ms']);
    expect(detectLanguage('Terima kasih!', 'id').language).toBe('id');
    expect(detectLanguage('Muchas gracias', 'ms').language).toBe('es');
  });
  it('is answered for any text, at once, and lies among those that can be chosen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const { language, confidence } = detectLanguage(text);
        expect(['unknown', ...chatLanguages]).toContain(language);
        expect(confidence >= 0 && confidence <= 1).toBe(true);
      }),
    );
    expect(detectLanguage('a'.repeat(100_000)).language).toBe('unknown');
  });
  it('of a buyer is that of most of what they said, the newest first among equals', () => {
    const of = (...texts: string[]) => languageOfMessages(texts, null, detectLanguage);
    expect(of('ok thanks for this', 'Quiero mi dinero', '¿Dónde está mi pedido?')).toBe('es');
    expect(of('Thank you very much', '¿Dónde está mi pedido?')).toBe('en');
    expect(of('👍', '123')).toBeNull();
    expect([chatLanguageOf('zh-CN'), chatLanguageOf('ms')]).toEqual(['zh', 'ms']);
  });
});

describe('what must survive', () => {
  it.each([
    ['Order 577086512345678901 is late', ['577086512345678901']],
    ['SKU AUR-300-RED, 2 pieces', ['AUR-300-RED', '2']],
    ['It cost $12.50 or 1.234,56 € or RM 20', ['$12.50', '1.234,56 €', 'RM 20']],
    ['See https://shop.example/p/1?x=2. Thanks', ['https://shop.example/p/1?x=2']],
    ['Write to anna.b@mail.example, María', ['anna.b@mail.example', 'María']],
    ['de MARÍA', ['MARÍA']],
    ['#summer with @aurora_shop', ['#summer', '@aurora_shop']],
    ['sin nada', []],
  ])('%s', (text, kept) => expect(protect(text, { names: ['María'] }).kept.map(({ source }) => source)).toEqual(kept));

  it('a term of the glossary has its one translation, or stays', () => {
    const terms = [
      { source: 'mug', target: '马克杯' },
      { source: 'Aurora', target: null },
    ];
    const text = protect('The Mug by aurora, 2 mugs', { terms });
    expect(text.masked).toBe('The ⟦0⟧ by ⟦1⟧, ⟦2⟧ mugs');
    expect(restore('⟦1⟧的⟦0⟧，⟦2⟧个', text)).toEqual({ text: 'aurora的马克杯，2个' });
  });

  it.each([
    ['a mark left out', 'El pedido'],
    ['a mark twice', 'El pedido ⟦0⟧ ⟦0⟧ de ⟦1⟧'],
    ['a mark of nobody', 'El pedido ⟦0⟧ de ⟦1⟧ y ⟦2⟧'],
    ['a number of one’s own', 'El pedido ⟦0⟧ de ⟦1⟧ en 3 días'],
    ['two numbers side by side', 'El pedido ⟦0⟧⟦1⟧'],
    ['a number that grew letters', 'El pedido X⟦0⟧ de ⟦1⟧'],
    ['a broken mark', 'El pedido ⟦0⟧ de ⟦ 1 ⟧'],
    ['a price of another country', 'Order ⟦0⟧ of A⟦1⟧'],
  ])('%s is no translation', (_, translated) => expect(restore(translated, protect('Order 57 of 12', {}))).not.toHaveProperty('text'));

  it('an address keeps its distance, also in scripts without spaces', () => {
    const text = protect('Mira https://a.example/x?y=1 por favor, @ana', {});
    expect(restore('请看⟦0⟧的页面，⟦1⟧。', text)).toEqual({ text: '请看 https://a.example/x?y=1 的页面， @ana。' });
  });
  it('a unit may stand against its number as it did', () => {
    const text = protect('300ml tea', {});
    expect(restore('⟦0⟧ml de té', text)).toEqual({ text: '300ml de té' });
    expect(restore('té de ⟦0⟧ ml', text)).toEqual({ text: 'té de 300 ml' });
  });

  const pieces = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '577086512345678901',
        'AUR-300-RED',
        '$12.50',
        'https://a.example/x?y=1',
        'me@mail.example',
        'María',
        '⟦0⟧',
        '2 × 3',
        '€ 9',
      ),
    ),
    { maxLength: 12 },
  );
  test('any text taken apart and put together is itself', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join(' ');
        const apart = protect(text, { names: ['María'] });
        expect(restore(apart.masked, apart)).toEqual({ text });
      }),
    );
  });
  test('whatever a translator answers, what is shown holds everything as it stood, in whatever order, or is not shown', () => {
    const marks = fc.nat(4).map((at) => `⟦${at}⟧`);
    const answers = fc.array(fc.oneof(marks, fc.constantFrom(' ', ', ', 'la ', 'X', '的', '-')), { maxLength: 14 });
    let shownOnes = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('57', 'AUR-300-RED', '$12.50', 'https://a.example/x?y=1', 'María'), { maxLength: 3 }),
        answers,
        (parts, answer) => {
          const names = ['María'];
          const apart = protect(parts.join(' '), { names });
          const shown = restore(answer.join(''), apart);
          if (!('text' in shown)) return;
          shownOnes += parts.length > 1 ? 1 : 0;
          const again = protect(shown.text, { names }).kept.map(({ source }) => source);
          expect(again.sort()).toEqual(apart.kept.map(({ source }) => source).sort());
        },
      ),
      { numRuns: 5_000 },
    );
    expect(shownOnes).toBeGreaterThan(0);
  });
  it('says nothing where nothing is left to translate', () => {
    expect(['577086512345678901', 'https://a.example/x', '👍 €9', 'María'].map((text) => saysNothing(text, { names: ['María'] }))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(saysNothing('Hola', {})).toBe(false);
  });
  it('is one text for the memory, whatever its spaces', () => expect(sameForMemory('  Hola,\n  qué tal ')).toBe('Hola, qué tal'));
});
