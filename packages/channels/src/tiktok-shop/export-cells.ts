/** Cells that the seller centre's exports have in common. Null: not readable. */
import type { SheetError, SheetRow } from '../port.ts';

/** The titles in the language of the file; the first row must be one of the heads, cell by cell. */
export function titlesOf<T extends readonly string[]>(heads: readonly T[], head: SheetRow | undefined): T | SheetError {
  const found = heads.find(
    (titles) => titles.length === head?.cells.length && titles.every((title, at) => head.cells[at]?.trim() === title),
  );
  const message = `the first row must read: ${heads[0]?.join(', ')} (or the same in Chinese)`;
  return found ?? { line: head?.line ?? null, column: null, code: 'wrong-header', message };
}

export const idOf = (text: string): string | null => (/^\d{1,32}$/.test(text) ? text : null);

export function instantOf(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) || at < 0 ? null : at;
}
