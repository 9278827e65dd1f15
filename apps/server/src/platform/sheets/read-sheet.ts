/**
 * A table as people hand one in, read to rows of text: CSV in UTF-8, or a workbook (XLSX) of one sheet. Which it is, its content says; what
 * the cells mean is for whoever asked. Refused as a whole is what is neither, what was cut off, what holds programs or links to other files,
 * and what is larger than any table that a person exports.
 */
import { rowsOfCsv } from './csv.ts';
import { type SheetFault, SheetRefused, type SheetRow } from './refused.ts';
import { rowsOfWorkbook } from './workbook.ts';

const ZIP = [0x50, 0x4b, 0x03, 0x04];

export async function readSheet(bytes: Uint8Array): Promise<{ rows: SheetRow[] } | { fault: SheetFault; message: string }> {
  try {
    const rows = ZIP.every((byte, index) => bytes[index] === byte) ? await rowsOfWorkbook(bytes) : rowsOfCsv(bytes);
    return rows.length === 0 ? { fault: 'empty', message: 'the file is empty' } : { rows };
  } catch (error) {
    if (error instanceof SheetRefused) return { fault: error.fault, message: error.message };
    throw error;
  }
}
