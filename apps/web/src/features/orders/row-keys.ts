import { type RefObject, useEffect } from 'react';
import { getPreferences } from '../../app/preferences.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** j and k move the focus from row to row; Enter then opens the row. `/` goes to the search field. */
export function useRowKeys(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!getPreferences().hasShortcuts || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/') {
        event.preventDefault();
        panel.current?.querySelector<HTMLInputElement>('input[type=search]')?.focus();
      }
      if (event.key !== 'j' && event.key !== 'k') return;
      const rows = [...(panel.current?.querySelectorAll<HTMLElement>('tbody tr[tabindex]') ?? [])];
      const at = rows.findIndex((row) => row.matches(':focus'));
      rows[Math.max(0, Math.min(rows.length - 1, event.key === 'j' ? at + 1 : at - 1))]?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [panel]);
}
