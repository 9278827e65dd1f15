import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { CELL_MAX, ROWS_MAX, SheetRefused, type SheetRow, tooManyRows } from './refused.ts';

const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));
const options = {
  bom: true,
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  to: ROWS_MAX + 2,
  max_record_size: CELL_MAX * 2,
} as const;

/** Bytes that are no UTF-8 are refused: a file saved again in another encoding would give wrong characters without a word. */
export function rowsOfCsv(bytes: Uint8Array): SheetRow[] {
  const text = textOf(bytes);
  if (text.includes('\0')) throw new SheetRefused('not-csv', 'the file is no CSV text');
  const rows = rowsOfText(text);
  if (rows.length > ROWS_MAX + 1) throw tooManyRows();
  return rows;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SheetRefused('wrong-encoding', 'the file is not UTF-8; export it again without saving it in a spreadsheet');
  }
}

function rowsOfText(text: string): SheetRow[] {
  try {
    return records.parse(parse(text, options)).map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    throw new SheetRefused('not-csv', error instanceof Error ? error.message : 'the file is no CSV text');
  }
}
