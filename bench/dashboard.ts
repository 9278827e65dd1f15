/**
 * The dashboard's two questions, `analytics/overview` and `analytics/markets`, over the last 30 whole days of twelve shops, each with the
 * period before and a series by day; from the query functions the routes call, so without HTTP. Asked twice: of a tenth of the orders and
 * of all, because roll-ups ought to make the answer's cost independent of their number.
 *
 * The control asks the same of the raw rows: sums per shop, currency and shop-local day of both periods, with a covering index of its own,
 * vacuumed, past row security. Turns are taken one by one.
 */

import { readMarkets } from '../apps/server/src/modules/insights/queries/markets.ts';
import { readOverview } from '../apps/server/src/modules/insights/queries/overview.ts';
import { scopes } from '../packages/contract/src/roles.ts';
import { percentile, printFigure, progress, sum, timed } from './figure.ts';
import { addShops, type BenchShop, type Place, type Superuser, withPlace } from './place.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const HISTORY_DAYS = 90;
const RUNS = 40;
const PERIOD = { from: '2026-10-20', to: '2026-11-18', before: '2026-09-20' };
const MARKETS = [
  ['US', 'USD', 'America/Los_Angeles'],
  ['GB', 'GBP', 'Europe/London'],
  ['DE', 'EUR', 'Europe/Berlin'],
  ['FR', 'EUR', 'Europe/Paris'],
  ['IT', 'EUR', 'Europe/Rome'],
  ['ES', 'EUR', 'Europe/Madrid'],
  ['JP', 'JPY', 'Asia/Tokyo'],
  ['MX', 'MXN', 'America/Mexico_City'],
  ['TH', 'THB', 'Asia/Bangkok'],
  ['VN', 'VND', 'Asia/Ho_Chi_Minh'],
  ['MY', 'MYR', 'Asia/Kuala_Lumpur'],
  ['ID', 'IDR', 'Asia/Jakarta'],
] as const;

export async function benchDashboard(size: number): Promise<void> {
  await withPlace(NOW, async (place) => {
    const shops = await addShops(place, MARKETS);
    await addRates(place.superuser);
    await place.superuser.query(
      'CREATE INDEX bench_paid ON orders (merchant_id, shop_id, paid_at) INCLUDE (currency, gmv_minor, units) WHERE paid_at IS NOT NULL',
    );
    const tenth = Math.max(1, Math.round(size / 10));
    const first = await timed(() => addOrders(place, shops, { from: 0, to: tenth }));
    await ask(place, { size: tenth, loadSeconds: first / 1000 });
    if (size === tenth) return;
    const rest = await timed(() => addOrders(place, shops, { from: tenth, to: size }));
    await ask(place, { size, loadSeconds: (first + rest) / 1000 });
  });
}

async function ask(place: Place, { size, loadSeconds }: { size: number; loadSeconds: number }): Promise<void> {
  const caller = {
    kind: 'user',
    id: 'bench',
    name: 'Bench',
    email: null,
    merchantId: place.merchantId,
    role: 'owner',
    scopes: new Set(scopes),
    shopIds: null,
  } as const;
  const input = { caller, query: { from: PERIOD.from, to: PERIOD.to, currency: 'USD', timeZone: 'shop' } };
  const ours = { overview: [] as number[], markets: [] as number[] };
  const raw: number[] = [];
  const answer = await readOverview(place.services, input);
  if (answer.orders !== (await readRaw(place))) throw new Error('the control counted other orders than the program');
  progress(`asking ${RUNS} times over ${size.toLocaleString('en')} orders, ${answer.orders.toLocaleString('en')} of them in the period`);
  for (let run = -3; run < RUNS; run += 1) {
    const overview = await timed(() => readOverview(place.services, input));
    const markets = await timed(() => readMarkets(place.services, input));
    const control = await timed(() => readRaw(place));
    if (run < 0) continue;
    ours.overview.push(overview);
    ours.markets.push(markets);
    raw.push(control);
  }
  const { rows } = await place.superuser.query<{ bytes: string }>('SELECT pg_database_size(current_database())::text AS bytes');
  for (const question of ['overview', 'markets'] as const) {
    const times = ours[question];
    printFigure({
      bench: `dashboard-${question}`,
      size,
      value: sum(times) / times.length,
      unit: 'ms',
      control: sum(raw) / raw.length,
      p50: percentile(times, 0.5),
      p95: percentile(times, 0.95),
      postgres: place.postgres,
      loadSeconds: Math.round(loadSeconds),
      diskMegabytes: Math.round(Number(rows[0]?.bytes ?? 0) / 1e6),
    });
  }
}

