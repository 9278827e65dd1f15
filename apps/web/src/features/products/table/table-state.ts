/**
 * The table as a value: what was read, what was changed in it, where the reader stands, and the way back. Every key and every paste is an
 * action; nothing here knows a page or a server.
 */
import type { Answer } from '../../../shared/api/call.ts';
import { blockText, readBlock } from './block-text.ts';
import { type Column, isShared } from './columns.ts';

export type ProductRows = Answer<'product-rows.list'>['items'][number];
export type CellFault = Answer<'product-rows.save'>['faults'][number];
export type Row = { productId: string; variantId: string; code: string; options: string; isFirst: boolean };
export type Place = { row: number; column: number };
/** Cells by whose they are, a product or a variant, and their column. */
export type Cells = ReadonlyMap<string, string>;
type Change = { key: string; before: string; after: string };

export type Table = {
  columns: readonly Column[];
  rows: readonly Row[];
  /** The version of each product that was read. */
  versions: ReadonlyMap<string, number>;
  /** As the server has them. */
  read: Cells;
  /** What differs from that. */
  changed: Cells;
  /** By cell, or by product where the row as a whole is at fault. */
  faults: ReadonlyMap<string, string>;
  active: Place;
  /** The other corner of what is selected. */
  anchor: Place;
  past: readonly (readonly Change[])[];
  future: readonly (readonly Change[])[];
  /** Cells of the last paste that had no place below or beside it. */
  clipped: number;
};

export type Action =
  | { kind: 'move'; by: Place; isExtending: boolean }
  | { kind: 'go'; to: Place; isExtending: boolean }
  | { kind: 'select-all' }
  | { kind: 'write'; text: string }
  | { kind: 'clear' }
  | { kind: 'paste'; text: string }
  | { kind: 'fill-down' }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'saved'; sent: Cells; saved: Answer<'product-rows.save'>['saved']; faults: readonly CellFault[] }
  | { kind: 'reread'; products: readonly ProductRows[] };

/** As many steps back as anybody goes. */
const STEPS_MAX = 200;

export const ownerOf = ({ productId, variantId }: Pick<Row, 'productId' | 'variantId'>, column: Column): string =>
  isShared(column) ? productId : variantId;
export const keyOf = (ownerId: string, column: string): string => `${ownerId} ${column}`;

export function startTable(products: readonly ProductRows[], columns: readonly Column[]): Table {
  const corner = { row: 0, column: 0 };
  return {
    columns,
    rows: products.flatMap(({ productId, code, variants }) =>
      variants.map(({ variantId, options }, at) => ({ productId, variantId, code, options, isFirst: at === 0 })),
    ),
    ...readingOf(products),
    ...{ changed: new Map(), faults: new Map(), active: corner, anchor: corner, past: [], future: [], clipped: 0 },
  };
}

const readingOf = (products: readonly ProductRows[]): Pick<Table, 'versions' | 'read'> => ({
  versions: new Map(products.map(({ productId, version }) => [productId, version])),
  read: new Map(
    products.flatMap(({ productId, cells, variants }) => [
      ...Object.entries(cells).map(([column, text]): [string, string] => [keyOf(productId, column), text]),
      ...variants.flatMap((variant) =>
        Object.entries(variant.cells).map(([column, text]): [string, string] => [keyOf(variant.variantId, column), text]),
      ),
    ]),
  ),
});

const keyAt = ({ rows, columns }: Table, { row, column }: Place): string | null => {
  const [of, name] = [rows[row], columns[column]];
  return of && name ? keyOf(ownerOf(of, name), name) : null;
};
export const textOf = ({ changed, read }: Pick<Table, 'changed' | 'read'>, key: string): string => changed.get(key) ?? read.get(key) ?? '';
export const textAt = (table: Table, place: Place): string => textOf(table, keyAt(table, place) ?? '');

export const faultAt = (table: Table, place: Place): string | undefined => table.faults.get(keyAt(table, place) ?? '');
export const isChangedAt = (table: Table, place: Place): boolean => table.changed.has(keyAt(table, place) ?? '');

export type Selection = { top: number; left: number; bottom: number; right: number };
export const selectionOf = ({ active, anchor }: Pick<Table, 'active' | 'anchor'>): Selection => ({
  ...{ top: Math.min(active.row, anchor.row), bottom: Math.max(active.row, anchor.row) },
  ...{ left: Math.min(active.column, anchor.column), right: Math.max(active.column, anchor.column) },
});

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

export function selectedText(table: Table): string {
  const { top, left, bottom, right } = selectionOf(table);
  return blockText(range(top, bottom).map((row) => range(left, right).map((column) => textAt(table, { row, column }))));
}

export function tableReducer(table: Table, action: Action): Table {
  switch (action.kind) {
    case 'move':
      return goTo(table, { row: table.active.row + action.by.row, column: table.active.column + action.by.column }, action.isExtending);
    case 'go':
      return goTo(table, action.to, action.isExtending);
    case 'select-all':
      return { ...table, anchor: { row: 0, column: 0 }, active: { row: table.rows.length - 1, column: table.columns.length - 1 } };
    case 'write':
      return write(table, [[table.active, action.text]]);
    case 'clear':
      return write(table, fill(selectionOf(table), [['']]));
    case 'paste':
      return paste(table, action.text);
    case 'fill-down':
      return fillDown(table);
    case 'undo':
      return stepBack(table);
    case 'redo':
      return stepOn(table);
    case 'saved':
      return settle(table, action);
    case 'reread':
      return reread(table, action.products);
  }
}

