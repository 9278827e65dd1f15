import type { Notification, NotificationKind, Scope } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../testing/silent-log.ts';
import { createVirtualClock, type VirtualClock } from '../../testing/virtual-clock.ts';
import { realRandom } from '../clock/real-random.ts';
import type { TenantTx } from '../database/database.ts';
import { codeOf, startTestServer, type TestServer } from '../http/testing.ts';
import { createWorker, type JobHandler } from '../lanes/lanes.ts';
import { keepPurging, notificationHandlers, purgeNotificationsHandler, raise, reconcile, settle } from './index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
let server: TestServer;
let clock: VirtualClock;
let merchantId: string;
beforeAll(async () => {
  clock = createVirtualClock(Date.UTC(2026, 10, 22, 12));
  server = await startTestServer({ handlers: (services) => notificationHandlers({ ...services, clock }) });
  merchantId = server.owner.merchantId;
});
afterAll(() => server.close());
beforeEach(async () => {
  await inTx((tx) => tx.deleteFrom('notification').execute());
  await inTx((tx) => tx.deleteFrom('notification_mute').execute());
});

const inTx = <T>(run: (tx: TenantTx) => Promise<T>) => server.test.database.withMerchant(merchantId, run);
const tools = () => ({ newId: server.services.newId, hints: server.hints });
const tell = (kind: NotificationKind, subject = 'x') =>
  inTx((tx) => raise(tx, tools(), { merchantId, kind, subject, shopId: null, facts: {}, now: clock.now() }));
const mend = (kind: NotificationKind, subject = 'x') => inTx((tx) => settle(tx, tools(), { merchantId, kind, subject, now: clock.now() }));
const look = (found: { kind: NotificationKind; subject: string }[]) =>
  inTx((tx) =>
    reconcile(tx, tools(), {
      merchantId,
      kinds: ['job-parked', 'sync-stuck'],
      found: found.map((told) => ({ ...told, shopId: null, facts: {} })),
      now: clock.now(),
    }),
  );
const stored = () =>
  inTx((tx) =>
    tx.selectFrom('notification').select(['kind', 'fact', 'raised_at', 'closed_at']).orderBy('raised_at').orderBy('id').execute(),
  );

type Reader = { get(path: string): Promise<unknown>; send(method: string, path: string, body?: object): Promise<number>; key: string };
async function reader(rights: { scopes?: readonly Scope[]; shopIds?: string[]; merchantId?: string } = {}): Promise<Reader> {
  const key = await server.keyWith(rights);
  const call = (method: string, path: string, body?: object) => server.call(method, `/api/v1${path}`, { key, ...(body && { body }) });
  return { key, get: async (path) => (await call('GET', path)).body, send: async (...given) => (await call(...given)).status };
}
// The casts: the server parses its answers by the contract in tests.
const list = async (who: Reader, query = '') =>
  (await who.get(`/notifications${query}`)) as { items: Notification[]; nextCursor: string | null };
const unread = async (who: Reader) => ((await who.get('/notifications/unread-count')) as { unread: number }).unread;

