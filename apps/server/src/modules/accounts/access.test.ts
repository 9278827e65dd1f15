import { ChannelFailure } from '@tradewind/channels';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { ShopNotActive, withShopAccess } from './access.ts';
import { type Bench, type BuiltShop, buildShop, createBench, DAY_MS, expired } from './testing.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  bench = createBench(database.database);
});

/** A call that only a good token may make; answers the token it was made with. */
const call = (target: BuiltShop = shop) =>
  withShopAccess(bench.services, target, async (_shop, channel, access) => {
    await channel.ordersUpdated(access, { updatedFrom: 0, updatedTo: 1, pageToken: null });
    return access.accessToken;
  });
const state = (target: BuiltShop = shop) =>
  database.database.withMerchant(target.merchantId, (tx) =>
    tx
      .selectFrom('shop')
      .innerJoin('channel_authorization as auth', 'auth.id', 'shop.authorization_id')
      .select(['shop.state', 'auth.state as consent', 'auth.token_version as version', 'auth.access_token', 'auth.refresh_token'])
      .where('shop.id', '=', target.shopId)
      .executeTakeFirstOrThrow(),
  );
const fresh = (wish: Parameters<typeof buildShop>[2] = {}) => buildShop(bench, database.merchantId, wish);

describe('one refresh at a time', () => {
  test('ten jobs that find the token gone make one refresh, and all go on with the new one', async () => {
    shop = await fresh();
    bench.platform.expireTokens();
    const tokens = await Promise.all(Array.from({ length: 10 }, () => call()));
    expect(bench.platform.count('refresh')).toBe(1);
    expect(new Set(tokens).size).toBe(1);
    expect((await state()).version).toBe(2);
  });

  test('a token near its end is replaced before it is used, once for all shops of the consent', async () => {
    shop = await fresh({ tokenLifeMs: 3_600_000 });
    await Promise.all([call(), call(), call()]);
    await call();
    expect(bench.platform.count('refresh')).toBe(1);
    expect(bench.platform.calls[0]).toBe('refresh');
  });

  test('a platform whose tokens live shorter than we look ahead is asked once a job, not for ever', async () => {
    shop = await fresh({ tokenLifeMs: 3_600_000 });
    bench.platform.setTokenLife(3_600_000);
    await call();
    expect(bench.platform.count('refresh')).toBe(1);
  });

  test('the new pair is stored before anything uses it', async () => {
    shop = await fresh({ tokenLifeMs: 0 });
    let stored = 0;
    bench.platform.before = async (name) => {
      if (name === 'orders') stored = (await state()).version;
    };
    await call();
    expect(stored).toBe(2);
  });
});

describe('an answer of the refresh that never arrives', () => {
  test('with a token that still works: nobody notices, and the next refresh repairs it', async () => {
    shop = await fresh({ tokenLifeMs: 3_600_000 });
    bench.platform.loseNextRefresh();
    await expect(call()).resolves.toBe('access-1');
    expect((await state()).version).toBe(1);
    await call();
    expect((await state()).version).toBe(2);
  });

  test('with a token past its end: the job comes back later and then succeeds with the same refresh token', async () => {
    shop = await fresh({ tokenLifeMs: -1 });
    bench.platform.expireTokens();
    bench.platform.loseNextRefresh();
    await expect(call()).rejects.toMatchObject({ kind: 'retry-later' });
    expect(await state()).toMatchObject({ state: 'active', consent: 'active' });
    await expect(call()).resolves.toBe('access-3');
  });
});

