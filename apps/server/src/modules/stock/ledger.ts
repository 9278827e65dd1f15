/**
 * The only way in which a stock level changes: movements, several at a time, in one statement that moves the levels under a condition and
 * writes the ledger rows beside them.
 *
 *   insert first   a level that is not there yet is made empty before anybody locks or changes it. Who locks a row that is not there has
 *                  locked nothing, and two firsts would each begin from zero
 *   locked in order   the levels of a statement are locked by variant and warehouse, so that two statements never wait in a circle
 *   guarded        a level moves only while, after it, nothing is below zero and no unit is promised twice. If one of them may not move,
 *                  NotThere is thrown and the caller's transaction must end: part of it has been written
 *
 * A ledger row carries its number within the level and what was there after it, so that the whole past can be replayed without a gap.
 */
import { emptyLevel, type MovementKind, movementEffects, type StockCounter, type StockLevel } from '@tradewind/rules/stock';
import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { type BulkColumn, unnestRows } from '../../platform/database/unnest.ts';
import type { Caller } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';

export type LevelKey = { variantId: string; warehouseId: string };
export type Actor = { kind: 'user' | 'api-key' | 'system'; name: string };
export type Movement = LevelKey & { kind: MovementKind; units: number; reason: string; reference: string | null; note?: string };
export type Moving = { services: Services; merchantId: string; now: number; actor: Actor; movements: readonly Movement[] };

export const actorOf = ({ kind, name }: Caller): Actor => ({ kind, name });
export const workbench: Actor = { kind: 'system', name: '' };

/** Somebody was quicker, or the books never had it: so many units cannot be moved so. */
export class NotThere extends Error {
  override name = 'NotThere';
}

const columnOf: Readonly<Record<StockCounter, string>> = {
  onHand: 'on_hand',
  reserved: 'reserved',
  promotionReserved: 'promotion_reserved',
  inTransfer: 'in_transfer',
  received: 'received',
  returned: 'returned',
  shipped: 'shipped',
  writtenOff: 'written_off',
  movedHere: 'moved_here',
  movedAway: 'moved_away',
  inbound: 'inbound',
};
// The keys of the object above.
const counters = Object.keys(columnOf) as StockCounter[];
/** What a ledger row tells of the level after it. */
const told = ['on_hand', 'reserved', 'promotion_reserved', 'in_transfer', 'inbound'];

/** `also`: further parts of the same statement, such as the reservation for which the units are kept. `told`: a value it selects besides. */
export async function moveLevels(tx: TenantTx, input: Moving & { also?: RawBuilder<unknown>; told?: RawBuilder<unknown> }): Promise<void> {
  const { services, merchantId, now, actor, movements } = input;
  if (movements.length === 0 && !input.also) return;
  const { names, source } = unnestRows(
    movements.map((movement, at) => ({ ...movement, at })),
    givenColumns,
  );
  const at = sql`${new Date(now)}::timestamptz`;
  const columns = Object.values(columnOf);
  const list = (of: readonly string[], write: (column: string) => RawBuilder<unknown>) => sql.join(of.map(write));
  const guard = services.guards.stockGuard ? sql`AND ${soundAfter}` : sql``;
  const { rows } = await sql<{ moved: number; wanted: number }>`
    WITH given AS MATERIALIZED (SELECT ${names} FROM ${source}),
    summed AS (
      SELECT variant_id, warehouse_id, count(*) AS n, ${list(columns, (column) => sql`sum(${sql.ref(column)})::bigint AS ${sql.ref(column)}`)}
      FROM given GROUP BY variant_id, warehouse_id),
    held AS MATERIALIZED (
      SELECT l.variant_id, l.warehouse_id FROM stock_level l JOIN summed s ON s.variant_id = l.variant_id AND s.warehouse_id = l.warehouse_id
      ORDER BY l.variant_id, l.warehouse_id FOR NO KEY UPDATE OF l),
    moved AS (
      UPDATE stock_level l SET number = l.number + s.n, changed_at = ${at},
        ${list(columns, (column) => sql`${sql.ref(column)} = l.${sql.ref(column)} + s.${sql.ref(column)}`)}
      FROM held h JOIN summed s ON s.variant_id = h.variant_id AND s.warehouse_id = h.warehouse_id
      WHERE l.variant_id = h.variant_id AND l.warehouse_id = h.warehouse_id ${guard}
      RETURNING l.variant_id, l.warehouse_id, l.number - s.n AS number, ${list(told, (column) => sql`l.${sql.ref(column)} - s.${sql.ref(column)} AS ${sql.ref(column)}`)}),
    written AS (
      INSERT INTO stock_movement (merchant_id, variant_id, warehouse_id, number, kind, units, reason, reference, note, actor_kind, actor_name, at, ${list(told, sql.ref)})
      SELECT ${merchantId}::uuid, g.variant_id, g.warehouse_id, m.number + row_number() OVER level, g.kind, g.units, g.reason, g.reference, g.note,
        ${actor.kind}, ${actor.name}, ${at}, ${list(told, (column) => sql`m.${sql.ref(column)} + sum(g.${sql.ref(column)}) OVER level`)}
      FROM given g JOIN moved m ON m.variant_id = g.variant_id AND m.warehouse_id = g.warehouse_id
      WINDOW level AS (PARTITION BY g.variant_id, g.warehouse_id ORDER BY g.ord))
    ${input.also ?? sql``}
    SELECT (SELECT count(*) FROM moved)::int AS moved, (SELECT count(*) FROM summed)::int AS wanted, ${input.told ?? sql`NULL`}`.execute(
    tx,
  );
  if (rows[0]?.moved !== rows[0]?.wanted) throw new NotThere('a level holds less than was to be moved');
  await countShipped(tx, input);
}

