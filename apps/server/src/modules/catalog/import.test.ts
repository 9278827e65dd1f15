/** Files of products: checked, taken in, stopped, taken back, and handed in again, on a real database. */
import type { ProductImport } from '@tradewind/contract';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../platform/http/handler.ts';
import { writeSheet } from '../../platform/sheets/write-sheet.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, buildCaller, createBench, START_AT } from '../accounts/testing.ts';
import { runImportJobHandler } from './index.ts';
import { type Catalogue, catalogueOf, codesOf, good, variantOf, wishOf, without } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let catalogue: Catalogue;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database, { startAt: START_AT });
  const { merchantId } = database;
  catalogue = catalogueOf({ services: bench.services, merchantId, callerOf: (facts) => buildCaller(merchantId, facts) });
  good(
    await catalogue.create(
      wishOf('CUP', {
        optionNames: ['Colour'],
        variants: [variantOf('CUP-RED', { optionValues: ['red'] }), variantOf('CUP-BLUE', { optionValues: ['blue'] })],
      }),
    ),
  );
});
afterAll(() => database.close());

type Cells = readonly (readonly string[])[];
async function* piece(rows: Cells) {
  yield rows;
}
const fileOf = async (rows: Cells, format: 'csv' | 'xlsx' = 'csv') => writeSheet(format, piece(rows));
const handIn = async (bytes: Uint8Array, facts: Partial<Caller> = {}) =>
  catalogue.ask()['product-imports.create']({
    ...catalogue.around(facts),
    params: {},
    query: { fileName: 'goods.csv' },
    body: { mediaType: 'text/csv', bytes, sha256: '' },
  });
// The list of handlers forgets what each takes, as in the wiring.
const work = async () => bench.worker([runImportJobHandler(bench.services)] as unknown as Parameters<Bench['worker']>[0]).drain();
const stepOf = (importId: string) => ({ ...catalogue.around(), params: { importId }, query: {}, body: undefined });
const stateOf = async (importId: string) => good(await catalogue.ask()['product-imports.get'](stepOf(importId)));
async function checked(rows: Cells, format?: 'csv' | 'xlsx'): Promise<ProductImport> {
  const { id, mapping, headRow } = good(await handIn(await fileOf(rows, format)));
  good(await catalogue.ask()['product-imports.check']({ ...stepOf(id), body: { headRow, mapping } }));
  await work();
  return stateOf(id);
}
async function applied(rows: Cells): Promise<ProductImport> {
  const { id } = await checked(rows);
  good(await catalogue.ask()['product-imports.apply'](stepOf(id)));
  await work();
  return stateOf(id);
}
const rowsOf = async (importId: string, verdict?: 'failed' | 'not-undone') =>
  good(await catalogue.ask()['product-imports.rows']({ ...stepOf(importId), query: { limit: 200, verdict } })).items;
const faultsOf = async (importId: string) =>
  (await rowsOf(importId, 'failed')).map(({ line, faults }) => [
    line,
    ...faults.map(({ column, code, line: other }) => [column, code, other].filter((part) => part !== null).join(' ')),
  ]);
const HEAD = ['product_code', 'title', 'sku', 'option1_name', 'option1_value', 'weight_g', 'cost', 'cost_currency', 'cost_from'];
const line = (...cells: string[]) => cells;

