import type { PublicationRun } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { globalShops } from './global-fits.ts';

/** Markets where content sells few goods, and a mass of listings none (product.md W6 names them by the source). */
const UNTESTED_MARKETS = ['US', 'GB', 'DE', 'FR', 'IT', 'ES', 'IE'];
const MANY_UNTESTED_SKUS = 20;

type Asked = { caller: Pick<Caller, 'shopIds'>; runId: string };

/** Null where there is none. Shops that are not the caller's are left out. */
export async function readRun(tx: TenantTx, { caller, runId }: Asked): Promise<PublicationRun | null> {
  const run = await tx.selectFrom('publication_run').selectAll().where('id', '=', runId).executeTakeFirst();
  if (!run) return null;
  const shops = await shopsInScope(tx, { caller });
  const ids = shops.map(({ id }) => id);
  const { rows } = await sql<{ shopId: string; state: string; count: number; preparing: number; submitting: number }>`
    SELECT shop_id AS "shopId", state, count(*)::int AS count, (count(*) FILTER (WHERE prepared_at IS NULL))::int AS preparing,
      (count(*) FILTER (WHERE submitted_at IS NOT NULL))::int AS submitting
    FROM publication WHERE run_id = ${runId} AND shop_id = ANY (${ids}::uuid[]) GROUP BY 1, 2 ORDER BY 1, 2`.execute(tx);
  const countsOf = (own: typeof rows): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { state, count } of own) counts[state] = (counts[state] ?? 0) + count;
    return counts;
  };
  const untested = await sql<{ market: string; skus: number }>`
    SELECT shop.market, count(DISTINCT variant.id)::int AS skus
    FROM publication AS own JOIN shop ON shop.merchant_id = own.merchant_id AND shop.id = own.shop_id
    JOIN variant ON variant.merchant_id = own.merchant_id AND variant.product_id = own.product_id AND variant.status = 'active'
    WHERE own.run_id = ${runId} AND shop.market = ANY (${UNTESTED_MARKETS}::text[]) AND own.state IN ('draft', 'incomplete')
      AND own.shop_id = ANY (${ids}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM variant_link AS link WHERE link.variant_id = variant.id)
    GROUP BY shop.market ORDER BY shop.market`.execute(tx);
  const global = (await globalShops(tx, runId)).filter(({ shop }) => ids.includes(shop.id));
  const sisters = global.filter(
    ({ shop }) => shop.hasMade || global.some((other) => other.shop.authorizationId === shop.authorizationId && other.shop.id !== shop.id),
  );
  const skus = Math.max(0, ...untested.rows.map((row) => row.skus));
  return {
    id: run.id,
    createdBy: run.created_by,
    createdAt: run.created_at.toISOString(),
    preparing: rows.reduce((sum, { preparing }) => sum + preparing, 0),
    submitting: rows.reduce((sum, { submitting }) => sum + submitting, 0),
    counts: countsOf(rows),
    shops: shops.flatMap(({ id, name, channel, market, timeZone, currency }) => {
      const own = rows.filter(({ shopId }) => shopId === id);
      if (own.length === 0) return [];
      // The cast: written from the contract's enum.
      const shop = { id, name, channel: channel as PublicationRun['shops'][number]['shop']['channel'], market, timeZone };
      return [{ shop, currency, counts: countsOf(own) }];
    }),
    global: { isChosen: run.is_global, shops: sisters.map(({ shop, reason }) => ({ shopId: shop.id, reason })) },
    untested: { skus, markets: untested.rows.map(({ market }) => market), isMany: skus > MANY_UNTESTED_SKUS },
  };
}
