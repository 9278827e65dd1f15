import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { firstShop, type Stage, stage } from './client.ts';

const SEARCH = '/order/202309/orders/search';
const Page = z.object({
  next_page_token: z.string(),
  total_count: z.number(),
  orders: z.array(z.object({ id: z.string(), update_time: z.number() })),
});
let set: Stage;
afterEach(() => set.close());

async function readPage(token: string, query: Record<string, string>, body = '{}') {
  const answer = await set.call({ path: SEARCH, method: 'POST', token, query: { shop_cipher: firstShop(set.sim).cipher, ...query }, body });
  return Page.parse(answer.data);
}

async function readAll(query: Record<string, string>, between: () => void | Promise<void>): Promise<string[]> {
  const token = await set.token();
  const seen: string[] = [];
  let next = '';
  do {
    const page = await readPage(token, { page_size: '7', ...query, ...(next ? { page_token: next } : {}) });
    seen.push(...page.orders.map(({ id }) => id));
    next = page.next_page_token;
    await between();
  } while (next !== '');
  return seen;
}

const idsOf = (shopId: string) => set.sim.lists(shopId).orders.map(({ id }) => id);

test('reading newest first while buyers order gives every order that was there, once', async () => {
  set = stage();
  const shop = firstShop(set.sim);
  const before = idsOf(shop.id);
  const seen = await readAll(
    { sort_field: 'create_time', sort_order: 'DESC' },
    () => void set.sim.acts.placeOrders({ shopId: shop.id, count: 2 }),
  );
  expect(seen).toHaveLength(new Set(seen).size);
  expect([...seen].sort()).toEqual([...before].sort());
});

test('reading by update time while orders change misses none of them', async () => {
  set = stage();
  const shop = firstShop(set.sim);
  const moved = async () => {
    set.sim.acts.placeOrders({ shopId: shop.id, count: 1 });
    await set.sim.advance(120_000);
  };
  let rounds = 0;
  const seen = await readAll({ sort_field: 'update_time', sort_order: 'ASC' }, () => (rounds++ < 10 ? moved() : undefined));
  expect(rounds).toBeGreaterThan(10);
  expect(new Set(seen)).toEqual(new Set(idsOf(shop.id)));
});

test('a window includes its first second and leaves out its last', async () => {
  set = stage();
  const [order] = set.sim.lists(firstShop(set.sim).id).orders;
  const at = Math.floor((order?.createdAt ?? 0) / 1000);
  const token = await set.token();
  const found = async (body: object) =>
    (await readPage(token, { page_size: '100' }, JSON.stringify(body))).orders.some(({ id }) => id === order?.id);
  expect(await found({ create_time_ge: at, create_time_lt: at + 1 })).toBe(true);
  expect(await found({ create_time_ge: at + 1, create_time_lt: at + 9 })).toBe(false);
  expect(await found({ create_time_ge: at - 9, create_time_lt: at })).toBe(false);
});

test('a token of another search, or one made up, is refused', async () => {
  set = stage();
  const token = await set.token();
  const first = await readPage(token, { page_size: '5' });
  const query = { shop_cipher: firstShop(set.sim).cipher, page_size: '5' };
  for (const page_token of [`${first.next_page_token}x`, 'WyJ4Il0=', 'nonsense']) {
    const answer = await set.call({
      path: SEARCH,
      method: 'POST',
      token,
      query: { ...query, page_token },
      body: '{"order_status":"COMPLETED"}',
    });
    expect([answer.code, answer.message]).toEqual([36009004, 'page_token is invalid for this request']);
  }
});
