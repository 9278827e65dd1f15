import { expect, test } from 'vitest';
import { blankDraft, blankVariant, readDraft, withOptions } from './draft.ts';

const draft = { ...blankDraft, code: 'CUP', title: 'Cup', variants: [{ ...blankVariant('a', 0), sku: 'CUP-1' }] };

test('a draft says what stands in it, and nothing for what is empty', () => {
  const said = readDraft({
    ...draft,
    attributes: [
      { name: 'Finish', value: 'matt' },
      { name: '', value: 'x' },
    ],
    variants: [{ ...blankVariant('a', 0), sku: ' CUP-1 ', weightG: '210', parts: 'LID*2\nBASE' }],
  });
  expect(said).toMatchObject({
    saved: {
      brand: null,
      attributes: { Finish: 'matt' },
      variants: [
        {
          sku: 'CUP-1',
          weightG: 210,
          gtin: null,
          parts: [
            { sku: 'LID', quantity: 2 },
            { sku: 'BASE', quantity: 1 },
          ],
        },
      ],
    },
  });
});

test.each([
  [{ title: ' ' }, '/title required'],
  [{ variants: [blankVariant('a', 0)] }, '/variants/0/sku required'],
  [{ variants: [{ ...blankVariant('a', 0), sku: 'A', gtin: '123' }] }, '/variants/0/gtin bad-gtin'],
  [{ variants: [{ ...blankVariant('a', 0), sku: 'A', weightG: '-1' }] }, '/variants/0/weightG not-positive'],
  [{ variants: [{ ...blankVariant('a', 0), sku: 'A', lengthMm: '1.5' }] }, '/variants/0/lengthMm not-a-whole-number'],
])('%j is told at its place', (change, wanted) => {
  const said = readDraft({ ...draft, ...change });
  expect('faults' in said ? said.faults.map(({ path, code }) => `${path} ${code}`) : []).toEqual([wanted]);
});

test('another count of options keeps the values that still have a name', () => {
  const two = withOptions({ ...draft, variants: [{ ...blankVariant('a', 1), optionValues: ['red'] }] }, ['Colour', 'Size']);
  expect(two.variants[0]?.optionValues).toEqual(['red', '']);
  expect(withOptions(two, []).variants[0]?.optionValues).toEqual([]);
});
