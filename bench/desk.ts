/**
 * The order desk over HTTP, of the built server in a process of its own, by several askers with an API key each: the first page, the five
 * hundredth, one bucket of one market, one tag, and the counts of all buckets; with a million orders in the database, of which every
 * seventh is still to be worked.
 *
 * The control is the statement a person would write for that page alone, over the same tables: prepared, on as many connections, past row
 * security; no HTTP, no key to look up, no scope, no shops.
 */
import { Agent } from 'node:http';
import { mean, printFigure, progress, timed } from './figure.ts';
import { makeOrders } from './made-orders.ts';
import { ASKERS, askForPages, getPage, type PageCase } from './page-rate.ts';
import { addShops, diskMegabytes, newApiKey, type Place, withConnections, withPlace } from './place.ts';
import { serveApi } from './served.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const PAGE = 50;
const MARKETS = [
  ['US', 'USD', 'America/Los_Angeles'],
  ['GB', 'GBP', 'Europe/London'],
  ['TH', 'THB', 'Asia/Bangkok'],
  ['VN', 'VND', 'Asia/Ho_Chi_Minh'],
] as const;
const TAG = 'gift';

export async function benchDesk(size: number): Promise<void> {
  await withPlace(NOW, async (place) => {
    const shops = await addShops(place, MARKETS);
    progress(`making ${size.toLocaleString('en')} orders`);
    const lines = { productNames: ['双层保温杯', '折叠雨伞', '蓝牙耳机'], buyerTerms: ['a', 'b', 'c'] };
    const loadMs = await timed(async () => {
      await makeOrders(place, shops, { count: size, endsAt: NOW, lines });
      await makeDesk(place);
    });
    const shop = shops[0];
    if (!shop) throw new Error('the bench has no shop');
    const cases = await casesOf(place, shop.id);
    const facts = { size, loadSeconds: loadMs / 1000, diskMegabytes: await diskMegabytes(place) };
    const key = await newApiKey(place);
    const server = await serveApi(place.dataDir);
    const agent = new Agent({ keepAlive: true, maxSockets: ASKERS });
    try {
      await withConnections(place, ASKERS, async (clients) => {
        for (const { query, ...one } of cases) {
          const page = () => getPage(`${server.url}/api/v1/desk-orders?${query}`, { key, agent });
          await askForPages(one, { place, clients, facts, page });
        }
      });
      await countBuckets(place, { facts, page: () => getPage(`${server.url}/api/v1/desk-order-counts`, { key, agent }) });
    } finally {
      agent.destroy();
      await server.stop();
    }
  });
}

/** What the program would have written beside the orders, in SQL: every eleventh is held, every fifth packed, every thirteenth tagged. */
async function makeDesk({ superuser, merchantId }: Place): Promise<void> {
  await superuser.query('SET session_replication_role = replica');
  await superuser.query(
    `INSERT INTO desk_order (merchant_id, order_id, shop_id, channel_order_id, bucket, deadline_at, currency, total_minor)
     SELECT $1, id, shop_id, channel_order_id,
       CASE WHEN channel_order_id::bigint % 11 = 0 THEN 'held' WHEN channel_order_id::bigint % 5 = 0 THEN 'to-ship' ELSE 'to-pack' END,
       dispatch_due_at, currency, total_minor FROM orders WHERE merchant_id = $1 AND status = 'awaiting-shipment'`,
    [merchantId],
  );
  await superuser.query(
    `INSERT INTO desk_line SELECT d.merchant_id, d.order_id, l.seller_sku_folded, d.deadline_at
     FROM desk_order d JOIN order_line l ON l.merchant_id = d.merchant_id AND l.order_id = d.order_id WHERE d.merchant_id = $1`,
    [merchantId],
  );
  await superuser.query(
    `INSERT INTO desk_tag SELECT merchant_id, order_id, $2, 'bench', deadline_at, bucket, deadline_at
     FROM desk_order WHERE merchant_id = $1 AND channel_order_id::bigint % 13 = 0`,
    [merchantId, TAG],
  );
  await superuser.query(
    `INSERT INTO desk_count (merchant_id, shop_id, held, to_pack, to_ship)
     SELECT merchant_id, shop_id, count(*) FILTER (WHERE bucket = 'held'), count(*) FILTER (WHERE bucket = 'to-pack'), count(*) FILTER (WHERE bucket = 'to-ship')
     FROM desk_order WHERE merchant_id = $1 GROUP BY 1, 2`,
    [merchantId],
  );
  await superuser.query('RESET session_replication_role');
  await superuser.query('VACUUM ANALYZE desk_order, desk_line, desk_tag, desk_count');
}

