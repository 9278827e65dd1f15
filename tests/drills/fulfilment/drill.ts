/**
 * A day's orders of twelve shops are shipped by workers that are killed with -9, on a platform that is busy, fails, and loses one answer in
 * twenty after its effect. Every wish's effect at the platform is none or one, none is silently unknown, and what we say of each parcel is
 * what the platform's own record says. One act is staged: a worker stops with parcels in its hands, another takes over, and the first goes on.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fulfilmentHandlers } from '../../../apps/server/src/modules/fulfilment/index.ts';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import { shippingGuardNames } from '../../../apps/server/src/platform/guards.ts';
import { isRefusal } from '../../../apps/server/src/platform/http/handler.ts';
import { type PlayerDatabase, startServer } from '../../seeds/world/server.ts';
import { Crew } from '../crew/crew.ts';
import { createDice, type Dice } from '../dice.ts';
import type { DrillOptions } from '../main.ts';
import { Findings, type Report, reportOf } from '../report.ts';
import { type Sandbox, startSandbox } from '../stage/sandbox.ts';
import { judge } from './oracle.ts';
import { clerk, type Scene, setScene, type ToShip } from './scene.ts';
import { WORKER } from './worker.ts';

export const fulfilmentSabotages: readonly string[] = shippingGuardNames;

/** Of a few calls more are lost, or none might be. */
const SMALL = { orders: 264, kills: 4, lost: 0.25 };
const FULL = { orders: 20_000, kills: 20, lost: 0.05 };
const WORKERS = 2;
const RUN_OF = 2_000;
/** Of the first shop, in the staged act: a batch. */
const HELD = 20;
const FAULTS = { throttle: 0.02, serverError: 0.02, timeoutBefore: 0.02 };

type Playing = { scene: Scene; crew: Crew; sandbox: Sandbox; access: PlayerDatabase; dice: Dice };

