import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkReply, pastAnswer, rankCandidates } from './index.ts';

const KNOWN = [
  {
    id: 'returns',
    heads: ['Returns', 'How do I return it?\nCan I send it back?\n¿Cómo puedo devolver el producto?'],
    body: 'You may return goods within 30 days of delivery. The label is free.',
  },
  {
    id: 'sizes',
    heads: ['Sizes', 'Which size fits me?\nIs it true to size?'],
    body: 'Take your usual size; between two sizes take the larger one.',
  },
  { id: 'wash', heads: ['Washing', 'Can it be washed in the machine?'], body: 'Wash at 30 degrees. Do not tumble dry.' },
  { id: 'zh', heads: ['保修', '保修期多久\n怎么申请保修'], body: '我们提供一年保修，请提供订单号。' },
  { id: 'th', heads: ['การคืนสินค้า', 'คืนสินค้าได้ไหม'], body: 'คืนสินค้าได้ภายใน 15 วัน' },
];
const first = (...asked: string[]): string | null => rankCandidates(asked, KNOWN, 3)[0]?.id ?? null;

describe('what fits', () => {
  test.each([
    ['Hi! How can I return this?', 'returns'],
    ['I want to send it back, is the label free', 'returns'],
    ['returning goods?', 'returns'],
    ['Hola, quiero devolver el producto', 'returns'],
    ['devolucion del producto', 'returns'],
    ['what SIZE should i take, between two sizes', 'sizes'],
    ['washing machine ok?', 'wash'],
    ['请问保修期是多久？', 'zh'],
    ['สามารถคืนสินค้าได้ไหมคะ', 'th'],
    ['Is there a discount for students?', null],
    ['hello', null],
    ['', null],
    ['👍👍', null],
    ['577086512345678901', null],
  ])('%s → %s', (asked, wanted) => expect(first(asked)).toBe(wanted));

  test('a question in two languages counts by the one that fits', () =>
    expect(first('Wie lange ist die Garantie?', '保修期多久？')).toBe('zh'));
  test('nothing is known where nothing is kept', () => expect(rankCandidates(['returns'], [], 3)).toEqual([]));
  test('the order of what is kept changes nothing', () =>
    fc.assert(
      fc.property(
        fc.shuffledSubarray(KNOWN, { minLength: KNOWN.length }),
        fc.constantFrom('return size', 'wash the label', '保修'),
        (mixed, asked) => {
          expect(rankCandidates([asked], mixed, 5)).toEqual(rankCandidates([asked], KNOWN, 5));
        },
      ),
    ));
});

describe('what was said before', () => {
  test.each([
    ['It leaves tomorrow.', [], 'It leaves tomorrow.'],
    ['Hello Rosa, it leaves tomorrow.', ['Rosa'], 'Hello {buyer}, it leaves tomorrow.'],
    ['Hola rosa maría', ['Rosa', 'María', 'Rosa María'], 'Hola {buyer}'],
    ['Order 577086512345678901 is packed.', [], 'Order {order} is packed.'],
    ['订单577086512345678901已发货', [], '订单{order}已发货'],
    ['Its number is 1Z999AA10123456784.', [], 'Its number is {tracking}.'],
    ['Take 10 % off, within 30 days.', [], 'Take 10 % off, within 30 days.'],
    ['Call 0171 2345678', [], null],
    ['Call +52 (55) 1234-5678', [], null],
    ['We send it to 10115 Berlin', [], null],
    ['See https://example.com/x', [], null],
    ['Write to me@example.com', [], null],
    ['Add me: @shop', [], null],
  ])('%s', (text, names, wanted) => expect(pastAnswer(text, names)).toBe(wanted));

  test('no number of a buyer is left in any', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.stringMatching(/^\d{4,20}$/)), { maxLength: 6 }), (parts) => {
        expect(pastAnswer(parts.join(' '), []) ?? '').not.toMatch(/\d{4}/);
      }),
    ));
});

describe('what a model wrote', () => {
  const sources = [
    {
      id: 's1',
      text: 'You may return goods within 30 days. Write to help@shop.example or see https://shop.example/returns. It costs $4.50.',
    },
    { id: 's2', text: 'Order 577086512345678901: delivered on 12 November.' },
  ];
  const said = (reply: string, used: unknown = ['s1'], longest = 500) => checkReply(JSON.stringify({ reply, used }), { sources, longest });
  test.each([
    ['You have 30 days.', ['s1'], null],
    ['It is $4.50, see https://shop.example/returns', ['s1'], null],
    ['您有30天。', ['s1'], null],
    ['Your order 577086512345678901 came on 12 November.', ['s2'], null],
    ['Thank you for writing.', ['s2'], null],
    ['', ['s1'], 'no-answer'],
    ['You have 30 days.', [], 'no-source'],
    ['You have 30 days.', ['s1', 's9'], 'unknown-source'],
    // Told in another source than the one that is named.
    ['You have 30 days.', ['s2'], 'invented'],
    ['You have 3 days.', ['s1'], 'invented'],
    ['Your order 577086512345678902 came.', ['s2'], 'invented'],
    ['Visit https://evil.example/pay', ['s1'], 'invented'],
    ['Visit evil.shop now', ['s1'], 'invented'],
    ['Visit https://shop.example/returns?to=evil', ['s1'], 'invented'],
    ['Write to help@shop.example.evil.com', ['s1'], 'invented'],
    ['It is $45', ['s1'], 'invented'],
    ['You have 30\u200b days.', ['s1'], 'hidden'],
    ['You have\u202e syad 03.', ['s1'], 'hidden'],
    ['A'.repeat(501), ['s1'], 'too-long'],
  ])('%s %j → %s', (reply, used, fault) => expect(said(reply, used)).toMatchObject(fault ? { fault } : { reply, used }));

  test.each([
    '',
    'no',
    '[]',
    '{"reply":"x"}',
    '{"reply":1,"used":["s1"]}',
    'Sure! {"reply":"x","used":["s1"]}',
    '{"tool":"refund"}',
    '{"reply":"x","used":[{}]}',
  ])('is not the object that was asked for: %s', (answer) =>
    expect(checkReply(answer, { sources, longest: 500 })).toMatchObject({ fault: 'rubbish' }),
  );
  test('stands in a fence', () =>
    expect(checkReply('```json\n{"reply":"You have 30 days.","used":["s1"]}\n```', { sources, longest: 500 })).toMatchObject({
      used: ['s1'],
    }));
  test('says no number that stands in no source', () =>
    fc.assert(
      fc.property(fc.nat(), (number) => {
        expect('fault' in said(`You have ${number} days.`)).toBe(number !== 30);
      }),
    ));
});
