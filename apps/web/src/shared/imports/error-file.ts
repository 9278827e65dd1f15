import type { TableRowError } from '@tradewind/contract/types';

const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  // A spreadsheet would run what begins like a formula; an error may quote the file's own cell.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Every error with its line, as the address of a file that opens beside the one it is about. */
export function errorFile(errors: readonly TableRowError[], wordsOf: (error: TableRowError) => string): string {
  const rows = [['line', 'column', 'code', 'what'], ...errors.map((error) => [error.line, error.column, error.code, wordsOf(error)])];
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`)}`;
}
