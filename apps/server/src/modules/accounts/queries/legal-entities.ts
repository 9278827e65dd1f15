import type { LegalEntity } from '@tradewind/contract';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

const position = z.strictObject({ id: z.uuid() });

export async function listLegalEntities(
  services: Services,
  { caller, query }: { caller: Caller; query: { limit: number; cursor?: string | undefined } },
): Promise<{ items: LegalEntity[]; nextCursor: string | null }> {
  const after = decodeCursor(query.cursor, position);
  const rows = await services.database.withMerchant(caller.merchantId, (tx) => {
    const found = tx
      .selectFrom('legal_entity')
      .selectAll()
      .select((entity) =>
        entity
          .selectFrom('shop')
          .whereRef('shop.legal_entity_id', '=', 'legal_entity.id')
          .where('shop.state', '!=', 'unbound')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as('shop_count'),
      )
      .orderBy('id')
      .limit(query.limit + 1);
    return (after ? found.where('id', '>', after.id) : found).execute();
  });
  const page = pageOf(rows, query.limit, (row) => ({ id: row.id }));
  return {
    items: page.items.map((row) => ({
      id: row.id,
      name: row.name,
      jurisdiction: row.jurisdiction,
      shopCount: row.shop_count ?? 0,
      createdAt: row.created_at.toISOString(),
    })),
    nextCursor: page.nextCursor,
  };
}
