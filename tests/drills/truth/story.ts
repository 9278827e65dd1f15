/**
 * What happens while the truth is kept: buyers order, the platform and the machines fail, all drawn from the seed.
 *
 *   bound → rounds of (storm → the acts, each against one guard → silence with the last cut of all) → healed → converged
 *
 * In the storm webhooks and calls fail and tokens end, the database dies in its middle, and servers and workers die now and then. The
 * acts (acts.ts) follow in an order in which none undoes what another needs. What was really hit is read from the platform's counters
 * afterwards and is itself a finding when it is nothing.
 */
import { createDice, type Dice } from '../dice.ts';
import { Findings } from '../report.ts';
import { sleep } from '../stage/program.ts';
import type { Stage } from '../stage/stage.ts';
import {
  cutAcknowledged,
  cutApplying,
  endTokens,
  HELD_MINUTES,
  holdOrders,
  type Kills,
  loseDatabase,
  overtake,
  type Scene,
  wakeTheDead,
} from './acts.ts';
import { stormMix } from './mixes.ts';

export type Size = {
  shops: number;
  days: number;
  ordersPerShopDay: number;
  servers: number;
  workers: number;
  rounds: number;
  /** Steps of a round's storm, drawn around a minute each. */
  stormSteps: number;
  stepsAMix: number;
  /** Between one round and the next all workers are dead for so long, on a platform that goes on failing. */
  nightMinutes: number;
  outageMinutes: number;
};
export type StoryFacts = Kills & { findings: Findings; virtualMs: number; lastLossAt: number };
type Telling = { seed: number; size: Size; say: (line: string) => void };

const MINUTE_MS = 60_000;
/** How long the others carry on alone after one worker's death. */
const RESTART_STEPS = 3;

export async function playStorm(stage: Stage, { seed, size, say }: Telling): Promise<StoryFacts> {
  const dice = createDice(seed);
  const kills: Kills = { serverKills: 0, workerKills: 0, databaseKills: 0, freezes: 0 };
  let virtualMs = 0;
  const pass = async (ms: number): Promise<void> => {
    virtualMs += ms;
    await stage.sandbox.advance(ms);
  };
  const scene: Scene = { stage, dice, findings: new Findings(), kills, outageMinutes: size.outageMinutes, pass, lastLossAt: 0 };
  await stage.sandbox.buyers(Math.ceil(size.shops * 0.75));
  for (let round = 0; round < size.rounds; round += 1) {
    await holdOrders(scene);
    const heldAtMs = virtualMs;
    await storm(scene, size, round);
    say(`round ${round + 1}: storm`);
    await cutAcknowledged(scene);
    say(`round ${round + 1}: servers cut off`);
    await wakeTheDead(scene);
    say(`round ${round + 1}: a sleeper woken`);
    await endTokens(scene);
    say(`round ${round + 1}: tokens ended`);
    await untilReleased(scene, virtualMs - heldAtMs);
    await overtake(scene);
    say(`round ${round + 1}: overtaken`);
    await cutApplying(scene);
    say(`round ${round + 1}: workers cut off, ${Math.round(virtualMs / MINUTE_MS)} virtual minutes in all`);
  }
  await stage.sandbox.buyers(0);
  return { ...kills, findings: scene.findings, virtualMs, lastLossAt: scene.lastLossAt };
}

/** Sweep and hint must find a quarter of a minute before the release of orders that were put on hold so long ago. */
async function untilReleased(scene: Scene, heldForMs: number): Promise<void> {
  const leadMs = 15_000;
  const leftMs = HELD_MINUTES * MINUTE_MS - leadMs - heldForMs;
  if (leftMs >= 0) return scene.pass(leftMs);
  // The storm has outlasted the hold; others are held now.
  await holdOrders(scene);
  return scene.pass(HELD_MINUTES * MINUTE_MS - leadMs);
}

async function storm(scene: Scene, size: Size, round: number): Promise<void> {
  const { stage, dice, kills } = scene;
  const databaseDiesAt = Math.floor(size.stormSteps * dice.between(0.3, 0.7));
  const workerDiesAt = Math.floor(size.stormSteps * dice.between(0.1, 0.3));
  for (let step = 0; step < size.stormSteps; step += 1) {
    if (step % size.stepsAMix === 0) await stage.sandbox.faults(stormMix(dice, round === 0 && step === 0));
    await buy(stage, dice);
    // Short and whole steps: a hint may overtake the sweep, or come long after it.
    const stepMs = dice.pick([7_000, 20_000, MINUTE_MS, MINUTE_MS]);
    if (step === databaseDiesAt) await loseDatabase(scene);
    const moving = scene.pass(stepMs);
    if (step === workerDiesAt) {
      await sleep(dice.between(20, 250));
      kills.workerKills += await stage.workbench.kill('worker', Math.floor(dice.number() * size.workers));
      scene.lastLossAt = performance.now();
    }
    await moving;
    if (step === workerDiesAt + RESTART_STEPS) await stage.workbench.start('worker');
  }
  if (size.nightMinutes > 0) await night(scene, size);
}

/** Nobody works for hours, while the platform and its webhooks go on. */
async function night(scene: Scene, size: Size): Promise<void> {
  const { workbench } = scene.stage;
  scene.kills.workerKills += await workbench.kill('worker');
  scene.lastLossAt = performance.now();
  await scene.pass(size.nightMinutes * MINUTE_MS);
  await workbench.start('worker');
}

async function buy({ sandbox, platform }: Stage, dice: Dice): Promise<void> {
  const shops = platform.merchants.flatMap((merchant) => merchant.shops);
  const [first, ...rest] = shops;
  if (!first || dice.number() < 0.4) return;
  const status = dice.pick(['ON_HOLD', 'UNPAID', 'AWAITING_SHIPMENT', 'AWAITING_SHIPMENT', 'IN_TRANSIT']);
  await sandbox.orders({ shopId: dice.pick([first, ...rest]).id, count: 1 + Math.floor(dice.number() * 3), status });
}
