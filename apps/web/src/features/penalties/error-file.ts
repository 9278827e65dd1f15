import type { AnswerOf, Routes } from '@tradewind/contract/types';

type RowError = AnswerOf<Routes['violation-imports.create']>['errors'][number];

const cell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  // A spreadsheet would run what begins like a formula; an error may quote the file's own cell.
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Every error with its line, as a file that opens beside the one it is about. */
export function errorFile(errors: readonly RowError[]): string {
  const rows = [['line', 'column', 'code', 'message'], ...errors.map(({ line, column, code, message }) => [line, column, code, message])];
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`)}`;
}
