/**
 * What happens while the truth is kept: buyers order, the platform and the machine fail, all drawn from the seed.
 *
 *   bound → storm (webhooks and calls fail, tokens end) with two outages, in each the worker is dead for a part of an hour,
 *   and one kill of the database under load → old answers after new ones → healed → converged
 *
 * The mix has a floor for every fault, so that no seed is a quiet one and each guard of the product is needed in every run; what was
 * really hit is read from the platform's counters afterwards and is itself a finding when it is nothing.
 */
import { createDice, type Dice } from '../dice.ts';
import type { FaultMix } from '../stage/sandbox.ts';
import type { Stage } from '../stage/stage.ts';

export type Size = {
  shops: number;
  days: number;
  ordersPerShopDay: number;
  steps: number;
  stepsAMix: number;
  kills: number;
  outageMinutes: number;
};
export type StoryFacts = {
  workerKills: number;
  databaseKills: number;
  lastKillAt: number /** Since orders were last put on hold. */;
  virtualMinutes: number;
};

const MINUTE_MS = 60_000;

function drawMix(dice: Dice, step: number): FaultMix {
  const share = (low: number, high: number): number => Number(dice.between(low, high).toFixed(3));
  return {
    seed: Math.floor(dice.number() * 1e9) + step,
    webhooks: {
      drop: share(0.15, 0.3),
      duplicate: share(0.1, 0.3),
      reorder: share(0.1, 0.4),
      delayMs: dice.pick([90_000, 10 * MINUTE_MS, 150 * MINUTE_MS]),
      wrongSignature: share(0.03, 0.1),
    },
    api: {
      throttle: share(0.02, 0.08),
      serverError: share(0.02, 0.08),
      timeoutBefore: share(0.01, 0.04),
      timeoutAfter: share(0.01, 0.04),
      staleRead: share(0.15, 0.4),
    },
    // Tokens end mostly in the first mix, where hardly a refresh is answered: a platform that kept ending the tokens it has just
    // given would be telling the truth that a person must look.
    auth:
      step === 0 ? { expireToken: share(0.04, 0.06), loseRefreshAnswer: 0.8 } : { expireToken: 0.01, loseRefreshAnswer: share(0.3, 0.6) },
  };
}

export async function playStorm(
  stage: Stage,
  { seed, size, say }: { seed: number; size: Size; say: (line: string) => void },
): Promise<StoryFacts> {
  const dice = createDice(seed);
  const facts: StoryFacts = { workerKills: 0, databaseKills: 0, lastKillAt: 0, virtualMinutes: 0 };
  const { sandbox } = stage;
  await sandbox.buyers(Math.ceil(size.shops * 0.75));
  const kills = planKills(dice, size);
  await holdOrders(stage);
  for (let step = 0; step < size.steps; step += 1) {
    if (step % size.stepsAMix === 0) await sandbox.faults(drawMix(dice, step));
    await buy(stage, dice);
    // Short and whole steps: a hint may overtake the sweep, or come long after it.
    const stepMs = dice.pick([7_000, 20_000, MINUTE_MS, MINUTE_MS]);
    facts.virtualMinutes += stepMs / MINUTE_MS;
    const moving = sandbox.advance(stepMs);
    const kill = kills.get(step);
    if (kill === 'worker') await loseWorker(stage, dice, { size, facts });
    if (kill === 'database') await loseDatabase(stage, dice, facts);
    await moving;
  }
  await overtake(stage, dice, facts);
  await sandbox.buyers(0);
  say(
    `storm over: ${Math.round(facts.virtualMinutes)} virtual minutes, ${facts.workerKills} worker and ${facts.databaseKills} database kills`,
  );
  return facts;
}

/**
 * Two deaths of the worker to one of the database, each within its own stretch of the first half: a dead worker's leases run on for
 * half a minute of real time, and the rest of the storm goes over them.
 */
function planKills(dice: Dice, { steps, kills }: Size): Map<number, 'worker' | 'database'> {
  const stretch = steps / 2 / kills;
  return new Map(
    Array.from({ length: kills }, (_, index) => [
      Math.floor(stretch * (index + dice.between(0.1, 0.9))),
      index % 3 === 2 ? ('database' as const) : ('worker' as const),
    ]),
  );
}

/** Orders on hold are released an hour after their payment, all of them in one minute. */
const HELD_MINUTES = 60;
const HELD_PER_SHOP = 15;
/** A killed worker's leases run for 30 s of real time, in which nobody else may do its work. */
export const LEASE_MS = 31_000;

async function holdOrders({ sandbox, platform }: Stage): Promise<void> {
  for (const shop of platform.merchants.flatMap((merchant) => merchant.shops))
    await sandbox.orders({ shopId: shop.id, count: HELD_PER_SHOP, status: 'ON_HOLD' });
}

/**
 * Old answers after new ones, in number: the held orders are released, sweeps learn of it, and the hints arrive up to 55 s later, when
 * half the answers are a minute old. Without the version check each of those takes an order back.
 */
async function overtake(stage: Stage, dice: Dice, facts: StoryFacts): Promise<void> {
  const { sandbox } = stage;
  const leadMinutes = 0.25;
  // A long storm has outlasted the hold of its first minute; others are held then.
  const isOver = facts.virtualMinutes >= HELD_MINUTES - leadMinutes;
  if (isOver) await holdOrders(stage);
  const waitMinutes = HELD_MINUTES - leadMinutes - (isOver ? 0 : facts.virtualMinutes);
  facts.virtualMinutes += waitMinutes;
  await sandbox.advance(Math.round(waitMinutes * MINUTE_MS));
  // Sweep and hint must find their lane open, or both come late and in the right order.
  await pause(Math.max(0, facts.lastKillAt + LEASE_MS - performance.now()));
  await sandbox.advance(2_000);
  await sandbox.faults({
    seed: Math.floor(dice.number() * 1e9),
    webhooks: { duplicate: 0.2, delayMs: 55_000 },
    api: { staleRead: 0.5 },
  });
  for (let step = 0; step < 18; step += 1) await sandbox.advance(5_000);
}

async function buy({ sandbox, platform }: Stage, dice: Dice): Promise<void> {
  const shops = platform.merchants.flatMap((merchant) => merchant.shops);
  const [first, ...rest] = shops;
  if (!first || dice.number() < 0.4) return;
  const status = dice.pick(['ON_HOLD', 'UNPAID', 'AWAITING_SHIPMENT', 'AWAITING_SHIPMENT', 'IN_TRANSIT']);
  await sandbox.orders({ shopId: dice.pick([first, ...rest]).id, count: 1 + Math.floor(dice.number() * 3), status });
}

/** Dead in the middle of its work, and for a while: the world goes on without it. */
async function loseWorker(stage: Stage, dice: Dice, { size, facts }: { size: Size; facts: StoryFacts }): Promise<void> {
  await pause(dice.between(20, 250));
  const follower = await stage.workbench.killWorker();
  facts.workerKills += 1;
  facts.lastKillAt = performance.now();
  await stage.sandbox.forgetFollower(follower);
  await stage.sandbox.advance(size.outageMinutes * MINUTE_MS);
  facts.virtualMinutes += size.outageMinutes;
  await stage.workbench.startWorker();
}

async function loseDatabase(stage: Stage, dice: Dice, facts: StoryFacts): Promise<void> {
  await pause(dice.between(20, 250));
  await stage.workbench.killDatabase();
  facts.databaseKills += 1;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
