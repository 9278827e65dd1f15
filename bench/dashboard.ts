/**
 * The dashboard's two questions, `analytics/overview` and `analytics/markets`, over the last 30 whole days of twelve shops, each with the
 * period before and a series by day; from the query functions the routes call, so without HTTP. Two merchants are asked in turn, one with a
 * tenth of the other's orders, because roll-ups ought to make the answer's cost independent of their number.
 *
 * The control asks the same of the raw rows: sums per shop, currency and shop-local day of both periods, with a covering index of its own,
 * vacuumed, past row security. Turns are taken one by one.
 */

import { readMarkets } from '../apps/server/src/modules/insights/queries/markets.ts';
import { readOverview } from '../apps/server/src/modules/insights/queries/overview.ts';
import { scopes } from '../packages/contract/src/roles.ts';
import { mean, percentile, printFigure, progress, timed } from './figure.ts';
import { type Made, withMade } from './kept-place.ts';
import { makeOrders } from './made-orders.ts';
import { addShops, diskMegabytes, type Place, type Superuser, withNewMerchant } from './place.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const RUNS = 60;
const WARM_UP_RUNS = 10;
const CONTROL_EVERY = 10;
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

type Side = { place: Place; orders: number; times: Record<Question, number[]>; raw: number[] };
type Question = 'overview' | 'markets';
const QUESTIONS = { overview: readOverview, markets: readMarkets } as const;

export async function benchDashboard(size: number): Promise<void> {
  const tenth = Math.max(1, Math.round(size / 10));
  const make = async (place: Place): Promise<Made> => {
    let merchantIds: string[] = [];
    const tookMs = await timed(async () => {
      merchantIds = await fill(place, [tenth, size]);
    });
    return { merchantIds, loadSeconds: tookMs / 1000 };
  };
  await withMade({ name: 'dashboard', orders: size, now: NOW, make }, async (place, { merchantIds, loadSeconds }) => {
    const sides = merchantIds.map((merchantId, index): Side => {
      return { place: { ...place, merchantId }, orders: index === 0 ? tenth : size, times: { overview: [], markets: [] }, raw: [] };
    });
    for (const side of sides) await assertSame(side);
    await ask(sides);
    await print(sides, loadSeconds);
  });
}

/** Two merchants, one with a tenth of the other's orders, so that both can be asked in the same minute. */
async function fill(place: Place, counts: number[]): Promise<string[]> {
  await addRates(place.superuser);
  const merchantIds: string[] = [];
  for (const count of counts) {
    const own = await withNewMerchant(place);
    merchantIds.push(own.merchantId);
    progress(`making ${count.toLocaleString('en')} orders`);
    await makeOrders(own, await addShops(own, MARKETS), { count, endsAt: NOW });
  }
  await place.superuser.query(
    'CREATE INDEX bench_paid ON orders (merchant_id, shop_id, paid_at) INCLUDE (currency, gmv_minor, units) WHERE paid_at IS NOT NULL',
  );
  await place.superuser.query('VACUUM ANALYZE orders');
  return merchantIds;
}

function inputOf({ place: { merchantId } }: Side) {
  const caller = {
    kind: 'user',
    id: 'bench',
    name: 'Bench',
    email: null,
    merchantId,
    role: 'owner',
    scopes: new Set(scopes),
    shopIds: null,
  } as const;
  return { caller, query: { from: PERIOD.from, to: PERIOD.to, currency: 'USD', timeZone: 'shop' } };
}

async function assertSame(side: Side): Promise<void> {
  const answer = await readOverview(side.place.services, inputOf(side));
  if (answer.orders !== (await readRaw(side.place))) throw new Error('the control counted other orders than the program');
}

async function ask(sides: readonly Side[]): Promise<void> {
  progress(`asking ${RUNS} times over ${sides.map((side) => side.orders.toLocaleString('en')).join(' and ')} orders`);
  for (let run = -WARM_UP_RUNS; run < RUNS; run += 1) {
    for (const side of sides) {
      const { services } = side.place;
      for (const question of ['overview', 'markets'] as const) {
        const tookMs = await timed(() => QUESTIONS[question](services, inputOf(side)));
        if (run >= 0) side.times[question].push(tookMs);
      }
      // Seconds over ten million orders: a few turns tell enough.
      if (run % CONTROL_EVERY === 0) {
        const tookMs = await timed(() => readRaw(side.place));
        if (run >= 0) side.raw.push(tookMs);
      }
    }
  }
}

async function print(sides: readonly Side[], loadSeconds: number): Promise<void> {
  const [small, large] = sides;
  if (!small || !large) throw new Error('the bench compares two sizes');
  const disk = await diskMegabytes(large.place);
  for (const question of ['overview', 'markets'] as const) {
    for (const { place, orders, times, raw } of sides)
      printFigure({
        bench: `dashboard-${question}`,
        size: orders,
        value: mean(times[question]),
        unit: 'ms',
        control: mean(raw),
        p50: percentile(times[question], 0.5),
        p95: percentile(times[question], 0.95),
        postgres: place.postgres,
        loadSeconds,
        diskMegabytes: disk,
      });
    // Medians: one pause of the machine must not pass for growth.
    const median = (side: Side) => percentile(side.times[question], 0.5);
    printFigure({
      bench: `dashboard-${question}-growth`,
      size: large.orders,
      value: median(large),
      unit: 'ms',
      control: median(small),
      p50: null,
      p95: null,
      postgres: large.place.postgres,
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
