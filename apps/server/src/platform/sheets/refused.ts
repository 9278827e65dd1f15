export type SheetFault =
  | 'empty'
  | 'wrong-encoding'
  | 'not-csv'
  | 'not-a-workbook'
  | 'several-sheets'
  | 'active-content'
  | 'too-large'
  | 'too-many-rows';

/** A file that is refused as a whole. */
export class SheetRefused extends Error {
  readonly fault: SheetFault;
  constructor(fault: SheetFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** A row with the line of the file, or of the sheet, on which it stands. */
export type SheetRow = { line: number; cells: string[] };

export const ROWS_MAX = 20_000;
export const CELL_MAX = 40_000;
export const COLUMNS_MAX = 100;
/** How much of a file is read: its rows below the head, and what a workbook may unpack to. */
export type SheetBounds = { rowsMax: number; unpackedMaxBytes: number };
export const usualBounds: SheetBounds = { rowsMax: ROWS_MAX, unpackedMaxBytes: 64 * 1024 * 1024 };
export const tooManyRows = (rowsMax = ROWS_MAX) => new SheetRefused('too-many-rows', `at most ${rowsMax} rows`);
