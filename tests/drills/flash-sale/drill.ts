/**
 * A flash sale: few units, twelve shops, two warehouses, many buyers at once, in three processes of the workbench of which one is killed
 * with -9 in the middle; one in twenty of the platform's answers is lost. Some buyers come to the platform, which accepts what it shows;
 * some are sold to by a script of ours, bundles among them. Not one unit may be promised twice by us. What the platform accepts between
 * our last word and its hearing it cannot be none for a stock that shops share; it is counted and printed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelOrder } from '@tradewind/channels';
import { stockGuardNames } from '../../../apps/server/src/platform/guards.ts';
import { type PlayerDatabase, startServer } from '../../seeds/world/server.ts';
import { createDice, type Dice } from '../dice.ts';
import type { DrillOptions } from '../main.ts';
import { Findings, type Report, reportOf } from '../report.ts';
import { Crew, GONE } from './crew.ts';
import { Market, type Sale } from './market.ts';
import { judge, type Promised } from './oracle.ts';
import { isQuiet, type Scene, setScene } from './stage.ts';

export const flashSaleSabotages: readonly string[] = stockGuardNames;

const SMALL = { units: 200, buyers: 100, rarities: 3, novelties: 4 };
const FULL = { units: 1_000, buyers: 500, rarities: 30, novelties: 30 };
const PARTS = 3;
const QUIET_WITHIN_MS = 20_000;

type Oversell = { units: number; accepted: number; heardMs: { p50: number; p99: number }; closedAfterMs: number | null };
type Selling = {
  scene: Scene;
  market: Market;
  crew: Crew;
  dice: Dice;
  promised: Map<string, Promised>;
  standing: Set<string>;
  heardMs: number[];
};

export async function flashSaleDrill({ seed, small, sabotage, say }: DrillOptions): Promise<Report & { oversell: Oversell }> {
  const size = small ? SMALL : FULL;
  const server = await startServer(1, 'apps/server/migrations');
  let crew: Crew | undefined;
  try {
    const [access] = server.databases;
    if (!access) throw new Error('no database was made');
    const [begunAt, dice] = [Date.now(), createDice(seed)];
    const scene = await setScene(access, { ...size, sabotage });
    const { merchantId, shops } = scene;
    const market = new Market(dice, begunAt);
    crew = new Crew({ app: access.app, system: access.system, merchantId, shops, sabotage, begunAt }, (call) => market.answer(call));
    for (let n = 0; n < PARTS; n += 1) await crew.add();
    await quiet(access);
    say(`${size.units} units in ${shops.length} shops, ${size.buyers} buyers`);
    const findings = new Findings();
    const sale = { scene, market, crew, dice, promised: new Map(), standing: new Set<string>(), heardMs: [] };
    await atOnce(sale, { buyers: size.buyers, findings });
    await open(sale, size);
    const isAtRest = await quiet(access);
    findings.holds('the shops are told all within a while', 'pushes', { is: isAtRest, seen: isAtRest, wanted: true });
    const { promised, standing, heardMs } = sale;
    const { oversold } = await judge(findings, { scene, market, units: size.units, promised, standing, superuser: access.superuser });
    const oversell = { units: oversold, accepted: market.sales.length, heardMs: percentiles(heardMs), closedAfterMs: closedAfter(market) };
    findings.holds('all was sold', 'cups', {
      is: promised.size + market.sales.length >= size.units,
      seen: promised.size + market.sales.length,
      wanted: size.units,
    });
    say(`sold out; by the platform beyond the stock: ${oversold} of ${market.sales.length} orders`);
    await scene.database.close();
    const unforeseen = [...crew.broken.keys()].filter((why) => why !== GONE);
    findings.same('nothing failed but what was killed', 'processes', { ours: unforeseen.slice(0, 5), theirs: [] });
    const faults = { kills: 1, lostAnswers: market.lostAnswers, repeated: crew.repeated };
    findings.holds('answers were lost', 'staging', { is: market.lostAnswers > 0, seen: market.lostAnswers, wanted: 'some' });
    return { ...reportOf('flash-sale', seed, { findings, faults }), oversell };
  } finally {
    await crew?.end();
    await server.close();
  }
}

async function quiet(access: PlayerDatabase): Promise<boolean> {
  for (let waited = 0; waited < QUIET_WITHIN_MS; waited += 50) {
    if (await isQuiet(access)) return true;
    await sleep(50);
  }
  return false;
}

/** All buyers for one unit, and all processes for the first units of a good, at the same moment. */
async function atOnce(
  { scene: { goods, warehouses }, crew, promised }: Selling,
  { buyers, findings }: { buyers: number; findings: Findings },
): Promise<void> {
  for (const variantId of goods.rarities) {
    const references = Array.from({ length: buyers }, (_, n) => `rare-${variantId}-${n}`);
    const answers = await Promise.all(references.map((reference, n) => crew.insist({ what: 'sell', reference, variantId, units: 1 }, n)));
    references.forEach((reference, n) => {
      if (isHeld(answers[n])) promised.set(reference, { variantId, units: 1 });
    });
  }
  for (const variantId of goods.novelties) {
    const errand = { what: 'receive' as const, variantId, warehouseId: warehouses.near, units: 1 };
    const replies = await Promise.all(Array.from({ length: PARTS * 4 }, (_, n) => crew.once(errand, n)));
    const broken = replies.flatMap((reply) => ('broken' in reply ? [reply.broken] : []));
    findings.same('the first goods of many deliveries are all taken in', 'receipts', { ours: broken.slice(0, 2), theirs: [] });
  }
}

