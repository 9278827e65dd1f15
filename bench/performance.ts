/**
 * All rates of all shops after one event: an order moves or a buyer is answered (the roll-up cells with it), then both rates of twelve
 * shops are read and judged, and the sums of service and quality with them.
 * Two merchants are asked in turn, one with a hundredth of the other's orders in the same ninety days, because what is read are hours and
 * shops. The control counts the orders of the window one by one.
 */
import { buildMessage } from '../apps/server/src/modules/accounts/testing.ts';
import { applyConversations } from '../apps/server/src/modules/inbox/commands/apply-conversations.ts';
import { saveTurns } from '../apps/server/src/modules/inbox/commands/save-turns.ts';
import { sumTurns } from '../apps/server/src/modules/inbox/queries/turn-sums.ts';
import { readDispatchWindow } from '../apps/server/src/modules/orders/queries/dispatch-window.ts';
import { MONTH_MS, readQualityWindow } from '../apps/server/src/modules/orders/queries/quality-window.ts';
import { buildOrder, takeIn } from '../apps/server/src/modules/orders/testing.ts';
import { countNegative } from '../apps/server/src/modules/reviews/queries/negative-reviews.ts';
import { secondAfter } from '../apps/server/src/platform/database/slots.ts';
import { cancellationTable, lateDispatchTable, rateVerdict } from '../packages/rules/src/policies/rate-tables.ts';
import { mean, percentile, printFigure, progress, timed } from './figure.ts';
import { type Made, withMade } from './kept-place.ts';
import { makeOrders, makeServiceSlots } from './made-orders.ts';
import { addShops, type BenchShop, type Place, withNewMerchant } from './place.ts';

/** Not on the hour: the hour that is passing is looked up in the orders. */
const NOW = Date.UTC(2026, 10, 20, 12, 34, 56);
const RUNS = 60;
const WARM_UP_RUNS = 10;
const CONTROL_EVERY = 10;
const MARKETS = ['US', 'GB', 'TH', 'VN', 'MY', 'ID', 'PH', 'SG', 'US', 'GB', 'TH', 'VN'].map((market) => [market, 'USD', 'UTC'] as const);

type Side = { place: Place; shops: readonly Pick<BenchShop, 'id' | 'market'>[]; orders: number; times: number[]; raw: number[] };
type Counted = { orders: number; late: number };

export async function benchPerformance(size: number): Promise<void> {
  const hundredth = Math.max(1, Math.round(size / 100));
  const make = async (place: Place): Promise<Made> => {
    const merchantIds: string[] = [];
    const tookMs = await timed(async () => {
      for (const count of [hundredth, size]) {
        const own = await withNewMerchant(place);
        merchantIds.push(own.merchantId);
        progress(`making ${count.toLocaleString('en')} orders`);
        await makeOrders(own, await addShops(own, MARKETS), { count, endsAt: NOW });
        await makeServiceSlots(own);
      }
    });
    return { merchantIds, loadSeconds: tookMs / 1000 };
  };
  await withMade({ name: 'performance', orders: size, now: NOW, make }, async (place, { merchantIds }) => {
    const sides: Side[] = [];
    for (const [index, merchantId] of merchantIds.entries()) {
      const { rows: shops } = await place.superuser.query<{ id: string; market: string }>(
        'SELECT id, market FROM shop WHERE merchant_id = $1 ORDER BY id',
        [merchantId],
      );
      sides.push({ place: { ...place, merchantId }, shops, orders: index === 0 ? hundredth : size, times: [], raw: [] });
    }
    await ask(sides);
    print(sides);
  });
}

async function ask(sides: readonly Side[]): Promise<void> {
  progress(`asking ${RUNS} times over ${sides.map((side) => side.orders.toLocaleString('en')).join(' and ')} orders`);
  for (let run = -WARM_UP_RUNS; run < RUNS; run += 1) {
    for (const side of sides) {
      await (run % 2 === 0 ? moveOne(side, run) : answerOne(side, run));
      let counted: Counted | null = null;
      const tookMs = await timed(async () => {
        counted = await readRates(side);
      });
      if (run >= 0) side.times.push(tookMs);
      if (run % CONTROL_EVERY !== 0) continue;
      let recounted: Counted | null = null;
      const rawMs = await timed(async () => {
        recounted = await recount(side);
      });
      if (JSON.stringify(counted) !== JSON.stringify(recounted)) throw new Error('the control counted other orders than the program');
      if (run >= 0) side.raw.push(rawMs);
    }
  }
}

