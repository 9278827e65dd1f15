/** One seed's world: its time, its faults, its platform and the programs that run in it. */

import type { Guards } from '../../../apps/server/src/platform/guards.ts';
import { createDice, type Dice } from '../../drills/dice.ts';
import type { Notification, Platform } from '../platform/platform.ts';
import type { Waiting } from './connection.ts';
import { createFaults, type Faults } from './faults.ts';
import type { Lines } from './lines.ts';
import { createSchedule, type Schedule } from './schedule.ts';

/** Whole-number streams of chance, one for each part, so that what one part draws moves no other. */
export type Chance = { story: Dice; latency: Dice; network: Dice; programs: Dice };

export type World = {
  seed: number;
  startAt: number;
  merchantId: string;
  guards: Guards;
  schedule: Schedule;
  chance: Chance;
  faults: Faults;
  lines: Lines;
  platform: Platform;
  /** Statements that wait for a lock, of all programs. */
  waiting: Set<Waiting>;
  /** Ears of NOTIFY. */
  ears: Set<(payload: string) => void>;
  /** Mean of a statement's time, drawn by the seed: the slower, the more the programs' statements mix. */
  statementMs: number;
  /** Webhooks that were answered 200, and those that bore a wrong signature. */
  acknowledged: Set<string>;
  forged: Set<string>;
  /** Webhooks that arrive only days later. */
  late: Notification[];
  /** Calls of the product that hang and will time out. */
  hanging: number;
  /** What went wrong, in order, for people. */
  story: string[];
  /** What a program reported as an error, and what was seen to be wrong at a commit. */
  complaints: string[];
  /** Programs that may have lost the answer of a refresh, with the instant. */
  disturbed: { program: string; at: number }[];
};

type Parts = Pick<World, 'seed' | 'merchantId' | 'guards' | 'lines'> & {
  startAt: number;
  platform: (clock: { now(): number }) => Platform;
};

export function createWorld({ seed, merchantId, guards, lines, startAt, platform }: Parts): World {
  const dice = (part: number): Dice => createDice(Math.imul(seed, 0x9e3779b1) + part * 0x85ebca6b);
  const schedule = createSchedule(startAt);
  const chance: Chance = { story: dice(1), latency: dice(2), network: dice(3), programs: dice(4) };
  const story: string[] = [];
  const say = (line: string): void => void story.push(`${((schedule.now() - startAt) / 1000).toFixed(3)} s ${line}`);
  return {
    seed,
    startAt,
    merchantId,
    guards,
    schedule,
    chance,
    lines,
    platform: platform(schedule),
    faults: createFaults(dice(5), say),
    waiting: new Set(),
    ears: new Set(),
    statementMs: chance.latency.pick([1, 1, 5, 40]),
    acknowledged: new Set(),
    forged: new Set(),
    late: [],
    hanging: 0,
    story,
    complaints: [],
    disturbed: [],
  };
}