export async function fulfilmentDrill(options: DrillOptions): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tradewind-drill-'));
  const server = await startServer(1, 'apps/server/migrations');
  const sandbox = await startSandbox({ dataDir: path.join(folder, 'platform'), logFolder: folder });
  try {
    const [access] = server.databases;
    if (!access) throw new Error('no database was made');
    return await play(options, { access, sandbox });
  } finally {
    await sandbox.program.stop();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(
  { seed, small, sabotage, say }: DrillOptions,
  { access, sandbox }: Pick<Playing, 'access' | 'sandbox'>,
): Promise<Report> {
  const size = small ? SMALL : FULL;
  const scene = await setScene({ ...size, sabotage, access, sandbox, seed });
  const dice = createDice(seed);
  const crew = new Crew(scene.opening, WORKER);
  const playing = { scene, crew, sandbox, access, dice };
  try {
    say(`${scene.orders.length} orders in ${scene.shops.length} shops`);
    await takeOver(playing);
    say('a worker stopped with parcels in its hands, and another took over');
    const cancelled = await sell(playing, size, say);
    await sandbox.faults(null);
    const isAtRest = await atRest(playing, 60_000);
    const findings = new Findings();
    findings.holds('every wish ends', 'shipments', { is: isAtRest, seen: isAtRest, wanted: true });
    const { lost } = await judge(findings, { scene, sandbox, cancelled });
    const faults = { kills: crew.killed, lostAnswers: lost };
    findings.holds('answers were lost', 'staging', { is: lost > 0, seen: lost, wanted: 'some' });
    return reportOf('fulfilment', seed, { findings, faults });
  } finally {
    await crew.end();
    scene.stopTime();
    await scene.database.close();
  }
}

const own = (which: number, { shop: { carrier } }: ToShip) => ({
  channelCarrierId: carrier.id,
  trackingNumber: `${carrier.prefix}${String(which + 1).padStart(12, '0')}`,
});

/** Parcels as a clerk names them: each order of the seller's own path with a number. One number in fifty is one that was used before. */
function parcelsOf({ scene, dice }: Playing, chosen: readonly ToShip[]) {
  const at = new Map(scene.orders.map((order, place) => [order.id, place]));
  return chosen.map((one) => {
    const place = at.get(one.id) ?? 0;
    const isUsedBefore = dice.number() < 0.02;
    return one.order.fulfilment === 'seller'
      ? { orderId: one.id, own: own(isUsedBefore ? Math.max(0, place - 20) : place, one) }
      : { orderId: one.id };
  });
}

async function plan(playing: Playing, chosen: readonly ToShip[]): Promise<void> {
  const { scene } = playing;
  const parcels = parcelsOf(playing, chosen);
  const handlers = fulfilmentHandlers(
    scene.services,
    async () => new Map(),
    async () => new Map(),
  );
  const body = { parcels, confirmsWarnings: true };
  const answer = await handlers['shipment-runs.create']({
    caller: clerk(scene.merchantId),
    requestId: 'drill',
    params: {},
    query: {},
    body,
  });
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
}

const isPackaged = ({ shop }: ToShip): boolean => shop.market !== 'US';

/** The lease of the one that stopped is taken from it, as if its half minute were over. */
async function takeOver(playing: Playing): Promise<void> {
  const { scene, crew, access } = playing;
  const first = scene.orders.find(isPackaged);
  const batch = scene.orders.filter(({ shop }) => shop === first?.shop).slice(0, HELD);
  await crew.add();
  const { isHeld, go } = await crew.holdOldest();
  await plan(playing, batch);
  await isHeld;
  await crew.add();
  // It would renew its lease every ten seconds: it is taken until another one has it.
  const take = `UPDATE system.lane SET leased_until = 'epoch' WHERE leased_by IS NOT NULL AND fence = 1 RETURNING lane`;
  await withClient(access.superuser, async (client) => {
    while ((await client.query(take)).rows.length > 0) await sleep(50);
  });
  await atRest(playing, 20_000);
  go();
  // It hears the platform's answer, and tries to write it down.
  await sleep(1_000);
}

async function sell(
  playing: Playing,
  { kills, lost }: { kills: number; lost: number },
  say: (line: string) => void,
): Promise<ReadonlySet<string>> {
  const { scene, crew, sandbox, dice } = playing;
  const cancelled = await cancelSome(playing);
  await sandbox.faults({ seed: 1, api: { ...FAULTS, timeoutAfter: lost } });
  const begun = await ordersBegun(scene);
  const rest = scene.orders.filter(({ id }) => !begun.has(id)).sort(() => dice.number() - 0.5);
  for (let from = 0; from < rest.length; from += RUN_OF) {
    const chosen = rest.slice(from, from + RUN_OF);
    // Two clerks choose the same orders at the same moment.
    await Promise.all([plan(playing, chosen), plan(playing, chosen.slice(0, 20))]);
  }
  while (crew.killed < kills && !(await atRest(playing, 100 + dice.number() * 500))) {
    await crew.kill();
    await crew.add();
  }
  while (crew.killed < kills) {
    await crew.kill();
    await crew.add();
  }
  say(`${crew.killed} workers killed, ${WORKERS} at work`);
  await atRest(playing, 15 * 60_000);
  return cancelled;
}

async function ordersBegun({ database, merchantId }: Scene): Promise<ReadonlySet<string>> {
  const rows = await database.withMerchant(merchantId, (tx) => tx.selectFrom('shipment').select('order_id as id').execute());
  return new Set(rows.map(({ id }) => id));
}

/** One order in forty, at the platform alone: nobody has told the workbench. */
async function cancelSome({ scene, dice }: Playing): Promise<ReadonlySet<string>> {
  const returns = scene.services.channels['tiktok-shop']?.returns;
  const cancelled = new Set<string>();
  for (const { order, shop } of scene.orders.slice(HELD)) {
    if (dice.number() >= 0.025) continue;
    const [reason] = returns?.cancelReasons(shop.market, { isPaid: true }) ?? [];
    const isDone = await returns?.cancelOrder(shop.access, { channelOrderId: order.channelOrderId, reasonCode: reason?.code ?? '' }).then(
      () => true,
      () => false,
    );
    if (isDone) cancelled.add(order.channelOrderId);
  }
  return cancelled;
}

async function atRest({ scene }: Playing, withinMs: number): Promise<boolean> {
  const isOpen = () =>
    scene.database.withMerchant(scene.merchantId, (tx) =>
      tx.selectFrom('shipment').select('id').where('state', 'in', ['planned', 'sent', 'unknown']).limit(1).executeTakeFirst(),
    );
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(50)) if (!(await isOpen())) return true;
  return false;
}
