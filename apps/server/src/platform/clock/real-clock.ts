import type { Clock } from '../ports.ts';

/** setTimeout fires at once above this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    const dueAt = Date.now() + ms;
    for (let left = ms; left > 0 && !signal?.aborted; left = dueAt - Date.now()) await nap(Math.min(left, LONGEST_TIMER_MS), signal);
  },
};

/** Ends after ms of real time or with the signal; never rejects. */
export function nap(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });
}
