/** Plans the answers of a run, case by case. A case that cannot be answered so says why and holds nobody up; a restart goes on behind it. */
import { z } from 'zod';
import { isRefusal } from '../../../platform/http/handler.ts';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { planAnswer } from '../commands/plan-answer.ts';
import { runKind } from '../jobs.ts';

const payload = z.strictObject({ runId: z.uuid() });

export function runJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: runKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const runId = jobs[0]?.payload.runId ?? '';
      const { merchantId } = context;
      for (;;) {
        const isMore = await context.commit(
          async (tx) => {
            const run = await tx.selectFrom('after_sale_run').selectAll().where('id', '=', runId).forUpdate().executeTakeFirst();
            const row = await tx
              .selectFrom('after_sale_run_row')
              .selectAll()
              .where('run_id', '=', runId)
              .where('answer_id', 'is', null)
              .where('code', 'is', null)
              .orderBy('row_no')
              .executeTakeFirst();
            if (!run || !row || run.cancelled_at !== null) return false;
            const planned = await planAnswer(tx, {
              ...{ services, merchantId, caseId: row.after_sale_id, shopIds: null },
              askedBy: { kind: 'user', name: run.asked_by, ruleId: null },
              wish: { act: run.act, ...run.wish, evidenceIds: [], amount: null },
            });
            await tx
              .updateTable('after_sale_run_row')
              .set(isRefusal(planned) ? { code: planned.refused } : { answer_id: planned.answerId })
              .where('run_id', '=', runId)
              .where('row_no', '=', row.row_no)
              .execute();
            return true;
          },
          { finish: false },
        );
        if (!isMore) return;
      }
    },
  };
}
