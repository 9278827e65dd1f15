import type { ChannelOrder, ChannelPenalties, ChannelShop, ChannelViolation, ShopAccess, UpdatedRange } from '@tradewind/channels';
import { ChannelFailure } from '@tradewind/channels';
import { createTikTokShop } from '@tradewind/channels/tiktok-shop';
import { cancellationTable, lateDispatchTable, nodeTable, rateVerdict, standing } from '@tradewind/rules/policies';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSheet } from '../../apps/server/src/platform/sheets/read-sheet.ts';
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

test.each([
  ['csv', 'en'],
  ['csv', 'zh-CN'],
  ['xlsx', 'en'],
  ['xlsx', 'zh-CN'],
])('the seller centre’s %s in %s says what the list says', async (kind, language) => {
  for (const { access } of shops) {
    const address = `${stage.sandbox.url}/seller-centre/export/violations.${kind}?shopId=${access.channelShopId}&language=${language}`;
    const file = await readSheet(new Uint8Array(await (await fetch(address)).arrayBuffer()));
    if ('error' in file) throw new Error(file.error.message);
    const sheet = stage.channel.violationsOfExport?.(file.rows);
    expect(sheet?.errors).toEqual([]);
    const told = ({
      channelViolationId,
      reason,
      area,
      points,
      numerator,
      denominator,
      violatedAt,
      overturnedAt,
      measures,
    }: ChannelViolation) => ({
      ...{ channelViolationId, reason, area, points, numerator, denominator, violatedAt, overturnedAt, measures },
    });
    const byOwnId = (items: readonly ChannelViolation[]) => items.map((item) => ({ id: item.channelViolationId, ...told(item) }));
    expect(byId(byOwnId(sheet?.violations.map(({ violation }) => violation) ?? []))).toEqual(byId(byOwnId(await violationsOf(access))));
  }
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
  const made = await penalties.submitAppeal(found.access, {
    channelViolationId: found.channelViolationId,
    text: 'All were dispatched.',
    evidence: [],
  });
  expect(made).toMatchObject({ channelViolationId: found.channelViolationId, attempt: 1, status: 'under-review', decidedAt: null });
  const again = penalties.submitAppeal(found.access, {
    channelViolationId: found.channelViolationId,
    text: 'All were dispatched.',
    evidence: [],
  });
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
  const lost = deaf.penalties?.submitAppeal(found.access, {
    channelViolationId: found.channelViolationId,
    text: 'Sent, unheard.',
    evidence: [],
  });
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

test('where the platform says a shop stands, the rule on points says too, with the same restrictions and ends', async () => {
  for (const { access } of shops) {
    const events = (await violationsOf(access)).map(({ violatedAt, points, overturnedAt }) => ({ at: violatedAt, points, overturnedAt }));
    const rule = standing(nodeTable, events, stage.now());
    const platform = await penalties.standing(access);
    expect({ points: rule.balance, isRevoked: rule.revokedAt !== null }).toEqual({
      points: platform.points,
      isRevoked: platform.isRevoked,
    });
    const lines = (list: readonly { code: string; node: number; from: number; until: number | null }[]) =>
      list.map(({ code, node, from, until }) => `${node} ${code} ${from} ${until}`).sort();
    expect(lines(rule.restrictions)).toEqual(lines(platform.restrictions));
  }
});

const RATES = { 'late-dispatch': lateDispatchTable, 'cancellation-rate': cancellationTable } as const;

/** Whether the order counts against the rate at that instant, from what the connector reads of it. */
const isBad: Record<keyof typeof RATES, (order: ChannelOrder, at: number) => boolean> = {
  'late-dispatch': ({ shipBy, dispatchedAt, cancelledAt }, at) => {
    if (shipBy === null || at <= shipBy) return false;
    const goneAt = [dispatchedAt, cancelledAt].find((each) => each !== null && each < at) ?? null;
    return goneAt === null || goneAt > shipBy;
  },
  'cancellation-rate': ({ cancelledAt, cancelledBy }, at) =>
    cancelledAt !== null && cancelledAt < at && (cancelledBy === 'seller' || cancelledBy === 'platform'),
};

/** Every 02:00 UTC of the history, judged by the rate tables; a rate is punished once in seven days, a warning too unless points follow. */
function predicted(orders: readonly ChannelOrder[], { market, reason }: { market: string; reason: keyof typeof RATES }): string[] {
  const found: { at: number; points: number }[] = [];
  const first = Math.min(...orders.map(({ createdAt }) => createdAt));
  for (let at = Math.ceil(first / DAY_MS) * DAY_MS + 2 * 3_600_000; at <= stage.now(); at += DAY_MS) {
    const week = orders.filter(({ createdAt, paidAt }) => createdAt >= at - 7 * DAY_MS && createdAt < at && paidAt !== null && paidAt < at);
    const events = week.filter((order) => isBad[reason](order, at)).length;
    const verdict = rateVerdict(RATES[reason], { market, total: week.length, events });
    if (verdict.points === 0 && verdict.warningSource !== 'platform') continue;
    const recent = found.filter((each) => each.at > at - 7 * DAY_MS);
    if (!recent.some(({ points }) => points > 0 || verdict.points === 0)) found.push({ at, points: verdict.points });
  }
  return found.map(({ at, points }) => `${reason} ${new Date(at).toISOString()} ${points}`);
}

test('each rate that the platform punished is foretold by the rate tables from the orders alone, and nothing else is', async () => {
  const sums = { recorded: 0, foretold: 0, falseAlarms: 0 };
  for (const { shop, access } of shops) {
    const recorded = (await violationsOf(access))
      .filter(({ reason }) => reason in RATES)
      .map(({ reason, violatedAt, points }) => `${reason} ${new Date(violatedAt).toISOString()} ${points}`);
    const range = { createdFrom: ENDS_AT - 90 * DAY_MS, createdTo: stage.now() };
    const orders = await readAll((pageToken) => stage.channel.ordersCreated(access, { ...range, pageToken }));
    const alarms = (['late-dispatch', 'cancellation-rate'] as const).flatMap((reason) =>
      predicted(orders, { market: shop.market, reason }),
    );
    sums.recorded += recorded.length;
    sums.foretold += recorded.filter((each) => alarms.includes(each)).length;
    sums.falseAlarms += alarms.filter((each) => !recorded.includes(each)).length;
  }
  expect(sums.recorded).toBeGreaterThan(5);
  expect(sums).toEqual({ recorded: sums.recorded, foretold: sums.recorded, falseAlarms: 0 });
});
