import type { AnswerOf, Routes } from '@tradewind/contract';
import { bundlesFrom } from '@tradewind/rules/stock';
import { type Allocation, allocate, type InWarehouse, ruleFor, type ScopedRule } from '@tradewind/rules/stock-allocation';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';
import { partsOf, type ServingWarehouse, shelvesOf, warehousesByShop } from '../shelves.ts';

export type Allocated = Allocation & { warehouses: (InWarehouse & { channelWarehouseId: string | null })[] };
export type AllocationOf = (shopId: string, variantId: string) => Allocated | null;

async function readRules(tx: TenantTx): Promise<ScopedRule[]> {
  const rows = await tx.selectFrom('allocation_rule').selectAll().execute();
  return rows.map(({ shop_id, variant_id, kind, value, safety_stock, minimum }) => ({
    ...{ shopId: shop_id, variantId: variant_id, kind, value, safetyStock: safety_stock, minimum },
  }));
}

/** What each shop may show of these variants at this moment. Null: a part of the variant is counted by nobody. */
export async function allocating(
  tx: TenantTx,
  { services, variantIds, rules }: { services: Pick<Services, 'guards'>; variantIds: readonly string[]; rules?: readonly ScopedRule[] },
): Promise<AllocationOf> {
  const sold = await partsOf(tx, services, variantIds);
  const shelves = await shelvesOf(tx, [...new Set([...sold.values()].flatMap(({ parts }) => parts.map(({ variantId }) => variantId)))]);
  const warehousesOf = await warehousesByShop(tx);
  const inForce = rules ?? (await readRules(tx));
  return (shopId, variantId) => {
    const parts = sold.get(variantId)?.parts ?? [];
    if (parts.length === 0 || parts.some(({ countedSince }) => countedSince === null)) return null;
    // The platform counts its own warehouses itself.
    const warehouses = warehousesOf(shopId)
      .filter(({ kind }) => kind !== 'platform')
      .map(({ id, channelWarehouseId }: ServingWarehouse) => ({
        ...{ warehouseId: id, channelWarehouseId },
        available: bundlesFrom(parts, (partId) => shelves.available(id, partId)) ?? 0,
      }));
    return { ...allocate(warehouses, ruleFor(inForce, { shopId, variantId })), warehouses };
  };
}

type Preview = AnswerOf<Routes['allocation-rules.preview']>;

/** "Why this number", as the rules are or as one of them would make it. */
export async function previewAllocation(
  services: Services,
  { caller, body }: Parameters<Handlers['allocation-rules.preview']>[0],
): Promise<Preview | Refusal> {
  const { variantId, change } = body;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const variant = await tx.selectFrom('variant').select('id').where('id', '=', variantId).executeTakeFirst();
    if (!variant) return refuse('not-found');
    const held = await readRules(tx);
    const others = change ? held.filter((rule) => rule.shopId !== change.shopId || rule.variantId !== change.variantId) : held;
    const changed = change?.rule ? [{ ...change.rule, shopId: change.shopId, variantId: change.variantId }] : [];
    const allocationOf = await allocating(tx, { services, variantIds: [variantId], rules: [...others, ...changed] });
    const shops = (await shopsInScope(tx, { caller })).filter(({ state }) => state !== 'unbound');
    return {
      items: shops.map((shop): Preview['items'][number] => {
        const allocated = allocationOf(shop.id, variantId);
        const lines = (allocated?.lines ?? []).map((line) => ({ warehouseId: null, value: null, ...line }));
        return { shop: shopChip(shop), quantity: allocated?.quantity ?? null, lines };
      }),
    };
  });
}