/** Answers how many orders the period has, to see that both sides asked the same. */
async function readRaw({ superuser, merchantId }: Place): Promise<number> {
  const { rows } = await superuser.query<{ day: string; orders: string }>(
    `WITH span AS (
       SELECT id AS shop_id, time_zone, $2::timestamp AT TIME ZONE time_zone AS starts_at, ($3::date + 1)::timestamp AT TIME ZONE time_zone AS ends_at
       FROM shop WHERE merchant_id = $1)
     SELECT o.shop_id, o.currency, ((o.paid_at AT TIME ZONE span.time_zone)::date)::text AS day, sum(o.gmv_minor), count(*) AS orders, sum(o.units), 0 AS refunds
       FROM span JOIN orders o ON o.merchant_id = $1 AND o.shop_id = span.shop_id AND o.paid_at >= span.starts_at AND o.paid_at < span.ends_at
       GROUP BY 1, 2, 3
     UNION ALL
     SELECT a.shop_id, a.currency, ((a.refunded_at AT TIME ZONE span.time_zone)::date)::text, 0, 0, 0, sum(a.refund_minor)
       FROM span JOIN after_sale a ON a.merchant_id = $1 AND a.shop_id = span.shop_id AND a.refunded_at >= span.starts_at AND a.refunded_at < span.ends_at
       GROUP BY 1, 2, 3`,
    [merchantId, PERIOD.before, PERIOD.to],
  );
  return rows.filter((row) => row.day >= PERIOD.from).reduce((total, row) => total + Number(row.orders), 0);
}

async function addRates(superuser: Superuser): Promise<void> {
  await superuser.query(
    `INSERT INTO system.fx_rate (source, currency, on_day, per_euro, fetched_at)
     SELECT 'bench', c.currency, day::date, c.per_euro, 'epoch'
     FROM (VALUES ('USD', 1.1), ('GBP', 0.85), ('JPY', 160), ('MXN', 20), ('THB', 38), ('VND', 27000), ('MYR', 4.9), ('IDR', 17500)) AS c(currency, per_euro),
       generate_series('2026-08-20'::timestamp, '2026-11-20', '1 day') AS day`,
  );
}

/** Rows made in SQL: spread evenly over shops and history, every twentieth refunded; roll-ups moved by the same rows. */
async function addOrders({ superuser, merchantId }: Place, shops: readonly BenchShop[], span: { from: number; to: number }): Promise<void> {
  progress(`making ${(span.to - span.from).toLocaleString('en')} orders`);
  await superuser.query('BEGIN');
  await superuser.query(
    `CREATE TEMPORARY TABLE made ON COMMIT DROP AS
     SELECT uuidv7() AS id, n, s.id AS shop_id, s.currency, s.time_zone,
       to_timestamp($1::bigint / 1000.0) - (((n * 7919) % ${HISTORY_DAYS * 86_400})::text || ' seconds')::interval AS paid_at, 1000 + (n % 9000) AS gmv_minor, 1 + (n % 3) AS units
     FROM generate_series($2::bigint, $3::bigint - 1) AS n JOIN unnest($4::uuid[]) WITH ORDINALITY AS given(id, place) ON given.place = n % $5 + 1
       JOIN shop s ON s.id = given.id`,
    [NOW, span.from, span.to, shops.map((shop) => shop.id), shops.length],
  );
  await superuser.query(
    `INSERT INTO orders (merchant_id, id, shop_id, channel_order_id, status, currency, gmv_minor, units, shipping_minor, tax_minor, total_minor, created_at, paid_at,
       updated_at, content_hash, payment_method, fulfilment, buyer_region, buyer, first_seen_at, applied_at)
     SELECT $1, id, shop_id, n::text, 'completed', currency, gmv_minor, units, 0, 0, gmv_minor, paid_at, paid_at, paid_at, 'none', 'CCDC', 'seller', 'US', '', paid_at, paid_at FROM made`,
    [merchantId],
  );
  await superuser.query(
    `INSERT INTO after_sale SELECT $1, uuidv7(), shop_id, n::text, n::text, 'return', 'completed', 'bench', gmv_minor, currency, paid_at, paid_at, paid_at FROM made WHERE n % 20 = 0`,
    [merchantId],
  );
  for (const { table, slot } of SLOTS) {
    const column = table === 'rollup_hour' ? 'hour_at' : 'on_day';
    await superuser.query(
      `INSERT INTO ${table} AS held
       SELECT $1, shop_id, ${slot}, currency, sum(gmv_minor), count(*), sum(units), coalesce(sum(gmv_minor) FILTER (WHERE n % 20 = 0), 0) FROM made GROUP BY 2, 3, 4
       ON CONFLICT (merchant_id, shop_id, ${column}, currency) DO UPDATE SET gmv_minor = held.gmv_minor + excluded.gmv_minor,
         orders = held.orders + excluded.orders, units = held.units + excluded.units, refunds_minor = held.refunds_minor + excluded.refunds_minor`,
      [merchantId],
    );
  }
  await superuser.query('COMMIT');
  await superuser.query('VACUUM ANALYZE');
}

const SLOTS = [
  { table: 'rollup_hour', slot: "date_trunc('hour', paid_at)" },
  { table: 'rollup_day', slot: '(paid_at AT TIME ZONE time_zone)::date' },
] as const;
