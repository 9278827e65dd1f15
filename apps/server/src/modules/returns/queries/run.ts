import type { ReturnRun } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { AnswerIntent } from '../tables.ts';

type Row = { case_id: string; channel_case_id: string; intent: AnswerIntent | null; code: string | null; shop_id: string };

/** Undefined: there is none, or one of its shops is not the caller's. */
export async function readRun(
  tx: TenantTx,
  { runId, shopIds }: { runId: string; shopIds: readonly string[] | null },
): Promise<ReturnRun | undefined> {
  const run = await tx.selectFrom('after_sale_run').selectAll().where('id', '=', runId).executeTakeFirst();
  if (!run) return undefined;
  const { rows } = await sql<Row>`
    SELECT r.after_sale_id AS case_id, c.channel_after_sale_id AS channel_case_id, c.shop_id, a.intent, COALESCE(r.code, a.failure_code) AS code
    FROM after_sale_run_row r JOIN after_sale c ON c.id = r.after_sale_id LEFT JOIN after_sale_answer a ON a.id = r.answer_id
    WHERE r.run_id = ${runId}::uuid ORDER BY r.row_no`.execute(tx);
  if (shopIds && rows.some(({ shop_id }) => !shopIds.includes(shop_id))) return undefined;
  const items = rows.map(({ case_id, channel_case_id, intent, code }): ReturnRun['rows'][number] => {
    const refused = code === 'cancelled' ? ('cancelled' as const) : ('refused' as const);
    const waiting = run.cancelled_at === null ? null : ('cancelled' as const);
    return { caseId: case_id, channelCaseId: channel_case_id, state: intent ?? (code === null ? waiting : refused), code };
  });
  const isOpen = ({ state }: ReturnRun['rows'][number]) => state === null || state === 'planned' || state === 'sent' || state === 'unknown';
  const done = items.filter((item) => !isOpen(item)).length;
  const state = done === items.length ? (run.cancelled_at === null ? 'done' : 'cancelled') : 'running';
  return { id: run.id, act: run.act, state, total: items.length, done, rows: items };
}