/** The event: one order of a shop is late. */
async function moveOne({ place, shops }: Side, run: number): Promise<void> {
  const shop = shops[(run + WARM_UP_RUNS) % shops.length];
  if (!shop) throw new Error('a merchant without shops');
  const createdAt = NOW - 3 * 86_400_000;
  const order = buildOrder({ createdAt, shipBy: createdAt + 86_400_000, dispatchedAt: createdAt + 90_000_000, status: 'in-transit' });
  await takeIn(place.services, { merchantId: place.merchantId, shopId: shop.id, timeZone: 'UTC' }, [order]);
}

/** The event: a buyer of a shop has asked and is answered. */
async function answerOne({ place, shops }: Side, run: number): Promise<void> {
  const shopId = shops[(run + WARM_UP_RUNS) % shops.length]?.id ?? '';
  const { services, merchantId } = place;
  const shop = { merchantId, shopId };
  const askedAt = NOW - 3_600_000;
  const named = `${shopId} ${run}`;
  const conversation = {
    channelConversationId: named,
    createdAt: askedAt,
    updatedAt: NOW,
    latestMessageId: `${named} answered`,
    buyer: null,
  };
  const secrets = await services.secrets.forMerchant(merchantId);
  await services.database.withMerchant(merchantId, async (tx) => {
    await applyConversations(tx, { services, shop, items: [conversation], now: NOW, secrets });
    const { id } = await tx
      .selectFrom('conversation')
      .select('id')
      .where('channel_conversation_id', '=', named)
      .where('shop_id', '=', shopId)
      .executeTakeFirstOrThrow();
    const messages = [
      buildMessage({ channelMessageId: `${named} asked`, sequence: 1, from: 'buyer', sentAt: askedAt }),
      buildMessage({ channelMessageId: `${named} answered`, sequence: 2, from: 'seller', sentAt: NOW }),
    ];
    await saveTurns(tx, { services, shop, read: [{ id, from: askedAt, readFor: `${named} answered`, latestAt: NOW, messages }] });
  });
}

async function readRates({ place, shops }: Side): Promise<Counted> {
  const shopIds = shops.map((shop) => shop.id);
  const slots = await place.services.database.withMerchant(place.merchantId, async (tx) => {
    const wanted = { shopIds, now: NOW };
    const negative = countNegative(tx, { shopIds, from: secondAfter(NOW - MONTH_MS), until: secondAfter(NOW) });
    // Service and quality with the rates, as the overview reads them.
    const [rates] = await Promise.all([readDispatchWindow(tx, wanted), readQualityWindow(tx, wanted), sumTurns(tx, wanted), negative]);
    return rates;
  });
  const counted = new Map(shops.map(({ id, market }) => [id, { market, orders: 0, late: 0, sellerFault: 0 }]));
  for (const slot of slots) {
    const shop = counted.get(slot.shopId);
    if (!shop) continue;
    shop.orders += slot.orders;
    shop.late += slot.late;
    shop.sellerFault += slot.sellerFault;
  }
  const all = [...counted.values()];
  for (const { market, orders: total, late, sellerFault } of all) {
    rateVerdict(lateDispatchTable, { market, total, events: late });
    rateVerdict(cancellationTable, { market, total, events: sellerFault });
  }
  return { orders: all.reduce((sum, shop) => sum + shop.orders, 0), late: all.reduce((sum, shop) => sum + shop.late, 0) };
}

async function recount({ place: { superuser, merchantId } }: Side): Promise<Counted> {
  const { rows } = await superuser.query<{ orders: number; late: number }>(
    `SELECT count(*)::int AS orders, (count(*) FILTER (WHERE dispatched_at > dispatch_due_at OR (dispatched_at IS NULL AND dispatch_due_at <= $2)))::int AS late
     FROM orders WHERE merchant_id = $1 AND paid_at IS NOT NULL AND created_at > $2 - interval '7 days'`,
    [merchantId, new Date(NOW)],
  );
  return { orders: rows[0]?.orders ?? 0, late: rows[0]?.late ?? 0 };
}

function print(sides: readonly Side[]): void {
  const [small, large] = sides;
  if (!small || !large) throw new Error('the bench compares two sizes');
  for (const { place, orders, times, raw } of sides)
    printFigure({
      bench: 'performance',
      size: orders,
      value: mean(times),
      unit: 'ms',
      control: mean(raw),
      p50: percentile(times, 0.5),
      p95: percentile(times, 0.95),
      postgres: place.postgres,
    });
  // Medians: one pause of the machine must not pass for growth.
  const median = ({ times }: Side) => percentile(times, 0.5);
  printFigure({
    bench: 'performance-growth',
    size: large.orders,
    value: median(large),
    unit: 'ms',
    control: median(small),
    p50: null,
    p95: null,
    postgres: large.place.postgres,
  });
}
