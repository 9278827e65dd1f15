/**
 * Orders by the million, made in SQL and not taken in: spread evenly over shops and history, every twentieth refunded, one line each where
 * lines are asked for, roll-ups moved by the same rows. Indexes that no row's truth hangs on are dropped meanwhile and built at the end,
 * and foreign keys are not asked, which makes ten million a matter of minutes. Each part is a transaction, so a killed run leaves
 * a folder that says it is unfinished, not a wrong one.
 */
import { progress } from './figure.ts';
import type { BenchShop, Place } from './place.ts';

const HISTORY_DAYS = 90;
const PART = 500_000;
const TABLES = ['orders', 'order_line', 'after_sale', 'search_term'];

type Wish = {
  count: number;
  /** The newest order is of this instant, or a moment before. */
  endsAt: number;
  /** With one line an order, and a buyer who is found by the hash given: by turns one of these. */
  lines?: { productNames: readonly string[]; buyerTerms: readonly string[] };
};

export async function makeOrders(place: Place, shops: readonly BenchShop[], wish: Wish): Promise<void> {
  const { superuser } = place;
  await superuser.query("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'");
  const rebuilt = await dropIndexes(place);
  for (let from = 0; from < wish.count; from += PART) {
    const to = Math.min(wish.count, from + PART);
    await superuser.query('BEGIN');
    await makePart(place, shops, { ...wish, from, to });
    await superuser.query('COMMIT');
    if (wish.count > PART) progress(`  ${to.toLocaleString('en')} of ${wish.count.toLocaleString('en')} orders made`);
  }
  for (const index of rebuilt) await superuser.query(index);
  await superuser.query('RESET session_replication_role; RESET maintenance_work_mem');
  await superuser.query('VACUUM ANALYZE');
  await superuser.query('CHECKPOINT');
}

