/**
 * The judge reads the database as its superuser, past all row security. Two of its eyes are triggers, in the transaction that does the
 * wrong: an order's version or a shop's cursor that goes back is seen even where a later sweep puts it right again.
 */
import type pg from 'pg';
import type { Lines } from '../world/lines.ts';

export const EYES = `
  CREATE SCHEMA seeds;
  CREATE TABLE seeds.breach (id bigserial PRIMARY KEY, what text NOT NULL, object text NOT NULL, was timestamptz NOT NULL, became timestamptz NOT NULL);
  CREATE FUNCTION seeds.order_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF new.updated_at < old.updated_at THEN
      INSERT INTO seeds.breach (what, object, was, became) VALUES ('an order''s version went back', new.channel_order_id, old.updated_at, new.updated_at);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER order_moved AFTER UPDATE ON tenant.orders FOR EACH ROW EXECUTE FUNCTION seeds.order_moved();
  CREATE FUNCTION seeds.cursor_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    IF new.cursor_at < old.cursor_at THEN
      INSERT INTO seeds.breach (what, object, was, became) VALUES ('a cursor went back', new.stream, old.cursor_at, new.cursor_at);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER cursor_moved AFTER UPDATE ON tenant.sync_stream FOR EACH ROW EXECUTE FUNCTION seeds.cursor_moved();`;

/** Empty tables for the next seed: rows, pages and plans are then the same whatever was played before. */
export async function wipe(judge: pg.Client): Promise<void> {
  const { rows } = await judge.query<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(relname) AS name FROM pg_stat_user_tables
     WHERE schemaname IN ('tenant', 'system', 'seeds') AND pg_relation_size(relid) > 0 AND relname <> 'schema_migration'`,
  );
  if (rows.length > 0) await judge.query(`TRUNCATE ${rows.map((row) => row.name).join(', ')} RESTART IDENTITY CASCADE`);
}

export type HeldOrder = {
  shop: string;
  id: string;
  status: string;
  updatedAt: number;
  paidAt: number | null;
  gmvMinor: number;
  units: number;
  totalMinor: number;
};
const HELD_ORDERS = `
  SELECT s.channel_shop_id AS shop, o.channel_order_id AS id, o.status, o.gmv_minor::int AS "gmvMinor", o.units, o.total_minor::int AS "totalMinor",
    (extract(epoch FROM o.updated_at) * 1000)::float8 AS "updatedAt", (extract(epoch FROM o.paid_at) * 1000)::float8 AS "paidAt"
  FROM tenant.orders o JOIN tenant.shop s ON s.merchant_id = o.merchant_id AND s.id = o.shop_id`;
export async function heldOrders({ judge }: Lines): Promise<HeldOrder[]> {
  return (await judge.query<HeldOrder>(HELD_ORDERS)).rows;
}

export type Cursor = { shop: string; at: number };
export async function cursors({ judge }: Lines): Promise<Cursor[]> {
  const { rows } = await judge.query<Cursor>(
    `SELECT s.channel_shop_id AS shop, (extract(epoch FROM y.cursor_at) * 1000)::float8 AS at
     FROM tenant.sync_stream y JOIN tenant.shop s ON s.merchant_id = y.merchant_id AND s.id = y.shop_id WHERE y.stream = 'orders'`,
  );
  return rows;
}

export type Slot = { shop: string; slot: string; currency: string; gmvMinor: number; orders: number; units: number };
export async function rollups({ judge }: Lines): Promise<{ hours: Slot[]; days: Slot[] }> {
  const read = async (table: string, slot: string): Promise<Slot[]> =>
    (
      await judge.query<Slot>(
        `SELECT s.channel_shop_id AS shop, ${slot} AS slot, r.currency, r.gmv_minor::int AS "gmvMinor", r.orders, r.units
         FROM tenant.${table} r JOIN tenant.shop s ON s.merchant_id = r.merchant_id AND s.id = r.shop_id
         WHERE (r.gmv_minor, r.orders, r.units) <> (0, 0, 0)`,
      )
    ).rows;
  const hour = `to_char(r.hour_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')`;
  return { hours: await read('rollup_hour', hour), days: await read('rollup_day', 'r.on_day::text') };
}

export async function notificationIds({ judge }: Lines): Promise<Set<string>> {
  const { rows } = await judge.query<{ id: string }>('SELECT notification_id AS id FROM tenant.inbound');
  return new Set(rows.map((row) => row.id));
}

export type Left = { what: string; object: string };
/** What must not be there once all is quiet. */
export async function leftBehind({ judge }: Lines, now: number): Promise<Left[]> {
  const { rows } = await judge.query<Left>(
    `SELECT what || ': ' || was || ' -> ' || became AS what, object FROM seeds.breach
     UNION ALL SELECT 'a shop is not active', channel_shop_id || ' ' || state FROM tenant.shop WHERE state <> 'active'
     UNION ALL SELECT 'a job is parked', kind || ' ' || dedupe_key || ' ' || coalesce(failure->>'message', '') FROM system.job WHERE parked_at IS NOT NULL
     UNION ALL SELECT 'a fetch was never made', dedupe_key FROM system.job WHERE kind = 'intake.fetch-orders'
     UNION ALL SELECT 'a sweep is gone', s.channel_shop_id FROM tenant.shop s WHERE NOT EXISTS (
       SELECT FROM system.job j WHERE j.kind = 'intake.sweep' AND j.lane = 'shop:' || s.id || ':orders')
     UNION ALL SELECT 'a lane is stopped', lane || ' ' || stopped_reason FROM system.lane WHERE stopped_reason IS NOT NULL
     UNION ALL SELECT 'a lane is claimed', lane || ' by ' || leased_by FROM system.lane WHERE leased_by IS NOT NULL AND leased_until > $1`,
    [new Date(now)],
  );
  return rows;
}
