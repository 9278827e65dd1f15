import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDS_AT, newFolder, smallWorld, truthDigest } from '../../testing.ts';
import type { Simulation } from '../simulation.ts';
import type { Order, Violation } from '../types.ts';
import { DAY } from '../zone.ts';

/** A troubled world as the checks of the workbench will use it: 13 markets, a month of history and ten days more. */
let sim: Simulation;
beforeAll(async () => {
  sim = smallWorld({ merchants: 2, shops: 13, days: 45, ordersPerShopDay: 25, troubled: true });
  await sim.advance(10 * DAY);
});
afterAll(() => sim.close());

const shopIn = (market: string) => [...sim.world.shops.values()].find((shop) => shop.market === market)?.id ?? '';
const ledger = (market: string): Violation[] => sim.lists(shopIn(market)).violations.filter(({ points }) => points > 0);
const dayOf = ({ at }: Violation): number => Math.floor((at - ENDS_AT) / DAY);
const rates = (market: string) =>
  ledger(market).filter(({ reason }) => reason === 'LATE_DISPATCH' || reason === 'SELLER_FAULT_CANCELLATION');

/** As slow and plain as can be: from what an order says of itself. */
function recount(violation: Violation): { bad: string[]; total: number } {
  const { windowFrom, windowUntil, reason, at } = violation;
  const inWindow = sim.all.orders.filter(
    (order) => order.shopId === violation.shopId && order.createdAt >= Number(windowFrom) && order.createdAt < Number(windowUntil),
  );
  const paid = inWindow.filter(({ paidAt }) => paidAt !== null && paidAt <= at);
  const wasLate = ({ shipBy, dispatchedAt, cancelledAt }: Order) =>
    shipBy !== null &&
    shipBy < at &&
    !(dispatchedAt !== null && dispatchedAt <= shipBy) &&
    !(cancelledAt !== null && cancelledAt <= shipBy);
  const wasCancelled = ({ cancelledBy, cancelledAt }: Order) =>
    cancelledBy !== null && cancelledBy !== 'buyer' && Number(cancelledAt) <= at;
  return { bad: paid.filter(reason === 'LATE_DISPATCH' ? wasLate : wasCancelled).map(({ id }) => id), total: paid.length };
}

describe('in a troubled world', () => {
  it('the platform records what a plain recount of the orders gives', () => {
    const judged = sim.all.violations.filter(({ reason }) => reason === 'LATE_DISPATCH' || reason === 'SELLER_FAULT_CANCELLATION');
    expect(judged.length).toBeGreaterThan(15);
    for (const violation of judged) {
      const { bad, total } = recount(violation);
      expect([violation.numerator, violation.denominator]).toEqual([bad.length, total]);
      expect([...violation.orderIds].sort()).toEqual(bad.sort());
    }
  });

  it('shops cross the limits when the plan says so', () => {
    expect(
      ledger('US')
        .map(dayOf)
        .some((day) => day >= 0),
    ).toBe(true);
    expect(Math.max(...ledger('GB').map(({ points }) => points))).toBe(8);
    expect(rates('TH').some(({ reason, at }) => reason === 'SELLER_FAULT_CANCELLATION' && at > ENDS_AT)).toBe(true);
    expect(ledger('GB').reduce((sum, { points }) => sum + points, 0)).toBeGreaterThanOrEqual(24);
  });

  it('others stay just under them, or where no table applies', () => {
    for (const market of ['MY', 'DE', 'FR', 'IT', 'ES']) expect(rates(market), market).toEqual([]);
    expect(rates('ID')).toEqual([]);
    expect(sim.lists(shopIn('ID')).violations.some(({ points, reason }) => reason === 'LATE_DISPATCH' && points === 0)).toBe(true);
  });

  it('no order is punished twice', () => {
    for (const shopId of sim.world.shops.keys()) {
      const seen = new Set<string>();
      for (const { reason, points, orderIds, windowFrom } of sim.lists(shopId).violations) {
        if (points === 0 || windowFrom === null) continue;
        for (const id of orderIds) {
          expect(seen.has(`${reason} ${id}`)).toBe(false);
          seen.add(`${reason} ${id}`);
        }
      }
    }
  });

  it('slow shops are told so', () => {
    const told = (market: string) => sim.lists(shopIn(market)).violations.map(({ reason }) => reason);
    expect(told('IT')).toEqual(expect.arrayContaining(['SLOW_FIRST_REPLY', 'REPLY_RATE_24H']));
    expect(told('FR')).toContain('DEFECTIVE_RETURNS');
    expect(sim.all.balanceHolds.map(({ shopId }) => sim.world.shops.get(shopId)?.market).sort()).toEqual(['JP', 'VN']);
  });
});

