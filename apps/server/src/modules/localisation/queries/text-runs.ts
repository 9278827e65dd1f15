import type { AnswerOf, Routes, TextRun } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

/** Null: none. */
export async function readTextRun(tx: TenantTx, id: string): Promise<TextRun | null> {
  const run = await tx.selectFrom('text_run').selectAll().where('id', '=', id).executeTakeFirst();
  if (!run) return null;
  const rows = await tx
    .selectFrom('text_run_row')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('run_id', '=', id)
    .groupBy('state')
    .execute();
  const count = (state: keyof TextRun['counts']): number => Number(rows.find((row) => row.state === state)?.count ?? 0);
  return {
    ...{ id: run.id, isCancelled: run.is_cancelled, createdBy: run.created_by, createdAt: run.created_at.toISOString() },
    counts: { waiting: count('waiting'), drafted: count('drafted'), skipped: count('skipped'), failed: count('failed') },
  };
}

const position = z.strictObject({ id: z.uuid(), market: z.string().regex(/^[A-Z]{2}$/) });
type Row = { id: string; code: string; title: string; market: string; state: keyof TextRun['counts']; reason: string | null };

export async function listTextRunRows(
  services: Services,
  { caller, params, query }: Parameters<Handlers['text-runs.rows']>[0],
): Promise<AnswerOf<Routes['text-runs.rows']> | Refusal> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!(await readTextRun(tx, params.textRunId))) return refuse('not-found');
    const { rows } = await sql<Row>`
      SELECT product.id, product.code, product.title, own.market, own.state, own.reason
      FROM text_run_row AS own JOIN product ON product.merchant_id = own.merchant_id AND product.id = own.product_id
      WHERE own.run_id = ${params.textRunId} ${query.state ? sql`AND own.state = ${query.state}` : sql``}
        ${after ? sql`AND (own.product_id, own.market) > (${after.id}::uuid, ${after.market})` : sql``}
      ORDER BY own.product_id, own.market LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    const page = pageOf(rows, query.limit, ({ id, market }) => ({ id, market }));
    return {
      items: page.items.map(({ id, code, title, ...row }) => ({ ...row, product: { id, code, title } })),
      nextCursor: page.nextCursor,
    };
  });
}
