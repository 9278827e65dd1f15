/**
 * Stock by warehouse. The quantity written is what may still be bought, and the search's `available` reads it back; what orders hold is
 * counted apart. The documents give the range of a quantity as 1 to 99,999 and, for this one operation, allow 0 in words: none.
 */
import { z } from 'zod';
import type {
  ChannelQuantity,
  ChannelQuantityResult,
  ChannelStock,
  ChannelStockLevel,
  ChannelWarehouse,
  RowOutcome,
  ShopAccess,
} from '../port.ts';
import { id, list, ours, readAnswer, refusalText, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import type { Platform } from './platform.ts';

const SCOPE = 'seller.product.write';
const QUANTITY_MAX = 99_999;
const SKUS_PER_SEARCH = 100;

const warehousePage = z.object({
  warehouses: list(
    z.object({
      id,
      name: text,
      effect_status: text,
      type: text,
      sub_type: text,
      is_default: z.boolean().nullish(),
      address: z.object({ region_code: text }).nullish(),
    }),
  ),
});
const PURPOSES: Readonly<Record<string, ChannelWarehouse['purpose']>> = { SALES_WAREHOUSE: 'sales', RETURN_WAREHOUSE: 'returns' };
const LOCATIONS: Readonly<Record<string, ChannelWarehouse['location']>> = {
  DOMESTIC_WAREHOUSE: 'domestic',
  CB_OVERSEA_WAREHOUSE: 'overseas',
  CB_DIRECT_SHIPPING_WAREHOUSE: 'direct-shipping',
};

const quantity = z.int().nonnegative();
const inventoryPage = z.object({
  inventory: list(
    z.object({
      product_id: id,
      skus: list(
        z.object({
          id,
          seller_sku: text,
          warehouse_inventory: list(z.object({ warehouse_id: id, available_quantity: quantity, committed_quantity: quantity })),
        }),
      ),
    }),
  ),
});
const rowError = z.object({ code: id, message: refusalText });
const updateAnswer = z.object({
  errors: list(
    rowError.extend({
      detail: z.object({ sku_id: id, extra_errors: list(rowError.extend({ warehouse_id: text })) }).nullish(),
    }),
  ),
});

export function stockOf(platform: Platform): ChannelStock {
  return {
    scope: SCOPE,
    quantityMax: QUANTITY_MAX,
    warehouses: (shop) => warehouses(platform, shop),
    quantities: (shop, channelSkuIds) => quantities(platform, shop, channelSkuIds),
    setQuantities: (shop, change) => setQuantities(platform, shop, change),
  };
}

async function warehouses(platform: Platform, shop: ShopAccess): Promise<ChannelWarehouse[]> {
  const operation = OPERATIONS.warehouses;
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop });
  return readAnswer(warehousePage, data, operation.name).warehouses.map((wire) => ({
    channelWarehouseId: wire.id,
    name: wire.name,
    purpose: ours(PURPOSES, wire.type) ?? 'unknown',
    location: ours(LOCATIONS, wire.sub_type) ?? 'unknown',
    country: /^[A-Z]{2}$/.test(wire.address?.region_code ?? '') ? (wire.address?.region_code ?? null) : null,
    isDefault: wire.is_default ?? false,
    isEnabled: wire.effect_status === 'ENABLED',
  }));
}

async function quantities(platform: Platform, shop: ShopAccess, channelSkuIds: readonly string[]): Promise<ChannelStockLevel[]> {
  const operation = OPERATIONS.inventorySearch;
  const levels: ChannelStockLevel[] = [];
  for (let from = 0; from < channelSkuIds.length; from += SKUS_PER_SEARCH) {
    const body = { sku_ids: channelSkuIds.slice(from, from + SKUS_PER_SEARCH) };
    const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, body });
    for (const product of readAnswer(inventoryPage, data, operation.name).inventory) {
      for (const sku of product.skus) {
        for (const level of sku.warehouse_inventory) {
          levels.push({
            channelProductId: product.product_id,
            channelSkuId: sku.id,
            channelWarehouseId: level.warehouse_id,
            sellerSku: sku.seller_sku,
            available: level.available_quantity,
            committed: level.committed_quantity,
          });
        }
      }
    }
  }
  return levels;
}

type Change = { channelProductId: string; rows: readonly ChannelQuantity[] };

async function setQuantities(platform: Platform, shop: ShopAccess, { channelProductId, rows }: Change): Promise<ChannelQuantityResult[]> {
  if (rows.length === 0) return [];
  const operation = OPERATIONS.inventoryUpdate;
  const skuIds = [...new Set(rows.map(({ channelSkuId }) => channelSkuId))];
  const skus = skuIds.map((skuId) => ({
    id: skuId,
    inventory: rows
      .filter(({ channelSkuId }) => channelSkuId === skuId)
      .map((row) => ({ warehouse_id: row.channelWarehouseId, quantity: row.quantity })),
  }));
  const data = await platform.caller.signed({
    operation,
    baseUrl: platform.apiUrl,
    accessToken: shop.accessToken,
    shop,
    pathIds: { product_id: channelProductId },
    body: { skus },
  });
  const { errors } = readAnswer(updateAnswer, data, operation.name);
  return rows.map((row) => ({ ...row, ...outcomeOf(row, errors) }));
}

/** An error that names no SKU is of all, one that names no warehouse of all of its SKU's. */
function outcomeOf(row: ChannelQuantity, errors: z.infer<typeof updateAnswer>['errors']): RowOutcome {
  const error = errors.find(({ detail }) => !detail || detail.sku_id === row.channelSkuId);
  if (!error) return { outcome: 'ok' };
  const extra = error.detail?.extra_errors ?? [];
  const own = extra.find((one) => one.warehouse_id === '' || one.warehouse_id === row.channelWarehouseId);
  if (extra.length > 0 && !own) return { outcome: 'ok' };
  return { outcome: 'refused', code: (own ?? error).code, message: (own ?? error).message };
}