it('shipping by hand what is about to be late keeps the shop out of it', async () => {
  const play = async (isRescued: boolean): Promise<number> => {
    const world = smallWorld({ merchants: 1, shops: 1, days: 20, ordersPerShopDay: 25, troubled: true });
    const [shopId = ''] = world.world.shops.keys();
    for (let day = 0; day < 8; day++) {
      const waiting = world.lists(shopId).orders.filter(({ status }) => status === 'AWAITING_SHIPMENT');
      const orderIds = waiting.map(({ id }) => id);
      if (isRescued) expect(world.acts.dispatch({ shopId, orderIds })).toEqual({ dispatched: orderIds, refused: [] });
      await world.advance(DAY);
    }
    const points = world
      .lists(shopId)
      .violations.filter(({ at }) => at > ENDS_AT)
      .reduce((sum, violation) => sum + violation.points, 0);
    world.close();
    return points;
  };
  expect(await play(false)).toBeGreaterThan(0);
  expect(await play(true)).toBe(0);
});

it('a killed troubled world wakes up with its appeals, openings and parcels', async () => {
  const dataDir = newFolder();
  const args = { merchants: 2, shops: 8, days: 20, ordersPerShopDay: 12, troubled: true };
  const live = async (world: Simulation): Promise<void> => {
    const violation = world.all.violations.find(({ points }) => points > 0);
    const order = world.all.orders.findLast(({ status }) => status === 'AWAITING_SHIPMENT');
    const conversation = world.all.conversations.at(-1);
    const [seller] = world.world.sellers.values();
    if (!violation || !order || !conversation || !seller) throw new Error('the world is too small');
    world.acts.appeal({ violationId: violation.id, text: 'Please look again.', evidence: [] });
    world.acts.dispatch({ shopId: order.shopId, orderIds: [order.id] });
    world.acts.reply({ conversationId: conversation.id, type: 'TEXT', content: '{"content":"On its way."}' });
    world.acts.applyForProgramme({
      shopId: order.shopId,
      form: { programme: 'US_TO_MEXICO', categories: ['kids-clothing'], qualifications: [] },
    });
    world.acts.applyForShop({
      sellerId: seller.id,
      sourceShopId: seller.shopIds[0] ?? '',
      targetMarket: 'BR',
      entity: { name: seller.name, jurisdiction: 'HK' },
      category: 'apparel',
      isBrandOwner: true,
      documents: ['BUSINESS_LICENCE', 'LEGAL_REP_ID', 'CORPORATE_BANK_ACCOUNT'].map((type) => ({
        type: type as 'BUSINESS_LICENCE',
        fileName: `${type}.pdf`,
        sha256: 'a'.repeat(64),
        validUntil: null,
        namesOnlineSales: true,
      })),
    });
    await world.advance(2 * DAY);
  };
  const first = smallWorld({ ...args, dataDir });
  await live(first);
  const digest = truthDigest(first);
  first.close();
  const second = smallWorld({ dataDir });
  expect(truthDigest(second)).toBe(digest);
  await second.advance(5 * DAY);
  const unbroken = smallWorld(args);
  await live(unbroken);
  await unbroken.advance(5 * DAY);
  expect(truthDigest(second)).toBe(truthDigest(unbroken));
  expect(unbroken.all.openings.map(({ status }) => status)).toEqual(['OPEN']);
  for (const world of [second, unbroken]) world.close();
});
