import type { AnswerOf, ParsedOf, PriceApplication, Routes } from '@tradewind/contract';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

export const applicationView = (row: Selectable<TenantTables['price_application']>): PriceApplication => ({
  id: row.id,
  prices: row.prices,
  variants: row.variants,
  shops: row.shop_ids.length,
  appliedBy: row.applied_by,
  appliedAt: row.applied_at.toISOString(),
  undoneBy: row.undone_by,
  undoneAt: row.undone_at?.toISOString() ?? null,
});

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Asked = { caller: Caller; query: ParsedOf<Routes['price-applications.list']>['query'] };

/** Those whose shops are all the caller's: nobody takes back what they cannot see. */
export async function listApplications(services: Services, { caller, query }: Asked): Promise<AnswerOf<Routes['price-applications.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    let found = tx
      .selectFrom('price_application')
      .selectAll()
      .orderBy('applied_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (caller.shopIds) found = found.where(sql<boolean>`shop_ids <@ ${caller.shopIds}::uuid[]`);
    if (after) found = found.where(sql<boolean>`(applied_at, id) < (${new Date(after.at)}, ${after.id})`);
    const page = pageOf(await found.execute(), query.limit, (row) => ({ at: row.applied_at.toISOString(), id: row.id }));
    return { items: page.items.map(applicationView), nextCursor: page.nextCursor };
  });
}
