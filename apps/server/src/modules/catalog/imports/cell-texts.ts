/**
 * Between a value and what stands in a cell. A text that a spreadsheet would calculate is written with a quote before it, and one quote is
 * taken away when it comes back, so that a file handed in unchanged changes nothing.
 */
const CALCULATED = /^'*[=+\-@\t\r＝＋－＠]/;

export const protect = (text: string): string => (CALCULATED.test(text) ? `'${text}` : text);
export const unprotect = (cell: string): string => (cell.startsWith("'") && CALCULATED.test(cell) ? cell.slice(1) : cell);
/** A cell that the spreadsheet reckoned: what it says depends on other cells. */
export const isFormula = (cell: string): boolean => /^[=＝@＠]/.test(cell);

/** Lists in a cell: one line each, or parted by semicolons where somebody writes them by hand. */
export const joinList = (items: readonly string[]): string => items.join('\n');
export const splitList = (cell: string): string[] =>
  cell
    .split(cell.includes('\n') ? /\r?\n/ : ';')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Minor units as people write them. */
export function decimal(amount: number, exponent: number): string {
  const digits = String(amount).padStart(exponent + 1, '0');
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
