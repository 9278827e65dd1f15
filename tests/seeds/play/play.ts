/**
 * One seed, from an empty database to a verdict.
 *
 *   safety    some minutes in which buyers buy, two programs work and the seed's faults strike; step checks only
 *   liveness  the faults end, what was killed is started again; a minute later everything must be equal to the truth
 *   late      (seeds with an outage or held-back webhooks) all programs die for hours, buyers go on, the programs come back together with
 *             webhooks up to two days old; a minute later everything must be equal again
 *   rest      the programs stop as on SIGTERM; nothing may be left claimed, parked or half done
 */

import type { Guards } from '../../../apps/server/src/platform/guards.ts';
import { createDice } from '../../drills/dice.ts';
import type { Findings, Mismatch } from '../../drills/report.ts';
import { createPlatform } from '../platform/platform.ts';
import type { FaultKind } from '../world/faults.ts';
import type { Lines } from '../world/lines.ts';
import { deliverLate } from '../world/network.ts';
import type { Addresses } from '../world/program.ts';
import { createWorld, type World } from '../world/world.ts';
import { checkAtRest, checkRefreshes, checkTruth } from './checks.ts';
import { Crew } from './crew.ts';
import { wipe } from './judge.ts';
import { bindMerchant } from './merchant.ts';
import { createStory, drawShops, type Story } from './story.ts';

export type Played = {
  seed: number;
  ok: boolean;
  /** Equal for two plays of one seed, and for nothing else. */
  hash: string;
  events: number;
  virtualMs: number;
  checked: number;
  faults: Record<FaultKind, number>;
  trace: string[];
  mismatches: Mismatch[];
};
export type Stage = { lines: Lines; addresses: Addresses };
type Wish = { seed: number; guards: Guards };

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const CONVERGES_WITHIN_MS = MINUTE_MS;
/** Beginnings: near the ends of days, months and years, and where clocks change. */
const STARTS: [string, ...string[]] = ['2026-11-22T04:58:00Z', '2027-03-14T07:57:00Z', '2026-12-31T15:56:00Z', '2027-03-28T00:55:00Z'];
const HANGS_NO_LONGER_MS = 30_000;

export async function playSeed(stage: Stage, { seed, guards }: Wish): Promise<Played> {
  const { lines } = stage;
  await wipe(lines.judge);
  const plan = createDice(seed);
  const startAt = Date.parse(plan.pick(STARTS));
  const shops = drawShops(plan, seed);
  const world = createWorld({
    seed,
    merchantId: merchantOf(seed),
    guards,
    lines,
    startAt,
    platform: (clock) => createPlatform(clock, shops),
  });
  const crew = new Crew(world, stage.addresses);
  try {
    const findings = await playAct({ world, crew, story: createStory(world.chance.story, seed, startAt) });
    const { hash, events } = world.schedule.trace();
    const { checked, mismatches } = findings;
    const [virtualMs, faults] = [world.schedule.now() - startAt, world.faults.counts()];
    return { seed, ok: mismatches.length === 0 && checked > 0, hash, events, virtualMs, checked, faults, trace: world.story, mismatches };
  } finally {
    await crew.killAll();
  }
}

type Act = { world: World; crew: Crew; story: Story };

async function playAct({ world, crew, story }: Act): Promise<Findings> {
  const { schedule, faults, chance, platform, lines } = world;
  await lines.judge.query("INSERT INTO system.merchant (id, name, created_at) VALUES ($1, 'Seed', 'epoch')", [world.merchantId]);
  for (const shop of platform.shops) for (const order of story.history(shop)) platform.book.place(order);
  const safetyMs = chance.story.pick([2, 2, 2, 3, 6]) * MINUTE_MS;
  const due = chance.story.number() < 0.4;
  // Half of them at once, when every lane wants a token at the same moment.
  const dueAfterMs = chance.story.pick([0, chance.story.between(0, safetyMs)]);
  await crew.prepare((program) => bindMerchant(world, program, due ? dueAfterMs : null));

  faults.begin();
  crew.start();
  goOn({ world, crew, story }, { overMs: safetyMs, count: Math.floor(chance.story.between(6, 20)) });
  await schedule.runUntil(schedule.now() + safetyMs);
  const hasOutage = faults.strikes('outage');
  faults.heal();
  // A call that hangs since before is a fault that has not ended yet.
  await schedule.runUntil(schedule.now() + HANGS_NO_LONGER_MS, () => world.hanging === 0);
  await crew.heal();
  await schedule.runUntil(schedule.now() + CONVERGES_WITHIN_MS);
  const findings = await checkTruth(world);

  if (hasOutage || world.late.length > 0) {
    await crew.killAll();
    const outageMs = chance.story.between(1, 46) * HOUR_MS;
    goOn({ world, crew, story }, { overMs: outageMs, count: Math.floor(chance.story.between(3, 10)) });
    await schedule.runUntil(schedule.now() + outageMs);
    crew.start();
    deliverLate(world, () => crew.receiver());
    await schedule.runUntil(schedule.now() + CONVERGES_WITHIN_MS);
    findings.add(await checkTruth(world));
  }
  await crew.stop();
  findings.add(await checkAtRest(world));
  findings.add(checkRefreshes(world, { due }));
  return findings;
}

/** Buyers act at instants spread over that time, and the platform tells of it. */
function goOn({ world, crew, story }: Act, { overMs, count }: { overMs: number; count: number }): void {
  const { schedule, chance, platform } = world;
  for (let index = 0; index < count; index += 1) {
    schedule.after(chance.story.between(0, overMs), { owner: null, label: 'a buyer acts' }, () => {
      const change = story.next(platform.shops, platform.book.orders(), schedule.now());
      if (change.order.versions.length === 1) platform.book.place(change.order);
      crew.announce(change);
    });
  }
}

function merchantOf(seed: number): string {
  return `00000000-0000-7000-8000-${(seed % 2 ** 48).toString(16).padStart(12, '0')}`;
}
