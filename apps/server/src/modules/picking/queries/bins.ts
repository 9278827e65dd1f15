import type { AnswerOf, Routes } from '@tradewind/contract';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

const position = z.strictObject({ sku: z.string().max(200), warehouseId: z.uuid() });

export async function listBins(
  services: Services,
  { caller, query }: Parameters<Handlers['bins.list']>[0],
): Promise<AnswerOf<Routes['bins.list']> | Refusal> {
  const after = decodeCursor(query.cursor, position);
  const { warehouseId, sku } = query;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const warehouses =
      warehouseId === undefined ? null : await tx.selectFrom('warehouse').select('id').where('id', '=', warehouseId).execute();
    if (warehouses?.length === 0) return refuse('not-found');
    let found = tx
      .selectFrom('bin')
      .innerJoin('variant', 'variant.id', 'bin.variant_id')
      .innerJoin('product', 'product.id', 'variant.product_id')
      .select(['bin.warehouse_id', 'bin.zone', 'bin.bin', 'bin.changed_at', 'variant.id', 'variant.sku', 'product.title'])
      .orderBy('variant.sku')
      .orderBy('bin.warehouse_id')
      .limit(query.limit + 1);
    if (warehouseId !== undefined) found = found.where('bin.warehouse_id', '=', warehouseId);
    if (sku) found = found.where('variant.sku', '>=', sku).where('variant.sku', '<', `${sku}\u{10FFFF}`);
    if (after)
      found = found.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('variant.sku', 'bin.warehouse_id'), '>', tuple(after.sku, after.warehouseId)),
      );
    const page = pageOf(await found.execute(), query.limit, (row) => ({ sku: row.sku, warehouseId: row.warehouse_id }));
    return {
      items: page.items.map((row) => ({
        ...{ warehouseId: row.warehouse_id, variant: { id: row.id, sku: row.sku, title: row.title }, zone: row.zone, bin: row.bin },
        changedAt: row.changed_at.toISOString(),
      })),
      nextCursor: page.nextCursor,
    };
  });
}
