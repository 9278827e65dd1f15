import type { ClipboardEvent, Dispatch, KeyboardEvent } from 'react';
import { type Action, type Place, selectedText, type Table, textAt } from './table-state.ts';

const A_PAGE = 15;
const far = 1_000_000;
const ways: Readonly<Record<string, Place>> = {
  ...{ ArrowUp: { row: -1, column: 0 }, ArrowDown: { row: 1, column: 0 }, ArrowLeft: { row: 0, column: -1 } },
  ...{ ArrowRight: { row: 0, column: 1 }, PageUp: { row: -A_PAGE, column: 0 }, PageDown: { row: A_PAGE, column: 0 } },
  ...{ Home: { row: 0, column: -far }, End: { row: 0, column: far } },
};
/** With Ctrl: to the edge. */
const leaps: Readonly<Record<string, Place>> = {
  ...{ ArrowUp: { row: -far, column: 0 }, ArrowDown: { row: far, column: 0 }, ArrowLeft: { row: 0, column: -far } },
  ...{ ArrowRight: { row: 0, column: far }, Home: { row: -far, column: -far }, End: { row: far, column: far } },
};
const commands: Readonly<Record<string, Action>> = {
  ...{ a: { kind: 'select-all' }, d: { kind: 'fill-down' }, z: { kind: 'undo' }, y: { kind: 'redo' }, Z: { kind: 'redo' } },
};

type Tools = { table: Table; dispatch: Dispatch<Action>; open: (text: string) => void };

/** What the keyboard and the clipboard do while no cell is open. */
export function useTableKeys({ table, dispatch, open }: Tools) {
  const actionOf = ({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): Action | null => {
    const isCommand = ctrlKey || metaKey;
    const way = (isCommand ? leaps : ways)[key];
    if (way) return { kind: 'move', by: way, isExtending: shiftKey };
    if (isCommand) return commands[key] ?? null;
    if (key === 'Delete' || key === 'Backspace') return { kind: 'clear' };
    // Beyond the last cell of a row the next thing of the page has its turn, so that nobody is caught in the table.
    const isLeaving = table.active.column === (shiftKey ? 0 : table.columns.length - 1);
    return key === 'Tab' && !isLeaving ? { kind: 'move', by: { row: 0, column: shiftKey ? -1 : 1 }, isExtending: false } : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const action = actionOf(event);
    const isTyped = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (action) dispatch(action);
    else if (event.key === 'Enter' || event.key === 'F2') open(textAt(table, table.active));
    else if (isTyped) open(event.key);
    else return;
    event.preventDefault();
  };
  const isOwn = (event: ClipboardEvent): boolean => event.target === event.currentTarget;
  const onCopy = (event: ClipboardEvent) => {
    if (!isOwn(event)) return;
    event.clipboardData.setData('text/plain', selectedText(table));
    event.preventDefault();
  };
  return {
    onKeyDown,
    onCopy,
    onCut: (event: ClipboardEvent) => {
      onCopy(event);
      if (isOwn(event)) dispatch({ kind: 'clear' });
    },
    onPaste: (event: ClipboardEvent) => {
      if (!isOwn(event)) return;
      dispatch({ kind: 'paste', text: event.clipboardData.getData('text/plain') });
      event.preventDefault();
    },
  };
}
