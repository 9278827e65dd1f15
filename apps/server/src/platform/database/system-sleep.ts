/**
 * Real time, for waiting on the operating system and the database server only. The product's clock may be virtual and stand still,
 * and must not keep a database down; nothing of the product's own work waits here.
 */
import { setTimeout } from 'node:timers/promises';

/** Ends early, without an error, when the signal aborts. */
export async function systemSleep(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
}
