/** The form of a table, before anybody asks what its cells mean. */
import { FORMULA } from './formula.ts';
import type { SheetRow } from './refused.ts';

/** `line` and `column` null: the file as a whole. */
export type RowError = { line: number | null; column: string | null; code: string; message: string };

/** As many as somebody mends before trying again. */
const ROW_ERRORS_MAX = 1_000;

export const firstErrors = (errors: readonly RowError[]): RowError[] =>
  [...errors].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, ROW_ERRORS_MAX);

/** The first row must be this head, cell by cell; otherwise the columns would be read as something else. */
export function wrongHeader(head: SheetRow | undefined, titles: readonly string[]): RowError | null {
  const is = head?.cells.length === titles.length && titles.every((title, at) => head.cells[at]?.trim().toLowerCase() === title);
  return is
    ? null
    : { line: head?.line ?? null, column: null, code: 'wrong-header', message: `the first row must read: ${titles.join(',')}` };
}

/** What is wrong with a row: another count of cells, or a cell that a spreadsheet would calculate. */
export function rowForm({ line, cells }: SheetRow, titles: readonly string[]): RowError[] {
  if (cells.length !== titles.length)
    return [{ line, column: null, code: 'wrong-columns', message: `${titles.length} cells are wanted, ${cells.length} are there` }];
  return cells.flatMap((cell, at) =>
    FORMULA.test(cell.trimStart()) ? [{ line, column: titles[at] ?? null, code: 'formula', message: 'must not be a formula' }] : [],
  );
}