const isHeld = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'state' in answer && answer.state === 'held';

/** Buyers come until they have found everything sold out a few times. */
async function open(sale: Selling, { units, buyers }: { units: number; buyers: number }): Promise<void> {
  const { crew, market, promised } = sale;
  const intake = new Intake(sale);
  let isKilled = false;
  const buyer = async (n: number): Promise<void> => {
    for (let visit = 0, disappointments = 0; disappointments < 3; visit += 1) {
      const isServed = await visitOf(sale, { intake, reference: `b${n}-${visit}`, which: n + visit });
      if (!isServed) disappointments += 1;
      if (!isKilled && promised.size + market.sales.length > units / 2) {
        isKilled = true;
        crew.kill();
        await crew.add();
      }
      await sleep(sale.dice.number() * 30);
    }
  };
  await Promise.all(Array.from({ length: buyers }, (_, n) => buyer(n)));
  await intake.end();
}

type Visit = { intake: Intake; reference: string; which: number };

async function visitOf(sale: Selling, { intake, reference, which }: Visit): Promise<boolean> {
  const { scene, market, dice, crew, promised } = sale;
  const [first, ...others] = scene.shops;
  if (!first) throw new Error('there are no shops');
  if (dice.number() < 0.6) {
    const bought = market.buy(dice.pick([first, ...others]));
    if (bought) intake.add(bought);
    return bought !== null;
  }
  const variantId = dice.number() < 0.25 ? scene.goods.gift : scene.goods.cup;
  const errand = { what: 'sell' as const, reference, variantId, units: 1 };
  const answer = await crew.insist(errand, which);
  // Its answer was lost on the way to the buyer, who asks again elsewhere.
  const again = dice.number() < 0.05 ? await crew.insist(errand, which + 1) : answer;
  if (!isHeld(again)) return false;
  promised.set(reference, { variantId, units: 1 });
  if (dice.number() < 0.2) {
    // Given back, and said twice at the same moment.
    promised.delete(reference);
    await Promise.all([crew.insist({ what: 'release', reference }, which), crew.insist({ what: 'release', reference }, which + 1)]);
  } else if (dice.number() < 0.3) await crew.insist({ what: 'ship', reference }, which);
  return true;
}

/** Brings the platform's orders to the workbench, a page at a time for each shop, as its sweep would fetch them. */
class Intake {
  readonly #sale: Selling;
  readonly #waiting = new Map<string, Sale[]>();
  readonly #lanes: Promise<void>[];
  #isOver = false;

  constructor(sale: Selling) {
    this.#sale = sale;
    this.#lanes = sale.scene.shops.map(({ shopId }, which) => this.#lane(shopId, which));
  }

  add(bought: Sale): void {
    const { shopId } = bought.shop;
    this.#waiting.set(shopId, [...(this.#waiting.get(shopId) ?? []), bought]);
    this.#sale.standing.add(bought.order.channelOrderId);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#lanes);
  }

  async #lane(shopId: string, which: number): Promise<void> {
    const { crew, dice, standing, heardMs } = this.#sale;
    while (!this.#isOver || (this.#waiting.get(shopId) ?? []).length > 0) {
      const page = this.#waiting.get(shopId) ?? [];
      this.#waiting.delete(shopId);
      if (page.length === 0) await sleep(10);
      else {
        await crew.insist({ what: 'orders', shopId, orders: page.map(({ order }) => order) }, which);
        heardMs.push(...page.map(({ acceptedAt }) => Date.now() - acceptedAt));
        const next = page.flatMap(({ order }): ChannelOrder[] => {
          const [draw, updatedAt] = [dice.number(), order.updatedAt + 1];
          if (draw < 0.1) {
            standing.delete(order.channelOrderId);
            return [{ ...order, status: 'cancelled', cancelledAt: updatedAt, updatedAt }];
          }
          return draw < 0.4 ? [{ ...order, status: 'in-transit', dispatchedAt: updatedAt, updatedAt }] : [];
        });
        if (next.length > 0) await crew.insist({ what: 'orders', shopId, orders: next }, which);
      }
    }
  }
}

function percentiles(values: readonly number[]): { p50: number; p99: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

/** From the last order that a shop accepted until every shop showed none; null: some still show units. */
function closedAfter({ closedAt, sales }: Market): number | null {
  const last = sales.at(-1)?.acceptedAt;
  return closedAt === null || last === undefined ? null : Math.max(0, closedAt - last);
}
