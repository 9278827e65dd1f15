import type { AnswerOf, Routes } from '@tradewind/contract';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

const position = z.strictObject({ sku: z.string().max(200) });

export async function listBins(
  services: Services,
  { caller, query }: Parameters<Handlers['bins.list']>[0],
): Promise<AnswerOf<Routes['bins.list']> | Refusal> {
  const after = decodeCursor(query.cursor, position);
  const { warehouseId, sku } = query;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const warehouse = await tx.selectFrom('warehouse').select('id').where('id', '=', warehouseId).executeTakeFirst();
    if (!warehouse) return refuse('not-found');
    let found = tx
      .selectFrom('bin')
      .innerJoin('variant', 'variant.id', 'bin.variant_id')
      .innerJoin('product', 'product.id', 'variant.product_id')
      .select(['bin.zone', 'bin.bin', 'bin.changed_at', 'variant.id', 'variant.sku', 'product.title'])
      .where('bin.warehouse_id', '=', warehouseId)
      .orderBy('variant.sku')
      .limit(query.limit + 1);
    if (sku) found = found.where('variant.sku', '>=', sku).where('variant.sku', '<', `${sku}\u{10FFFF}`);
    if (after) found = found.where('variant.sku', '>', after.sku);
    const page = pageOf(await found.execute(), query.limit, (row) => ({ sku: row.sku }));
    return {
      items: page.items.map((row) => ({
        ...{ warehouseId, variant: { id: row.id, sku: row.sku, title: row.title }, zone: row.zone, bin: row.bin },
        changedAt: row.changed_at.toISOString(),
      })),
      nextCursor: page.nextCursor,
    };
  });
}
