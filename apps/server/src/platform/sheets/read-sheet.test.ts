import { describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { readSheet } from './read-sheet.ts';
import { SheetRefused, streamSheet } from './stream-sheet.ts';
import { type Part, partsOf, workbookOf, zipOf } from './testing.ts';

const rowsOf = async (bytes: Uint8Array) => {
  const read = await readSheet(bytes);
  if ('error' in read) throw new Error(`${read.error.code}: ${read.error.message}`);
  return read.rows;
};
const faultOf = async (bytes: Uint8Array) => {
  const read = await readSheet(bytes);
  return 'error' in read ? read.error.code : null;
};

describe('a table is read alike', () => {
  const table = [
    ['Number', 'Words', 'Nothing'],
    ['5769', 'late, "twice"', ''],
    ['5770', '海港 & <b>', 'x'],
  ];
  const wanted = table.map((cells, index) => ({ line: index + 1, cells }));

  test('from CSV', async () => {
    const csv = table.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n');
    expect(await rowsOf(Buffer.from(`\uFEFF${csv}`))).toEqual(wanted);
  });

  test('from a workbook with its texts in the cells, or shared as other programs write them', async () => {
    expect(await rowsOf(workbookOf(table))).toEqual(wanted);
    const written = await writeXlsxFile(
      table.map((row) => row.map((text) => (text === '' ? null : { type: String, value: text }))),
    ).toBuffer();
    expect(await rowsOf(written)).toEqual(wanted);
  });
});

test('cells are what they show: numbers as written, a formula as such, rich text without how it is read aloud', async () => {
  const rows = [
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>5.76E18</v></c><c r="C1" t="b"><v>1</v></c></row>',
    '<row r="7"><c r="B7"><f>1+1</f><v>2</v></c><c r="C7"><f t="shared" si="0"/><v>2</v></c></row>',
    '<row r="8"><c r="A8"/></row>',
  ].join('');
  const strings = '<sst><si><r><t>late </t></r><r><t>dispatch</t></r><rPh sb="0" eb="1"><t>read so</t></rPh></si></sst>';
  expect(await rowsOf(zipOf([...partsOf(rows), { name: 'xl/sharedStrings.xml', text: strings }]))).toEqual([
    { line: 1, cells: ['late dispatch', '5.76E18', 'TRUE'] },
    { line: 7, cells: ['', '=1+1', '='] },
  ]);
});

test('a percentage and a day read as they are shown; a time of day and a number stay numbers', async () => {
  const cell = (style: number, value: string) => `<c s="${style}"><v>${value}</v></c>`;
  const row = `<row r="1">${[cell(1, '6.25E-2'), cell(2, '0.07'), cell(3, '46174'), cell(4, '46174'), cell(5, '0.5'), cell(0, '46174'), cell(4, '46174.5')].join('')}</row>`;
  const codes =
    '<numFmts><numFmt numFmtId="164" formatCode="0.0##%"/><numFmt numFmtId="165" formatCode="[$-804]yyyy&quot;h&quot;m"/></numFmts>';
  const styles = `<styleSheet>${codes}<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>${[0, 164, 10, 14, 165, 20].map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`;
  expect(await rowsOf(zipOf([...partsOf(row), { name: 'xl/styles.xml', text: styles }]))).toEqual([
    { line: 1, cells: ['6.25%', '7%', '2026-06-01', '2026-06-01', '0.5', '46174', '46174.5'] },
  ]);
});

describe('refused as a whole is a workbook', () => {
  const good = '<row r="1"><c r="A1" t="inlineStr"><is><t>One</t></is></c></row>';
  const withPart = (part: Part) => () => zipOf([...partsOf(good), part]);
  const changed = (name: string, change: (part: Part) => Partial<Part>) => () =>
    zipOf(partsOf(good).map((part) => (part.name === name ? { ...part, ...change(part) } : part)));
  const sheet = 'xl/worksheets/sheet1.xml';
  const bad: [name: string, file: () => Uint8Array, fault: string][] = [
    ['cut off', () => zipOf(partsOf(good)).subarray(0, -30), 'not-a-workbook'],
    ['without a sheet', () => zipOf(partsOf(good).slice(0, 2)), 'not-a-workbook'],
    ['that is another archive', () => zipOf([{ name: 'letter.txt', text: 'Hello' }]), 'not-a-workbook'],
    ['with nothing on its sheet', () => zipOf(partsOf('')), 'empty'],
    [
      'that unpacks to gigabytes',
      withPart({ name: 'xl/media/a.bin', text: Buffer.alloc(1000), declaredBytes: 3_000_000_000 }),
      'too-large',
    ],
    ['whose part is larger than its directory says', changed(sheet, () => ({ declaredBytes: 100 })), 'not-a-workbook'],
    ['of very many parts', () => zipOf(Array.from({ length: 300 }, (_, n) => ({ name: `xl/${n}`, text: '' }))), 'too-large'],
    ['with a part twice', withPart({ name: sheet, text: '<worksheet/>' }), 'not-a-workbook'],
    ['with a path out of the archive', withPart({ name: '../evil', text: '' }), 'not-a-workbook'],
    ['with macros', withPart({ name: 'xl/vbaProject.bin', text: 'x' }), 'active-content'],
    ['that looks into other files', withPart({ name: 'xl/externalLinks/externalLink1.xml', text: '<a/>' }), 'active-content'],
    ['that is encrypted', changed(sheet, () => ({ flags: 0x801 })), 'not-a-workbook'],
    ['with a bit turned', changed(sheet, () => ({ sum: 1 })), 'not-a-workbook'],
    ['in another encoding', changed(sheet, ({ text }) => ({ text: Buffer.from(text.toString(), 'utf16le') })), 'not-a-workbook'],
    ['with entities', changed(sheet, ({ text }) => ({ text: `<!DOCTYPE a [<!ENTITY b "bb">]>${text}` })), 'not-a-workbook'],
    ['with tags left open', changed(sheet, ({ text }) => ({ text: text.slice(0, -20) })), 'not-a-workbook'],
    [
      'that counts its days from 1904',
      changed('xl/workbook.xml', ({ text }) => ({ text: text.toString().replace('<sheets>', '<workbookPr date1904="1"/><sheets>') })),
      'not-a-workbook',
    ],
    [
      'of two sheets',
      changed('xl/workbook.xml', ({ text }) => ({ text: text.toString().replace(/<sheet .*?\/>/, '$&$&') })),
      'several-sheets',
    ],
    ['of very many rows', () => zipOf(partsOf('<row><c><v>1</v></c></row>'.repeat(20_002))), 'too-many-rows'],
    ['that says it is a thousand million rows long', () => zipOf(partsOf('<row r="1000000000"><c><v>1</v></c></row>')), 'too-many-rows'],
    ['of very many columns', () => zipOf(partsOf('<row r="1"><c r="ZZZ1"><v>1</v></c></row>')), 'too-large'],
    ['with a very long cell', () => zipOf(partsOf(`<row><c><v>${'1'.repeat(50_000)}</v></c></row>`)), 'too-large'],
    [
      'whose shared texts fill a memory',
      withPart({ name: 'xl/sharedStrings.xml', text: `<sst>${'<si><t>1</t></si>'.repeat(600_000)}</sst>` }),
      'too-large',
    ],
    ['whose cell names a text that is not there', () => zipOf(partsOf('<row><c t="s"><v>4</v></c></row>')), 'not-a-workbook'],
  ];
  test.each(bad)('%s', async (_, file, fault) => {
    expect(await faultOf(file())).toBe(fault);
  });
});

test('refused as a whole is a CSV file of very many rows, of another encoding, or without an end', async () => {
  expect(await faultOf(Buffer.from('a\n'.repeat(20_002)))).toBe('too-many-rows');
  expect(await faultOf(Buffer.from([0xce, 0xa5, 0xb9, 0xe6]))).toBe('wrong-encoding');
  expect(await faultOf(Buffer.from('a,b', 'utf16le'))).toBe('not-csv');
  expect(await faultOf(Buffer.from('a,"b'))).toBe('not-csv');
  expect(await faultOf(Buffer.alloc(0))).toBe('empty');
});

describe('read as a stream', () => {
  const bounds = { rowsMax: 200_000, unpackedMaxBytes: 512 * 1024 * 1024 };
  const streamed = async (bytes: Uint8Array) => {
    const rows: string[][] = [];
    try {
      for await (const some of streamSheet(bytes, bounds)) rows.push(...some.map(({ cells }) => cells));
    } catch (error) {
      return error instanceof SheetRefused ? error.fault : error;
    }
    return rows;
  };

  test('a workbook that came very small for what it unpacks to is refused before anything is unpacked', async () => {
    const bomb = zipOf([...partsOf(''), { name: 'xl/media/a.bin', text: Buffer.alloc(1000), declaredBytes: 100_000_000 }]);
    expect(await streamed(bomb)).toBe('too-large');
  });

  test('commas behind the table are nothing, words there are more columns than a table has', async () => {
    const commas = ','.repeat(150);
    expect(await streamed(Buffer.from(`sku,title${commas}\nA,Cup${commas}\n`))).toEqual([
      ['sku', 'title', ...Array(98).fill('')],
      ['A', 'Cup', ...Array(98).fill('')],
    ]);
    expect(await streamed(Buffer.from(`sku,title${commas}\nA,Cup${commas}x\n`))).toBe('too-large');
  });
});
