import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { showTask } from '../../intake/index.ts';
import { readTextRun } from '../queries/text-runs.ts';

type Shown = { merchantId: string; run: { id: string; is_cancelled: boolean; created_by: string }; now: number };

/** How far a task of drafts is, as the tray shows it, and a hint, in the transaction of the step. */
export async function showTextRun(tx: TenantTx, services: Pick<Services, 'hints'>, { merchantId, run, now }: Shown): Promise<void> {
  const counts = (await readTextRun(tx, run.id))?.counts ?? { waiting: 0, drafted: 0, skipped: 0, failed: 0 };
  const done = counts.drafted + counts.skipped + counts.failed;
  const state = counts.waiting > 0 ? 'running' : run.is_cancelled ? 'cancelled' : 'done';
  const task = { kind: 'text-drafts', state, done, total: done + counts.waiting, createdBy: run.created_by } as const;
  await showTask(tx, { merchantId, id: run.id, ...task, now });
  await services.hints.publish(tx, merchantId, [
    { type: 'task.changed', ids: [run.id], shopId: null },
    { type: 'product-text.changed', ids: [], shopId: null },
  ]);
}