describe('a file of products', () => {
  test('says first what it would do, does it then, and is unchanged the second time', async () => {
    const rows = [
      HEAD,
      line('BAG', 'Canvas bag', 'BAG-S', 'Size', 'S', '300', '12.50', 'CNY', '2026-01-01'),
      line('BAG', '', 'BAG-L', 'Size', 'L', '400'),
      line('', 'Lone thing', 'LONE'),
    ];
    const dry = await checked(rows, 'xlsx');
    expect(dry).toMatchObject({ state: 'checked', rows: 3, created: 3, failed: 0 });
    expect(await catalogue.idOf('BAG')).toBe('');
    const done = await applied(rows);
    expect(done).toMatchObject({ state: 'applied', created: 3, done: 3 });
    const bag = await catalogue.read(await catalogue.idOf('BAG'));
    expect(bag).toMatchObject({ title: 'Canvas bag', optionNames: ['Size'] });
    expect(bag.variants.find(({ sku }) => sku === 'BAG-S')?.costs).toEqual([
      { validFrom: '2026-01-01', cost: { amount: 1250, currency: 'CNY' } },
    ]);
    expect(await catalogue.idOf('LONE')).not.toBe('');
    expect(await checked(rows)).toMatchObject({ created: 0, changed: 0, unchanged: 3 });
    const again = await applied([HEAD, line('BAG', 'Canvas tote', 'BAG-S'), line('BAG', '', 'BAG-L', '', '', '410')]);
    expect(again).toMatchObject({ created: 0, changed: 2 });
    expect(await catalogue.read(bag.id)).toMatchObject({ title: 'Canvas tote', version: 2 });
    expect(await catalogue.found({ q: 'tote' })).toEqual(['BAG']);
  });

  test('every bad row is told with its column, and the good ones go on', async () => {
    const bad = await checked([
      HEAD,
      line('F1', 'Good', 'F1'),
      line('F1', 'Other title', 'F1-B'),
      line('F2', 'Twice', 'F1'),
      line('F3', 'Other’s', 'CUP-RED'),
      line('F4', '', 'F4'),
      line('F5', '=1+1', 'F5'),
      line('F6', 'Sizes', 'F6', '', '', '-3', '0', 'CNY'),
      line('F7', 'Money', 'F7', '', '', '1.5', '-1', 'XXX'),
      line('F8', 'Digits', '5.76E+18'),
      line('F9', 'Cost', 'F9', '', '', '', '1.234', 'USD', '2026-02-30'),
      line('F10', 'No SKU', ''),
      line('F11', 'Two sizes', 'F11-A', 'Size', 'S'),
      line('F11', '', 'F11-B', 'Size', 'S'),
      line('CUP', '', 'CUP-GREEN', 'Size', 'green'),
    ]);
    expect(await faultsOf(bad.id)).toEqual([
      [3, 'title contradicts 2'],
      [4, 'sku repeated 2'],
      [5, 'sku sku-of-other-product'],
      [6, 'title required'],
      [7, 'title formula'],
      [8, 'weight_g not-positive', 'cost not-positive'],
      [9, 'weight_g not-a-whole-number', 'cost_currency unknown-currency'],
      [10, 'sku rounded-number'],
      [11, 'cost_from not-a-day', 'cost too-many-decimals'],
      [12, 'sku required'],
      [14, 'option1_value same-options 13'],
      [15, 'option1_name other-options'],
    ]);
    expect(bad).toMatchObject({ created: 2, failed: 12 });
    good(await catalogue.ask()['product-imports.apply'](stepOf(bad.id)));
    await work();
    expect(await stateOf(bad.id)).toMatchObject({ state: 'applied', created: 2, done: 2 });
  });

  test('a comma that nobody quoted is told at its row, and so is what each of two rows says of a product', async () => {
    const text = 'sku,product_code,title,material\nQ1,Q1,Cup, red,steel\nQ2,Q2,Cup,steel\nQ3,Q2,Mug,steel\n';
    const { id, mapping, headRow } = good(await handIn(Buffer.from(text)));
    good(await catalogue.ask()['product-imports.check']({ ...stepOf(id), body: { headRow, mapping } }));
    await work();
    expect((await rowsOf(id, 'failed')).map(({ line, faults }) => [line, ...faults])).toEqual([
      [2, { column: null, value: 'steel', code: 'beyond-the-head', line: null }],
      [4, { column: 'title', value: 'Mug', code: 'contradicts', line: 3 }],
    ]);
    expect(await stateOf(id)).toMatchObject({ created: 1, failed: 2 });
  });

  test('the rows that failed come back as a file with a reason, which is taken in once mended', async () => {
    const { id } = await checked([HEAD, line('', "'-5 °C box", 'COLD', '', '', '-1'), line('', 'Fine', 'FINE')]);
    const { file } = good(await catalogue.ask()['product-imports.failed-rows']({ ...stepOf(id), query: { format: 'csv' } }));
    const text = Buffer.from(file.bytes).toString('utf8');
    expect(text).toContain('weight_g not-positive');
    const mended = good(await handIn(Buffer.from(text.replace(',-1,', ',7,').replace(",'-1,", ',7,'))));
    expect(mended.isRemembered).toBe(false);
    good(
      await catalogue.ask()['product-imports.check']({ ...stepOf(mended.id), body: { headRow: mended.headRow, mapping: mended.mapping } }),
    );
    await work();
    expect(await stateOf(mended.id)).toMatchObject({ created: 1, failed: 0 });
  });

  test('what the columns were said to be is remembered for the next file with this head', async () => {
    const rows = [['Shown on top'], ['Our number', 'What it is', 'Unknown'], ['X-1', 'Thing', '?']];
    const first = good(await handIn(await fileOf(rows)));
    expect(first).toMatchObject({ headRow: 1, mapping: [null], isRemembered: false });
    const mapping = ['sku', 'title', null];
    good(await catalogue.ask()['product-imports.check']({ ...stepOf(first.id), body: { headRow: 2, mapping } }));
    await work();
    expect(await stateOf(first.id)).toMatchObject({ created: 1 });
    expect(good(await handIn(await fileOf(rows.slice(1))))).toMatchObject({ mapping, isRemembered: true });
    expect(
      codesOf(await catalogue.ask()['product-imports.check']({ ...stepOf(first.id), body: { headRow: 2, mapping: ['sku', 'sku'] } })),
    ).toEqual(['/mapping repeated']);
    expect(
      codesOf(await catalogue.ask()['product-imports.check']({ ...stepOf(first.id), body: { headRow: 2, mapping: ['title'] } })),
    ).toEqual(['/mapping required']);
  });

  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['nothing', async () => Buffer.alloc(0), 'empty'],
    ['another encoding', async () => Buffer.from([0xce, 0xa5, 0xb9, 0xe6, 0x2c]), 'wrong-encoding'],
    ['two bytes a letter', async () => Buffer.from('sku,title', 'utf16le'), 'not-csv'],
    ['a quote left open', async () => Buffer.from('sku,"title'), 'not-csv'],
    ['an archive', async () => Buffer.from('PK\x03\x04rubbish'), 'not-a-workbook'],
  ])('%s is refused at the door', async (_, bytes, code) => {
    expect(codesOf(await handIn(await bytes()))).toEqual([` ${code}`]);
  });

  test('a file that breaks far down changes nothing', async () => {
    const start = `sku,title\n${Array.from({ length: 9_000 }, (_, at) => `DEEP-${at},Deep`).join('\n')}\n`;
    const { id, mapping, headRow } = good(await handIn(Buffer.concat([Buffer.from(start), Buffer.from([0xff, 0xfe])])));
    good(await catalogue.ask()['product-imports.check']({ ...stepOf(id), body: { headRow, mapping } }));
    await work();
    expect(await stateOf(id)).toMatchObject({ state: 'refused', fault: 'wrong-encoding', rows: 0 });
    expect(await rowsOf(id)).toEqual([]);
  });

  test('costs are only for who may write them', async () => {
    const { id, mapping } = good(
      await handIn(await fileOf([HEAD, line('C1', 'C', 'C1')]), { scopes: without('costs:write', 'costs:read') }),
    );
    expect(mapping).toEqual(['product_code', 'title', 'sku', 'option1_name', 'option1_value', 'weight_g', null, null, null]);
    const answer = await catalogue.ask()['product-imports.check']({
      ...stepOf(id),
      ...catalogue.around({ scopes: without('costs:write') }),
      body: { headRow: 1, mapping: HEAD },
    });
    expect(answer).toMatchObject({ refused: 'forbidden' });
  });

  const many = (count: number, prefix: string): Cells => [
    ['sku', 'title'],
    ...Array.from({ length: count }, (_, at) => [`${prefix}-${at}`, `Thing ${at}`]),
  ];
  const countOf = async (prefix: string) => {
    const { rows } = await catalogue.inMerchant((tx) =>
      sql<{ count: number }>`SELECT count(*)::int AS count FROM variant WHERE sku LIKE ${`${prefix}-%`}`.execute(tx),
    );
    return rows[0]?.count;
  };

  test('stopped in the middle it goes on where it stood, and may be taken back as far as it came', async () => {
    const { id } = await checked(many(2_100, 'STOP'));
    good(await catalogue.ask()['product-imports.apply'](stepOf(id)));
    const stopping = { ...bench.services, newId: bench.services.newId };
    let batches = 0;
    const handler = runImportJobHandler(stopping);
    const interrupted = {
      ...handler,
      run: (jobs: Parameters<typeof handler.run>[0], context: Parameters<typeof handler.run>[1]) =>
        handler.run(jobs, {
          ...context,
          commit: async (run, options) => {
            const answer = await context.commit(run, options);
            batches += 1;
            if (batches === 1) good(await catalogue.ask()['product-imports.cancel'](stepOf(id)));
            return answer;
          },
        }),
    };
    await bench.worker([interrupted] as unknown as Parameters<Bench['worker']>[0]).drain();
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled', done: 1_000 });
    expect(await countOf('STOP')).toBe(1_000);
    good(await catalogue.ask()['product-imports.apply'](stepOf(id)));
    await work();
    expect(await stateOf(id)).toMatchObject({ state: 'applied', done: 2_100, created: 2_100 });
    expect(await countOf('STOP')).toBe(2_100);
    good(await catalogue.ask()['product-imports.undo'](stepOf(id)));
    await work();
    expect(await stateOf(id)).toMatchObject({ state: 'undone', undone: 2_100 });
    expect(await countOf('STOP')).toBe(0);
  });

  test('a worker that dies within a batch leaves nothing of it, and the next one makes it once', async () => {
    const { id } = await checked(many(1_100, 'DIES'));
    good(await catalogue.ask()['product-imports.apply'](stepOf(id)));
    let calls = 0;
    const dying = {
      ...bench.services,
      hints: {
        ...bench.services.hints,
        publish: async (...given: Parameters<typeof bench.services.hints.publish>) => {
          calls += 1;
          if (calls === 3) throw new Error('killed');
          await bench.services.hints.publish(...given);
        },
      },
    };
    await bench.worker([runImportJobHandler(dying)] as unknown as Parameters<Bench['worker']>[0]).drain();
    expect([1_000, 1_100]).toContain(await countOf('DIES'));
    bench.clock.advance(3_600_000);
    await work();
    expect(await stateOf(id)).toMatchObject({ state: 'applied', done: 1_100, created: 1_100 });
    expect(await countOf('DIES')).toBe(1_100);
  });

  test('taken back, a row stays where somebody has changed it since, or where what it made is in use', async () => {
    good(await catalogue.create(wishOf('KEEP', { variants: [variantOf('KEEP', { weightG: 100 })] })));
    const file = await applied([
      ['sku', 'title', 'weight_g'],
      ['KEEP', 'Title of KEEP', '150'],
      ['U-CHANGED', 'One', ''],
      ['U-PART', 'Two', ''],
      ['U-GONE', 'Three', ''],
      ['CUP-BLUE', '', '99'],
    ]);
    const touched = await catalogue.read(await catalogue.idOf('U-CHANGED'));
    good(await catalogue.change(touched, { title: 'Mine now' }));
    good(await catalogue.create(wishOf('U-SET', { variants: [variantOf('U-SET', { parts: [{ sku: 'U-PART', quantity: 1 }] })] })));
    good(await catalogue.ask()['product-imports.undo'](stepOf(file.id)));
    await work();
    expect(await stateOf(file.id)).toMatchObject({ state: 'undone', undone: 3 });
    expect((await rowsOf(file.id, 'not-undone')).map(({ sku, faults }) => [sku, faults[0]?.code])).toEqual([
      ['U-CHANGED', 'changed-since'],
      ['U-PART', 'in-use'],
    ]);
    expect((await catalogue.read(await catalogue.idOf('KEEP'))).variants[0]?.weightG).toBe(100);
    expect([await catalogue.idOf('U-GONE'), await catalogue.idOf('U-PART')].map((id) => id === '')).toEqual([true, false]);
  });

  test('what was exported changes nothing when it is handed in', async () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .map((text) => text.replaceAll(/[\p{Cc}\p{Cs};]/gu, ' ').trim())
      .filter((text) => text !== '' && !/^[=＝@＠]/.test(text));
    const goods = fc.record({
      title: fc.oneof(word, fc.constantFrom("'=x", '-5', "''+1", 'a\tb', 'two  spaces', '"quoted", and', '=')).map((text) => text.trim()),
      brand: fc.option(word, { nil: null }),
      materials: fc.array(word, { maxLength: 3 }),
      attributes: fc.dictionary(fc.constantFrom('Finish', 'Care', 'Größe', 'constructor', 'toString'), word),
      weightG: fc.option(fc.integer({ min: 1, max: 1_000_000 }), { nil: null }),
      sizes: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
      amount: fc.integer({ min: 1, max: 1e9 }),
      currency: fc.constantFrom('CNY', 'VND', 'USD'),
    });
    let made = 0;
    const given = fc.sample(goods, { numRuns: 40, seed: 7 });
    for (const { sizes, weightG, amount, currency, title, ...words } of given) {
      made += 1;
      const code = `RT-${made}`;
      const product = good(
        await catalogue.create(
          wishOf(code, {
            ...words,
            title,
            optionNames: ['Size'],
            variants: sizes.map((size, at) => variantOf(`${code}-${at}`, { optionValues: [size], weightG })),
          }),
        ),
      );
      good(
        await catalogue.ask()['variant-costs.set']({
          ...catalogue.around(),
          params: { variantId: product.variants[0]?.id ?? '', validFrom: '2026-05-01' },
          query: {},
          body: { cost: { amount, currency } },
        }),
      );
    }
    for (const format of ['csv', 'xlsx'] as const) {
      const { file } = good(
        await catalogue.ask()['products.export']({ ...catalogue.around(), params: {}, query: { format }, body: undefined }),
      );
      const { id, mapping, headRow } = good(await handIn(file.bytes));
      good(await catalogue.ask()['product-imports.check']({ ...stepOf(id), body: { headRow, mapping } }));
      await work();
      expect(await faultsOf(id)).toEqual([]);
      const state = await stateOf(id);
      expect((await rowsOf(id)).filter(({ verdict }) => verdict !== 'unchanged')).toEqual([]);
      expect(state.unchanged).toBe(state.rows);
      expect(state.rows).toBeGreaterThan(80);
    }
  });
});
