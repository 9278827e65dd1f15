import { type RefObject, useEffect, useRef } from 'react';
import { getPreferences } from '../../app/preferences.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

type Keys = {
  page: RefObject<HTMLElement | null>;
  isOff: boolean;
  openId: string | undefined;
  open: (id: string) => void;
  help: () => void;
};

/** What has a button of its own is pressed there: a key does nothing that cannot be seen. */
const buttons: Readonly<Record<string, string>> = {
  e: '[data-testid=set-aside], [data-testid=take-up]',
  s: '[data-testid=saved-replies]',
  a: '[data-testid=suggest]',
  m: '[data-testid=macros]',
  l: '[data-testid=label-picker]',
  r: '#inbox-reply',
  n: '#inbox-note',
  '/': 'input[type=search]',
};

/** j, k: from conversation to conversation; r, n, /: into a field; e: done for now; s: saved replies; a: a suggested reply; m: macros, and 1 to 9 their own; l: labels; ?: what they are. Not after `g`, which goes to another page. */
export function useInboxKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let isJumping = false;
    // An answered conversation leaves the list: the next one stands in its place.
    let place = -1;
    const onKey = (event: KeyboardEvent) => {
      const { page, isOff, openId, open, help } = latest.current;
      if (isOff || !getPreferences().hasShortcuts || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const wasJumping = isJumping;
      isJumping = event.key === 'g';
      if (wasJumping || !page.current) return;
      if (event.key === '?') {
        // The shell's sheet would open behind.
        event.stopImmediatePropagation();
        return help();
      }
      if (event.key === 'j' || event.key === 'k') {
        const rows = [...page.current.querySelectorAll<HTMLElement>('[data-testid=conversation]')];
        const found = rows.findIndex(({ dataset }) => dataset.id === openId);
        const next = found >= 0 ? found + (event.key === 'j' ? 1 : -1) : Math.max(place, 0);
        place = Math.max(0, Math.min(rows.length - 1, next));
        const row = rows[place];
        row?.scrollIntoView({ block: 'nearest' });
        if (row?.dataset.id) open(row.dataset.id);
        return;
      }
      const target = page.current.querySelector<HTMLElement>(
        /^[1-9]$/.test(event.key) ? `[data-macro-key="${event.key}"]` : (buttons[event.key] ?? ':not(*)'),
      );
      if (!target) return;
      event.preventDefault();
      if (target instanceof HTMLButtonElement) target.click();
      else target.focus();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
}
