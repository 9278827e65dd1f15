import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../stage/sandbox.ts';
import type { Pace } from './orders.ts';
import { nowAt } from './services.ts';

const STEP_MS = 100;

/** The platform's time follows ours: a signature is good for minutes only. */
export function keepTime(sandbox: Sandbox, pace: Pace): AbortController {
  const over = new AbortController();
  void (async () => {
    for (let reached = pace.startAt; !over.signal.aborted; await sleep(STEP_MS)) {
      const ahead = nowAt(pace) - reached;
      reached += ahead;
      await sandbox.advance(ahead).catch(() => undefined);
    }
  })();
  return over;
}
