import type { DeskMarks } from '@tradewind/contract';
import { sql } from 'kysely';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { readAllocation } from '../../stock/index.ts';
import { deadlineView } from './desk-list.ts';
import { type MarkRow, markColumns, markView } from './mark-view.ts';

type Row = MarkRow & { shopId: string; bucket: DeskMarks['bucket']; deadlineAt: Date | null };

/** Whatever became of the order; null when it does not exist for this caller. */
export function readMarks(services: Services, { caller, orderId }: { caller: Caller; orderId: string }): Promise<DeskMarks | null> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { rows } = await sql<Row>`
      SELECT o.shop_id AS "shopId", d.bucket, d.deadline_at AS "deadlineAt", ${markColumns(sql`o.id`)}
      FROM orders o LEFT JOIN desk_mark m ON m.merchant_id = o.merchant_id AND m.order_id = o.id
      LEFT JOIN desk_order d ON d.merchant_id = o.merchant_id AND d.order_id = o.id WHERE o.id = ${orderId}`.execute(tx);
    const [row] = rows;
    if (!row || (await shopsInScope(tx, { caller, shopIds: [row.shopId] })).length === 0) return null;
    const notes = await sql<{ id: string; text: string; by: string; at: Date }>`
      SELECT id, facts->>'text' AS text, actor_name AS by, at FROM desk_event
      WHERE order_id = ${orderId} AND kind = 'note' ORDER BY id DESC LIMIT 100`.execute(tx);
    return {
      orderId,
      bucket: row.bucket,
      deadlineAt: row.deadlineAt && deadlineView(row.deadlineAt),
      ...markView(row),
      allocation: await readAllocation(tx, orderId),
      notes: notes.rows.map((note) => ({ ...note, at: note.at.toISOString() })),
    };
  });
}
