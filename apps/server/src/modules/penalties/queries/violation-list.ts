import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { predictionsOf } from '../../performance/index.ts';
import { appealsOf, violationView } from './views.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['violations.list']>['query'] };

/** One keyset page of the ledger over all shops. */
export async function listViolations(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['violations.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map((await shopsInScope(tx, { caller, ...query })).map((shop) => [shop.id, shop]));
    if (shops.size === 0) return { items: [], nextCursor: null };
    let found = tx
      .selectFrom('violation')
      .selectAll()
      .where('shop_id', 'in', [...shops.keys()])
      .orderBy('violated_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (query.area !== undefined) found = found.where('area', '=', query.area);
    if (query.reason !== undefined) found = found.where('reason', '=', query.reason);
    if (query.state === 'overturned') found = found.where('overturned_at', 'is not', null);
    if (query.state === 'in-force' || query.state === 'under-appeal')
      found = found.where('overturned_at', 'is', null).where((where) => {
        const underReview = where.exists(
          where
            .selectFrom('appeal')
            .select('appeal.id')
            .whereRef('appeal.violation_id', '=', 'violation.id')
            .where('appeal.outcome', '=', 'under-review'),
        );
        return query.state === 'under-appeal' ? underReview : where.not(underReview);
      });
    if (after)
      found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('violated_at', 'id'), '<', tuple(new Date(after.at), after.id)));
    const page = pageOf(await found.execute(), query.limit, (row) => ({ at: row.violated_at.toISOString(), id: row.id }));
    const appeals = await appealsOf(
      tx,
      page.items.map((row) => row.id),
    );
    const now = services.clock.now();
    const predictions = await predictionsOf(tx, [...new Set(page.items.map((row) => row.shop_id))]);
    return {
      items: page.items.flatMap((row) => {
        const shop = shops.get(row.shop_id);
        return shop ? [violationView(row, { shop, appeals, predictions, now })] : [];
      }),
      nextCursor: page.nextCursor,
    };
  });
}
