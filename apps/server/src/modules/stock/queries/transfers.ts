import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { variantChips } from './variants.ts';

type Transfer = AnswerOf<Routes['stock-transfers.create']>;

export async function transferViews(tx: TenantTx, ids: readonly string[]): Promise<Transfer[]> {
  if (ids.length === 0) return [];
  const rows = await tx.selectFrom('stock_transfer').selectAll().where('id', 'in', ids).orderBy('id', 'desc').execute();
  const variants = await variantChips(
    tx,
    rows.map(({ variant_id }) => variant_id),
  );
  return rows.flatMap((row): Transfer[] => {
    const variant = variants.get(row.variant_id);
    if (!variant) return [];
    const { id, units, arrived, lost, returned, note } = row;
    return [
      {
        ...{
          id,
          variant,
          fromWarehouseId: row.from_warehouse_id,
          toWarehouseId: row.to_warehouse_id,
          units,
          arrived,
          lost,
          returned,
          note,
        },
        ...{ sentBy: row.sent_by, sentAt: row.sent_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null },
      },
    ];
  });
}

const position = z.strictObject({ id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['stock-transfers.list']>['query'] };

/** Newest first: their ids rise with time. */
export async function listTransfers(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['stock-transfers.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    let found = tx
      .selectFrom('stock_transfer')
      .select('id')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (query.state === 'open') found = found.where('ended_at', 'is', null);
    if (after) found = found.where('id', '<', after.id);
    const page = pageOf(await found.execute(), query.limit, ({ id }) => ({ id }));
    return {
      items: await transferViews(
        tx,
        page.items.map(({ id }) => id),
      ),
      nextCursor: page.nextCursor,
    };
  });
}