describe('writing', () => {
  test('one fact is told once while it is open, and anew after it was mended', async () => {
    await tell('shop-re-authorise');
    await tell('shop-re-authorise');
    await tell('shop-re-authorise', 'another shop');
    expect(await stored()).toHaveLength(2);
    await mend('shop-re-authorise');
    expect((await stored()).map(({ closed_at }) => closed_at !== null)).toEqual([true, false]);
    await tell('shop-re-authorise');
    expect(await stored()).toHaveLength(3);
  });

  test('what is rolled back is told to nobody', async () => {
    const fact = inTx(async (tx) => {
      await raise(tx, tools(), { merchantId, kind: 'rates-stale', subject: 'x', shopId: null, facts: {}, now: clock.now() });
      throw new Error('the fact did not happen');
    });
    await expect(fact).rejects.toThrow('the fact did not happen');
    expect(await stored()).toEqual([]);
  });

  test('open browsers hear that something was told, and that it was mended', async () => {
    const heard: unknown[] = [];
    const stop = server.hints.subscribe(merchantId, (hints) => heard.push(...hints));
    const hint = { type: 'notification.changed', ids: [], shopId: null };
    // The ear opens with the first subscriber, a moment later: until then a hint may be lost.
    const tellAnother = () => tell('backfill-complete', server.services.newId());
    await expect.poll(() => tellAnother().then(() => heard[0]), { timeout: 10_000 }).toEqual(hint);
    await tell('rates-stale');
    heard.length = 0;
    await mend('rates-stale');
    await expect.poll(() => heard[0], { timeout: 10_000 }).toEqual(hint);
    stop();
  });

  test('a look tells what is new, closes what is over and leaves other kinds alone', async () => {
    await tell('shop-re-authorise');
    await look([
      { kind: 'job-parked', subject: 'a' },
      { kind: 'sync-stuck', subject: 'b' },
    ]);
    await look([{ kind: 'job-parked', subject: 'a' }]);
    // Two of one instant: neither is the first.
    expect(new Map((await stored()).map(({ fact, closed_at }) => [fact, closed_at === null]))).toEqual(
      new Map([
        ['shop-re-authorise:x', true],
        ['job-parked:a', true],
        ['sync-stuck:b', false],
      ]),
    );
  });

  test('what stumbles again and again is one line; after a quiet night it is news', async () => {
    const me = await reader();
    for (let count = 0; count < 5; count += 1) {
      await look([{ kind: 'job-parked', subject: 'a' }]);
      if (count === 0) await me.send('POST', '/notifications/read', { until: new Date(clock.now()).toISOString() });
      await look([]);
      await clock.advance(10 * 60_000);
    }
    expect(await stored()).toHaveLength(1);
    expect(await unread(me)).toBe(0);
    await clock.advance(7 * HOUR_MS);
    await look([{ kind: 'job-parked', subject: 'a' }]);
    expect(await stored()).toHaveLength(2);
    expect(await unread(me)).toBe(1);
  });

  test('after ninety days the told and the mended go, what is still so stays', async () => {
    const worker = createWorker({
      database: server.test.database,
      clock,
      random: realRandom,
      log: silentLog,
      workerId: 'purger',
      concurrency: 1,
      leaseMs: 30_000,
      // The cast: a worker's list forgets payloads; this handler is only given its own.
      handlers: [purgeNotificationsHandler as JobHandler<unknown>],
    });
    await tell('backfill-complete');
    await tell('rates-stale', 'still so');
    await tell('shop-re-authorise', 'mended');
    await mend('shop-re-authorise', 'mended');
    await keepPurging({ database: server.test.database, clock }, merchantId);
    await clock.advance(89 * DAY_MS);
    await worker.drain();
    expect(await stored()).toHaveLength(3);
    await clock.advance(2 * DAY_MS);
    await worker.drain();
    expect((await stored()).map(({ fact }) => fact)).toEqual(['rates-stale:still so']);
  });
});

