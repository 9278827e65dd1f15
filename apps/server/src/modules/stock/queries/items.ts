import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { variantChips } from './variants.ts';

type Answer = AnswerOf<Routes['stock-items.get']>;

/** What is kept of a variant beside its units; of the shops, those that the caller may see. */
export async function readItem(
  services: Services,
  { caller, variantId }: { caller: Caller; variantId: string },
): Promise<Answer | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const variant = (await variantChips(tx, [variantId])).get(variantId);
    if (!variant) return refuse('not-found');
    const item = await tx.selectFrom('stock_item').select('lead_time_days').where('variant_id', '=', variantId).executeTakeFirst();
    const rule = await tx
      .selectFrom('allocation_rule')
      .select('safety_stock')
      .where('shop_id', 'is', null)
      .where(({ eb, or }) => or([eb('variant_id', '=', variantId), eb('variant_id', 'is', null)]))
      .orderBy('variant_id', (order) => order.asc().nullsLast())
      .executeTakeFirst();
    const codes = await tx
      .selectFrom('warehouse_sku')
      .select(['warehouse_id as warehouseId', 'code'])
      .where('variant_id', '=', variantId)
      .orderBy('code')
      .execute();
    return {
      ...{ variant, leadTimeDays: item?.lead_time_days ?? null, safetyStock: rule?.safety_stock ?? 0 },
      ...{ warehouseCodes: codes, shopSkus: await shopSkus(tx, variantId, await shopsInScope(tx, { caller })) },
    };
  });
}

async function shopSkus(tx: TenantTx, variantId: string, shops: readonly ShopInScope[]): Promise<Answer['shopSkus']> {
  const { rows } = await sql<{ shopId: string; listingId: string; title: string; channelSkuId: string; sellerSku: string }>`
    SELECT listing.shop_id AS "shopId", listing.id AS "listingId", listing.title,
      link.channel_sku_id AS "channelSkuId", COALESCE(sold.seller_sku, '') AS "sellerSku"
    FROM variant_link AS link
    JOIN listing ON listing.id = link.listing_id AND listing.status <> 'deleted'
    LEFT JOIN listing_variant AS sold ON sold.listing_id = link.listing_id AND sold.channel_sku_id = link.channel_sku_id
    WHERE link.variant_id = ${variantId} ORDER BY listing.shop_id, link.channel_sku_id`.execute(tx);
  return rows.flatMap(({ shopId, ...sku }) => {
    const shop = shops.find(({ id }) => id === shopId);
    return shop ? [{ shop: shopChip(shop), ...sku }] : [];
  });
}
