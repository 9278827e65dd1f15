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
  ordersPerMinute: number;
  messagesPerMinute: number;
  servers: number;
  workers: number;
  rounds: number;
  /** Steps of a round's storm, each drawn from `stridesMs`. */
  stormSteps: number;
  stridesMs: [number, ...number[]];
  stepsAMix: number;
  /** In each round all workers are dead for so long, on a platform that goes on failing. */
  nightMinutes: number;
  outageMinutes: number;
};
export type StoryFacts = Kills & { findings: Findings; virtualMs: number };
type Telling = { seed: number; size: Size; say: (line: string) => void };

const MINUTE_MS = 60_000;
/** How long the others carry on alone after one worker's death. */
const RESTART_STEPS = 2;

export async function playStorm(stage: Stage, { seed, size, say }: Telling): Promise<StoryFacts> {
  const dice = createDice(seed);
  const kills: Kills = { serverKills: 0, workerKills: 0, databaseKills: 0, freezes: 0 };
  let virtualMs = 0;
  const pass = async (ms: number): Promise<void> => {
    virtualMs += ms;
    await stage.sandbox.advance(ms);
  };
  const stride = async (ms: number): Promise<void> => {
    const { now } = await stage.sandbox.state();
    const until = now + ms - MINUTE_MS;
    if (ms > MINUTE_MS) await Promise.all(stage.workbench.followers().map((name) => stage.sandbox.excuseFollower(name, until)));
    await pass(ms);
  };
  const { outageMinutes } = size;
  const scene: Scene = { stage, dice, findings: new Findings(), kills, outageMinutes, pass, stride };
  await stage.sandbox.buyers(size.ordersPerMinute, size.messagesPerMinute);
  for (let round = 1; round <= size.rounds; round += 1) {
    const tell = (what: string): void => say(`round ${round}: ${what}, ${Math.round(virtualMs / MINUTE_MS)} virtual minutes`);
    await holdOrders(scene);
    const heldAtMs = virtualMs;
    await storm(scene, size, round);
    tell('storm');
    await cutAcknowledged(scene);
    tell('servers cut off');
    await wakeTheDead(scene);
    tell('a sleeper woken');
    await endTokens(scene);
    tell('tokens ended');
    if (size.nightMinutes > 0) await night(scene, size.nightMinutes);
    await untilReleased(scene, virtualMs - heldAtMs);
    await overtake(scene);
    tell('overtaken');
    await cutApplying(scene);
    tell('workers cut off');
  }
  await stage.sandbox.buyers(0);
  return { ...kills, findings: scene.findings, virtualMs };
}

/** Sweep and hint must find their lanes open, a quarter of a minute before the release of orders put on hold so long ago. */
async function untilReleased(scene: Scene, heldForMs: number): Promise<void> {
  const leadMs = 15_000;
  const leftMs = HELD_MINUTES * MINUTE_MS - leadMs - heldForMs;
  if (leftMs >= MINUTE_MS) return scene.stride(leftMs);
  // The storm has outlasted the hold; others are held now.
  await holdOrders(scene);
  return scene.stride(HELD_MINUTES * MINUTE_MS - leadMs);
}

async function storm(scene: Scene, size: Size, round: number): Promise<void> {
  const { stage, dice, kills } = scene;
  const databaseDiesAt = Math.floor(size.stormSteps * dice.between(0.5, 0.9));
  const workerDiesAt = Math.floor(size.stormSteps * dice.between(0.1, 0.4));
  for (let step = 0; step < size.stormSteps; step += 1) {
    if (step % size.stepsAMix === 0) await stage.sandbox.faults(stormMix(dice, round === 1 && step === 0));
    await buy(stage, dice);
    // Short steps and long ones: a hint may overtake the sweep, or come long after it.
    const stepMs = dice.pick(size.stridesMs);
    if (step === databaseDiesAt) await loseDatabase(scene);
    const moving = scene.stride(stepMs);
    if (step === workerDiesAt) {
      await sleep(dice.between(20, 250));
      kills.workerKills += await stage.workbench.kill('worker', Math.floor(dice.number() * size.workers));
    }
    await moving;
    if (step === workerDiesAt + RESTART_STEPS) await stage.workbench.start('worker');
  }
  await stage.workbench.start('worker');
}

/** Nobody works for hours, while the platform and its webhooks go on. */
async function night(scene: Scene, minutes: number): Promise<void> {
  const { workbench } = scene.stage;
  scene.kills.workerKills += await workbench.kill('worker');
  await scene.stride(minutes * MINUTE_MS);
  await workbench.start('worker');
}

async function buy({ sandbox, platform }: Stage, dice: Dice): Promise<void> {
  const shops = platform.merchants.flatMap((merchant) => merchant.shops);
  const [first, ...rest] = shops;
  if (!first || dice.number() < 0.4) return;
  const status = dice.pick(['ON_HOLD', 'UNPAID', 'AWAITING_SHIPMENT', 'AWAITING_SHIPMENT', 'IN_TRANSIT']);
  await sandbox.orders({ shopId: dice.pick([first, ...rest]).id, count: 1 + Math.floor(dice.number() * 3), status });
}
