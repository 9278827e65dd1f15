import { inflateSync } from 'node:zlib';
import { languageOf } from '@tradewind/rules/localisation';
import { markets } from '@tradewind/rules/markets';
import fc from 'fast-check';
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import { expect, test } from 'vitest';
import { labelPdf, widthsOf } from '../testing-pdf.ts';
import { code128 } from './code-128.ts';
import { printable, runsOf } from './faces.ts';
import { mergeLabels } from './merge-labels.ts';
import { packingSlipsPdf, type Slip } from './packing-slip-pdf.ts';
import { pickListPdf } from './pick-list-pdf.ts';
import { slipWordsOf } from './words.ts';

const label = (id: string, bytes: Uint8Array, position: number) => ({ id, bytes, position, orders: [id], channelPackageId: id });

test('a merged file has exactly the pages of its parts, in their order', async () => {
  const widths = fc.array(fc.array(fc.integer({ min: 100, max: 290 }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(widths, async (given) => {
      const parts = await Promise.all(given.map(async (pages, index) => label(String(index), await labelPdf(pages), index + 1)));
      const merged = await mergeLabels({ parts, layout: 'a6', missing: [], total: parts.length });
      expect(await widthsOf(merged.bytes)).toEqual(given.flat());
      expect(merged).toMatchObject({
        pages: given.flat().length,
        damaged: [],
        parts: given.map((pages, index) => ({ id: String(index), pages: pages.length })),
      });
    }),
    { numRuns: 20 },
  );
});

test.each(['', '%PDF-1.7', 'not a PDF at all', '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj'])(
  'a broken label (%j) is left out and named, and the others are there',
  async (broken) => {
    const parts = [
      label('good', await labelPdf([101]), 1),
      label('broken', Buffer.from(broken), 2),
      label('fine', await labelPdf([102]), 3),
    ];
    const merged = await mergeLabels({ parts, layout: 'a6', missing: [], total: 3 });
    expect(merged.damaged).toEqual(['broken']);
    expect(await widthsOf(merged.bytes)).toEqual([298, 101, 102]);
  },
);

/** What a reader that copies text out of the file gets: through the tables that map each subset's glyphs to characters. */
async function textOf(bytes: Uint8Array): Promise<string> {
  const doc = await PDFDocument.load(bytes);
  const maps = doc.context.enumerateIndirectObjects().flatMap(([, object]) => {
    const map = object instanceof PDFDict ? object.lookup(PDFName.of('ToUnicode')) : undefined;
    return map instanceof PDFRawStream ? [String(inflateSync(map.contents))] : [];
  });
  const codes = maps.flatMap((map) =>
    [...map.matchAll(/<[0-9a-f]+> <([0-9a-f]+)>/gi)].map(([, hex = '']) => Buffer.from(hex, 'hex').swap16().toString('utf16le')),
  );
  return codes.join('');
}

const CHINESE = '蓝色陶瓷杯，王小明收';
const THAI = 'แก้วกาแฟสีน้ำเงิน';
const VIETNAMESE = 'Cốc sứ màu xanh đậm';

test('Chinese, Thai and Vietnamese names are printed as themselves', async () => {
  const slip: Slip = {
    ...{
      channelOrderId: '576000000000001234',
      shopName: CHINESE,
      market: 'TH',
      timeZone: 'Asia/Bangkok',
      createdAt: Date.UTC(2026, 10, 22),
    },
    recipient: VIETNAMESE,
    lines: [{ name: THAI, option: 'ใหญ่', sku: 'MUG-1', quantity: 2, price: '120.00 THB' }],
    ...{ shipping: '0.00 THB', total: '240.00 THB' },
  };
  const bytes = await packingSlipsPdf([slip, slip], { size: 'a6', withPrices: true, rest: async () => undefined });
  const text = await textOf(bytes);
  for (const letter of new Set(printable(CHINESE + VIETNAMESE).replaceAll(' ', ''))) expect(text).toContain(letter);
  for (const letter of new Set('แกวาฟสนเง'.normalize())) expect(text).toContain(letter);
  expect(text).not.toContain('?');
  expect((await PDFDocument.load(bytes)).getPageCount()).toBe(2);
});

test('what no face has is written out as its code point, never as a question mark', async () => {
  expect(await runsOf('cup 杯 แก้ว ế 🦄')).toEqual([
    { face: 'latin', text: 'cup ' },
    { face: expect.stringMatching(/^han-\d+$/), text: '杯 ' },
    { face: 'thai', text: 'แก้ว ' },
    { face: 'vietnamese', text: 'ế ' },
    { face: 'latin', text: '[U+1F984]' },
  ]);
  expect(printable('one\ntwo\u202ethree\u0000')).toBe('one two three');
});

test('a long pick list goes on over pages, and every unit is on one of them', async () => {
  const pick = (index: number) => ({
    item: String(index),
    sku: `SKU-${index}`,
    title: CHINESE.repeat(6),
    gtin: null,
    zone: 'A',
    bin: String(index),
    units: 3,
    orders: 1,
  });
  const list = { number: 7, warehouse: 'Harbour 港口仓', picks: Array.from({ length: 120 }, (_, index) => pick(index)), orders: 90 };
  for (const size of ['a4', 'a6'] as const) {
    const doc = await PDFDocument.load(await pickListPdf(list, { size, language: 'zh-CN' }));
    expect(doc.getPageCount()).toBeGreaterThan(3);
  }
});

test('every market has words in the language of its buyers', () => {
  for (const market of Object.keys(markets)) {
    const { language, words } = slipWordsOf(languageOf(market));
    expect(language).toBe(languageOf(market));
    if (language !== 'en') expect(words.thanks).not.toBe(slipWordsOf('en').words.thanks);
    expect(Object.values(words).every(Boolean)).toBe(true);
  }
});

test('a bar code says its text: eleven modules a symbol, and the sum that scanners check', () => {
  expect(code128('576000000000001234')?.reduce((sum, width) => sum + width, 0)).toBe((1 + 9 + 1) * 11 + 13);
  expect(code128('SKU-1')?.reduce((sum, width) => sum + width, 0)).toBe((1 + 5 + 1) * 11 + 13);
  // The published example, PJJ123C with the check symbol 54, begins in set A; from set B it is one more.
  expect(
    code128('PJJ123C')
      ?.slice(8 * 6, 9 * 6)
      .join(''),
  ).toBe('311321');
  expect(code128('ü')).toBe(null);
});
