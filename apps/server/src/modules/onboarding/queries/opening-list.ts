import type { AnswerOf, Opening, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { openingView, openingViews, visibleOpening, visibleOpenings } from './opening-views.ts';

type ListInput = { caller: Caller; query: ParsedOf<Routes['openings.list']>['query'] };
const position = z.strictObject({ id: z.uuid() });

/** Newest first: ids carry the time. */
export async function listOpenings(services: Services, { caller, query }: ListInput): Promise<AnswerOf<Routes['openings.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    let found = visibleOpenings(tx, caller)
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (query.market) found = found.where('target_market', '=', query.market);
    if (query.shopIds) found = found.where(sql<boolean>`source_shop_id = ANY (${query.shopIds}::uuid[])`);
    if (after) found = found.where('id', '<', after.id);
    const page = pageOf(await found.execute(), query.limit, ({ id }) => ({ id }));
    return { items: await openingViews(tx, { services, caller }, page.items), nextCursor: page.nextCursor };
  });
}

export async function readOpening(
  services: Services,
  { caller, openingId }: { caller: Caller; openingId: string },
): Promise<Opening | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const row = await visibleOpening(tx, caller, openingId);
    return row ? openingView(tx, { services, caller }, row) : refuse('not-found');
  });
}
