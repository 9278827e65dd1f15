import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

const position = z.strictObject({ at: z.iso.datetime(), shopId: z.uuid() });

export async function priceHistory(
  services: Services,
  { caller, params, query }: Parameters<Handlers['prices.history']>[0],
): Promise<AnswerOf<Routes['prices.history']> | Refusal> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const variant = await tx.selectFrom('variant').select('id').where('id', '=', params.variantId).executeTakeFirst();
    if (!variant) return refuse('not-found');
    const shops = new Map((await shopsInScope(tx, { caller, shopIds: query.shopIds })).map((shop) => [shop.id, shop]));
    const rows = await tx
      .selectFrom('price_change as change')
      .innerJoin('price_application as application', 'application.id', 'change.application_id')
      .select(['change.application_id', 'change.shop_id', 'change.price_minor', 'change.currency', 'change.lines'])
      .select(['application.applied_by', 'application.applied_at', 'application.undone_at'])
      .where('change.variant_id', '=', variant.id)
      .where(sql<boolean>`change.shop_id = ANY (${[...shops.keys()]}::uuid[])`)
      .$if(after !== null, (read) =>
        read.where(sql<boolean>`(application.applied_at, change.shop_id) < (${new Date(after?.at ?? 0)}, ${after?.shopId ?? null}::uuid)`),
      )
      .orderBy('application.applied_at', 'desc')
      .orderBy('change.shop_id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const page = pageOf(rows, query.limit, (row) => ({ at: row.applied_at.toISOString(), shopId: row.shop_id }));
    return {
      items: page.items.flatMap((row) => {
        const shop = shops.get(row.shop_id);
        if (!shop) return [];
        return [
          {
            applicationId: row.application_id,
            shop: shopChip(shop),
            price: { amount: row.price_minor, currency: row.currency },
            lines: row.lines,
            appliedBy: row.applied_by,
            appliedAt: row.applied_at.toISOString(),
            undoneAt: row.undone_at?.toISOString() ?? null,
          },
        ];
      }),
      nextCursor: page.nextCursor,
    };
  });
}
