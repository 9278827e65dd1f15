import type pg from 'pg';
import type { Clock, HttpSend } from '../ports.ts';
import { type Finding, good, unknown, wrong } from './finding.ts';

/** Leases are compared between machines; signatures of a platform are refused from some minutes on. */
const DATABASE_TOLERANCE_MS = 5_000;
const PLATFORM_TOLERANCE_MS = 60_000;
const ANSWER_WITHIN_MS = 4_000;
const BY_NTP = 'set the clock of this machine by NTP, and that of the other side if it is yours';

/** How far `theirs`, read between `before` and `after`, lies outside of them. */
function offBy(theirs: number, { before, after }: { before: number; after: number }): number {
  return theirs < before ? theirs - before : Math.max(0, theirs - after);
}

export async function databaseClock(client: pg.ClientBase, clock: Pick<Clock, 'now'>): Promise<Finding> {
  const before = clock.now();
  const { rows } = await client.query<{ at: Date }>('SELECT clock_timestamp() AS at');
  const offMs = offBy(rows[0]?.at.getTime() ?? Number.NaN, { before, after: clock.now() });
  const says = `the database's clock is ${(offMs / 1000).toFixed(1)} s off this machine's`;
  return Math.abs(offMs) <= DATABASE_TOLERANCE_MS ? good('clock', says) : wrong('clock', says, BY_NTP);
}

/** By the Date header of whatever the platform answers, which has whole seconds. */
export async function platformClock(url: string, { clock, send }: { clock: Pick<Clock, 'now'>; send: HttpSend }): Promise<Finding> {
  const { host } = new URL(url);
  const before = clock.now();
  const answer = await send({ method: 'GET', url, headers: {}, timeoutMs: ANSWER_WITHIN_MS }).catch(() => null);
  const stated = Date.parse(answer?.headers.date ?? '');
  if (answer === null)
    return unknown(
      'clock',
      `${host} does not answer from here`,
      'nothing, if this machine is meant to be offline; else look at network and proxy',
    );
  if (Number.isNaN(stated)) return unknown('clock', `${host} does not say its time`, 'nothing to do');
  const offMs = offBy(stated, { before: before - 1_000, after: clock.now() });
  const says = `the clock of ${host} is ${(offMs / 1000).toFixed(0)} s off this machine's`;
  return Math.abs(offMs) <= PLATFORM_TOLERANCE_MS ? good('clock', says) : wrong('clock', says, BY_NTP);
}
