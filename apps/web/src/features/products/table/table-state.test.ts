import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockText, readBlock } from './block-text.ts';
import { slicesOf } from './slices.ts';
import { type Action, type ProductRows, selectedText, startTable, type Table, tableReducer, textAt } from './table-state.ts';

const columns = ['title', 'sku', 'gtin', 'cost', 'cost_currency'] as const;
const product = (id: string, skus: readonly string[]): ProductRows => ({
  ...{ productId: id, code: id, version: 3, cells: { title: `Title ${id}` } },
  variants: skus.map((sku) => ({ variantId: `v-${sku}`, options: '', cells: { sku, gtin: '', cost: '2', cost_currency: 'CNY' } })),
});
const products = [product('p', ['P1', 'P2']), product('q', ['Q1'])];
const start = startTable(products, columns);
const play = (actions: readonly Action[], from: Table = start): Table => actions.reduce(tableReducer, from);
const go = (row: number, column: number, isExtending = false): Action => ({ kind: 'go', to: { row, column }, isExtending });
const paste = (text: string): Action => ({ kind: 'paste', text });
const write = (text: string): Action => ({ kind: 'write', text });
const lines = (table: Table): string[] => table.rows.map((_, row) => columns.map((__, column) => textAt(table, { row, column })).join('|'));
const untouched = ['Title p|P1||2|CNY', 'Title p|P2||2|CNY', 'Title q|Q1||2|CNY'];

describe('a block on the clipboard', () => {
  test.each<[string, string[][]]>([
    [
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"two\nlines"\t"he said ""so"""', [['two\nlines', 'he said "so"']]],
    ['5" pipe\tx', [['5" pipe', 'x']]],
    ['\t\n', [['', '']]],
    ['', [['']]],
    ['a\n\nb', [['a'], [''], ['b']]],
  ])('%j reads as %j', (text, block) => expect(readBlock(text)).toEqual(block));

  test('comes back as it went', () => {
    const cell = fc.string().map((text) => text.replaceAll('\r', ''));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (width, rows) => {
          const block = rows.map((row) => row.slice(0, width));
          // A last line without anything is the one that spreadsheets add.
          fc.pre(width > 1 || block.at(-1)?.[0] !== '');
          expect(readBlock(blockText(block))).toEqual(block);
        },
      ),
    );
  });
});

describe('a table', () => {
  test.each<[string, Action[], string[]]>([
    [
      'writing in one row shows in every row of the product',
      [go(1, 0), write('Cup')],
      ['Cup|P1||2|CNY', 'Cup|P2||2|CNY', untouched[2] ?? ''],
    ],
    ['a pasted column runs down', [go(0, 2), paste('1\n2\n3\n')], ['Title p|P1|1|2|CNY', 'Title p|P2|2|2|CNY', 'Title q|Q1|3|2|CNY']],
    ['a pasted block stays within the table', [go(2, 3), paste('7\tUSD\tx\n8\tEUR\ty')], [...untouched.slice(0, 2), 'Title q|Q1||7|USD']],
    [
      'one cell fills the selection',
      [go(0, 2), go(2, 2, true), paste('9')],
      ['Title p|P1|9|2|CNY', 'Title p|P2|9|2|CNY', 'Title q|Q1|9|2|CNY'],
    ],
    [
      'filling down takes the uppermost row',
      [go(0, 2), write('4'), go(0, 2), go(2, 2, true), { kind: 'fill-down' }],
      ['Title p|P1|4|2|CNY', 'Title p|P2|4|2|CNY', 'Title q|Q1|4|2|CNY'],
    ],
    [
      'clearing empties the selection',
      [go(0, 3), go(1, 4, true), { kind: 'clear' }],
      ['Title p|P1|||', 'Title p|P2|||', untouched[2] ?? ''],
    ],
    [
      'what was undone is done again',
      [go(0, 1), write('X'), { kind: 'undo' }, { kind: 'redo' }],
      ['Title p|X||2|CNY', ...untouched.slice(1)],
    ],
    [
      'writing anew forgets what was undone',
      [go(0, 1), write('X'), { kind: 'undo' }, go(2, 1), write('Y'), { kind: 'redo' }],
      [...untouched.slice(0, 2), 'Title q|Y||2|CNY'],
    ],
    [
      'nobody walks out of it',
      [go(0, 0), { kind: 'move', by: { row: -5, column: 99 }, isExtending: false }, write('USD')],
      ['Title p|P1||2|USD', ...untouched.slice(1)],
    ],
  ])('%s', (_, actions, told) => expect(lines(play(actions))).toEqual(told));

  test('says how many cells of a paste had no place', () => {
    expect(play([go(2, 3), paste('7\tUSD\tx\n8\tEUR\ty')]).clipped).toBe(4);
    expect(play([go(2, 3), paste('7\tUSD\tx'), go(0, 0)]).clipped).toBe(0);
  });

  test('is copied as it can be pasted', () => {
    expect(selectedText(play([go(0, 1), go(1, 2, true)]))).toBe('P1\t\nP2\t');
  });

  test('writing what is there already is no change', () => {
    const table = play([go(0, 1), write('X'), write('P1')]);
    expect([table.changed.size, table.past.length]).toEqual([0, 2]);
    expect(play([go(0, 1), write('P1')]).past).toEqual([]);
  });

  const place = fc.record({ row: fc.integer({ min: -1, max: 4 }), column: fc.integer({ min: -1, max: 6 }) });
  const text = fc.constantFrom('', '1', 'P1', 'a\tb\nc', 'x\ny\nz', 'CNY');
  const action: fc.Arbitrary<Action> = fc.oneof(
    fc.record({ kind: fc.constant('go' as const), to: place, isExtending: fc.boolean() }),
    fc.record({ kind: fc.constantFrom('write' as const, 'paste' as const), text }),
    fc.constantFrom<Action>({ kind: 'clear' }, { kind: 'fill-down' }, { kind: 'select-all' }),
  );

  test('whatever was done, going back all the way ends where it began, and on again where it was', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 12 }), (actions) => {
        const done = play(actions);
        const back = play(
          done.past.map(() => ({ kind: 'undo' }) as const),
          done,
        );
        expect(lines(back)).toEqual(untouched);
        expect(back.changed.size).toBe(0);
        expect(
          lines(
            play(
              done.past.map(() => ({ kind: 'redo' }) as const),
              back,
            ),
          ),
        ).toEqual(lines(done));
      }),
    );
  });
});

