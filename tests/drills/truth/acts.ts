/**
 * The acts of the story: each breaks one thing at the moment at which one particular guard is all that stands between the figures and a
 * mistake. Chance alone finds such a moment once in hundreds of kills; a table held shut or a platform frozen makes it certain.
 *
 *   overtake          old answers arrive after new ones                        version check
 *   cutAcknowledged   servers die between a webhook and its row                commit before answer
 *   wakeTheDead       a worker sleeps through its lease with answers in hand   fence
 *   endTokens         every lane finds its token expired at once               one refresh at a time
 *   cutApplying       workers die between a page and its rows                  cursor with its page
 *   loseDatabase      PostgreSQL dies under load                               transactions
 */
import { z } from 'zod';
import type { Dice } from '../dice.ts';
import type { Findings } from '../report.ts';
import { sleep } from '../stage/program.ts';
import type { Stage } from '../stage/stage.ts';
import { crossingMix, promptMix, silentMix } from './mixes.ts';

const MINUTE_MS = 60_000;
/** How long the database is held shut: long enough for all that is due to run into it, shorter than anybody's patience. */
const SHUT_MS = 2_000;

export type Kills = { serverKills: number; workerKills: number; databaseKills: number; freezes: number };
export type Scene = {
  stage: Stage;
  dice: Dice;
  findings: Findings;
  kills: Kills;
  outageMinutes: number;
  /** Moves the world on and counts how far; the workbench keeps up minute by minute. */
  pass(ms: number): Promise<void>;
  /** The same at one stride: the workbench is waited for only at its end, and finds that much time gone. */
  stride(ms: number): Promise<void>;
};

const shopIds = ({ stage }: Scene): string[] => stage.platform.merchants.flatMap((merchant) => merchant.shops.map((shop) => shop.id));

/** Buyers in every shop at once. */
async function sell(scene: Scene, count: number, status?: string): Promise<void> {
  for (const shopId of shopIds(scene)) await scene.stage.sandbox.orders({ shopId, count, ...(status ? { status } : {}) });
}

/** Orders on hold are released an hour after their payment, all of them in one minute. */
export const HELD_MINUTES = 60;
export const holdOrders = (scene: Scene): Promise<void> => sell(scene, 15, 'ON_HOLD');

/**
 * Old answers after new ones, in number: held orders are about to be released. Sweeps learn of it, and the hints arrive up to 55 s later,
 * when half the answers are a minute old. Without the version check each of those takes an order back.
 */
export async function overtake(scene: Scene): Promise<void> {
  const { sandbox } = scene.stage;
  await sandbox.faults(crossingMix(scene.dice));
  for (let step = 0; step < 18; step += 1) await scene.pass(5_000);
}

/** The webhooks of a burst are under way, their rows cannot be written, and one or all servers die: what was not written was not answered. */
export async function cutAcknowledged(scene: Scene): Promise<void> {
  const { stage, dice, kills } = scene;
  const everyone = dice.number() < 0.5;
  await stage.sandbox.faults(promptMix(dice));
  const shut = await stage.ledger.hold('tenant.inbound', 'ACCESS EXCLUSIVE');
  await sell(scene, 3);
  const moving = scene.pass(2_000);
  await shut.waiters(4, SHUT_MS);
  kills.serverKills += await stage.workbench.kill('server', everyone ? undefined : 0);
  await shut.release();
  await moving;
  await stage.workbench.start('server');
}

