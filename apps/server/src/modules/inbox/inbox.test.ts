import type { ChannelMessage } from '@tradewind/channels';
import { evaluatePolicy } from '@tradewind/rules/policies';
import { turnsOf } from '@tradewind/rules/reply-clocks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createSeededRandom } from '../../testing/virtual-clock.ts';
import { jobHandlers, streamNames } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildMessage, buildShop, createBench, DAY_MS, START_AT } from '../accounts/testing.ts';
import { keepSweeping, startStreams } from '../intake/index.ts';
import { readWaiting, sumTurns } from './index.ts';

const HOUR_MS = 3_600_000;
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId);
  await allow(['conversations']);
  await within((tx) => startStreams(tx, { services: bench.services, streams: streamNames, ...shop, now: bench.clock.now() }));
});
afterEach(() => database.close());

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) => database.database.withMerchant(shop.merchantId, run);
const allow = (scopes: string[]) =>
  within((tx) => tx.updateTable('channel_authorization').set({ granted_scopes: scopes }).where('id', '=', shop.authorizationId).execute());
const work = () => {
  const parts = {
    services: bench.services,
    config: { fxFeedUrl: null },
    send: () => Promise.reject(new Error('unused')),
    hookAddress: () => '',
  };
  return bench.worker(jobHandlers(parts)).drain();
};
const sweep = async () => {
  await bench.clock.advance(60_000);
  await keepSweeping(bench.services, { merchantId: shop.merchantId, streams: streamNames });
  await work();
};
const sumsAt = (now: number) => within(async (tx) => (await sumTurns(tx, { shopIds: [shop.shopId], now }))[0]);
const turns = () => within((tx) => tx.selectFrom('buyer_turn').selectAll().orderBy('asked_at').execute());

let written = 0;
function say(conversation: string, from: ChannelMessage['from'], sentAt: number): void {
  written += 1;
  const said = bench.platform.messages.get(conversation) ?? [];
  bench.platform.messages.set(conversation, [...said, buildMessage({ channelMessageId: `m${written}`, sequence: written, from, sentAt })]);
}

test('a turn begins with the first of consecutive messages and ends with the seller’s next; machines change nothing', () => {
  const said = ['buyer', 'automatic', 'buyer', 'seller', 'seller', 'automatic', 'buyer', 'seller', 'buyer'] as const;
  const messages = said.map((from, index) => buildMessage({ channelMessageId: `m${index}`, sequence: index, from, sentAt: index * 1000 }));
  expect(turnsOf(messages).map(({ askedAt, repliedAt }) => [askedAt, repliedAt])).toEqual([
    [0, 3000],
    [6000, 7000],
    [8000, null],
  ]);
});

test('turns are read when somebody has written, only from the last turn on, and reading again changes nothing', async () => {
  say('A', 'buyer', START_AT - 3 * HOUR_MS);
  say('B', 'buyer', START_AT - 2 * HOUR_MS);
  say('B', 'seller', START_AT - HOUR_MS);
  await work();
  expect((await turns()).map(({ replied_at }) => replied_at !== null)).toEqual([false, true]);
  const read = bench.platform.count('messages');
  await sweep();
  expect(bench.platform.count('messages')).toBe(read);
  say('A', 'seller', bench.clock.now());
  await sweep();
  expect((await turns()).every(({ replied_at }) => replied_at !== null)).toBe(true);
  expect(bench.platform.count('messages')).toBe(read + 1);
  const sums = await sumsAt(bench.clock.now());
  expect(sums).toMatchObject({ replied: 2, within24h: { part: 2, whole: 2 }, within48h: { part: 2, whole: 2 } });
});

test('an answer of a copy that lags behind takes nothing back and is asked for again', async () => {
  const askedAt = START_AT - HOUR_MS;
  say('A', 'buyer', askedAt);
  await work();
  say('A', 'seller', bench.clock.now() + 59_000);
  const { conversations } = bench.platform.channel;
  const current = conversations?.messages;
  if (!conversations || !current) throw new Error('no conversations');
  conversations.messages = async (...asked) => (await current(...asked)).slice(0, 1);
  await sweep();
  expect((await turns()).map(({ replied_at }) => replied_at)).toEqual([null]);
  conversations.messages = current;
  await sweep();
  expect((await turns()).every(({ replied_at }) => replied_at !== null)).toBe(true);
});

test('nothing is asked where the consent does not allow it, and all is read once it does', async () => {
  await allow([]);
  say('A', 'buyer', START_AT - HOUR_MS);
  await work();
  await sweep();
  expect([bench.platform.count('conversations'), await turns()]).toEqual([0, []]);
  await allow(['conversations']);
  await sweep();
  expect(await turns()).toHaveLength(1);
});

test('at any instant the sums are what the rule makes of the turns one by one', async () => {
  const random = createSeededRandom(7);
  const within_ = (from: number, until: number) => Math.floor((from + random.number() * (until - from)) / 1000) * 1000;
  for (let conversation = 0; conversation < 40; conversation += 1) {
    let at = within_(START_AT - 33 * DAY_MS, START_AT);
    // Around the edges of 24 and 48 hours as well as far from them.
    for (let message = 0; message < 8 && at <= START_AT; message += 1) {
      say(`C${conversation}`, random.number() < 0.5 ? 'buyer' : random.number() < 0.7 ? 'seller' : 'automatic', at);
      at += [1000, 60_000, HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS + 1000, 48 * HOUR_MS][Math.floor(random.number() * 6)] ?? 0;
    }
  }
  await work();
  const all = [...bench.platform.messages.values()].flatMap((messages) => turnsOf(messages));
  expect(await turns()).toHaveLength(all.length);
  const instants = [
    START_AT,
    START_AT + 1,
    START_AT + 500_500,
    ...all.slice(0, 12).flatMap(({ askedAt }) => [askedAt + DAY_MS, askedAt + 30 * DAY_MS]),
  ];
  for (const now of instants.filter((instant) => instant >= START_AT)) {
    const window = all.filter(({ askedAt }) => askedAt > now - 30 * DAY_MS);
    const iso = (at: number) => new Date(at).toISOString();
    const rule = evaluatePolicy('service-metrics', {
      asOf: iso(now),
      conversations: window.map(({ askedAt, repliedAt }) => ({
        buyerMessageAt: iso(askedAt),
        firstReplyAt: repliedAt === null ? null : iso(repliedAt),
      })),
    });
    const sums = await sumsAt(now);
    const rate = ({ part, whole }: { part: number; whole: number }) => (whole === 0 ? null : part / whole);
    expect({
      averageFirstResponseMinutes: sums && sums.replied > 0 ? sums.waitedMs / sums.replied / 60_000 : null,
      replyRate24h: sums && rate(sums.within24h),
      replyRate48h: sums && rate(sums.within48h),
    }).toEqual({
      averageFirstResponseMinutes: rule.averageFirstResponseMinutes === null ? null : expect.closeTo(rule.averageFirstResponseMinutes, 9),
      replyRate24h: rule.replyRate24h,
      replyRate48h: rule.replyRate48h,
    });
    const waiting = await within((tx) => readWaiting(tx, { shopId: shop.shopId, now, limit: 1000 }));
    expect(waiting).toHaveLength(all.filter(({ askedAt, repliedAt }) => repliedAt === null && askedAt >= now - 48 * HOUR_MS).length);
  }
});
