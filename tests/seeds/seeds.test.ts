import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { guardsWithout } from '../../apps/server/src/platform/guards.ts';
import { playSeed, type Stage } from './play/play.ts';
import { type Lines, openLines } from './world/lines.ts';
import { cloneFor } from './world/server.ts';

/** Crashes and freezes among its faults. */
const WILD = 1;

describe('a seed', () => {
  let lines: Lines;
  let stage: Stage;
  beforeAll(async () => {
    const addresses = await cloneFor(inject('template'), inject('superuser'), 'seeds_test');
    lines = await openLines(addresses.superuser);
    stage = { lines, addresses };
  });
  afterAll(() => lines.close());

  test('plays the same faults, the same interleaving and the same result whenever it is played', async () => {
    const guards = guardsWithout();
    const first = await playSeed(stage, { seed: WILD, guards });
    // Another seed has used the database between the two.
    const other = await playSeed(stage, { seed: WILD + 1, guards });
    const again = await playSeed(stage, { seed: WILD, guards });
    expect(first).toMatchObject({ ok: true, mismatches: [] });
    expect(first.faults.crashed).toBeGreaterThan(0);
    expect(first.faults.frozen).toBeGreaterThan(0);
    expect(again).toEqual(first);
    expect(other.hash).not.toBe(first.hash);
  }, 120_000);

  test('finds that a page is not stored where the cursor has passed it', async () => {
    const { ok, mismatches } = await playSeed(stage, { seed: WILD, guards: guardsWithout('cursor-before-apply') });
    expect(ok).toBe(false);
    expect(mismatches.map(({ where }) => where).join()).toContain('of which nothing is stored');
  }, 120_000);
});
