/** What the two long parts of a workbook say, tag by tag: its shared strings, and the rows of its sheet. */
import { type CellFormat, inFormat } from './cell-format.ts';
import { CELL_MAX, COLUMNS_MAX, SheetRefused, type SheetRow, tooManyRows } from './refused.ts';
import type { Tags } from './tags.ts';

/** What no spreadsheet goes beyond, whatever a file says of itself. */
const LINES_MAX = 1_048_576;
/** A text costs more than its letters: many short ones fill a memory as well as a few long ones. */
const TEXT_COST = 32;

/** Text of the tags that hold some. How a word is pronounced (rPh) stands among them and is no part of it. */
function collectText(holders: ReadonlySet<string>) {
  let held = '';
  let isHolding = false;
  let phonetic = 0;
  return {
    open(name: string): void {
      if (name === 'rPh') phonetic += 1;
      isHolding = phonetic === 0 && holders.has(name);
    },
    text(piece: string): void {
      if (!isHolding) return;
      held += piece;
      if (held.length > CELL_MAX) throw new SheetRefused('too-large', `a cell holds more than ${CELL_MAX} characters`);
    },
    close(name: string): void {
      if (name === 'rPh') phonetic -= 1;
      isHolding = false;
    },
    take(): string {
      const taken = held;
      held = '';
      return taken;
    },
  };
}

/** All of them are held at once, so they end where their share of the file does. */
export function collectStrings(heldMax: number): Tags & { texts: string[] } {
  const texts: string[] = [];
  let held = 0;
  const content = collectText(new Set(['t']));
  return {
    texts,
    open: content.open,
    text: content.text,
    close: (name) => {
      content.close(name);
      if (name !== 'si') return;
      const text = content.take();
      held += text.length + TEXT_COST;
      if (held > heldMax) throw new SheetRefused('too-large', 'the file unpacks to too much');
      texts.push(text);
    },
  };
}

type Cell = { column: number; type: string; format: CellFormat | null; formula: string | null };

type Shared = { strings: readonly string[]; formats: readonly (CellFormat | null)[]; rowsMax: number };

/** `rows` may be emptied by whoever reads on meanwhile. */
export function collectRows({ strings, formats, rowsMax }: Shared): Tags & { rows: SheetRow[] } {
  const rows: SheetRow[] = [];
  let count = 0;
  let width = 0;
  const content = collectText(new Set(['v', 't', 'f']));
  let line = 0;
  let cells: string[] = [];
  let cell: Cell | null = null;
  const openTag: Record<string, (read: (name: string) => string) => void> = {
    row: (read) => {
      const given = Number(read('r'));
      line = Number.isSafeInteger(given) && given > line ? given : line + 1;
      if (line > LINES_MAX) throw tooManyRows(rowsMax);
      cells = [];
    },
    c: (read) => {
      const column = columnOf(read('r')) ?? cells.length;
      if (column >= COLUMNS_MAX) throw new SheetRefused('too-large', `at most ${COLUMNS_MAX} columns`);
      cell = { column, type: read('t'), format: formats[Number(read('s'))] ?? null, formula: null };
      content.take();
    },
  };
  const closeTag: Record<string, () => void> = {
    f: () => {
      if (cell) cell.formula = content.take();
    },
    c: () => {
      if (!cell) return;
      while (cells.length < cell.column) cells.push('');
      cells[cell.column] = shown(cell, content.take(), strings);
      cell = null;
    },
    row: () => {
      const filled = cells.slice(0, cells.findLastIndex((text) => text.trim() !== '') + 1);
      if (filled.length === 0) return;
      // Empty cells at a row's end are not written: the first row says how many there are.
      if (count === 0) width = filled.length;
      while (filled.length < width) filled.push('');
      rows.push({ line, cells: filled });
      count += 1;
      if (count > rowsMax + 1) throw tooManyRows(rowsMax);
    },
  };
  return {
    rows,
    open: (name, attributes) => {
      content.open(name);
      openTag[name]?.((wanted) => attributes.find(({ local, uri }) => local === wanted && uri === '')?.value ?? '');
    },
    text: content.text,
    close: (name) => {
      content.close(name);
      closeTag[name]?.();
    },
  };
}

function shown({ type, format, formula }: Cell, text: string, strings: readonly string[]): string {
  if (formula !== null) return `=${formula}`;
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE';
  if (type === '' || type === 'n') return format ? inFormat(text, format) : text;
  if (type !== 's') return text;
  const found = strings[Number(text)];
  if (found === undefined) throw new SheetRefused('not-a-workbook', 'a cell names a text that is not there');
  return found;
}

/** `B2` is in column 1. Null: the cell does not say where it is, so it follows the one before it. */
function columnOf(reference: string): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1];
  return letters === undefined ? null : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
