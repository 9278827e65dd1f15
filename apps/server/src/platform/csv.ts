/**
 * Tables as files: from a person's bytes to rows, and back. Only the outer form is looked at here; what the cells mean is the reader's
 * business. Refused as a whole are bytes that are no UTF-8 (one stray encoding in a file gives wrong characters without a word), what is
 * no CSV, and more rows than anybody keeps by hand. Cells that a spreadsheet would calculate are never read, and never written.
 */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { FileAnswer } from './http/handler.ts';

/** Where the row ends in the file, counted from 1, and its cells as they stand there. */
export type TableRow = { line: number; cells: string[] };
/** `line` and `column` null: the file as a whole. */
export type RowError = { line: number | null; column: string | null; code: string; message: string };

const ROWS_MAX = 20_000;
const CELL_MAX = 10_000;
/** As many as somebody mends before trying again. */
export const ROW_ERRORS_MAX = 1_000;
const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

const refused = (code: string, message: string): { error: RowError } => ({ error: { line: null, column: null, code, message } });

/** All rows of the file, its head included; empty lines left out. */
export function rowsOfCsv(bytes: Uint8Array): { rows: TableRow[] } | { error: RowError } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused('wrong-encoding', 'the file is not UTF-8 throughout: save it as "CSV UTF-8"');
  }
  if (text.includes('\0')) return refused('not-csv', 'the file is no text');
  try {
    const options = {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: ROWS_MAX + 2,
      max_record_size: CELL_MAX,
    };
    const rows = records.parse(parse(text, options)).map(({ record, info }) => ({ line: info.lines, cells: record }));
    if (rows.length > ROWS_MAX + 1) return refused('too-many-rows', `at most ${ROWS_MAX} rows`);
    return rows.length === 0 ? refused('empty', 'the file is empty') : { rows };
  } catch (error) {
    return refused('not-csv', error instanceof Error ? error.message : 'the file is no CSV');
  }
}

/** The first row must be this head, cell by cell; otherwise the columns would be read as something else. */
export function wrongHeader(head: TableRow | undefined, titles: readonly string[]): RowError | null {
  const is = head?.cells.length === titles.length && titles.every((title, at) => head.cells[at]?.trim().toLowerCase() === title);
  return is
    ? null
    : { line: head?.line ?? null, column: null, code: 'wrong-header', message: `the first row must read: ${titles.join(',')}` };
}

const FORMULA = /^[=+\-@\t\r\0＝＋－＠]/;

/** What is wrong with a row before anybody asks what it means: another count of cells, or a cell that a spreadsheet would calculate. */
export function rowForm({ line, cells }: TableRow, titles: readonly string[]): RowError[] {
  if (cells.length !== titles.length)
    return [{ line, column: null, code: 'wrong-columns', message: `${titles.length} cells are wanted, ${cells.length} are there` }];
  return cells.flatMap((cell, at) =>
    FORMULA.test(cell.trimStart()) ? [{ line, column: titles[at] ?? null, code: 'formula', message: 'must not be a formula' }] : [],
  );
}

/** Text that a spreadsheet would run as a formula gets a quote before it (CWE-1236). */
export const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** UTF-8 with a mark, so that Excel reads it. */
export function csvFile(name: string, table: readonly (readonly (string | number | null)[])[]): FileAnswer {
  const csv = stringify(table.map((row) => row.map((cell) => (typeof cell === 'string' ? harmless(cell) : cell))));
  return { file: { name, mediaType: 'text/csv', bytes: Buffer.from(`\uFEFF${csv}`, 'utf8') } };
}