describe('a refresh that the platform refuses', () => {
  test('stops every shop of the consent until a person consents again, and asks the platform no more', async () => {
    shop = await fresh({ accountId: 'shared-account' });
    const sister = await fresh();
    await database.database.withMerchant(shop.merchantId, (tx) =>
      tx.updateTable('shop').set({ authorization_id: shop.authorizationId }).where('id', '=', sister.shopId).execute(),
    );
    bench.platform.expireTokens();
    bench.platform.before = (name) => {
      if (name === 'refresh') throw new ChannelFailure('re-authorise', 'revoked', { channelCode: '36004004' });
    };
    await expect(call()).rejects.toBeInstanceOf(ShopNotActive);
    expect(await state()).toMatchObject({ state: 're-authorise', consent: 're-authorise' });
    expect((await state(sister)).state).toBe('re-authorise');
    const told = await database.database.withMerchant(shop.merchantId, (tx) =>
      tx.selectFrom('notification').select(['kind', 'shop_id']).execute(),
    );
    expect(new Set(told.map((each) => `${each.kind} ${each.shop_id}`))).toEqual(
      new Set([shop, sister].map((each) => `shop-re-authorise ${each.shopId}`)),
    );
    bench.platform.calls.length = 0;
    await expect(call()).rejects.toBeInstanceOf(ShopNotActive);
    await expect(call(sister)).rejects.toBeInstanceOf(ShopNotActive);
    expect(bench.platform.calls).toEqual([]);
  });

  test('a call refused with a fresh token that the platform takes elsewhere is the person’s, after one refresh and not more', async () => {
    shop = await fresh();
    bench.platform.before = (name) => {
      if (name === 'orders') throw expired();
    };
    await expect(call()).rejects.toMatchObject({ kind: 're-authorise' });
    expect(bench.platform.calls).toEqual(['orders', 'refresh', 'orders', 'authorisedShops']);
  });

  test('a fresh token that ends at once is put off, and the consent stays', async () => {
    shop = await fresh();
    bench.platform.before = (name) => {
      if (name === 'orders' || name === 'authorisedShops') throw expired();
    };
    await expect(call()).rejects.toMatchObject({ kind: 'retry-later' });
    expect(await state()).toMatchObject({ state: 'active', consent: 'active' });
  });

  test('another failure is passed on as it is, without a refresh', async () => {
    shop = await fresh();
    bench.platform.before = (name) => {
      if (name === 'orders') throw new ChannelFailure('rejected', 'no', { channelCode: '1' });
    };
    await expect(call()).rejects.toMatchObject({ kind: 'rejected' });
    expect(bench.platform.count('refresh')).toBe(0);
  });
});

test('a platform that is out of reach while refreshing leaves the shop active', async () => {
  shop = await fresh({ tokenLifeMs: -DAY_MS });
  bench.platform.before = (name) => {
    if (name === 'refresh') throw new ChannelFailure('retry-later', 'busy', { retryAfterMs: 7_000 });
  };
  await expect(call()).rejects.toMatchObject({ kind: 'retry-later', retryAfterMs: 7_000 });
  expect((await state()).state).toBe('active');
});

test('tokens lie encrypted, and a token moved to another consent cannot be read there', async () => {
  shop = await fresh();
  const other = await fresh();
  const { access_token: sealed } = await state();
  expect(sealed?.toString('latin1')).not.toContain('access-');
  await database.database.withMerchant(shop.merchantId, (tx) =>
    tx.updateTable('channel_authorization').set({ access_token: sealed }).where('id', '=', other.authorizationId).execute(),
  );
  await expect(call(other)).rejects.toThrow('wrong key, wrong place or damaged');
});

test('a token refused before its time whose refresh is lost is put off, not taken for a lost consent', async () => {
  shop = await fresh();
  bench.platform.expireTokens();
  bench.platform.loseNextRefresh();
  await expect(call()).rejects.toMatchObject({ kind: 'retry-later' });
  expect((await state()).state).toBe('active');
  await expect(call()).resolves.toMatch(/^access-/);
});

test('another merchant’s shop takes no calls, like one that never was', async () => {
  shop = await fresh();
  await expect(call({ ...shop, merchantId: database.otherMerchantId })).rejects.toBeInstanceOf(ShopNotActive);
});
