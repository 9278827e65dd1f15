import { stringify } from 'csv-stringify/sync';
import type { FileAnswer } from './http/handler.ts';
import { FORMULA } from './sheets/formula.ts';

/** Text that a spreadsheet would run as a formula gets a quote before it (CWE-1236). */
export const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** UTF-8 with a mark, so that Excel reads it. */
export function csvFile(name: string, table: readonly (readonly (string | number | null)[])[]): FileAnswer {
  const csv = stringify(table.map((row) => row.map((cell) => (typeof cell === 'string' ? harmless(cell) : cell))));
  return { file: { name, mediaType: 'text/csv', bytes: Buffer.from(`\uFEFF${csv}`, 'utf8') } };
}
