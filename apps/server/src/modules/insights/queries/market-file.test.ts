import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { harmless } from '../../../platform/csv-file.ts';
import { marketFile } from './market-file.ts';
import type { MarketsAnswer } from './markets.ts';

const money = (amount: number, currency: string) => ({ amount, currency });
const figures = {
  gmv: money(1_234_56, 'USD'),
  netSales: money(1_000_00, 'USD'),
  orders: 12,
  units: 15,
  refunds: money(234_56, 'USD'),
  refundRate: 0.19,
  adSpend: money(0, 'USD'),
  roas: null,
  averageOrderValue: money(102_88, 'USD'),
};
const native = (currency: string, gmv: number) => ({
  gmv: money(gmv, currency),
  netSales: money(gmv, currency),
  refunds: money(7, currency),
  adSpend: money(0, currency),
  averageOrderValue: null,
});
const row = (market: string, currency: string, gmv: number): MarketsAnswer['items'][number] => ({
  market,
  shopCount: 1,
  currency,
  ...figures,
  gmvShare: 0.5,
  native: native(currency, gmv),
  comparison: figures,
  series: [],
  dataAsOf: null,
});
const noRate = {
  ...row('VN', 'VND', 98_765),
  gmv: null,
  netSales: null,
  refunds: null,
  adSpend: null,
  averageOrderValue: null,
  refundRate: null,
};
const answer: MarketsAnswer = {
  from: '2026-11-01',
  to: '2026-11-20',
  timeZone: 'shop',
  currency: 'USD',
  items: [row('JP', 'JPY', 190_000), noRate, row('=1+1', 'MXN', 50)],
  missingRates: ['VND'],
  fx: [],
  dataAsOf: null,
};

test('CSV: a mark for Excel, a name with the period, money in whole units with the currency’s decimals', async () => {
  const { file } = await marketFile({ answer, format: 'csv', language: 'en' });
  expect([file.name, file.mediaType]).toEqual(['markets-2026-11-01-2026-11-20.csv', 'text/csv']);
  expect([...file.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [head, japan, vietnam] = parse(Buffer.from(file.bytes), { bom: true }) as string[][];
  expect(head?.slice(0, 4)).toEqual(['Market', expect.stringContaining('(USD)'), expect.stringContaining('(USD)'), 'Orders']);
  expect(japan).toEqual(['JP', '1234.56', '1000', '12', '15', '102.88', '234.56', '0.19', '0', '', 'JPY', '190000', '7', '0']);
  // No rate is an empty cell, not a nought.
  expect(vietnam?.slice(0, 4)).toEqual(['VN', '', '', '12']);
  expect(vietnam?.slice(10, 12)).toEqual(['VND', '98765']);
});

test('CSV in Chinese reads back', async () => {
  const { file } = await marketFile({ answer, format: 'csv', language: 'zh-CN' });
  const [head] = parse(Buffer.from(file.bytes), { bom: true }) as string[][];
  expect(head?.[0]).toMatch(/\p{Script=Han}/u);
});

test('text that a spreadsheet would run is disarmed in CSV', async () => {
  const { file } = await marketFile({ answer, format: 'csv', language: 'en' });
  const rows = parse(Buffer.from(file.bytes), { bom: true }) as string[][];
  expect(rows.at(-1)?.[0]).toBe("'=1+1");
});

test.each(['=1', '+1', '-1', '@x', '\tx', '\rx', '＝1', '＋1', '－1', '＠x', '\u0000=1'])('%j gets a quote before it', (text) => {
  expect(harmless(text)).toBe(`'${text}`);
});
test.each(['Market', 'a=1', '1-2', '', '泰国'])('%j stays as it is', (text) => {
  expect(harmless(text)).toBe(text);
});

test('XLSX: numbers are numbers, text is text, no cell is a formula', async () => {
  const { file } = await marketFile({ answer, format: 'xlsx', language: 'en' });
  expect(file.name).toBe('markets-2026-11-01-2026-11-20.xlsx');
  const parts = unzip(Buffer.from(file.bytes));
  const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
  expect(sheet).toMatch(/<v>1234\.56<\/v>/);
  expect(sheet).toMatch(/<v>190000<\/v>/);
  expect(sheet).not.toMatch(/<f[ >]/);
  expect([...parts.values()].join('')).toContain('=1+1');
});

/** The entries of a small zip by its central directory: enough to read back what we wrote. */
function unzip(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let entry = 0; entry < zip.readUInt16LE(end + 10); entry += 1) {
    const [method, size, nameLength] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(from, from + size);
    parts.set(zip.toString('utf8', at + 46, at + 46 + nameLength), (method === 0 ? packed : inflateRawSync(packed)).toString('utf8'));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return parts;
}
