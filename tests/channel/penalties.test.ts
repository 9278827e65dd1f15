import type { ChannelPenalties, ChannelShop, ShopAccess, UpdatedRange } from '@tradewind/channels';
import { ChannelFailure } from '@tradewind/channels';
import { createTikTokShop } from '@tradewind/channels/tiktok-shop';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOf, DAY_MS, ENDS_AT, readAll, type Stage, startStage } from './client.ts';

/** What the platform records about shops in trouble, read through the connector and held against the ground truth. */
let stage: Stage;
let penalties: ChannelPenalties;
let shops: { shop: ChannelShop; access: ShopAccess }[];
beforeAll(async () => {
  stage = await startStage({ troubled: true, merchants: 2, shops: 13, days: 30, ordersPerShopDay: 12 });
  const { tokens, shops: granted } = await stage.consent();
  shops = granted.map((shop) => ({ shop, access: accessOf(tokens, shop) }));
  if (!stage.channel.penalties) throw new Error('the channel reads no penalties');
  penalties = stage.channel.penalties;
  expect(tokens.grantedScopes).toContain(penalties.scope);
}, 60_000);
afterAll(() => stage.close());

const everything = (pageToken: string | null): UpdatedRange => ({
  updatedFrom: ENDS_AT - 90 * DAY_MS,
  updatedTo: stage.now() + 60_000,
  pageToken,
});
const violationsOf = (access: ShopAccess) => readAll((token) => penalties.violationsUpdated(access, everything(token)));
const byId = <T extends { id: string }>(items: T[]): T[] => [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

test('violations of every shop, read to their end, are the truth', async () => {
  let seen = 0;
  for (const { access } of shops) {
    const truth = await stage.truth('violations', access.channelShopId);
    const read = await violationsOf(access);
    seen += read.length;
    expect(
      byId(
        read.map((item) => ({
          id: item.channelViolationId,
          at: item.violatedAt,
          updatedAt: item.updatedAt,
          points: item.points,
          numerator: item.numerator,
          denominator: item.denominator,
          windowFrom: item.windowFrom,
          orderIds: item.channelOrderIds,
          overturnedAt: item.overturnedAt,
          measures: item.measures.map(({ code, from, until, ordersPerDay }) => ({
            code,
            from,
            until,
            ...(ordersPerDay === null ? {} : { ordersPerDay }),
          })),
        })),
      ),
    ).toEqual(
      byId(
        truth.map(({ id, at, updatedAt, points, numerator, denominator, windowFrom, orderIds, overturnedAt, measures }) => ({
          ...{ id, at, updatedAt, points, numerator, denominator, windowFrom, orderIds, overturnedAt, measures },
        })),
      ),
    );
  }
  expect(seen).toBeGreaterThan(5);
});

test('reasons and measures arrive in our words', async () => {
  const read = (await Promise.all(shops.map(({ access }) => violationsOf(access)))).flat();
  expect(read.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['late-dispatch', 'cancellation-rate']));
  expect(read.flatMap(({ measures }) => measures.map(({ code }) => code))).toContain('order-limit');
});

test('the standing counts the points that still count, and money is held to the last minor unit', async () => {
  for (const { access } of shops) {
    const truth = await stage.truth('violations', access.channelShopId);
    // A month of history: nothing has expired yet.
    const points = truth.filter(({ overturnedAt }) => overturnedAt === null).reduce((sum, { points: each }) => sum + Number(each), 0);
    expect((await penalties.standing(access)).points).toBe(points);
    const holds = await readAll((token) => penalties.balanceHoldsUpdated(access, everything(token)));
    const held = await stage.truth('balance-holds', access.channelShopId);
    expect(byId(holds.map(({ channelBalanceHoldId: id, amount, currency }) => ({ id, amount, currency })))).toEqual(
      byId(held.map(({ id, amount, currency }) => ({ id, amount, currency }))),
    );
  }
});

test('linked accounts name the seller’s other shops', async () => {
  const [first] = shops;
  if (!first) throw new Error('no shop');
  const linked = await penalties.linkedAccounts(first.access);
  const world = [...stage.sandbox.sim.world.shops.values()];
  const owner = world.find(({ id }) => id === first.shop.channelShopId)?.sellerId;
  const sisters = world.filter(({ id, sellerId }) => sellerId === owner && id !== first.shop.channelShopId).map(({ id }) => id);
  expect(sisters.length).toBeGreaterThan(0);
  expect(linked.filter(({ kind }) => kind === 'shop').map(({ channelAccountId }) => channelAccountId)).toEqual(
    expect.arrayContaining(sisters),
  );
  expect(linked.every(({ shares }) => shares.length > 0)).toBe(true);
});

test('an appeal is taken once, and a second while it is under review is refused for good', async () => {
  const found = await firstAppealable();
  const made = await penalties.submitAppeal(found.access, { channelViolationId: found.channelViolationId, text: 'All were dispatched.' });
  expect(made).toMatchObject({ channelViolationId: found.channelViolationId, attempt: 1, status: 'under-review', decidedAt: null });
  const again = penalties.submitAppeal(found.access, { channelViolationId: found.channelViolationId, text: 'All were dispatched.' });
  await expect(again).rejects.toMatchObject({ kind: 'rejected', channelCode: '99001002' });
  const listed = await readAll((token) => penalties.appealsUpdated(found.access, everything(token)));
  expect(listed.filter(({ channelViolationId }) => channelViolationId === found.channelViolationId)).toEqual([made]);
});

test('an appeal whose answer was lost is of unknown outcome, and the list of appeals tells', async () => {
  const found = await firstAppealable();
  const deaf = createTikTokShop(
    { ...stage.config, extensionUrl: `${stage.sandbox.url}/sandbox-extension` },
    {
      send: async (request) => {
        await stage.send(request);
        throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
      },
      clock: { now: stage.now, sleep: stage.advance },
      random: () => 0.5,
    },
  );
  const lost = deaf.penalties?.submitAppeal(found.access, { channelViolationId: found.channelViolationId, text: 'Sent, unheard.' });
  await expect(lost).rejects.toSatisfy((error) => error instanceof ChannelFailure && error.kind === 'unknown-outcome');
  const listed = await readAll((token) => penalties.appealsUpdated(found.access, everything(token)));
  expect(listed.some(({ text }) => text === 'Sent, unheard.')).toBe(true);
});

async function firstAppealable(): Promise<{ access: ShopAccess; channelViolationId: string }> {
  for (const { access } of shops) {
    const open = (await violationsOf(access)).find(({ appealDeadline }) => appealDeadline !== null && appealDeadline > stage.now());
    if (open) return { access, channelViolationId: open.channelViolationId };
  }
  throw new Error('nothing to appeal against');
}

test('a channel without an address for it has no such capability', () => {
  const { extensionUrl: _extensionUrl, ...real } = stage.config;
  const ports = { send: stage.send, clock: { now: stage.now, sleep: stage.advance }, random: () => 0.5 };
  expect(createTikTokShop(real, ports).penalties).toBeUndefined();
});