type Asked = PageCase & { query: string };

async function casesOf({ superuser, merchantId }: Place, shopId: string): Promise<Asked[]> {
  const { rows: sizes } = await superuser.query<{ open: number }>('SELECT count(*)::int AS open FROM desk_order WHERE merchant_id = $1', [
    merchantId,
  ]);
  // Page 500; of fewer orders as deep in proportion.
  const skipped = Math.min(499 * PAGE, Math.floor((sizes[0]?.open ?? 0) / 2));
  const { rows } = await superuser.query<{ id: string; at: Date }>(
    'SELECT order_id AS id, deadline_at AS at FROM desk_order WHERE merchant_id = $1 ORDER BY deadline_at, order_id OFFSET $2 LIMIT 1',
    [merchantId, skipped - 1],
  );
  const [last] = rows;
  if (!last) throw new Error('the bench has too few orders for a deep page');
  const cursor = Buffer.from(JSON.stringify({ at: last.at.toISOString(), id: last.id })).toString('base64url');
  return [
    { bench: 'desk-page-1', query: '', text: byHand("d.bucket <> 'unpaid'"), values: [] },
    {
      bench: 'desk-page-500',
      query: `cursor=${cursor}`,
      text: byHand("d.bucket <> 'unpaid' AND (d.deadline_at, d.order_id) > ($2::timestamptz, $3::uuid)"),
      values: [last.at, last.id],
    },
    {
      bench: 'desk-filtered',
      query: 'bucket=held&market=US',
      text: byHand("d.bucket = 'held' AND d.shop_id = $2::uuid"),
      values: [shopId],
    },
    {
      bench: 'desk-tagged',
      query: `tag=${TAG}&bucket=to-pack`,
      text: byHand(
        "d.bucket = 'to-pack' AND EXISTS (SELECT 1 FROM desk_tag t WHERE t.merchant_id = $1 AND t.order_id = d.order_id AND t.tag = $2)",
      ),
      values: [TAG],
    },
  ];
}

const byHand = (where: string): string => `
  SELECT o.id, o.channel_order_id, o.shop_id, o.status, o.currency, o.total_minor, o.units, o.created_at, o.paid_at, d.bucket, d.deadline_at,
    line.product_name, line.variant_name, line.seller_sku, line.image_url
  FROM (SELECT * FROM desk_order AS d WHERE d.merchant_id = $1 AND ${where} ORDER BY d.deadline_at, d.order_id LIMIT ${PAGE}) AS d
  JOIN orders AS o ON o.merchant_id = $1 AND o.id = d.order_id
  LEFT JOIN order_line AS line ON line.merchant_id = $1 AND line.order_id = o.id AND line.line_no = 1
  ORDER BY d.deadline_at, d.order_id`;

const COUNTINGS = 20;
type Counting = { facts: { size: number; loadSeconds: number; diskMegabytes: number }; page: () => Promise<string> };

/** Beside it the same counts from the rows themselves. */
async function countBuckets({ superuser, merchantId, postgres }: Place, { facts, page }: Counting): Promise<void> {
  progress('asking for desk-counts');
  const scan = () =>
    superuser.query<{ bucket: string; orders: number }>({
      name: 'desk-counts',
      text: 'SELECT bucket, count(*)::int AS orders FROM desk_order WHERE merchant_id = $1 GROUP BY bucket',
      values: [merchantId],
    });
  const { rows } = await scan();
  // The cast: our own server's answer a moment ago; what is not so shows as a difference.
  const shown = JSON.parse(await page()) as { held: number };
  if (shown.held !== rows.find(({ bucket }) => bucket === 'held')?.orders) throw new Error('desk-counts: the control counted otherwise');
  const [ours, control]: [number[], number[]] = [[], []];
  for (let round = -1; round < COUNTINGS; round += 1) {
    const [took, raw] = [await timed(page), await timed(scan)];
    if (round < 0) continue;
    ours.push(took);
    control.push(raw);
  }
  printFigure({ bench: 'desk-counts', ...facts, value: mean(ours), unit: 'ms', control: mean(control), p50: null, p95: null, postgres });
}
