/**
 * From the bytes of an exported file to its rows. Only the outer form is looked at here; what the cells mean is the channel's business.
 * Refused as a whole: bytes that are no UTF-8 (a file saved again by a spreadsheet in another encoding would give wrong characters without
 * a word), what is no CSV, and more rows than anybody exports.
 */
import type { SheetError, SheetRow } from '@tradewind/channels';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const ROWS_MAX = 20_000;
const CELL_MAX = 40_000;
const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

export type FileRows = { rows: SheetRow[] } | { error: SheetError };

const refused = (code: string, message: string): FileRows => ({ error: { line: null, column: null, code, message } });

export function rowsOfFile(bytes: Uint8Array): FileRows {
  if (bytes.byteLength === 0) return refused('empty', 'the file is empty');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused('wrong-encoding', 'the file is not UTF-8; export it again without saving it in a spreadsheet');
  }
  if (text.includes('\0')) return refused('not-csv', 'the file is no CSV text');
  try {
    const options = {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: ROWS_MAX + 2,
      max_record_size: CELL_MAX * 2,
    };
    const rows = records.parse(parse(text, options)).map(({ record, info }) => ({ line: info.lines, cells: record }));
    if (rows.length > ROWS_MAX + 1) return refused('too-many-rows', `at most ${ROWS_MAX} rows`);
    return rows.length === 0 ? refused('empty', 'the file is empty') : { rows };
  } catch (error) {
    return refused('not-csv', error instanceof Error ? error.message : 'the file is no CSV text');
  }
}