describe('reading', () => {
  test('newest first, page by page, each once', async () => {
    for (let count = 1; count <= 5; count += 1) {
      await tell('backfill-complete', `shop ${count}`);
      if (count % 2 === 0) await clock.advance(1000);
    }
    const me = await reader();
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof list>> = await list(me, `?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    const times = (await list(me)).items.map(({ raisedAt }) => raisedAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(seen).size).toBe(5);
  });

  test('what one has read is read for oneself only, and marking all stops at what one saw', async () => {
    const [me, other] = [await reader(), await reader()];
    await tell('backfill-complete', 'one');
    const first = (await list(me)).items[0];
    await clock.advance(1000);
    await tell('backfill-complete', 'two');
    expect(await me.send('POST', '/notifications/read', { until: first?.raisedAt })).toBe(204);
    expect(await unread(me)).toBe(1);
    expect((await list(me, '?unread=true')).items).toHaveLength(1);
    const second = (await list(me)).items[0];
    expect(await me.send('POST', `/notifications/${second?.id}/read`)).toBe(204);
    expect(await me.send('POST', `/notifications/${second?.id}/read`)).toBe(204);
    expect(await unread(me)).toBe(0);
    expect(await unread(other)).toBe(2);
  });

  test('a muted kind is neither listed nor counted, for the one who muted it', async () => {
    const [me, other] = [await reader(), await reader()];
    await tell('backfill-complete');
    await tell('rates-stale');
    expect(await me.send('PUT', '/notification-preferences', { muted: ['backfill-complete', 'backfill-complete'] })).toBe(200);
    expect(await me.get('/notification-preferences')).toEqual({ muted: ['backfill-complete'] });
    expect((await list(me)).items.map(({ kind }) => kind)).toEqual(['rates-stale']);
    expect([await unread(me), await unread(other)]).toEqual([1, 2]);
    expect(await me.send('PUT', '/notification-preferences', { muted: ['weather'] })).toBe(422);
    await me.send('PUT', '/notification-preferences', { muted: [] });
    expect(await unread(me)).toBe(2);
  });

  test('one is told only of what one may see: by right, and by shop', async () => {
    const { shopId, otherShopId } = await twoShops();
    for (const id of [shopId, otherShopId])
      await inTx((tx) => raise(tx, tools(), { merchantId, kind: 'sync-stuck', subject: id, shopId: id, facts: {}, now: clock.now() }));
    for (const kind of ['rates-stale', 'member-joined', 'consent-failed'] as const) await tell(kind);
    const kinds = async (rights: Parameters<typeof reader>[0]) => (await list(await reader(rights))).items.map(({ kind }) => kind).sort();
    expect(await kinds({ scopes: ['shops:read'] })).toEqual(['sync-stuck', 'sync-stuck']);
    expect(await kinds({ scopes: ['members:read'] })).toEqual(['member-joined']);
    expect(await kinds({ scopes: [] })).toEqual([]);
    const bound = await reader({ shopIds: [shopId] });
    const seen = (await list(bound)).items;
    expect(seen.map(({ kind }) => kind).sort()).toEqual(['rates-stale', 'sync-stuck']);
    expect(seen.find(({ kind }) => kind === 'sync-stuck')?.shopId).toBe(shopId);
    expect(await unread(bound)).toBe(2);
    const foreign = (await list(await reader())).items.find((each) => each.shopId === otherShopId);
    expect(await bound.send('POST', `/notifications/${foreign?.id}/read`)).toBe(404);
  });

  test('another merchant’s notification is neither listed, counted nor marked', async () => {
    await tell('rates-stale');
    const mine = (await list(await reader())).items[0];
    const stranger = await reader({ merchantId: server.test.otherMerchantId });
    expect(await list(stranger)).toEqual({ items: [], nextCursor: null });
    expect(await unread(stranger)).toBe(0);
    expect(await stranger.send('POST', `/notifications/${mine?.id}/read`)).toBe(404);
    expect(codeOf(await server.call('GET', '/api/v1/notifications?cursor=bad', { key: stranger.key }))).toBe('bad-cursor');
  });
});

/** Bare rows: all that a notification needs of a shop is that it exists. */
async function twoShops(): Promise<{ shopId: string; otherShopId: string }> {
  const { newId } = server.services;
  const [shopId, otherShopId, entity, consent] = [newId(), newId(), newId(), newId()];
  const at = new Date(clock.now());
  await inTx(async (tx) => {
    await sql`INSERT INTO legal_entity (merchant_id, id, name, jurisdiction, created_at) VALUES (${merchantId}, ${entity}, 'E', 'CN', ${at})`.execute(
      tx,
    );
    await sql`INSERT INTO channel_authorization (merchant_id, id, channel, channel_account_id, account_name, granted_scopes, state, refreshed_at, created_at)
      VALUES (${merchantId}, ${consent}, 'tiktok-shop', 'a', 'a', '{}', 'active', ${at}, ${at})`.execute(tx);
    for (const id of [shopId, otherShopId])
      await sql`INSERT INTO shop (merchant_id, id, channel, channel_shop_id, name, market, currency, time_zone, seller_type, cipher, legal_entity_id, authorization_id, state, bound_at)
        VALUES (${merchantId}, ${id}, 'tiktok-shop', ${id}, 'S', 'GB', 'GBP', 'UTC', 'local', 'c', ${entity}, ${consent}, 'active', ${at})`.execute(
        tx,
      );
  });
  return { shopId, otherShopId };
}
