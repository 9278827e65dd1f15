/** What must be so: at every commit that moves a cursor, and, once the faults are over, of everything that is stored. */
import { dayIn } from '@tradewind/rules/calendar';
import { markets } from '@tradewind/rules/markets';
import { Findings } from '../../drills/report.ts';
import { latestOf, type Order, type Version } from '../platform/orders.ts';
import type { Tokens } from '../platform/tokens.ts';
import type { World } from '../world/world.ts';
import { cursors, type HeldOrder, heldOrders, leftBehind, notificationIds, rollups, type Slot } from './judge.ts';

/** The platform's words, translated a second time on purpose: the judge must not share a mistake with the product. */
const WORDS: Readonly<Record<string, string>> = {
  UNPAID: 'unpaid',
  AWAITING_SHIPMENT: 'awaiting-shipment',
  AWAITING_COLLECTION: 'awaiting-collection',
  IN_TRANSIT: 'in-transit',
  DELIVERED: 'delivered',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
};

/**
 * A cursor says: everything before me is stored. What the platform has since moved beyond the cursor is not meant, nor what happened
 * within its very second.
 */
export async function checkCursors(world: World): Promise<void> {
  const held = new Map((await heldOrders(world.lines)).map((order) => [order.id, order.updatedAt]));
  for (const cursor of await cursors(world.lines)) {
    for (const order of world.platform.book.of(cursor.shop)) {
      const { at } = latestOf(order);
      if (at >= cursor.at || (held.get(order.id) ?? 0) >= at) continue;
      const seen = held.has(order.id) ? 'an older version' : 'nothing';
      world.complaints.push(`the cursor of ${cursor.shop} passed ${order.id}, of which ${seen} is stored`);
    }
  }
}

export async function checkTruth(world: World): Promise<Findings> {
  const findings = new Findings();
  const orders = world.platform.book.orders();
  const held = await heldOrders(world.lines);
  findings.same('orders: how many', 'all', { ours: held.length, theirs: orders.length });
  const byId = new Map(held.map((order) => [order.id, order]));
  for (const order of orders) findings.same('order', order.id, { ours: byId.get(order.id) ?? null, theirs: truthOf(order) });
  const { hours, days } = await rollups(world.lines);
  findings.same('roll-up by hour', 'all', { ours: sorted(hours), theirs: sums(world, orders, hourOf) });
  findings.same('roll-up by day', 'all', { ours: sorted(days), theirs: sums(world, orders, dayOf) });
  return findings;
}

/** After the programs have stopped. */
export async function checkAtRest(world: World): Promise<Findings> {
  const findings = new Findings();
  const stored = await notificationIds(world.lines);
  for (const id of world.acknowledged) findings.same('a webhook that was acknowledged', id, { ours: stored.has(id), theirs: true });
  for (const id of world.forged) findings.same('a forged webhook', id, { ours: stored.has(id), theirs: false });
  const left = await leftBehind(world.lines, world.schedule.now());
  findings.checked += 7;
  for (const { what, object } of left) findings.same(what, object, { ours: 'seen', theirs: 'never' });
  findings.checked += 1;
  for (const complaint of world.complaints.slice(0, 5)) findings.same('at a commit', complaint, { ours: 'seen', theirs: 'never' });
  return findings;
}

/** Each refresh token is used once, but for answers that never arrived or never got into the database; each expiry costs one rotation. */
export function checkRefreshes(world: World, facts: { due: boolean }): Findings {
  const findings = new Findings();
  for (const tokens of world.platform.accounts()) {
    const uses = new Map<string, number>();
    for (const record of tokens.records()) {
      // Whoever was disturbed at about the time of its refresh may have lost the answer.
      const isExcused = world.disturbed.some(({ program, at }) => program === record.program && Math.abs(at - record.at) < 120_000);
      uses.set(record.token, (uses.get(record.token) ?? 0) + (isExcused ? 0 : 1));
    }
    for (const [token, count] of uses)
      findings.holds('refreshes of one token', token, { is: count <= 1, seen: count, wanted: 'one, and one for each lost answer' });
    const rotations = rotationsOf(tokens);
    const most = (facts.due ? 1 : 0) + tokens.expiries();
    findings.holds('rotations of the tokens', 'all', { is: rotations <= most, seen: rotations, wanted: `at most ${most}` });
  }
  return findings;
}

const rotationsOf = (tokens: Tokens): number => tokens.records().filter((record) => !record.isRepeat).length;

function truthOf(order: Order): HeldOrder {
  const version = latestOf(order);
  return {
    shop: order.shopId,
    id: order.id,
    status: WORDS[version.status] ?? version.status,
    gmvMinor: gmvOf(version),
    units: version.lines.length,
    totalMinor: version.lines.reduce((sum, line) => sum + line.priceMinor, 0) + 100,
    updatedAt: version.at,
    paidAt: version.paidAt,
  };
}

const gmvOf = (version: Version): number => version.lines.reduce((sum, line) => sum + line.priceMinor + line.platformDiscountMinor, 0);
const hourOf = (at: number): string => new Date(at).toISOString().slice(0, 13).replace('T', ' ');
const dayOf = (at: number, market: string): string => dayIn(at, markets[market]?.timeZone ?? 'UTC');

function sums({ platform }: World, orders: readonly Order[], slotOf: (at: number, market: string) => string): Slot[] {
  const slots = new Map<string, Slot>();
  for (const order of orders) {
    const version = latestOf(order);
    const shop = platform.shops.find((each) => each.id === order.shopId);
    if (version.paidAt === null || !shop) continue;
    const slot = slotOf(version.paidAt, shop.market);
    const key = `${shop.id} ${slot}`;
    const sum = slots.get(key) ?? { shop: shop.id, slot, currency: shop.currency, gmvMinor: 0, orders: 0, units: 0 };
    slots.set(key, { ...sum, gmvMinor: sum.gmvMinor + gmvOf(version), orders: sum.orders + 1, units: sum.units + version.lines.length });
  }
  return sorted([...slots.values()]);
}

function sorted(slots: Slot[]): Slot[] {
  return [...slots].sort((a, b) => (`${a.shop} ${a.slot}` < `${b.shop} ${b.slot}` ? -1 : 1));
}
