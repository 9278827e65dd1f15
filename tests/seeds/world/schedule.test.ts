import { describe, expect, test } from 'vitest';
import { createSchedule, type Owner } from './schedule.ts';

const owner = (name: string): Owner => ({ name, isAlive: true, pausedUntil: 0 });

describe('the schedule', () => {
  test('runs events by their instants, and moves time from one to the next', async () => {
    const schedule = createSchedule(1_000);
    const seen: string[] = [];
    schedule.after(20, { owner: null, label: 'late' }, () => void seen.push(`late at ${schedule.now()}`));
    schedule.after(10, { owner: null, label: 'early' }, () => {
      seen.push(`early at ${schedule.now()}`);
      schedule.after(5, { owner: null, label: 'born' }, () => void seen.push(`born at ${schedule.now()}`));
    });
    await schedule.runUntil(2_000);
    expect(seen).toEqual(['early at 1010', 'born at 1015', 'late at 1020']);
    expect(schedule.now()).toBe(2_000);
  });

  test('gives a dead program nothing, and a paused one its events when it goes on', async () => {
    const schedule = createSchedule(0);
    const [dead, paused] = [owner('dead'), owner('paused')];
    const seen: string[] = [];
    schedule.after(1, { owner: dead, label: 'for the dead' }, () => void seen.push('dead'));
    schedule.after(1, { owner: paused, label: 'for the paused' }, () => void seen.push(`paused at ${schedule.now()}`));
    dead.isAlive = false;
    paused.pausedUntil = 500;
    await schedule.runUntil(100);
    expect(seen).toEqual([]);
    schedule.resume(paused);
    await schedule.runUntil(200);
    expect(seen).toEqual(['paused at 100']);
  });

  test('has another trace as soon as anything else happens', async () => {
    const traceOf = async (label: string): Promise<string> => {
      const schedule = createSchedule(0);
      schedule.after(1, { owner: null, label: label }, () => undefined);
      await schedule.runUntil(10);
      return schedule.trace().hash;
    };
    expect(await traceOf('a')).toBe(await traceOf('a'));
    expect(await traceOf('a')).not.toBe(await traceOf('b'));
  });
});
