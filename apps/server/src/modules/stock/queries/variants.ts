import type { AnswerOf, Routes } from '@tradewind/contract';
import type { TenantTx } from '../../../platform/database/database.ts';

export type VariantChip = AnswerOf<Routes['stock-levels.list']>['items'][number]['variant'];

export async function variantChips(tx: TenantTx, ids: readonly string[]): Promise<ReadonlyMap<string, VariantChip>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('variant')
    .innerJoin('product', 'product.id', 'variant.product_id')
    .select(['variant.id', 'variant.sku', 'product.title', 'variant.option_values as optionValues', 'variant.is_bundle as isBundle'])
    .where('variant.id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