describe('saving', () => {
  const changed = play([go(0, 0), write('Cup'), go(1, 3), write('5'), go(2, 1), write('Q9')]);

  test('sends what was changed, by product, on the version that was read, and an amount with its currency', () => {
    const [slice] = slicesOf(changed);
    expect(slice?.products).toEqual([
      {
        productId: 'p',
        version: 3,
        cells: { title: 'Cup' },
        variants: [{ variantId: 'v-P2', cells: { cost: '5', cost_currency: 'CNY' } }],
      },
      { productId: 'q', version: 3, cells: {}, variants: [{ variantId: 'v-Q1', cells: { sku: 'Q9' } }] },
    ]);
    expect(slicesOf(start)).toEqual([]);
  });

  test('what is saved is no change any more; what is refused stays, with its reason, until it is written anew', () => {
    const sent = slicesOf(changed)[0]?.sent ?? new Map();
    const fault = { productId: 'q', variantId: 'v-Q1', column: 'sku', code: 'sku-of-other-variant' };
    const settled = play([{ kind: 'saved', sent, saved: [{ productId: 'p', version: 4 }], faults: [fault] }], changed);
    expect([...settled.changed]).toEqual([['v-Q1 sku', 'Q9']]);
    expect([...settled.faults]).toEqual([['v-Q1 sku', 'sku-of-other-variant']]);
    expect(settled.versions.get('p')).toBe(4);
    expect(play([go(2, 1), write('Q10')], settled).faults.size).toBe(0);
    // Going back past a save writes the old text as a new change.
    expect([...play([{ kind: 'undo' }, { kind: 'undo' }, { kind: 'undo' }], settled).changed]).toEqual([
      ['v-P2 cost', '2'],
      ['p title', 'Title p'],
    ]);
  });

  test('what was written while the answer was on its way stays a change', () => {
    const sent = slicesOf(changed)[0]?.sent ?? new Map();
    const later = play([go(0, 0), write('Mug'), { kind: 'saved', sent, saved: [{ productId: 'p', version: 4 }], faults: [] }], changed);
    expect(later.changed.get('p title')).toBe('Mug');
    const back = play(
      [{ kind: 'undo' }, { kind: 'undo' }, { kind: 'undo' }, { kind: 'saved', sent, saved: [{ productId: 'p', version: 4 }], faults: [] }],
      changed,
    );
    expect(back.changed.get('p title')).toBe('Title p');
  });

  test('another person’s version lies below what was changed here', () => {
    const conflict = { productId: 'p', variantId: null, column: null, code: 'changed-meanwhile' };
    const told = play([{ kind: 'saved', sent: new Map(), saved: [], faults: [conflict] }], changed);
    expect(told.faults.get('p')).toBe('changed-meanwhile');
    const theirs = { ...product('p', ['P1', 'P2']), version: 7, cells: { title: 'Theirs' } };
    const reread = play([{ kind: 'reread', products: [theirs] }], told);
    expect([reread.faults.size, reread.versions.get('p'), reread.changed.get('p title')]).toEqual([0, 7, 'Cup']);
    const same = play([{ kind: 'reread', products: [{ ...theirs, cells: { title: 'Cup' } }] }], told);
    expect(same.changed.has('p title')).toBe(false);
  });
});