async function countShipped(tx: TenantTx, { merchantId, now, movements }: Moving): Promise<void> {
  const shipped = movements.filter(({ kind }) => kind === 'ship');
  if (shipped.length === 0) return;
  const { names, source } = unnestRows(shipped, {
    variant_id: ['uuid', ({ variantId }) => variantId],
    shipped: ['bigint', ({ units }) => units],
  });
  const day = new Date(now).toISOString().slice(0, 10);
  await sql`
    INSERT INTO stock_day AS d (merchant_id, variant_id, on_day, shipped)
    SELECT ${merchantId}::uuid, g.variant_id, ${day}::date, sum(g.shipped) FROM (SELECT ${names} FROM ${source}) g
    GROUP BY g.variant_id ORDER BY g.variant_id
    ON CONFLICT (merchant_id, variant_id, on_day) DO UPDATE SET shipped = d.shipped + excluded.shipped`.execute(tx);
}

const soundAfter = sql.join(
  [
    ...['reserved', 'promotion_reserved', 'in_transfer', 'inbound'].map((column) => sql`l.${sql.ref(column)} + s.${sql.ref(column)} >= 0`),
    sql`l.on_hand + s.on_hand >= l.reserved + s.reserved + l.promotion_reserved + s.promotion_reserved`,
  ],
  sql` AND `,
);

type Given = Movement & { at: number };
const delta = (counter: StockCounter) => (movement: Given) => (movementEffects[movement.kind][counter] ?? 0) * movement.units;
const givenColumns: Record<string, BulkColumn<Given>> = {
  ord: ['int', ({ at }) => at],
  variant_id: ['uuid', ({ variantId }) => variantId],
  warehouse_id: ['uuid', ({ warehouseId }) => warehouseId],
  kind: ['text', ({ kind }) => kind],
  units: ['bigint', ({ units }) => units],
  reason: ['text', ({ reason }) => reason],
  reference: ['text', ({ reference }) => reference],
  note: ['text', ({ note }) => note ?? ''],
  ...Object.fromEntries(counters.map((counter) => [columnOf[counter], ['bigint', delta(counter)] as const])),
};

type Opening = Pick<Moving, 'services' | 'merchantId' | 'now'> & { keys: readonly LevelKey[] };

/** Makes the levels that are not there yet; with the first of them its variant is counted. */
export async function openLevels(tx: TenantTx, { services, merchantId, now, keys }: Opening): Promise<void> {
  const given = givenKeys(keys);
  const at = sql`${new Date(now)}::timestamptz`;
  await sql`
    INSERT INTO stock_item (merchant_id, variant_id, counted_since, lead_time_days)
    SELECT DISTINCT ${merchantId}::uuid, g.variant_id, ${at}, ${LEAD_TIME_DAYS}::int FROM (${given}) g ORDER BY g.variant_id
    ON CONFLICT DO NOTHING`.execute(tx);
  const level = sql`stock_level l WHERE l.variant_id = g.variant_id AND l.warehouse_id = g.warehouse_id`;
  // Without the guard an absent row is only looked for, as by someone who trusts that nobody else is about to make it.
  const [absent, unlessMade] = services.guards.stockInsertFirst
    ? [sql``, sql`ON CONFLICT DO NOTHING`]
    : [sql`WHERE NOT EXISTS (SELECT 1 FROM ${level})`, sql``];
  const columns = Object.values(columnOf);
  await sql`
    INSERT INTO stock_level (merchant_id, variant_id, warehouse_id, number, changed_at, ${sql.join(columns.map((column) => sql.ref(column)))})
    SELECT ${merchantId}::uuid, g.variant_id, g.warehouse_id, 0, ${at}, ${sql.join(columns.map(() => sql.lit(0)))} FROM (${given}) g ${absent}
    ${unlessMade}`.execute(tx);
}