/** Answers how to make them again. */
async function dropIndexes({ superuser }: Place): Promise<string[]> {
  const { rows } = await superuser.query<{ name: string; made: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
     WHERE indrelid = ANY(SELECT ('tenant.' || t)::regclass FROM unnest($1::text[]) AS t) AND NOT indisunique`,
    [TABLES],
  );
  for (const { name } of rows) await superuser.query(`DROP INDEX ${name}`);
  return rows.map(({ made }) => made);
}

async function makePart(place: Place, shops: readonly BenchShop[], part: Wish & { from: number; to: number }): Promise<void> {
  const { superuser, merchantId } = place;
  await superuser.query(
    `CREATE TEMPORARY TABLE made ON COMMIT DROP AS
     SELECT *, paid_at + interval '49 hours' AS due_at,
       -- Every tenth is dispatched an hour late, the others after a day; what lies ahead of the bench's now has not happened.
       CASE WHEN paid_at + took < to_timestamp($1::bigint / 1000.0) THEN paid_at + took END AS dispatched_at
     FROM (SELECT uuidv7() AS id, n, s.id AS shop_id, s.currency, s.time_zone, CASE WHEN n % 10 = 0 THEN interval '50 hours' ELSE interval '1 day' END AS took,
       to_timestamp(($1::bigint - ((n * 7919) % ${HISTORY_DAYS * 86_400}) * 1000 - n % 1000) / 1000.0) AS paid_at, 1000 + (n % 9000) AS gmv_minor, 1 + (n % 3) AS units,
       (ARRAY['completed', 'completed', 'completed', 'delivered', 'in-transit', 'awaiting-shipment', 'cancelled'])[1 + n % 7] AS status
     FROM generate_series($2::bigint, $3::bigint - 1) AS n JOIN unnest($4::uuid[]) WITH ORDINALITY AS given(id, place) ON given.place = n % $5 + 1
       JOIN shop s ON s.id = given.id) AS orders`,
    [part.endsAt, part.from, part.to, shops.map((shop) => shop.id), shops.length],
  );
  await superuser.query(
    `INSERT INTO orders (merchant_id, id, shop_id, channel_order_id, status, currency, gmv_minor, units, shipping_minor, tax_minor, total_minor, created_at, paid_at,
       updated_at, content_hash, ship_by, dispatch_due_at, dispatched_at, payment_method, fulfilment, buyer_region, buyer, first_seen_at, applied_at)
     SELECT $1, id, shop_id, (576000000000000000 + n)::text, status, currency, gmv_minor, units, 0, 0, gmv_minor, paid_at, paid_at, paid_at, 'none', due_at, due_at, dispatched_at, 'CCDC', 'seller', 'US', '', paid_at, paid_at FROM made`,
    [merchantId],
  );
  await superuser.query(
    `INSERT INTO after_sale SELECT $1, uuidv7(), shop_id, n::text, n::text, 'return', 'completed', 'bench', gmv_minor, currency, paid_at, paid_at, paid_at FROM made WHERE n % 20 = 0`,
    [merchantId],
  );
  if (part.lines) await makeLines(place, part.lines);
  await superuser.query(
    `INSERT INTO rollup_dispatch AS held
     SELECT $1, shop_id, minutes, date_bin(make_interval(mins => minutes), paid_at, 'epoch'),
       CASE WHEN dispatched_at IS NULL THEN date_trunc('hour', due_at) ELSE 'infinity' END, count(*), count(*) FILTER (WHERE dispatched_at > due_at), 0, count(*), 0
     FROM made, unnest(ARRAY[5, 60]) AS minutes GROUP BY 2, 3, 4, 5
     ON CONFLICT (merchant_id, shop_id, slot_minutes, slot_at, due_hour_at) DO UPDATE SET orders = held.orders + excluded.orders, late = held.late + excluded.late,
       created = held.created + excluded.created`,
    [merchantId],
  );
  for (const { table, column, slot } of SLOTS)
    await superuser.query(
      `INSERT INTO ${table} AS held
       SELECT $1, shop_id, ${slot}, currency, sum(gmv_minor), count(*), sum(units), coalesce(sum(gmv_minor) FILTER (WHERE n % 20 = 0), 0) FROM made GROUP BY 2, 3, 4
       ON CONFLICT (merchant_id, shop_id, ${column}, currency) DO UPDATE SET gmv_minor = held.gmv_minor + excluded.gmv_minor,
         orders = held.orders + excluded.orders, units = held.units + excluded.units, refunds_minor = held.refunds_minor + excluded.refunds_minor`,
      [merchantId],
    );
}

/** Turns and bad reviews in slots of all three sizes, as if every tenth order had been asked about and every fortieth been scolded. */
export async function makeServiceSlots({ superuser, merchantId }: Place): Promise<void> {
  for (const [every, table, amounts] of [
    [10, 'rollup_turn', 'count(*), count(*), 3600 * count(*), count(*), count(*)'],
    [40, 'rollup_review', 'count(*)'],
  ] as const)
    await superuser.query(
      `INSERT INTO ${table}
       SELECT $1, shop_id, seconds, date_bin(make_interval(secs => seconds), created_at, 'epoch'), ${amounts}
       FROM orders, unnest(ARRAY[3600, 60, 1]) AS seconds WHERE merchant_id = $1 AND channel_order_id::bigint % ${every} = 0 GROUP BY 2, 3, 4`,
      [merchantId],
    );
  await superuser.query('VACUUM ANALYZE rollup_turn, rollup_review');
}

async function makeLines({ superuser, merchantId }: Place, { productNames, buyerTerms }: NonNullable<Wish['lines']>): Promise<void> {
  await superuser.query(
    `INSERT INTO order_line SELECT $1, id, 1, ARRAY[n::text], 'sku' || n % 1500, 'product' || n % 400, 'BENCH-' || n % 1500, 'bench-' || n % 1500,
       ($2::text[])[1 + n % $3], 'Colour ' || n % 4, 'https://img.example/' || n % 400 || '.png', units, gmv_minor, gmv_minor, 0, 0 FROM made`,
    [merchantId, productNames, productNames.length],
  );
  await superuser.query(`INSERT INTO search_term SELECT $1, 'order.buyer', ($2::text[])[1 + n % $3], id FROM made`, [
    merchantId,
    buyerTerms,
    buyerTerms.length,
  ]);
}

const SLOTS = [
  { table: 'rollup_hour', column: 'hour_at', slot: "date_trunc('hour', paid_at)" },
  { table: 'rollup_day', column: 'on_day', slot: '(paid_at AT TIME ZONE time_zone)::date' },
] as const;
