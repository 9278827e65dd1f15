import { type Dispatch, type KeyboardEvent, useRef, useState } from 'react';
import type { Action, Place } from './table-state.ts';

type Props = { label: string; start: string; dispatch: Dispatch<Action>; close: () => void };

/** An open cell. Enter and Tab keep what was written and go on, Escape leaves what was there; a line break is Alt+Enter. */
export function CellInput({ label, start, dispatch, close }: Props) {
  const [text, setText] = useState(start);
  /** Closing takes the focus away, which would otherwise keep what Escape threw away. */
  const isDone = useRef(false);
  const end = (isKept: boolean, by?: Place) => {
    if (isDone.current) return;
    isDone.current = true;
    if (isKept) dispatch({ kind: 'write', text });
    if (by) dispatch({ kind: 'move', by, isExtending: false });
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    // An input method is still choosing characters: its Enter is not ours.
    if (event.nativeEvent.isComposing) return;
    const step = event.shiftKey ? -1 : 1;
    if (event.key === 'Escape') end(false);
    else if (event.key === 'Enter' && event.altKey) setText(`${text}\n`);
    else if (event.key === 'Enter') end(true, { row: step, column: 0 });
    else if (event.key === 'Tab') end(true, { row: 0, column: step });
    else return;
    event.preventDefault();
  };
  return (
    <textarea
      className="grid-input"
      aria-label={label}
      rows={1}
      // biome-ignore lint/a11y/noAutofocus: whoever opens a cell writes in it.
      autoFocus
      value={text}
      onFocus={({ currentTarget }) => currentTarget.setSelectionRange(text.length, text.length)}
      onChange={({ target }) => setText(target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(true)}
    />
  );
}