/** Those that are there, locked in their order until the transaction ends, by `levelKey`. */
export async function lockLevels(tx: TenantTx, keys: readonly LevelKey[]): Promise<ReadonlyMap<string, StockLevel & LevelKey>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<LevelKey & StockLevel>`
    SELECT l.variant_id AS "variantId", l.warehouse_id AS "warehouseId",
      ${sql.join(counters.map((counter) => sql`l.${sql.ref(columnOf[counter])} AS ${sql.ref(counter)}`))}
    FROM stock_level l JOIN (${givenKeys(keys)}) g ON g.variant_id = l.variant_id AND g.warehouse_id = l.warehouse_id
    ORDER BY l.variant_id, l.warehouse_id FOR NO KEY UPDATE OF l`.execute(tx);
  return new Map(rows.map((row) => [levelKey(row), row]));
}

/** Sets levels right by their ledger: every counter as all movements of the past make it. The caller holds their locks. */
export async function rebuildLevels(tx: TenantTx, { variantIds, now }: { variantIds: readonly string[]; now: number }): Promise<void> {
  const { rows } = await sql<LevelKey & { kind: MovementKind; units: number; number: number }>`
    SELECT variant_id AS "variantId", warehouse_id AS "warehouseId", kind, sum(units)::bigint AS units, max(number) AS number
    FROM stock_movement WHERE variant_id = ANY (${variantIds}::uuid[]) GROUP BY 1, 2, 3`.execute(tx);
  const levels = new Map<string, LevelKey & { number: number; sums: Record<StockCounter, number> }>();
  for (const { kind, units, number, ...key } of rows) {
    const level = levels.get(levelKey(key)) ?? { ...key, number, sums: { ...emptyLevel } };
    for (const counter of counters) level.sums[counter] += (movementEffects[kind][counter] ?? 0) * units;
    levels.set(levelKey(key), { ...level, number: Math.max(level.number, number) });
  }
  const columns: Record<string, BulkColumn<LevelKey & { number: number; sums: Record<StockCounter, number> }>> = {
    variant_id: ['uuid', ({ variantId }) => variantId],
    warehouse_id: ['uuid', ({ warehouseId }) => warehouseId],
    number: ['bigint', ({ number }) => number],
    ...Object.fromEntries(
      counters.map((counter) => [
        columnOf[counter],
        ['bigint', ({ sums }: { sums: Record<StockCounter, number> }) => sums[counter]] as const,
      ]),
    ),
  };
  const { names, source } = unnestRows([...levels.values()], columns);
  const set = sql.join(['number', ...Object.values(columnOf)].map((column) => sql`${sql.ref(column)} = g.${sql.ref(column)}`));
  await sql`
    UPDATE stock_level l SET ${set}, changed_at = ${new Date(now)}::timestamptz FROM (SELECT ${names} FROM ${source}) g
    WHERE l.variant_id = g.variant_id AND l.warehouse_id = g.warehouse_id`.execute(tx);
}

export const levelKey = ({ variantId, warehouseId }: LevelKey): string => `${variantId} ${warehouseId}`;
/** What a variant is given until somebody says how long its goods take (decision). */
const LEAD_TIME_DAYS = 30;

function givenKeys(keys: readonly LevelKey[]): RawBuilder<unknown> {
  const distinct = [...new Map(keys.map((key) => [levelKey(key), key])).values()];
  const { names, source } = unnestRows<LevelKey>(distinct, {
    variant_id: ['uuid', ({ variantId }) => variantId],
    warehouse_id: ['uuid', ({ warehouseId }) => warehouseId],
  });
  return sql`SELECT ${names} FROM ${source} ORDER BY variant_id, warehouse_id`;
}
