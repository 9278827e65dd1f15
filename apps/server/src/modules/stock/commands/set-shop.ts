import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { announce, compareJob, pushJob } from '../jobs.ts';
import { readStockShops } from '../queries/stock-shops.ts';

/** Lets a shop be told its numbers, and says from where it is served. */
export async function setStockShop(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['stock-shops.set']>[0],
): Promise<AnswerOf<Routes['stock-shops.set']> | Refusal> {
  const { shopId } = params;
  const { merchantId } = caller;
  const now = services.clock.now();
  const ids = [...new Set(body.warehouses.map(({ warehouseId }) => warehouseId))];
  return services.database.withMerchant(merchantId, async (tx) => {
    const shop = await tx.selectFrom('shop').select('id').where('id', '=', shopId).where('state', '<>', 'unbound').executeTakeFirst();
    if (!shop || !mayUseShop(caller, shopId)) return refuse('not-found');
    const known = ids.length === 0 ? [] : await tx.selectFrom('warehouse').select('id').where('id', 'in', ids).execute();
    if (known.length < ids.length || ids.length < body.warehouses.length)
      return {
        refused: 'invalid-input',
        errors: [{ path: '/warehouses', code: 'unknown-warehouse', message: 'Each warehouse once, and only known ones' }],
      };
    const split = body.maySplit === undefined ? {} : { may_split: body.maySplit };
    await tx
      .insertInto('stock_shop')
      .values({
        merchant_id: merchantId,
        shop_id: shopId,
        is_pushing: body.isPushing,
        ...split,
        compared_at: null,
        trouble: null,
        channel_warehouses: '[]',
      })
      .onConflict((conflict) =>
        conflict.columns(['merchant_id', 'shop_id']).doUpdateSet({ is_pushing: body.isPushing, ...split, trouble: null }),
      )
      .execute();
    await tx.deleteFrom('warehouse_shop').where('shop_id', '=', shopId).execute();
    const rows = body.warehouses.map(({ warehouseId, channelWarehouseId }, rank) => ({
      ...{ merchant_id: merchantId, shop_id: shopId, warehouse_id: warehouseId, rank, channel_warehouse_id: channelWarehouseId },
    }));
    if (rows.length > 0) await tx.insertInto('warehouse_shop').values(rows).execute();
    const facts = { isPushing: body.isPushing, maySplit: body.maySplit ?? null, warehouses: rows.length };
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'stock.shop-set',
      objectKind: 'shop',
      objectId: shopId,
      facts,
    });
    if (body.isPushing) await announcePlans(tx, { services, merchantId, now, shopId });
    const view = (await readStockShops(services, tx, caller)).find((one) => one.shop.id === shopId);
    return view ?? refuse('not-found');
  });
}

type Plans = { services: Services; merchantId: string; now: number; shopId: string | null; isUntoldOnly?: boolean };

/** Works out anew what a shop (null: each of them) shall be told, of all of its counted SKUs or of those it was told nothing of. */
export async function announcePlans(tx: TenantTx, { services, merchantId, now, shopId, isUntoldOnly = false }: Plans): Promise<void> {
  const untold = isUntoldOnly
    ? sql`AND NOT EXISTS (SELECT 1 FROM stock_push p WHERE p.listing_id = v.listing_id AND p.channel_sku_id = v.channel_sku_id)`
    : sql``;
  const { rows } = await sql<{ variantId: string }>`
    SELECT DISTINCT i.variant_id AS "variantId"
    FROM listing l JOIN variant_link v ON v.listing_id = l.id
    LEFT JOIN bundle_part b ON b.bundle_id = v.variant_id
    JOIN stock_item i ON i.variant_id = COALESCE(b.part_id, v.variant_id)
    WHERE (${shopId}::uuid IS NULL OR l.shop_id = ${shopId}::uuid) ${untold}`.execute(tx);
  const jobs = shopId === null || isUntoldOnly ? [] : [pushJob(shopId, now), compareJob(shopId, now)];
  await announce(tx, { services, merchantId, now, variantIds: rows.map(({ variantId }) => variantId), jobs });
}
