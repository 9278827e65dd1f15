import { useSyncExternalStore } from 'react';
import { type Language, languageFromBrowser } from '../shared/i18n/languages.ts';
import { setReaderZone } from '../shared/time.ts';

/**
 * What one reader chose. It lies in the browser, so that the first paint has it; language, zone, theme and density also go
 * with the person to other browsers (profile-sync.ts).
 */
export type Preferences = {
  theme: 'system' | 'light' | 'dark';
  language: Language;
  /** Whose clock activity is told by; '' = the browser's own. */
  timeZone: string;
  currency: string;
  isCompact: boolean;
  isRailNarrow: boolean;
  /** 'shop' = each shop's own day; else one reporting zone for all. */
  dayZone: string;
  hasShortcuts: boolean;
  /** Enter sends a reply, or begins a line and Ctrl+Enter sends. */
  sendsOnEnter: boolean;
  /** Columns of the order list left out, by key with commas. */
  hiddenOrderColumns: string;
};

const storageKey = 'tradewind.preferences';

function initial(): Preferences {
  const defaults: Preferences = {
    theme: 'system',
    language: languageFromBrowser(navigator.languages),
    timeZone: '',
    currency: 'USD',
    isCompact: false,
    isRailNarrow: false,
    dayZone: 'shop',
    hasShortcuts: true,
    sendsOnEnter: true,
    hiddenOrderColumns: 'total,paidAt,updatedAt',
  };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    // Only known keys with a value of the default's own type are taken over; anything else in storage is ignored.
    const entries = Object.entries(stored ?? {}).filter(
      ([key, value]) => key in defaults && typeof value === typeof defaults[key as keyof Preferences],
    );
    return { ...defaults, ...Object.fromEntries(entries) };
  } catch {
    return defaults;
  }
}

let current = initial();
setReaderZone(current.timeZone);
const listeners = new Set<() => void>();

export const getPreferences = (): Preferences => current;

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  setReaderZone(current.timeZone);
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // A browser that refuses storage still honours the choice until the page is left.
  }
  for (const listener of listeners) listener();
}

export function subscribePreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribePreferences, getPreferences);
