import type { Selectable } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { Services } from '../../../platform/services.ts';
import { showTask } from '../../intake/index.ts';
import { countLabels } from '../queries/label-runs.ts';

export type LabelRunRow = Selectable<TenantTables['label_run']>;
type Shown = { merchantId: string; runId: string; now: number };

/** How far a task of labels is, as the tray shows it, and a hint, in the transaction of the step. */
export async function showLabelRun(tx: TenantTx, services: Pick<Services, 'hints'>, { merchantId, runId, now }: Shown): Promise<void> {
  const run = await tx.selectFrom('label_run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();
  const { waiting, fetched, missing } = (await countLabels(tx, [runId])).get(runId) ?? { waiting: 0, fetched: 0, missing: 0 };
  const state = run.state === 'fetching' || run.state === 'merging' ? 'running' : run.state;
  const task = { kind: 'labels', state, done: fetched + missing, total: waiting + fetched + missing, createdBy: run.created_by } as const;
  await showTask(tx, { merchantId, id: runId, ...task, now });
  await services.hints.publish(tx, merchantId, [
    { type: 'task.changed', ids: [runId], shopId: null },
    { type: 'label-run.changed', ids: [runId], shopId: null },
  ]);
}