function goTo(table: Table, { row, column }: Place, isExtending: boolean): Table {
  const within = (at: number, count: number): number => Math.max(0, Math.min(at, count - 1));
  const active = { row: within(row, table.rows.length), column: within(column, table.columns.length) };
  return { ...table, active, anchor: isExtending ? table.anchor : active, clipped: 0 };
}

type Written = readonly (readonly [Place, string])[];

/** Two rows of a product may both say what they share: the lower one counts, as in a spreadsheet where one cell is written twice. */
function write(table: Table, written: Written): Table {
  const after = new Map<string, string>();
  for (const [place, text] of written) {
    const key = keyAt(table, place);
    if (key !== null) after.set(key, text);
  }
  const step = [...after].map(([key, text]): Change => ({ key, before: textOf(table, key), after: text })).filter(differs);
  if (step.length === 0) return table;
  return { ...put(table, step, 'after'), past: [...table.past, step].slice(-STEPS_MAX), future: [] };
}

const differs = ({ before, after }: Change): boolean => before !== after;

function put(table: Table, step: readonly Change[], side: 'before' | 'after'): Table {
  const [changed, faults] = [new Map(table.changed), new Map(table.faults)];
  for (const change of step) {
    if (change[side] === (table.read.get(change.key) ?? '')) changed.delete(change.key);
    else changed.set(change.key, change[side]);
    faults.delete(change.key);
  }
  return { ...table, changed, faults };
}

/** The block again and again until the selection is full. */
function fill({ top, left, bottom, right }: Selection, block: readonly (readonly string[])[]): Written {
  return range(top, bottom).flatMap((row) =>
    range(left, right).map((column) => {
      const line = block[(row - top) % block.length] ?? [];
      return [{ row, column }, line[(column - left) % Math.max(1, line.length)] ?? ''] as const;
    }),
  );
}

/** At the upper left of the selection; a selection that the block fits into several times is filled with it. */
function paste(table: Table, text: string): Table {
  const block = readBlock(text);
  const [height, width] = [block.length, Math.max(...block.map((row) => row.length))];
  const square = block.map((row) => range(0, width - 1).map((at) => row[at] ?? ''));
  const { top, left, bottom, right } = selectionOf(table);
  const isRepeated = (bottom - top + 1) % height === 0 && (right - left + 1) % width === 0;
  const wanted = isRepeated ? { top, left, bottom, right } : { top, left, bottom: top + height - 1, right: left + width - 1 };
  const fitting = {
    ...wanted,
    bottom: Math.min(wanted.bottom, table.rows.length - 1),
    right: Math.min(wanted.right, table.columns.length - 1),
  };
  const sizeOf = (each: Selection): number => (each.bottom - each.top + 1) * (each.right - each.left + 1);
  return {
    ...write(table, fill(fitting, square)),
    ...{ anchor: { row: top, column: left }, active: { row: fitting.bottom, column: fitting.right } },
    clipped: sizeOf(wanted) - sizeOf(fitting),
  };
}

function fillDown(table: Table): Table {
  const { top, left, bottom, right } = selectionOf(table);
  return write(table, fill({ top, left, bottom, right }, [range(left, right).map((column) => textAt(table, { row: top, column }))]));
}

function stepBack(table: Table): Table {
  const step = table.past.at(-1);
  if (!step) return table;
  return { ...put(table, step, 'before'), past: table.past.slice(0, -1), future: [...table.future, step] };
}

function stepOn(table: Table): Table {
  const step = table.future.at(-1);
  if (!step) return table;
  return { ...put(table, step, 'after'), past: [...table.past, step], future: table.future.slice(0, -1) };
}

/** What was written while the answer was on its way stays as a change of its own. */
function settle(table: Table, { sent, saved, faults }: Extract<Action, { kind: 'saved' }>): Table {
  const versions = new Map([...table.versions, ...saved.map(({ productId, version }) => [productId, version] as const)]);
  const savedOwners = ownersOf(table, new Set(saved.map(({ productId }) => productId)));
  const [read, changed, told] = [new Map(table.read), new Map(table.changed), new Map(table.faults)];
  for (const [key, text] of sent) {
    told.delete(key);
    if (!savedOwners.has(key.slice(0, key.indexOf(' ')))) continue;
    const now = textOf(table, key);
    read.set(key, text);
    if (now === text) changed.delete(key);
    else changed.set(key, now);
  }
  for (const owner of savedOwners) told.delete(owner);
  for (const { productId, variantId, column, code } of faults)
    told.set(column === null ? productId : keyOf(variantId ?? productId, column), code);
  return { ...table, versions, read, changed, faults: told };
}

function ownersOf({ rows }: Table, productIds: ReadonlySet<string>): Set<string> {
  return new Set(rows.flatMap(({ productId, variantId }) => (productIds.has(productId) ? [productId, variantId] : [])));
}

/** Another person's version lies below now; what was changed here stays on top of it and can be saved. */
function reread(table: Table, products: readonly ProductRows[]): Table {
  const fresh = readingOf(products);
  const [read, faults] = [new Map([...table.read, ...fresh.read]), new Map(table.faults)];
  for (const { productId } of products) faults.delete(productId);
  const changed = new Map([...table.changed].filter(([key, text]) => read.get(key) !== text));
  return { ...table, read, changed, faults, versions: new Map([...table.versions, ...fresh.versions]) };
}
