/**
 * A long table, read some rows at a time: whoever takes them in is never handed more than it has asked for, so that a file of a hundred
 * thousand rows costs no more memory than one of a hundred. The same files are refused as by readSheet, for the same reasons; what is
 * wrong far down in a file comes to light only there.
 */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { CELL_MAX, COLUMNS_MAX, type SheetBounds, SheetRefused, type SheetRow, tooManyRows } from './refused.ts';
import { streamWorkbook } from './workbook.ts';

export { SheetRefused, type SheetRow } from './refused.ts';

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const PIECE_BYTES = 64 * 1024;
const ROWS_AT_ONCE = 500;
const record = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) });

/** Throws SheetRefused. The head is among the rows. */
export async function* streamSheet(bytes: Uint8Array, bounds: SheetBounds): AsyncGenerator<SheetRow[]> {
  const isWorkbook = ZIP.every((byte, index) => bytes[index] === byte);
  let count = 0;
  for await (const rows of isWorkbook ? streamWorkbook(bytes, bounds) : streamCsv(bytes, bounds)) {
    count += rows.length;
    yield rows;
  }
  if (count === 0) throw new SheetRefused('empty', 'the file is empty');
}

async function* streamCsv(bytes: Uint8Array, { rowsMax }: SheetBounds): AsyncGenerator<SheetRow[]> {
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: CELL_MAX * 2 });
  const source = Readable.from(textsOf(bytes)).on('error', (error) => parser.destroy(error));
  let rows: SheetRow[] = [];
  let count = 0;
  try {
    for await (const found of source.pipe(parser)) {
      const { record: cells, info } = record.parse(found);
      count += 1;
      if (count > rowsMax + 1) throw tooManyRows(rowsMax);
      rows.push({ line: info.lines, cells: cells.length > COLUMNS_MAX ? narrowed(cells) : cells });
      if (rows.length < ROWS_AT_ONCE) continue;
      yield rows;
      rows = [];
    }
  } catch (error) {
    if (error instanceof SheetRefused) throw error;
    throw new SheetRefused('not-csv', error instanceof Error ? error.message : 'the file is no CSV text');
  } finally {
    source.destroy();
  }
  if (rows.length > 0) yield rows;
}

/** Spreadsheets write rows of commas behind a table; words there are more columns than a table has. */
function narrowed(cells: readonly string[]): string[] {
  if (cells.some((cell, at) => at >= COLUMNS_MAX && cell.trim() !== ''))
    throw new SheetRefused('too-large', `at most ${COLUMNS_MAX} columns`);
  return cells.slice(0, COLUMNS_MAX);
}

function* textsOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const isLast = at + PIECE_BYTES >= bytes.length;
      const text = decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: !isLast });
      if (text.includes('\0')) throw new SheetRefused('not-csv', 'the file is no CSV text');
      if (text !== '') yield text;
    }
  } catch (error) {
    if (error instanceof SheetRefused) throw error;
    throw new SheetRefused('wrong-encoding', 'the file is not UTF-8; save it as "CSV UTF-8"');
  }
}
