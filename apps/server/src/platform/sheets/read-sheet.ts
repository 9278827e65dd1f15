/**
 * A table as people hand one in, read to rows of text: CSV in UTF-8, or a workbook (XLSX) of one sheet. Which it is, its content says; what
 * the cells mean is for whoever asked. Refused as a whole is what is neither, what was cut off, what holds programs or links to other files,
 * and what is larger than any table that a person exports.
 */
import { rowsOfCsv } from './csv.ts';
import { type SheetFault, SheetRefused, type SheetRow } from './refused.ts';
import { type RowError, wrongHeader } from './table-form.ts';
import { rowsOfWorkbook } from './workbook.ts';

const ZIP = [0x50, 0x4b, 0x03, 0x04];

const whole = (code: SheetFault, message: string): { error: RowError } => ({ error: { line: null, column: null, code, message } });

export async function readSheet(bytes: Uint8Array): Promise<{ rows: SheetRow[] } | { error: RowError }> {
  try {
    const rows = ZIP.every((byte, index) => bytes[index] === byte) ? await rowsOfWorkbook(bytes) : rowsOfCsv(bytes);
    return rows.length === 0 ? whole('empty', 'the file is empty') : { rows };
  } catch (error) {
    if (error instanceof SheetRefused) return whole(error.fault, error.message);
    throw error;
  }
}

/** The rows below the head of a table that must have these columns. With an error none of them may be read. */
export async function readTable(bytes: Uint8Array, titles: readonly string[]): Promise<{ rows: SheetRow[]; errors: RowError[] }> {
  const file = await readSheet(bytes);
  if ('error' in file) return { rows: [], errors: [file.error] };
  const [head, ...rows] = file.rows;
  const header = wrongHeader(head, titles);
  return { rows, errors: header ? [header] : [] };
}
