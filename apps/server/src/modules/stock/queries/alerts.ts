import type { AnswerOf, Routes } from '@tradewind/contract';
import { mayOversell } from '@tradewind/rules/stock-advice';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { adviceOf } from './advice.ts';

type Answer = AnswerOf<Routes['stock-alerts.list']>;
export type StockAlert = Answer['items'][number]['alert'];
export const stockAlerts = ['low', 'oversell-risk', 'core-missing', 'dead'] as const satisfies readonly StockAlert[];

/** What deserves a look, by variant; of counted ones only, all or those that are named. */
export async function alertsOf(
  tx: TenantTx,
  { now, variantIds }: { now: number; variantIds: readonly string[] | null },
): Promise<ReadonlyMap<string, StockAlert[]>> {
  const advice = await adviceOf(tx, now, variantIds);
  const shown = await shownByShops(tx, variantIds);
  const missing = new Set((await coreMissing(tx, null)).map(({ variantId }) => variantId));
  return new Map(
    advice.map(({ variantId, available, isLow, isDead }): [string, StockAlert[]] => {
      const is: Record<StockAlert, boolean> = {
        low: isLow,
        'oversell-risk': mayOversell({ available, shown: shown.get(variantId) ?? [] }),
        'core-missing': missing.has(variantId),
        dead: isDead,
      };
      return [variantId, stockAlerts.filter((alert) => is[alert])];
    }),
  );
}

export async function listAlerts(services: Services, caller: Caller): Promise<Answer> {
  const found = await services.database.withMerchant(caller.merchantId, (tx) =>
    alertsOf(tx, { now: services.clock.now(), variantIds: null }),
  );
  const all = [...found.values()].flat();
  return { items: stockAlerts.map((alert) => ({ alert, skus: all.filter((each) => each === alert).length })) };
}

/** What each shop offers of a variant over all of its listings: as it was read, or as it has confirmed since. */
async function shownByShops(tx: TenantTx, variantIds: readonly string[] | null): Promise<ReadonlyMap<string, number[]>> {
  const { rows } = await sql<{ variantId: string; units: number[] }>`
    SELECT "variantId", array_agg(units) AS units FROM (
      SELECT variant_id AS "variantId", sum(
        CASE WHEN read_at IS NULL OR confirmed_at > read_at THEN COALESCE(confirmed, 0) ELSE COALESCE(shown, 0) END)::float8 AS units
      FROM stock_push WHERE ${variantIds}::uuid[] IS NULL OR variant_id = ANY (${variantIds}::uuid[]) GROUP BY variant_id, shop_id) AS each
    GROUP BY 1`.execute(tx);
  return new Map(rows.map(({ variantId, units }) => [variantId, units]));
}

/** Core SKUs of the programme to Mexico lie in the United States before they sell. Null: of every shop. */
export async function coreMissing(
  tx: TenantTx,
  shopIds: readonly string[] | null,
): Promise<{ shopId: string; variantId: string; sku: string }[]> {
  const { rows } = await sql<{ shopId: string; variantId: string; sku: string }>`
    SELECT DISTINCT core.shop_id AS "shopId", v.id AS "variantId", v.sku
    FROM mexico_sku core
    JOIN listing l ON l.shop_id = core.shop_id
    JOIN variant_link k ON k.listing_id = l.id AND k.channel_sku_id = core.channel_sku_id
    JOIN variant v ON v.id = k.variant_id
    JOIN stock_item i ON i.variant_id = v.id
    WHERE core.rhythm = 'core' AND (${shopIds}::uuid[] IS NULL OR core.shop_id = ANY (${shopIds}::uuid[])) AND NOT EXISTS (
      SELECT 1 FROM stock_level s JOIN warehouse w ON w.id = s.warehouse_id
      WHERE s.variant_id = v.id AND w.country = 'US' AND s.on_hand > s.reserved + s.promotion_reserved)
    ORDER BY v.sku`.execute(tx);
  return rows;
}
