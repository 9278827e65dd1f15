/** What buyers do in a seed: a history to be read at first, and orders that are placed and move on while things go wrong. */
import type { Dice } from '../../drills/dice.ts';
import type { Order, OrderLine, Version } from '../platform/orders.ts';
import { latestOf } from '../platform/orders.ts';
import type { PlatformShop } from '../platform/platform.ts';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 80;

const MARKETS: [Place, ...Place[]] = [
  { market: 'GB', currency: 'GBP' },
  { market: 'US', currency: 'USD' },
  { market: 'TH', currency: 'THB' },
  { market: 'MY', currency: 'MYR' },
];
type Place = { market: string; currency: string };

/** One to three shops; the first two belong to one seller account, so that two lanes want one token. */
export function drawShops(dice: Dice, seed: number): PlatformShop[] {
  return Array.from({ length: dice.pick([1, 2, 2, 2, 3]) }, (_, index) => ({
    id: `7${String(seed).padStart(9, '0')}${index}`,
    cipher: `cipher-${index}`,
    account: index < 2 ? 'first' : 'second',
    ...dice.pick(MARKETS),
  }));
}

export type Change = { order: Order; version: Version };

export type Story = {
  /** Orders with versions before `startAt`. */
  history(shop: PlatformShop): Order[];
  /** A new order, or the next thing that happens to one of these; whole seconds. */
  next(shops: readonly PlatformShop[], orders: readonly Order[], at: number): Change;
};

export function createStory(dice: Dice, seed: number, startAt: number): Story {
  let placed = 0;
  const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;
  const place = (shop: PlatformShop, at: number): Order => {
    placed += 1;
    const isPaid = dice.number() < 0.6;
    const lines = Array.from({ length: dice.pick([1, 1, 2, 4]) }, () => drawLine(dice));
    const version: Version = {
      at,
      status: isPaid ? 'AWAITING_SHIPMENT' : 'UNPAID',
      paidAt: isPaid ? at : null,
      dispatchedAt: null,
      deliveredAt: null,
      cancelledAt: null,
      lines,
    };
    return {
      id: `5${String(seed).padStart(8, '0')}${String(placed).padStart(5, '0')}`,
      shopId: shop.id,
      createdAt: at,
      versions: [version],
    };
  };
  return {
    history: (shop) => {
      // Some of one second: a burst longer than a page, and than a run of pages, must not stop the cursor.
      const burstAt = wholeSecond(startAt - dice.between(1, HISTORY_DAYS) * DAY_MS);
      const burst = Array.from({ length: dice.pick([0, 0, 6, 20]) }, () => place(shop, burstAt));
      const spread = Array.from({ length: Math.floor(dice.between(3, 16)) }, () => {
        const order = place(shop, wholeSecond(startAt - dice.between(0.01, HISTORY_DAYS) * DAY_MS));
        if (dice.number() < 0.5)
          moveOn(order, Math.min(wholeSecond(startAt), wholeSecond(order.createdAt + dice.between(0, 2 * DAY_MS))), dice);
        return order;
      });
      return [...burst, ...spread];
    },
    next: (shops, orders, at) => {
      const open = orders.filter((order) => !isOver(latestOf(order)) && order.createdAt > startAt - 3 * DAY_MS);
      const second = wholeSecond(at);
      const [first, ...others] = open;
      if (first && dice.number() < 0.65) {
        const order = dice.pick([first, ...others]);
        return { order, version: moveOn(order, second, dice) };
      }
      const [shop, ...more] = shops;
      if (!shop) throw new Error('a story without a shop');
      const order = place(dice.pick([shop, ...more]), second);
      return { order, version: latestOf(order) };
    },
  };
}

function drawLine(dice: Dice): OrderLine {
  return {
    sku: `sku-${dice.pick(['a', 'b', 'c'])}`,
    priceMinor: Math.floor(dice.between(100, 9_000)),
    platformDiscountMinor: dice.number() < 0.3 ? Math.floor(dice.between(1, 90)) : 0,
  };
}

const isOver = ({ status }: Version): boolean => status === 'COMPLETED' || status === 'CANCELLED';

function moveOn(order: Order, at: number, dice: Dice): Version {
  const before = latestOf(order);
  const next = stepFrom({ ...before, at: Math.max(at, before.at) }, dice);
  order.versions.push(next);
  return next;
}

function stepFrom(version: Version, dice: Dice): Version {
  const { at, status } = version;
  const isEarly = status === 'UNPAID' || status === 'AWAITING_SHIPMENT';
  if (isEarly && dice.number() < 0.15) return { ...version, status: 'CANCELLED', cancelledAt: at };
  if (isEarly && dice.number() < 0.15) return { ...version, lines: version.lines.map(() => drawLine(dice)) };
  switch (status) {
    case 'UNPAID':
      return { ...version, status: 'AWAITING_SHIPMENT', paidAt: at };
    case 'AWAITING_SHIPMENT':
      return { ...version, status: 'AWAITING_COLLECTION', dispatchedAt: at };
    case 'AWAITING_COLLECTION':
      return { ...version, status: 'IN_TRANSIT' };
    case 'IN_TRANSIT':
      return { ...version, status: 'DELIVERED', deliveredAt: at };
    default:
      return { ...version, status: 'COMPLETED' };
  }
}
