/**
 * Truth: whatever fails between the platform and the screen, in the end the workbench says what is so, and never a version that it
 * had already known to be old.
 */
import { z } from 'zod';
import { guardNames } from '../../../apps/server/src/platform/guards.ts';
import { createDice } from '../dice.ts';
import type { DrillOptions } from '../main.ts';
import { Findings, type Report, reportOf } from '../report.ts';
import { bindSeller, type Client, shopsOf } from '../stage/client.ts';
import { sleep } from '../stage/program.ts';
import { openStage, type Stage } from '../stage/stage.ts';
import { compareFigures } from './figures.ts';
import { compareRates } from './rates.ts';
import { compareRecords } from './records.ts';
import { checkServers } from './servers.ts';
import { compareService } from './service.ts';
import { checkAcknowledged, checkAtRest, checkRollups, checkSteps } from './steps.ts';
import { playStorm, type Size, type StoryFacts } from './story.ts';
import { readTruth, type Truth } from './truth.ts';

export const guards: readonly string[] = guardNames;

type Scale = Omit<Size, 'servers' | 'workers'>;
const MINUTE_MS = 60_000;
const SMALL: Scale = {
  shops: 4,
  days: 3,
  ordersPerShopDay: 15,
  ordersPerMinute: 3,
  messagesPerMinute: 1,
  rounds: 1,
  stormSteps: 9,
  stridesMs: [7_000, 20_000, MINUTE_MS, 2 * MINUTE_MS],
  stepsAMix: 3,
  nightMinutes: 0,
  outageMinutes: 20,
};
/** Five virtual days a seed: three rounds of about 28 hours of storm, ten hours of night and the hours of the acts. */
const LARGE: Scale = {
  shops: 4,
  days: 14,
  ordersPerShopDay: 40,
  ordersPerMinute: 0.4,
  messagesPerMinute: 0.1,
  rounds: 3,
  stormSteps: 104,
  stridesMs: [7_000, MINUTE_MS, 15 * MINUTE_MS, 25 * MINUTE_MS, 40 * MINUTE_MS],
  stepsAMix: 13,
  nightMinutes: 600,
  outageMinutes: 45,
};
const SEEDS = 3;

/** Ends of history: the clocks of the US and of Europe are about to change, a year ends, an ordinary day ends. */
const ENDS: [string, ...string[]] = ['2027-03-14T06:50:00Z', '2027-03-27T21:40:00Z', '2026-12-31T20:15:00Z', '2027-05-12T22:30:00Z'];

/** Virtual time from the last fault: a back-off may have grown to 45 s, and then one sweep must do. */
const CONVERGES_WITHIN_MS = 60_000;
const STEP_MS = 20_000;

export async function truthDrill({ seed, small, sabotage, servers, workers, say }: DrillOptions): Promise<Report> {
  const findings = new Findings();
  const faults: Record<string, number> = {};
  const size = { ...(small ? SMALL : LARGE), servers, workers };
  for (let round = 0; round < (small ? 1 : SEEDS); round += 1) {
    const played = await playOne({ seed: seed + round, size, sabotage, say });
    findings.add(played.findings);
    for (const [name, count] of Object.entries(played.faults)) faults[name] = (faults[name] ?? 0) + count;
    faults.convergedAfterMs = Math.max(faults.convergedAfterMs ?? 0, played.tookMs);
  }
  return reportOf('truth', seed, { findings, faults });
}

type Play = { seed: number; size: Size; sabotage: string | null; say: (line: string) => void };
/** `tookMs`: virtual time from the heal to the first look at which all was equal. */
type Played = { findings: Findings; faults: Record<string, number>; tookMs: number };

async function playOne({ seed, size, sabotage, say }: Play): Promise<Played> {
  const { shops, days, ordersPerShopDay, servers, workers } = size;
  const endsAt = createDice(seed).pick(ENDS);
  const stage = await openStage({
    world: { seed, merchants: 2, shops, days, ordersPerShopDay, endsAt, troubled: true },
    sabotage,
    servers,
    workers,
  });
  let keep = true;
  try {
    say(
      `seed ${seed}: ${shops} shops, ${days} days of history until ${endsAt}, ${servers} + ${workers} processes${sabotage ? `, ${sabotage}` : ''}`,
    );
    const owner = await prepare(stage);
    say('bound and read');
    const facts = await playStorm(stage, { seed, size, say });
    const { counters } = await stage.sandbox.state();
    await stage.sandbox.faults(null);
    await inherited(stage);
    const { findings, tookMs } = await converge({ stage, owner, days: days + Math.ceil(facts.virtualMs / 86_400_000) });
    say(`healed, compared ${findings.checked} after ${tookMs / 1000} virtual seconds`);
    findings.add(facts.findings);
    const faults = faultsOf(counters, facts);
    for (const [name, count] of Object.entries(faults))
      findings.holds('a fault that never struck proves nothing', name, { is: count > 0, seen: count, wanted: 'some' });
    keep = findings.mismatches.length > 0 && sabotage === null;
    return { findings, faults, tookMs };
  } finally {
    await stage.close(keep);
  }
}

