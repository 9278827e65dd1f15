import { type Journal, openJournal } from '../journal.ts';
import { Acts } from './acts.ts';
import { AfterSales } from './after-sales/after-sales.ts';
import { refundable } from './after-sales/returns.ts';
import { Buyers } from './buyers.ts';
import { Chats } from './chats.ts';
import type { Core } from './core.ts';
import { Demand } from './demand.ts';
import { Followers } from './followers.ts';
import { Shipping } from './fulfilment/shipping.ts';
import { FlashSales } from './goods/flash-sales.ts';
import { GlobalProducts } from './goods/global-products.ts';
import { Listings } from './goods/listings.ts';
import { createIds } from './ids.ts';
import { keptActs, replayAct } from './kept-acts.ts';
import { Assortment, makeCategories } from './make-products.ts';
import { makeShops } from './make-shops.ts';
import { Openings } from './openings/openings.ts';
import { Programmes } from './openings/programmes.ts';
import { Appeals } from './performance/appeals.ts';
import { Judge } from './performance/judge.ts';
import { DueQueue } from './queue.ts';
import { stream } from './random.ts';
import { machineTime, type RealTime } from './real-time.ts';
import type { Simulation, SimulationOptions } from './simulation-type.ts';
import { Store } from './store.ts';
import { Timeline } from './timeline.ts';
import type { Instant, PlatformEvent } from './types.ts';
import { DAY, HOUR, wholeSecond } from './zone.ts';

export type { JournalEntry, JournalRecord, Simulation, SimulationOptions } from './simulation-type.ts';

const DEFAULTS = { merchants: 3, shops: 15, days: 90, ordersPerShopDay: 40 };

/**
 * A world and its time. Making it plays the history silently from (seed, arguments), then the journal's inputs at
 * their instants, then, under the real clock, the time since; from there on whoever subscribed is told. Nothing of
 * the world is stored but its inputs: two lives of the same journal are equal, byte for byte.
 */
export function createSimulation(options: SimulationOptions, time: RealTime = machineTime): Simulation {
  const journal = openJournal(options.dataDir, argsOf(options));
  const { args } = journal;
  const queue = new DueQueue();
  const followers = new Followers(time);
  const timeline = new Timeline({
    queue,
    followers,
    time,
    mode: options.clock,
    startsAt: wholeHour(args.endsAt - args.days * DAY),
    keep: (record) => journal.append(record),
  });
  const listeners = new Set<(event: PlatformEvent) => void>();
  const core: Core = {
    seed: args.seed,
    ordersPerShopDay: args.ordersPerShopDay,
    startedAt: timeline.current(),
    endsAt: args.endsAt,
    isTroubled: args.troubled,
    store: new Store(args.seed, timeline.current()),
    ids: createIds(args.seed),
    queue,
    settled: new Map(),
    dealt: new Map(),
    unstaffed: new Set(),
    lateCarriers: new Map(),
    at: () => wholeSecond(timeline.current()),
    exactly: () => timeline.current(),
    emit: (makeEvent) => {
      if (listeners.size === 0) return;
      const event = makeEvent();
      for (const listener of listeners) listener(event);
    },
  };
  const acts = populate(core, args);
  timeline.play(args.endsAt);
  const run = replay({ journal, timeline, acts });
  timeline.begin();
  const protocolIds = createIds(args.seed, run);
  const append = (kind: string, data: unknown): void => journal.append({ kind, at: timeline.now(), data });
  return {
    world: core.store.world,
    now: () => timeline.now(),
    speed: () => timeline.speed(),
    setSpeed: (speed) => timeline.setSpeed(speed),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    schedule: (at, work) => timeline.schedule(at, work),
    advance: (ms) => timeline.advance(ms),
    onStepEnd: (settled) => timeline.onStepEnd(settled),
    random: (name) => stream(args.seed, `protocol:${name}`),
    nextId: () => protocolIds('protocol'),
    journal: {
      append: ({ kind, data }) => append(kind, data),
      replayed: () => journal.records.filter((record) => !record.kind.startsWith('world:')),
    },
    acts: keptActs(acts, append),
    ...readers(core.store),
    refundable: (order) => refundable(core, order),
    followers,
    close: () => {
      timeline.close();
      journal.close();
    },
  };
}

const argsOf = (options: SimulationOptions): Journal['args'] => ({
  seed: options.seed,
  merchants: options.merchants ?? DEFAULTS.merchants,
  shops: options.shops ?? DEFAULTS.shops,
  days: options.days ?? DEFAULTS.days,
  ordersPerShopDay: options.ordersPerShopDay ?? DEFAULTS.ordersPerShopDay,
  endsAt: wholeSecond(options.endsAt),
  troubled: options.troubled ?? false,
});

type Readers =
  | 'all'
  | 'lists'
  | 'ordersByUpdate'
  | 'packagesByUpdate'
  | 'cancellationsByUpdate'
  | 'returnsByUpdate'
  | 'productsByUpdate'
  | 'packageOfTracking'
  | 'cancellationsOf'
  | 'returnsOf';

const readers = (store: Store): Pick<Simulation, Readers> => ({
  all: store.all,
  lists: (shopId) => store.lists(shopId),
  ordersByUpdate: (shopId) => store.orders.read(shopId),
  packagesByUpdate: (shopId) => store.packages.read(shopId),
  cancellationsByUpdate: (shopId) => store.cancellations.read(shopId),
  returnsByUpdate: (shopId) => store.returns.read(shopId),
  productsByUpdate: (shopId) => store.products.read(shopId),
  packageOfTracking: (trackingNumber) => store.trackingNumbers.get(trackingNumber) ?? null,
  cancellationsOf: (orderId) => store.cancellationsOf.get(orderId) ?? [],
  returnsOf: (orderId) => store.returnsOf.get(orderId) ?? [],
});

const wholeHour = (at: Instant): Instant => Math.floor(at / HOUR) * HOUR;

function populate(core: Core, args: Journal['args']): Acts {
  makeCategories(core);
  makeShops(core, args.merchants, args.shops);
  const assortment = new Assortment(core);
  assortment.begin();
  const buyers = new Buyers(core, args.ordersPerShopDay * args.days);
  const chats = new Chats(core, buyers);
  const demand = new Demand(core, buyers, chats);
  const appeals = new Appeals(core);
  demand.start();
  new Judge(core, appeals).start();
  const listings = new Listings(core, (shop) => demand.forgetShelf(shop));
  return new Acts({
    core,
    assortment,
    demand,
    chats,
    appeals,
    openings: new Openings(core),
    programmes: new Programmes(core),
    listings,
    globalProducts: new GlobalProducts(core, listings),
    flashSales: new FlashSales(core, demand),
    shipping: new Shipping(core),
    afterSales: new AfterSales(core),
  });
}

/** Says how often this world was started before. */
function replay({ journal, timeline, acts }: { journal: Journal; timeline: Timeline; acts: Acts }): number {
  let starts = 0;
  for (const record of journal.records) {
    timeline.play(record.at);
    if (record.kind === 'world:start') starts++;
    else if (record.kind === 'world:clock') timeline.restore(record);
    else replayAct(acts, record);
  }
  journal.append({ kind: 'world:start', at: timeline.current(), data: null });
  return starts;
}
