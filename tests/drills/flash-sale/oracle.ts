/** What must be true after the sale, counted from what buyers and platform saw and compared with the books. */
import { movementEffects, movementKinds } from '@tradewind/rules/stock';
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
async function everyLedger(findings: Findings, { superuser }: Seen): Promise<void> {
  const effect = (counter: 'onHand' | 'reserved') =>
    `CASE kind ${movementKinds.map((kind) => `WHEN '${kind}' THEN ${movementEffects[kind][counter] ?? 0}`).join(' ')} END`;
  const [row] = await read<{ n: number; broken: number }>(
    superuser,
    `SELECT count(*)::int AS n, count(*) FILTER (WHERE number <> earlier + 1 OR on_hand <> was_on_hand + units * on_hand_effect
       OR reserved <> was_reserved + units * reserved_effect)::int AS broken
     FROM (
       SELECT *, ${effect('onHand')} AS on_hand_effect, ${effect('reserved')} AS reserved_effect, lag(number, 1, 0::bigint) OVER level AS earlier,
         lag(on_hand, 1, 0::bigint) OVER level AS was_on_hand, lag(reserved, 1, 0::bigint) OVER level AS was_reserved
       FROM tenant.stock_movement WINDOW level AS (PARTITION BY variant_id, warehouse_id ORDER BY number)) AS chained`,
  );
  findings.checked += row?.n ?? 0;
  findings.same('the ledger has no gap and no jump', 'ledger', { ours: row?.broken, theirs: 0 });
}

/** Past row security: the drill's database holds one merchant. */
const read = <R extends pg.QueryResultRow>(superuser: pg.ClientConfig, text: string, values: unknown[] = []): Promise<R[]> =>
  withClient(superuser, async (client) => (await client.query<R>(text, values)).rows);

async function everyPromise(findings: Findings, { scene, promised, units, superuser }: Seen): Promise<void> {
  const { goods } = scene;
  const rows = await read<{ reference: string }>(
    superuser,
    "SELECT reference FROM tenant.stock_reservation WHERE order_id IS NULL AND state IN ('held', 'shipped')",
  );
  const alive = new Set(rows.map(({ reference }) => reference.slice('own:'.length)));
  const lost = [...promised.keys()].filter((reference) => !alive.has(reference));
  findings.checked += promised.size;
  findings.same('who was told that it is his has it', 'reservations', { ours: lost.slice(0, 5), theirs: [] });
  findings.same('nobody else has any', 'reservations', { ours: alive.size - promised.size + lost.length, theirs: 0 });
  const sold = (variantId: string) =>
    [...promised.values()].filter((one) => one.variantId === variantId).reduce((sum, one) => sum + one.units, 0);
  const gone = async (variantId: string): Promise<number> => {
    const text = 'SELECT sum(reserved + shipped)::int AS n FROM tenant.stock_level WHERE variant_id = $1';
    return (await read<{ n: number }>(superuser, text, [variantId]))[0]?.n ?? 0;
  };
  const [ordered] = await read<{ n: number }>(
    superuser,
    `SELECT COALESCE(sum(sets - short), 0)::int AS n FROM tenant.stock_reservation WHERE order_id IS NOT NULL AND state IN ('held', 'shipped')`,
  );
  const cups = sold(goods.cup) + sold(goods.gift) + (ordered?.n ?? 0);
  findings.same('each cup that is gone was promised once', 'cups', { ours: await gone(goods.cup), theirs: cups });
  findings.same('each pot that is gone was promised once', 'pots', { ours: await gone(goods.pot), theirs: sold(goods.gift) });
  findings.holds('no more cups were promised than came', 'cups', { is: cups <= units, seen: cups, wanted: `at most ${units}` });
  for (const variantId of goods.rarities) findings.same('a single unit is promised once', 'rarities', { ours: sold(variantId), theirs: 1 });
}

/** At rest each shop shows what is left. */
async function everyShop(findings: Findings, { scene, market, superuser }: Seen): Promise<void> {
  const text = 'SELECT sum(on_hand - reserved - promotion_reserved)::int AS n FROM tenant.stock_level WHERE variant_id = $1';
  const [left] = await read<{ n: number }>(superuser, text, [scene.goods.cup]);
  for (const [shop, shown] of market.shown) findings.same('the shop shows what is left', shop, { ours: shown, theirs: left?.n });
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