async function prepare(stage: Stage): Promise<Client> {
  const { workbench, sandbox, platform, ledger } = stage;
  const [owner] = await Promise.all([workbench.owner('Drill'), workbench.start('worker')]);
  await ledger.watchSteps();
  for (const seller of platform.merchants) await bindSeller(owner, sandbox, seller);
  const one = z.object({ count: z.number() });
  const waiting = `SELECT (SELECT count(*) FROM tenant.sync_stream WHERE backfilled_at IS NULL) + (SELECT count(*) FROM system.job WHERE kind LIKE '%subscribe%') AS count`;
  for (let waits = 0; waits < 300; waits += 1) {
    const [left] = await ledger.rows(one, waiting);
    if (left?.count === 0) return owner;
    if (waits % 10 === 9) await sandbox.advance(2_000);
    await sleep(100);
  }
  throw new Error('the history was not read in time');
}

const LEASE_LOOKS = 80;

/** The last workers killed still have their leases. On their own machine these end at once, elsewhere after 30 s of real time, which is not the world's. */
async function inherited({ ledger }: Stage): Promise<void> {
  const one = z.object({ count: z.number() });
  for (let looks = 0; looks < LEASE_LOOKS; looks += 1) {
    const [left] = await ledger.rows(
      one,
      'SELECT count(*) FROM system.lane WHERE leased_by IS NOT NULL AND leased_until > now() AND stopped_reason IS NULL',
    );
    if (left?.count === 0) return;
    await sleep(500);
  }
}

type Converge = { stage: Stage; owner: Client; days: number };

/** Moves on in small steps until all is equal, or the time a heal may take is over; then what differs is what is found. */
async function converge({ stage, owner, days }: Converge): Promise<{ findings: Findings; tookMs: number }> {
  for (let tookMs = STEP_MS; ; tookMs += STEP_MS) {
    await stage.sandbox.advance(STEP_MS);
    const records = await atRest(stage);
    if (records.mismatches.length > 0 && tookMs < CONVERGES_WITHIN_MS) continue;
    const truth = await readTruth(stage.sandbox);
    const service = await compareService({ client: owner, truth, shops: await shopsOf(owner) });
    if (service.mismatches.length > 0 && tookMs < CONVERGES_WITHIN_MS) continue;
    records.add(service);
    records.add(await checkSteps(stage.ledger));
    records.add(await checkRollups(stage.ledger));
    records.add(await checkAtRest(stage.ledger));
    records.add(await checkAcknowledged(stage.ledger, truth.deliveries));
    records.add(await compareFigures({ client: owner, truth, shops: await shopsOf(owner), days }));
    records.add(await compareRates({ client: owner, truth, shops: await shopsOf(owner) }));
    records.add(await compareList(owner, truth));
    records.add(await checkServers(stage, owner));
    return { findings: records, tookMs };
  }
}

/** Time stands, but a hint of the last step may still be on its way: looked at until equal, or a moment has passed. */
async function atRest({ sandbox, ledger }: Stage): Promise<Findings> {
  const truth = await readTruth(sandbox);
  let findings = await compareRecords(ledger, truth);
  for (let looks = 0; findings.mismatches.length > 0 && looks < 5; looks += 1) {
    await sleep(200);
    findings = await compareRecords(ledger, truth);
  }
  return findings;
}

/** The list as a person pages through it: every order, none twice. Behind one address, each page comes from another server. */
async function compareList(owner: Client, truth: Truth): Promise<Findings> {
  const findings = new Findings();
  const listed = await owner.all(z.object({ channelOrderId: z.string() }), '/orders');
  const ids = (orders: readonly string[]): string[] => [...orders].sort();
  const ours = ids(listed.map((order) => order.channelOrderId));
  const theirs = ids(truth.orders.map((order) => order.id));
  findings.same('order list: how many', 'GET /orders', { ours: ours.length, theirs: theirs.length });
  findings.holds('order list: the very orders', 'GET /orders', {
    is: ours.join() === theirs.join(),
    seen: ours.length,
    wanted: theirs.length,
  });
  return findings;
}

function faultsOf(counters: Record<string, number>, facts: StoryFacts): Record<string, number> {
  const counted = (name: string): number => counters[name] ?? 0;
  return {
    webhooksDropped: counted('webhooksDropped'),
    webhooksDuplicated: counted('webhooksDuplicated'),
    webhooksReordered: counted('webhooksReordered'),
    webhooksForged: counted('webhooksForged'),
    throttled: counted('throttled'),
    serverErrors: counted('serverErrors'),
    unanswered: counted('unanswered'),
    tokensExpired: counted('tokensExpiredByFault'),
    refreshAnswersLost: counted('refreshAnswersLost'),
    serverKills: facts.serverKills,
    workerKills: facts.workerKills,
    workerFreezes: facts.freezes,
    databaseKills: facts.databaseKills,
    virtualDays: Number((facts.virtualMs / 86_400_000).toFixed(2)),
  };
}