const heldLane = z.object({ lane: z.string(), fence: z.number(), holder: z.string() });
const HELD_LANES = `SELECT merchant_id || ' ' || lane AS lane, fence, leased_by AS holder FROM system.lane WHERE leased_by IS NOT NULL AND leased_until > to_timestamp(0)`;
const fencedLane = heldLane.omit({ holder: true });
const FENCES = `SELECT merchant_id || ' ' || lane AS lane, fence FROM system.lane`;
const counted = z.object({ count: z.number() });
const IN_TRANSACTION = `SELECT count(*) FROM pg_stat_activity WHERE xact_start IS NOT NULL AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;
const FREEZE_TRIES = 6;
/** A call lives 20 s of real time; a sleeper woken later finds only its own timeouts. */
const CALLS_LAST_MS = 17_000;

/**
 * A worker is stopped with the platform's answers in its hands and goes on when its lanes have long been another's: nothing it
 * still writes may count. The platform is frozen first, so that every call is under way, and answers while the worker sleeps. Its lanes'
 * leases are put back in the table instead of waited for: the sleeper cannot tell, and its calls would not outlive 30 s.
 */
export async function wakeTheDead(scene: Scene): Promise<void> {
  const { stage, kills, findings } = scene;
  await stage.sandbox.faults(silentMix(scene.dice));
  let woken = 0;
  for (let tries = 0; tries < FREEZE_TRIES && woken === 0; tries += 1) {
    const asleep = await putToSleep(scene);
    const orders = asleep.held.filter(ofOrders).length;
    if (orders > 0) await passOver(scene, asleep.held);
    if (performance.now() - asleep.calledAt < CALLS_LAST_MS) woken = orders;
    asleep.wake();
    await sleep(1_000);
  }
  kills.freezes += woken > 0 ? 1 : 0;
  findings.holds('a sleeper woke in time, when its lanes were another’s', 'staging', { is: woken > 0, seen: woken, wanted: 'some' });
}

type Held = z.output<typeof heldLane>;
const ofOrders = ({ lane }: Held): boolean => lane.endsWith(':orders');
/** The holder's name is machine/process/start/id. */
const processOf = ({ holder }: Held): number => Number(holder.split('/')[1]);
/** `calledAt`: no later than its calls began, real time. */
type Asleep = { held: Held[]; calledAt: number; wake(): void };

/** The table of cursors is held shut until all lanes stand before it, so that none is through before the platform falls silent. */
async function putToSleep(scene: Scene): Promise<Asleep> {
  const { sandbox, ledger, workbench } = scene.stage;
  const shut = await ledger.hold('tenant.sync_stream', 'ACCESS EXCLUSIVE');
  const moving = scene.pass(MINUTE_MS);
  // More than one worker takes: then each has some.
  await shut.waiters(9, 2 * SHUT_MS);
  sandbox.program.freeze();
  const calledAt = performance.now();
  await shut.release();
  for (let looks = 0; looks < 20; looks += 1) {
    await sleep(200);
    const [busy] = await ledger.rows(counted, IN_TRANSACTION);
    if (busy?.count === 0) break;
  }
  // From the last look into its rows to the call.
  await sleep(300);
  // One that has orders in hand: it happens that the same worker takes them all, time after time.
  const holders = (await ledger.rows(heldLane, HELD_LANES)).filter(ofOrders).map(processOf);
  const sleeper = workbench.freezeWorker(holders);
  sandbox.program.thaw();
  // No step waits for the sleeper; awake, it speaks for itself again.
  if (sleeper) await sandbox.excuseFollower(sleeper.follower, (await sandbox.state()).now + 10 * MINUTE_MS);
  await moving;
  const held = await ledger.rows(heldLane, HELD_LANES);
  return { held: held.filter((lane) => processOf(lane) === sleeper?.pid), calledAt, wake: () => sleeper?.wake() };
}

/** The sleeper's leases end, the world goes on, and another worker does its work: soon, while the sleeper's calls are still good. */
async function passOver(scene: Scene, held: readonly Held[]): Promise<void> {
  const { ledger } = scene.stage;
  const holders = [...new Set(held.map(({ holder }) => holder))];
  await ledger.rows(z.object({}), `UPDATE system.lane SET leased_until = to_timestamp(0) WHERE leased_by = ANY ($1) RETURNING lane`, [
    holders,
  ]);
  const fences = new Map(held.map(({ lane, fence }) => [lane, fence]));
  for (let step = 0; step < 3; step += 1) {
    await sell(scene, 1);
    await scene.pass(MINUTE_MS);
    const now = await ledger.rows(fencedLane, FENCES);
    if (now.every(({ lane, fence }) => fence > (fences.get(lane) ?? -1))) return;
  }
}

/**
 * Every token ends, and each lane learns of it by the same step. Nobody can write the new token down for a while: with the row held for
 * the length of the call the second asker has not asked yet, without that each of them has.
 */
export async function endTokens(scene: Scene): Promise<void> {
  const { stage, findings, dice } = scene;
  const { sandbox, ledger } = stage;
  await sandbox.faults(silentMix(dice));
  const asked = async (): Promise<number> => (await sandbox.state()).counters.tokenRefreshes ?? 0;
  const before = await asked();
  const ended = await sandbox.expireTokens();
  const shut = await ledger.hold('tenant.channel_authorization', 'EXCLUSIVE');
  const moving = scene.pass(MINUTE_MS);
  await shut.waiters(6, 2 * SHUT_MS);
  await shut.release();
  await moving;
  await scene.pass(MINUTE_MS);
  findings.same('refresh calls per expiry', `${ended} consents`, { ours: (await asked()) - before, theirs: ended });
}

/**
 * No webhook comes and no worker lives for a while; then workers start, have read the first pages, and die before these are applied. Who
 * had moved the cursor already never looks there again, but for the overlap and the deep run of each hour, which must not be due.
 */
export async function cutApplying(scene: Scene): Promise<void> {
  const { stage, dice, kills, outageMinutes } = scene;
  await stage.sandbox.faults(silentMix(dice));
  await passDeepRun(scene);
  kills.workerKills += await stage.workbench.kill('worker');
  await sell(scene, 2);
  await scene.stride(outageMinutes * MINUTE_MS);
  const shut = await stage.ledger.hold('tenant.orders', 'ACCESS EXCLUSIVE');
  await stage.workbench.start('worker', 0);
  await shut.waiters(2, 4 * SHUT_MS);
  kills.workerKills += await stage.workbench.kill('worker');
  await shut.release();
  await stage.workbench.start('worker');
}

const instant = z.object({ at: z.number() });

/** Goes on until the hour's deep run of every shop is behind, if it would fall into the outage. */
async function passDeepRun(scene: Scene): Promise<void> {
  const { ledger, sandbox } = scene.stage;
  const [oldest] = await ledger.rows(
    instant,
    `SELECT (extract(epoch FROM min(coalesce(last_deep_swept_at, backfilled_at))) * 1000)::bigint AS at FROM tenant.sync_stream WHERE stream = 'orders'`,
  );
  const { now } = await sandbox.state();
  const dueAt = (oldest?.at ?? now) + 60 * MINUTE_MS;
  if (dueAt > now + (scene.outageMinutes + 5) * MINUTE_MS) return;
  await scene.stride(Math.max(0, dueAt - now) + MINUTE_MS);
  await scene.pass(MINUTE_MS);
}

/** While it is away webhooks keep coming, and none of them may be answered. */
export async function loseDatabase(scene: Scene): Promise<void> {
  const { stage, dice, kills } = scene;
  await sell(scene, 1);
  const moving = scene.pass(MINUTE_MS);
  await sleep(dice.between(20, 250));
  await stage.database.kill();
  kills.databaseKills += 1;
  await moving;
}
