import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { appealView } from './views.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['appeals.list']>['query'] };

export async function listAppeals(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['appeals.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = new Map((await shopsInScope(tx, { caller, ...query })).map((shop) => [shop.id, shop]));
    if (shops.size === 0) return { items: [], nextCursor: null };
    let found = tx
      .selectFrom('appeal')
      .innerJoin('violation', 'violation.id', 'appeal.violation_id')
      .selectAll('appeal')
      .select('violation.reason as reason')
      .where('appeal.shop_id', 'in', [...shops.keys()])
      .orderBy('appeal.created_at', 'desc')
      .orderBy('appeal.id', 'desc')
      .limit(query.limit + 1);
    if (after)
      found = found.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('appeal.created_at', 'appeal.id'), '<', tuple(new Date(after.at), after.id)),
      );
    const page = pageOf(await found.execute(), query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    return {
      items: page.items.flatMap(({ reason, ...row }) => {
        const shop = shops.get(row.shop_id);
        return shop ? [appealView(row, { shop, reason })] : [];
      }),
      nextCursor: page.nextCursor,
    };
  });
}
