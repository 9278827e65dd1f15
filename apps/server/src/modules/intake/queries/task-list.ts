import type { Routes } from '@tradewind/contract';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Handler } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

const position = z.strictObject({ createdAt: z.iso.datetime(), id: z.uuid() });

/** Long work of the shops a caller may see, newest first. */
export function taskListHandler(services: Services): Handler<Routes['tasks.list']> {
  return async ({ caller, query }) => {
    const after = decodeCursor(query.cursor, position);
    const rows = await services.database.withMerchant(caller.merchantId, (tx) => {
      let found = tx
        .selectFrom('task')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(query.limit + 1);
      if (query.state) found = found.where('state', '=', query.state);
      if (caller.shopIds)
        found = found.where('shop_id', 'in', caller.shopIds.length > 0 ? caller.shopIds : ['00000000-0000-0000-0000-000000000000']);
      if (after)
        found = found.where((where) =>
          where.or([
            where('created_at', '<', new Date(after.createdAt)),
            where.and([where('created_at', '=', new Date(after.createdAt)), where('id', '<', after.id)]),
          ]),
        );
      return found.execute();
    });
    const page = pageOf(rows, query.limit, (row) => ({ createdAt: row.created_at.toISOString(), id: row.id }));
    return {
      items: page.items.map((row) => ({
        id: row.id,
        kind: row.kind,
        shopId: row.shop_id,
        state: row.state,
        done: row.done,
        total: row.total,
        createdAt: row.created_at.toISOString(),
        updatedAt: row.updated_at.toISOString(),
        finishedAt: row.finished_at?.toISOString() ?? null,
      })),
      nextCursor: page.nextCursor,
    };
  };
}
