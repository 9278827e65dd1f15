/**
 * Language, time zone, theme and density go with the person. The browser's copy is what the page follows; this keeps it and
 * the server's in step:
 *
 *   `me` answers something else than before   it is taken over here; where nothing was ever chosen, the browser's own stays
 *   the reader changes one of the four        it is sent at once; what could not be sent waits for `retry` or the next change
 *
 * An answer that was under way while a change was being saved may be the older one, so it is passed over; the next tells.
 */
import type { Profile } from '@tradewind/contract/types';
import { useSyncExternalStore } from 'react';
import { call } from '../shared/api/call.ts';
import { switchLanguage } from '../shared/i18n/index.ts';
import { getPreferences, type Preferences, setPreferences, subscribePreferences } from './preferences.ts';

type SaveState = { status: 'idle' | 'saving' | 'saved' } | { status: 'failed'; error: unknown };

let known: Profile | null = null;
let here = profileHere(getPreferences());
let unsent: Partial<Profile> = {};
let state: SaveState = { status: 'idle' };
const listeners = new Set<() => void>();

function profileHere({ language, timeZone, theme, isCompact }: Preferences): Profile {
  return { language, timeZone: timeZone === '' ? null : timeZone, theme, density: isCompact ? 'compact' : 'normal' };
}

function differences(now: Profile, before: Profile): Partial<Profile> {
  const changed = Object.entries(now).filter(([key, value]) => before[key as keyof Profile] !== value);
  // From a profile, so every key has its own kind of value.
  return Object.fromEntries(changed) as Partial<Profile>;
}

/** What `me` says; null for a key, which has none. */
export function learnProfile(profile: Profile | null): void {
  if (!profile || state.status === 'saving' || Object.keys(unsent).length > 0) return;
  if (known && Object.keys(differences(profile, known)).length === 0) return;
  const isFirst = known === null;
  known = profile;
  const { language, timeZone, theme, density } = profile;
  const change: Partial<Preferences> = {
    // Taken back elsewhere, the zone is the browser's again; on the first answer an empty one says nothing.
    ...(timeZone !== null || !isFirst ? { timeZone: timeZone ?? '' } : {}),
    ...(theme ? { theme } : {}),
    ...(density ? { isCompact: density === 'compact' } : {}),
  };
  takeOver(change);
  if (language && language !== getPreferences().language) void switchLanguage(language).then(() => takeOver({ language }));
}

/** Noted as known before it is set, so that it is not sent back as the reader's own change. */
function takeOver(change: Partial<Preferences>): void {
  here = profileHere({ ...getPreferences(), ...change });
  setPreferences(change);
}

subscribePreferences(() => {
  if (!known) return;
  const now = profileHere(getPreferences());
  const changed = differences(now, here);
  here = now;
  if (Object.keys(changed).length === 0) return;
  unsent = { ...unsent, ...changed };
  void send();
});

async function send(): Promise<void> {
  if (state.status === 'saving') return;
  tell({ status: 'saving' });
  while (Object.keys(unsent).length > 0) {
    const sending = unsent;
    unsent = {};
    try {
      known = (await call('profile.update', { body: sending })).profile;
    } catch (error) {
      unsent = { ...sending, ...unsent };
      return tell({ status: 'failed', error });
    }
  }
  tell({ status: 'saved' });
}

function tell(next: SaveState): void {
  state = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useProfileSave = (): { save: SaveState; retry: () => void } => ({
  save: useSyncExternalStore(subscribe, () => state),
  retry: () => void send(),
});
