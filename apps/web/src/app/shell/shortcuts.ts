import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { getPreferences } from '../preferences.ts';
import { pages } from './pages.tsx';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Ctrl/Cmd+K anywhere; `?` and `g` + letter only outside fields, and never when switched off. */
export function useShortcuts(actions: { openPalette: () => void; openSheet: () => void }): void {
  const navigate = useNavigate();
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    let isJumping = false;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return latest.current.openPalette();
      }
      if (!getPreferences().hasShortcuts || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '?') return latest.current.openSheet();
      const page = isJumping && pages.find((candidate) => candidate.jump === event.key);
      if (page) void navigate({ to: page.to });
      isJumping = event.key === 'g';
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate]);
}
