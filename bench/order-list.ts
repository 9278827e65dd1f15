/**
 * The list of orders over HTTP, of the built server in a process of its own, by several askers with an API key each: the first page, the
 * five hundredth, one narrowed to a status and a market, and one searched by a buyer's Chinese name.
 *
 * The control is the keyset query a person would write for that page alone: prepared, on as many connections, past row security, its rows
 * turned to JSON here; no HTTP, no key to look up, no scope, no shops. Both take turns within the minute.
 */
import { Agent } from 'node:http';
import { progress, timed } from './figure.ts';
import { makeOrders } from './made-orders.ts';
import { ASKERS, askForPages, getPage } from './page-rate.ts';
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
const FAMILY = [...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗'];
const GIVEN = [
  '小明',
  '秀英',
  '建国',
  '婷婷',
  '子涵',
  '浩然',
  '雨桐',
  '欣怡',
  '志强',
  '丽华',
  '俊杰',
  '梓萱',
  '海燕',
  '文博',
  '思远',
  '佳琪',
  '天佑',
  '雪梅',
  '国栋',
  '静怡',
];
const PRODUCTS = ['双层保温杯', '折叠雨伞', '蓝牙耳机', '瑜伽垫', '帆布托特包', '硅胶厨具套装'];
const SEARCHED = '王小明';

type Case = { bench: string; query: string; where: string; values: unknown[] };

export async function benchOrderList(size: number): Promise<void> {
  await withPlace(NOW, async (place) => {
    const shops = await addShops(place, MARKETS);
    progress(`making ${size.toLocaleString('en')} orders`);
    const secrets = await place.services.secrets.forMerchant(place.merchantId);
    const buyerTerms = FAMILY.flatMap((family) => GIVEN.map((given) => secrets.blindIndex('order.buyer', family + given)));
    const loadMs = await timed(() => makeOrders(place, shops, { count: size, endsAt: NOW, lines: { productNames: PRODUCTS, buyerTerms } }));
    const shop = shops[0];
    if (!shop) throw new Error('the bench has no shop');
    const cases = await casesOf(place, { size, shopId: shop.id, term: secrets.blindIndex('order.buyer', SEARCHED) });
    const facts = { size, loadSeconds: loadMs / 1000, diskMegabytes: await diskMegabytes(place) };
    const key = await newApiKey(place);
    const server = await serveApi(place.dataDir);
    const agent = new Agent({ keepAlive: true, maxSockets: ASKERS });
    try {
      await withConnections(place, ASKERS, async (clients) => {
        for (const { query, where, ...one } of cases) {
          const page = () => getPage(`${server.url}/api/v1/orders?${query}`, { key, agent });
          await askForPages({ ...one, text: handWritten(where) }, { place, clients, facts, page });
        }
      });
    } finally {
      agent.destroy();
      await server.stop();
    }
  });
}

async function casesOf(
  { superuser, merchantId }: Place,
  { size, shopId, term }: { size: number; shopId: string; term: string },
): Promise<Case[]> {
  // Page 500 of a million; of fewer orders as deep in proportion.
  const skipped = Math.min(499 * PAGE, Math.floor(size / 2));
  const { rows } = await superuser.query<{ id: string; created_at: Date }>(
    'SELECT id, created_at FROM orders WHERE merchant_id = $1 ORDER BY created_at DESC, id DESC OFFSET $2 LIMIT 1',
    [merchantId, skipped - 1],
  );
  const [last] = rows;
  if (!last) throw new Error('the bench has too few orders for a deep page');
  const cursor = Buffer.from(JSON.stringify({ at: last.created_at.toISOString(), id: last.id })).toString('base64url');
  return [
    { bench: 'order-list-page-1', query: '', where: 'true', values: [] },
    {
      bench: 'order-list-page-500',
      query: `cursor=${cursor}`,
      where: '(created_at, id) < ($2::timestamptz, $3::uuid)',
      values: [last.created_at, last.id],
    },
    {
      bench: 'order-list-filtered',
      query: 'status=awaiting-shipment&market=US',
      where: "status = 'awaiting-shipment' AND shop_id = $2::uuid",
      values: [shopId],
    },
    {
      bench: 'order-list-searched',
      query: `q=${encodeURIComponent(SEARCHED)}`,
      where: "id IN (SELECT id FROM search_term WHERE merchant_id = $1 AND field = 'order.buyer' AND term = $2)",
      values: [term],
    },
  ];
}

const handWritten = (where: string): string => `
  SELECT o.id, o.channel_order_id, o.shop_id, o.status, o.currency, o.gmv_minor, o.total_minor, o.units, o.created_at, o.paid_at, o.updated_at, o.ship_by,
    line.product_name, line.variant_name, line.seller_sku, line.image_url
  FROM (SELECT * FROM orders WHERE merchant_id = $1 AND ${where} ORDER BY created_at DESC, id DESC LIMIT ${PAGE}) AS o
  LEFT JOIN order_line AS line ON line.merchant_id = $1 AND line.order_id = o.id AND line.line_no = 1
  ORDER BY o.created_at DESC, o.id DESC`;
