import { type RefObject, useEffect, useRef } from 'react';
import { getPreferences } from '../../app/preferences.ts';
import { type Act, acts } from './acts.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !isCheckbox(target);
const isCheckbox = (target: HTMLElement): boolean => target instanceof HTMLInputElement && target.type === 'checkbox';

type Keys = {
  panel: RefObject<HTMLElement | null>;
  /** While a dialog or a drawer is open its keys are its own. */
  isOff: boolean;
  toggle: (orderId: string) => void;
  /** On what is chosen, or else on the order that has the focus. */
  begin: (act: Act, focusedId: string | null) => void;
  help: () => void;
};

/** j, k: from row to row; x: choose; a letter for each act of all day; ?: what they are. Not after `g`, which goes to another page. */
export function useDeskKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let isJumping = false;
    // Where the reader stood: an order that leaves the list leaves its place to the next.
    let place = -1;
    const onKey = (event: KeyboardEvent) => {
      const { panel, isOff, toggle, begin, help } = latest.current;
      if (isOff || !getPreferences().hasShortcuts || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const wasJumping = isJumping;
      isJumping = event.key === 'g';
      if (wasJumping) return;
      const rows = [...(panel.current?.querySelectorAll<HTMLElement>('tbody tr[tabindex]') ?? [])];
      const focused = rows.findIndex((row) => row.contains(document.activeElement));
      if (focused >= 0) place = focused;
      const focusedId = rows[focused]?.dataset.orderId ?? null;
      const act = acts.find(({ key }) => key === event.key);
      if (event.key === '?') {
        // The shell's sheet would open behind.
        event.stopImmediatePropagation();
        help();
      } else if (event.key === '/') {
        event.preventDefault();
        panel.current?.querySelector<HTMLInputElement>('input[type=search]')?.focus();
      } else if (event.key === 'j' || event.key === 'k') {
        const step = event.key === 'j' ? 1 : -1;
        const next = focused >= 0 ? focused + step : Math.max(place, 0);
        place = Math.max(0, Math.min(rows.length - 1, next));
        rows[place]?.focus();
      } else if (event.key === 'x' && focusedId) toggle(focusedId);
      else if (act) {
        event.preventDefault();
        begin(act, focusedId);
      }
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
}
