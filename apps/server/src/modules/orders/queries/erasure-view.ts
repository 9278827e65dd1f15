import type { AnswerOf, Routes } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

type View = AnswerOf<Routes['buyer-erasures.get']>;

export function erasureView(row: Selectable<TenantTables['buyer_erasure']>): View {
  return {
    id: row.id,
    state: row.finished_at === null ? 'running' : 'done',
    requestedAt: row.requested_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    orders: row.orders,
  };
}

export async function readErasure(services: Services, { caller, erasureId }: { caller: Caller; erasureId: string }): Promise<View | null> {
  const row = await services.database.withMerchant(caller.merchantId, (tx) =>
    tx.selectFrom('buyer_erasure').selectAll().where('id', '=', erasureId).executeTakeFirst(),
  );
  return row ? erasureView(row) : null;
}
