/**
 * Order intake: bytes of 100-order pages in memory → the channel's schemas → `applyOrders`, committed: orders with sealed buyers,
 * lines, search terms, both roll-ups and the hint, under row security, on one connection, one page after the other. No HTTP, no
 * sweep around it (its cursor and fence are two more small updates a page).
 *
 * The control writes the very same rows, read back and held in memory as text, by batched `unnest` into copies of the tables: same columns,
 * indexes and checks, no row security and no foreign keys, one transaction a page. It is what PostgreSQL can do at best here. Both take
 * turns every ROUND_PAGES pages, so that a busy minute strikes both.
 */

import { applyOrders } from '../apps/server/src/modules/orders/index.ts';
import { createTikTokShop } from '../packages/channels/src/tiktok-shop/index.ts';
import { percentile, printFigure, progress, sum, timed } from './figure.ts';
import { answering, orderPages, PAGE_ORDERS } from './order-pages.ts';
import { addShops, type BenchShop, type Place, withPlace } from './place.ts';
import { copyRows, makeCopies, type PageRows, readPageRows } from './raw-copy.ts';
import { benchWebhooks } from './webhook.ts';

const NOW = Date.UTC(2026, 10, 20);
const ROUND_PAGES = 10;
/** A worker runs for weeks: what its first seconds cost, until the code is compiled, is not what is asked. */
const WARM_UP_PAGES = 100;

export async function benchOrderIntake(size: number): Promise<void> {
  await withPlace(NOW, async (place) => {
    const [shop] = await addShops(place, [['US', 'USD', 'America/Los_Angeles']]);
    if (!shop) throw new Error('the bench has no shop');
    const pages = Math.max(1, Math.round(size / PAGE_ORDERS));
    const warmUp = Math.min(WARM_UP_PAGES, Math.ceil(pages / 2));
    progress(`making ${pages + warmUp} pages of ${PAGE_ORDERS} orders`);
    const takeIn = intakeOf(place, shop, orderPages(shop, { count: pages + warmUp, endsAt: NOW }));
    await makeCopies(place.superuser);
    const ours: number[] = [];
    const raw: number[] = [];
    for (let done = -warmUp; done < pages; ) {
      const count = Math.min(ROUND_PAGES, done < 0 ? -done : pages - done);
      const ids: string[][] = [];
      for (let page = 0; page < count; page += 1) {
        const tookMs = await timed(async () => {
          ids.push(await takeIn());
        });
        if (done >= 0) ours.push(tookMs);
      }
      const taken: PageRows[] = [];
      for (const channelOrderIds of ids) taken.push(await readPageRows(place.superuser, channelOrderIds));
      for (const rows of taken) {
        const tookMs = await timed(() => copyRows(place.superuser, rows));
        if (done >= 0) raw.push(tookMs);
      }
      // What autovacuum does for a database that has lived for some minutes; without statistics PostgreSQL scans where it should look up.
      if (done < 0) await place.superuser.query('ANALYZE');
      done += count;
    }
    const rate = (times: number[]) => (pages * PAGE_ORDERS) / (sum(times) / 1000);
    printFigure({
      bench: 'order-intake',
      size: pages * PAGE_ORDERS,
      value: rate(ours),
      unit: 'orders/s',
      control: rate(raw),
      p50: percentile(ours, 0.5),
      p95: percentile(ours, 0.95),
      postgres: place.postgres,
    });
    await benchWebhooks(place, { shop, firstSerial: (pages + warmUp) * PAGE_ORDERS, endsAt: NOW, pages });
    await assertSame(place);
  });
}

/** Takes in the next page and answers the ids of its orders. */
function intakeOf({ services, merchantId }: Place, shop: BenchShop, pages: readonly Uint8Array[]): () => Promise<string[]> {
  const address = 'http://platform.invalid';
  const channel = createTikTokShop(
    { apiUrl: address, authUrl: address, consentUrl: address, appKey: 'bench', appSecret: 'bench' },
    { send: answering(pages), clock: services.clock, random: () => services.random.number() },
  );
  const access = { accessToken: 'bench', cipher: 'bench', channelShopId: shop.channelShopId, currency: shop.currency };
  return async () => {
    const page = await channel.ordersUpdated(access, { updatedFrom: 0, updatedTo: NOW, pageToken: null });
    const secrets = await services.secrets.forMerchant(merchantId);
    await services.database.withMerchant(merchantId, (tx) =>
      applyOrders(tx, {
        services,
        shop: { merchantId, shopId: shop.id, timeZone: shop.timeZone },
        orders: page.items,
        source: 'sweep',
        now: NOW,
        secrets,
      }),
    );
    return page.items.map((order) => order.channelOrderId);
  };
}

/** A comparison of two things that did not do the same would be worth nothing. */
async function assertSame({ superuser }: Place): Promise<void> {
  for (const table of ['orders', 'order_line', 'search_term', 'rollup_hour', 'rollup_day']) {
    const { rows } = await superuser.query<{ differing: number }>(
      `SELECT count(*)::int AS differing FROM ((TABLE tenant.${table} EXCEPT TABLE raw.${table}) UNION ALL (TABLE raw.${table} EXCEPT TABLE tenant.${table})) AS d`,
    );
    if (rows[0]?.differing !== 0)
      throw new Error(`the control wrote other rows than the program: ${rows[0]?.differing} of ${table} differ`);
  }
}
