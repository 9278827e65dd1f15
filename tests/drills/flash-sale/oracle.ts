/** What must be true after the sale, counted from what buyers and platform saw and compared with the books. */
import { movementEffects, movementKinds } from '@tradewind/rules/stock';
import { sql } from 'kysely';
import type pg from 'pg';
import { findFaults } from '../../../apps/server/src/modules/stock/index.ts';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import type { Findings } from '../report.ts';
import type { Market } from './market.ts';
import type { Scene } from './stage.ts';

/** What the buyers of one good were told. */
export type Promised = { variantId: string; units: number };
type Seen = {
  scene: Scene;
  market: Market;
  units: number;
  /** Held or sent for sales of our own, by reference. */
  promised: ReadonlyMap<string, Promised>;
  /** Orders that the platform still wants, by its id. */
  standing: ReadonlySet<string>;
  superuser: pg.ClientConfig;
};

export async function judge(findings: Findings, seen: Seen): Promise<{ oversold: number }> {
  await everyVersion(findings, seen);
  await everyLedger(findings, seen);
  await everyPromise(findings, seen);
  await everyShop(findings, seen);
  return ordersInBooks(findings, seen);
}

async function everyVersion(findings: Findings, { superuser, scene }: Seen): Promise<void> {
  const { rows } = await withClient(superuser, (client) =>
    client.query<{ n: string; level: string | null }>(
      'SELECT count(*) AS n, min(level) FILTER (WHERE NOT is_sound) AS level FROM flash.seen',
    ),
  );
  findings.checked += Number(rows[0]?.n ?? 0);
  findings.same('the balance holds and nothing is below zero, in every version of every level', 'levels', {
    ours: rows[0]?.level ?? null,
    theirs: null,
  });
  findings.same('the check finds nothing', 'levels', { ours: await scene.database.withMerchant(scene.merchantId, findFaults), theirs: [] });
}

/** Each row continues the one before it, without a gap, by what its kind does. */
async function everyLedger(findings: Findings, { scene }: Seen): Promise<void> {
  const effect = (counter: 'onHand' | 'reserved') =>
    sql.join(
      movementKinds.map((kind) => sql`WHEN ${kind} THEN ${sql.lit(movementEffects[kind][counter] ?? 0)}`),
      sql` `,
    );
  const { rows } = await scene.database.withMerchant(scene.merchantId, (tx) =>
    sql<{ n: number; broken: number }>`
      SELECT count(*)::int AS n, count(*) FILTER (WHERE number <> earlier + 1 OR on_hand <> was_on_hand + units * on_hand_effect
        OR reserved <> was_reserved + units * reserved_effect)::int AS broken
      FROM (
        SELECT *, CASE kind ${effect('onHand')} END AS on_hand_effect, CASE kind ${effect('reserved')} END AS reserved_effect,
          lag(number, 1, 0::bigint) OVER level AS earlier, lag(on_hand, 1, 0::bigint) OVER level AS was_on_hand,
          lag(reserved, 1, 0::bigint) OVER level AS was_reserved
        FROM stock_movement WINDOW level AS (PARTITION BY variant_id, warehouse_id ORDER BY number)) AS chained`.execute(tx),
  );
  findings.checked += rows[0]?.n ?? 0;
  findings.same('the ledger has no gap and no jump', 'ledger', { ours: rows[0]?.broken, theirs: 0 });
}

async function everyPromise(findings: Findings, { scene, promised, units }: Seen): Promise<void> {
  const { goods, database, merchantId } = scene;
  const rows = await database.withMerchant(merchantId, (tx) =>
    tx.selectFrom('stock_reservation').select(['reference', 'state']).where('order_id', 'is', null).execute(),
  );
  const alive = new Set(
    rows.filter(({ state }) => state === 'held' || state === 'shipped').map(({ reference }) => reference.slice('own:'.length)),
  );
  const lost = [...promised.keys()].filter((reference) => !alive.has(reference));
  findings.checked += promised.size;
  findings.same('who was told that it is his has it', 'reservations', { ours: lost.slice(0, 5), theirs: [] });
  findings.same('nobody else has any', 'reservations', { ours: alive.size - promised.size + lost.length, theirs: 0 });
  const sold = (variantId: string) =>
    [...promised.values()].filter((one) => one.variantId === variantId).reduce((sum, one) => sum + one.units, 0);
  const gone = async (variantId: string) => {
    const { rows: found } = await database.withMerchant(merchantId, (tx) =>
      sql<{ n: number }>`SELECT sum(reserved + shipped)::int AS n FROM stock_level WHERE variant_id = ${variantId}`.execute(tx),
    );
    return found[0]?.n ?? 0;
  };
  const { rows: ordered } = await database.withMerchant(merchantId, (tx) =>
    sql<{ n: number }>`SELECT COALESCE(sum(sets - short), 0)::int AS n FROM stock_reservation
      WHERE order_id IS NOT NULL AND state IN ('held', 'shipped')`.execute(tx),
  );
  const cups = sold(goods.cup) + sold(goods.gift) + (ordered[0]?.n ?? 0);
  findings.same('each cup that is gone was promised once', 'cups', { ours: await gone(goods.cup), theirs: cups });
  findings.same('each pot that is gone was promised once', 'pots', { ours: await gone(goods.pot), theirs: sold(goods.gift) });
  findings.holds('no more cups were promised than came', 'cups', { is: cups <= units, seen: cups, wanted: `at most ${units}` });
  for (const variantId of goods.rarities) findings.same('a single unit is promised once', 'rarities', { ours: sold(variantId), theirs: 1 });
}

/** At rest each shop shows what is left. */
async function everyShop(findings: Findings, { scene, market }: Seen): Promise<void> {
  const { rows } = await scene.database.withMerchant(scene.merchantId, (tx) =>
    sql<{
      n: number;
    }>`SELECT sum(on_hand - reserved - promotion_reserved)::int AS n FROM stock_level WHERE variant_id = ${scene.goods.cup}`.execute(tx),
  );
  for (const [shop, shown] of market.shown) findings.same('the shop shows what is left', shop, { ours: shown, theirs: rows[0]?.n });
}

async function ordersInBooks(findings: Findings, { scene, market, standing }: Seen): Promise<{ oversold: number }> {
  const rows = await scene.database.withMerchant(scene.merchantId, (tx) =>
    tx
      .selectFrom('orders')
      .innerJoin('stock_reservation as kept', 'kept.order_id', 'orders.id')
      .select(['orders.channel_order_id', 'kept.state', 'kept.sets', 'kept.short'])
      .execute(),
  );
  const ours = new Map(rows.map((row) => [row.channel_order_id, row]));
  const wrong = market.sales.filter(({ order: { channelOrderId } }) => {
    const row = ours.get(channelOrderId);
    const isStanding = row?.state === 'held' || row?.state === 'shipped';
    return row?.sets !== 1 || isStanding !== standing.has(channelOrderId);
  });
  findings.checked += market.sales.length;
  findings.same('every order of the platform is in the books, as it stands', 'orders', {
    ours: wrong.slice(0, 5).map(({ order }) => order.channelOrderId),
    theirs: [],
  });
  return { oversold: rows.filter(({ state }) => state === 'held' || state === 'shipped').reduce((sum, { short }) => sum + short, 0) };
}
