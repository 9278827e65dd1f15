import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelShop, ChannelTokens, ShopAccess, UpdatedRange } from '@tradewind/channels';
import { ChannelFailure } from '@tradewind/channels';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessOf, DAY_MS, ENDS_AT, readAll, type Stage, startStage, until } from './client.ts';

/**
 * The connector against the sandbox: two programs that share no line of code and were written from the same public documentation.
 * Where both agree with the ground truth, neither merely confirms the other's mistakes.
 */
let stage: Stage;
let shops: ChannelShop[];
let tokens: ChannelTokens;
let access: ShopAccess;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  ({ tokens, shops } = await stage.consent());
  const [shop] = shops;
  if (!shop) throw new Error('the consent covers no shop');
  access = accessOf(tokens, shop);
});
afterEach(() => stage.control('/faults', {}));

const everything = (pageToken: string | null): UpdatedRange => ({
  updatedFrom: ENDS_AT - 60 * DAY_MS,
  updatedTo: stage.now() + 60_000,
  pageToken,
});
const failureOf = (promise: Promise<unknown>): Promise<ChannelFailure> =>
  promise.then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: unknown) => {
      if (!(error instanceof ChannelFailure)) throw error;
      return error;
    },
  );
const byId = <T extends { id: string }>(items: T[]): T[] => [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('a consent', () => {
  test('gives tokens of the documented life and the shops with their markets', async () => {
    expect(tokens.accessTokenExpiresAt - stage.now()).toBe(7 * DAY_MS);
    expect(tokens.refreshTokenExpiresAt).toBeGreaterThan(stage.now() + 300 * DAY_MS);
    expect(shops).toHaveLength(3);
    for (const shop of shops) expect(shop.currency).toBe(stage.sandbox.sim.world.shops.get(shop.channelShopId)?.currency);
  });

  test('works once', async () => {
    const { code } = (await stage.control('/grant', { merchantId: stage.merchantId })) as { code: string };
    await stage.channel.exchangeCode(code);
    expect((await failureOf(stage.channel.exchangeCode(code))).kind).toBe('re-authorise');
  });

  test('page answers at the address that the channel names', async () => {
    const page = await fetch(stage.channel.consentUrl({ market: 'GB', state: 'state-1' }));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('state-1');
  });
});

describe('every stream, read to its end, is the truth', () => {
  test('orders: state, instants, lines and money of each', async () => {
    for (const shop of shops) {
      const orders = await readAll((token) => stage.channel.ordersUpdated(accessOf(tokens, shop), everything(token)));
      const truth = await stage.truth('orders', shop.channelShopId);
      expect(truth.length).toBeGreaterThan(100);
      const updates = orders.map((order) => order.updatedAt);
      expect(updates).toEqual([...updates].sort((a, b) => a - b));
      const seconds = (at: unknown) => (typeof at === 'number' ? Math.floor(at / 1000) * 1000 : null);
      const told = orders.map((order) => ({
        id: order.channelOrderId,
        cancelled: order.status === 'cancelled',
        unpaid: order.status === 'unpaid',
        paidAt: order.paidAt,
        cancelledBy: order.cancelledBy,
        currency: order.currency,
        shipping: order.shipping,
        tax: order.tax,
        lines: order.lines
          .map((line) => [line.channelSkuId, line.quantity, line.salePrice, line.platformDiscount, line.sellerDiscount].join(' '))
          .sort(),
      }));
      const wanted = truth.map((order) => ({
        id: order.id,
        cancelled: order.status === 'CANCELLED',
        unpaid: order.status === 'UNPAID',
        paidAt: seconds(order.paidAt),
        cancelledBy: order.cancelledBy,
        currency: order.currency,
        shipping: order.shipping,
        tax: order.tax,
        lines: (order.lines as Record<string, unknown>[]) // the sandbox's own shape, compared value by value
          .map((line) => [line.skuId, line.quantity, line.salePrice, line.platformDiscount, line.sellerDiscount].join(' '))
          .sort(),
      }));
      expect(byId(told)).toEqual(byId(wanted));
    }
  });

  test('the same orders fetched by their numbers are the same', async () => {
    const orders = await readAll((token) => stage.channel.ordersUpdated(access, everything(token)));
    const some = orders.slice(0, stage.channel.orderDetailMax);
    const fetched = await stage.channel.orders(
      access,
      some
        .slice(0, 49)
        .map((order) => order.channelOrderId)
        .concat('999999999999999999'),
    );
    const key = (order: (typeof some)[number]) => order.channelOrderId;
    expect(fetched.sort((a, b) => (key(a) < key(b) ? -1 : 1))).toEqual(some.slice(0, 49).sort((a, b) => (key(a) < key(b) ? -1 : 1)));
  });

  test('refunds: returns and cancellations add up to what the platform paid back', async () => {
    let refunds = 0;
    for (const shop of shops) {
      const own = accessOf(tokens, shop);
      const cases = [
        ...(await readAll((token) => stage.channel.returnsUpdated(own, everything(token)))),
        ...(await readAll((token) => stage.channel.cancellationsUpdated(own, everything(token)))),
      ];
      const told = cases.flatMap((item) =>
        item.refundedAt === null ? [] : [`${item.channelOrderId} ${item.refundAmount} ${item.refundedAt}`],
      );
      const truth = await stage.truth('orders', shop.channelShopId);
      const wanted = truth.flatMap((order) =>
        (order.refunds as { amount: number; at: number }[]) // the sandbox's own shape
          .map(({ amount, at }) => `${order.id} ${amount} ${Math.floor(at / 1000) * 1000}`),
      );
      expect(told.sort()).toEqual(wanted.sort());
      refunds += wanted.length;
    }
    expect(refunds).toBeGreaterThan(0);
  });

  test('packages, listings and ad spend', async () => {
    const shopId = access.channelShopId;
    const packages = await readAll((token) => stage.channel.packagesUpdated(access, everything(token)));
    expect(packages.map((item) => item.channelPackageId).sort()).toEqual(
      (await stage.truth('packages', shopId)).map((item) => item.id).sort(),
    );
    // Products may be older than the orders' history.
    const listings = await readAll((pageToken) =>
      stage.channel.listingsUpdated(access, { updatedFrom: 0, updatedTo: stage.now() + 60_000, pageToken }),
    );
    expect(listings.map((item) => `${item.channelProductId} ${item.title}`).sort()).toEqual(
      (await stage.truth('listings', shopId)).map((item) => `${item.id} ${item.title}`).sort(),
    );
    const { adSpend } = stage.channel;
    const spend = await readAll(async (pageToken) => {
      if (!adSpend) throw new Error('the channel has no ad spend');
      return adSpend(access, { from: '2026-09-01', to: '2026-11-30', pageToken });
    });
    const truth = await stage.truth('ad-spend', shopId);
    expect(truth.length).toBeGreaterThan(0);
    expect(byId(spend.map(({ channelAdSpendId: id, day, amount, currency }) => ({ id, day, amount, currency })))).toEqual(
      byId(truth.map(({ id, day, amount, currency }) => ({ id, day, amount, currency }))),
    );
  });

  test('an order that changes between two pages comes again at the end', async () => {
    const first = await stage.channel.ordersUpdated(access, everything(null));
    expect(first.nextToken).not.toBeNull();
    await stage.control('/orders', { shopId: access.channelShopId, count: 1 });
    const range = { ...everything(null), updatedTo: stage.now() + 600_000 };
    const all = await readAll((pageToken) => stage.channel.ordersUpdated(access, { ...range, pageToken }));
    const truth = await stage.truth('orders', access.channelShopId);
    expect(new Set(all.map((order) => order.channelOrderId))).toEqual(new Set(truth.map((order) => order.id)));
  });

  test('a shop of another consent is refused', async () => {
    const [, other] = shops;
    const narrow = (await stage.control('/grant', { merchantId: stage.merchantId, shopIds: [access.channelShopId] })) as { code: string };
    const limited = await stage.channel.exchangeCode(narrow.code);
    expect((await stage.channel.authorisedShops(limited.accessToken)).map((shop) => shop.channelShopId)).toEqual([access.channelShopId]);
    const foreign = { ...access, accessToken: limited.accessToken, cipher: other?.cipher ?? '' };
    expect((await failureOf(stage.channel.ordersUpdated(foreign, everything(null)))).kind).toBe('re-authorise');
  });
});

describe('tokens', () => {
  const read = (accessToken: string) => stage.channel.ordersUpdated({ ...access, accessToken }, everything(null));

  test('end when they say, and a refresh gives a pair that works', async () => {
    await stage.control('/faults', { seed: 1, auth: { expireToken: 1 } });
    expect(await failureOf(read(access.accessToken))).toMatchObject({ kind: 're-authorise', channelCode: '105002' });
    await stage.control('/faults', {});
    const next = await stage.channel.refresh(tokens.refreshToken);
    expect(next.accessToken).not.toBe(tokens.accessToken);
    expect((await read(next.accessToken)).items.length).toBeGreaterThan(0);
    // Its predecessor is dead once the new pair was used.
    expect((await failureOf(stage.channel.refresh(tokens.refreshToken))).kind).toBe('re-authorise');
    expect((await stage.channel.refresh(next.refreshToken)).accountId).toBe(tokens.accountId);
  });

  test('whose refresh was answered to nobody are had by asking again with the same refresh token', async () => {
    await stage.control('/faults', { seed: 1, auth: { loseRefreshAnswer: 1 } });
    expect((await failureOf(stage.channel.refresh(tokens.refreshToken))).kind).toBe('unknown-outcome');
    await stage.control('/faults', {});
    const next = await stage.channel.refresh(tokens.refreshToken);
    expect((await read(next.accessToken)).items.length).toBeGreaterThan(0);
  });

  test('that nobody issued are the person’s matter', async () => {
    expect((await failureOf(read('TTP_invented'))).kind).toBe('re-authorise');
    expect((await failureOf(stage.channel.refresh('TTPR_invented'))).kind).toBe('re-authorise');
  });
});

describe('a platform in trouble', () => {
  const read = () => stage.channel.ordersUpdated(access, everything(null));

  test('too many calls: told when to come back, and the next call of the lane waits that long', async () => {
    await stage.control('/faults', { seed: 1, api: { throttle: 1 } });
    const failure = await failureOf(read());
    expect(failure).toMatchObject({ kind: 'retry-later', channelCode: '36009002', retryAfterMs: 1_000 });
    await stage.control('/faults', {});
    const before = stage.now();
    await read();
    expect(stage.now() - before).toBeGreaterThanOrEqual(1_000);
  });

  test.each([
    ['an internal error', { serverError: 1 }],
    ['no answer, before anything happened', { timeoutBefore: 1 }],
    ['no answer, after it happened', { timeoutAfter: 1 }],
  ])('%s: a read is simply made again', async (_name, api) => {
    await stage.control('/faults', { seed: 1, api });
    expect((await failureOf(read())).kind).toBe('retry-later');
    await stage.control('/faults', {});
    expect((await read()).items.length).toBeGreaterThan(0);
  });

  test('a code whose exchange may or may not have happened is of unknown outcome, not of none', async () => {
    const { code } = (await stage.control('/grant', { merchantId: stage.merchantId })) as { code: string };
    await stage.sandbox.close();
    const gone = await failureOf(stage.channel.exchangeCode(code));
    expect(['retry-later', 'unknown-outcome']).toContain(gone.kind);
    expect(gone.message).not.toContain(code);
    stage = await startStage();
  });
});

describe('webhooks', () => {
  type Delivery = { headers: Record<string, string>; body: Uint8Array };
  let listener: Server;
  let address: string;
  let deliveries: Delivery[];
  let status = 200;
  beforeAll(async () => {
    listener = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
        deliveries.push({ headers, body: Buffer.concat(chunks) });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
    address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hooks/tiktok-shop`; // a TCP listener has such an address
  });
  afterAll(() => new Promise((closed) => listener.close(closed)));
  beforeEach(() => {
    deliveries = [];
    status = 200;
  });
  const place = async () => {
    const { orders } = (await stage.control('/orders', { shopId: access.channelShopId, count: 1 })) as { orders: { id: string }[] };
    return orders[0]?.id;
  };
  const hints = () =>
    deliveries.map(({ headers, body }) => {
      const verdict = stage.channel.verifyHint(headers, body);
      return verdict.ok ? verdict.hint : verdict.reason;
    });

  test('an order placed is hinted, signed so that it verifies, and fetched by its number', async () => {
    await stage.channel.subscribe(access, address);
    const id = await place();
    await until(() => deliveries.length > 0);
    expect(hints()[0]).toMatchObject({ topic: 'order', channelObjectId: id, channelShopId: access.channelShopId });
    expect((await stage.channel.orders(access, [id ?? ''])).map((order) => order.channelOrderId)).toEqual([id]);
    const [first] = deliveries;
    const tampered = Buffer.from(first?.body ?? []);
    tampered[tampered.length - 2] = 0x20;
    expect(stage.channel.verifyHint(first?.headers ?? {}, tampered)).toEqual({ ok: false, reason: 'bad-signature' });
  });

  test('refused, it comes again after two minutes with the same id', async () => {
    await stage.channel.subscribe(access, address);
    status = 500;
    await place();
    await until(() => deliveries.length > 0);
    const [first] = hints();
    status = 200;
    deliveries = [];
    await stage.advance(121_000);
    await until(() =>
      hints().some((hint) => typeof hint === 'object' && typeof first === 'object' && hint.notificationId === first.notificationId),
    );
  });

  test('with a forged signature it is told apart', async () => {
    await stage.channel.subscribe(access, address);
    await stage.control('/faults', { seed: 1, webhooks: { wrongSignature: 1 } });
    await place();
    await until(() => deliveries.length > 0);
    expect(hints()[0]).toBe('bad-signature');
  });

  test('doubled, both carry one id', async () => {
    await stage.channel.subscribe(access, address);
    await stage.control('/faults', { seed: 1, webhooks: { duplicate: 1 } });
    const id = await place();
    const ids = () => hints().flatMap((hint) => (typeof hint === 'object' && hint.channelObjectId === id ? [hint.notificationId] : []));
    await until(() => ids().length >= 2);
    expect(new Set(ids()).size).toBeLessThan(ids().length);
  });

  test('after unsubscribing none comes, and unsubscribing twice is no error', async () => {
    await stage.channel.subscribe(access, address);
    await stage.channel.unsubscribe(access);
    await stage.channel.unsubscribe(access);
    deliveries = [];
    await place();
    await stage.advance(1_000);
    expect(deliveries).toEqual([]);
  });
});
