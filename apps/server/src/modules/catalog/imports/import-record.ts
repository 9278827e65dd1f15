import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { showTask } from '../../intake/index.ts';
import type { ImportState } from './shapes.ts';

export const readImport = (tx: TenantTx, id: string) => tx.selectFrom('product_import').selectAll().where('id', '=', id).executeTakeFirst();
export type ImportRecord = NonNullable<Awaited<ReturnType<typeof readImport>>>;

/** Holds the file's record, so that a cancellation and a batch do not pass each other by. */
export async function isStill(tx: TenantTx, id: string, state: ImportState): Promise<boolean> {
  const row = await tx.selectFrom('product_import').select('state').where('id', '=', id).forUpdate().executeTakeFirst();
  return row?.state === state;
}

type Counts = Partial<Record<'rows' | 'done' | 'created' | 'changed' | 'unchanged' | 'failed' | 'undone', number>>;
type Move = Counts & { state?: ImportState; fault?: string | null; at_line?: number; plus?: Counts };

export async function moveImport(tx: TenantTx, id: string, { plus = {}, ...set }: Move): Promise<void> {
  const added = Object.entries(plus).map(([name, by]) => [name, sql<number>`${sql.ref(name)} + ${by}::int`]);
  await tx
    .updateTable('product_import')
    .set({ ...set, ...Object.fromEntries(added) })
    .where('id', '=', id)
    .execute();
}

type Shown = {
  merchantId: string;
  record: Pick<ImportRecord, 'id' | 'created_by'>;
  now: number;
  state: 'running' | 'done' | 'failed' | 'cancelled';
};

/** The same in the tray, and a hint, in the transaction of the step. */
export async function tellProgress(tx: TenantTx, services: Services, { merchantId, record, now, state }: Shown): Promise<void> {
  const row = await tx
    .updateTable('product_import')
    .set({ updated_at: new Date(now) })
    .where('id', '=', record.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const isReading = row.state === 'checking' || row.state === 'checked' || row.state === 'refused';
  await showTask(tx, {
    ...{ merchantId, id: record.id, kind: isReading ? 'product-check' : row.state.startsWith('und') ? 'product-undo' : 'product-import' },
    ...{
      state,
      done: isReading ? row.rows : row.done,
      total: isReading ? null : row.created + row.changed,
      createdBy: record.created_by,
      now,
    },
  });
  await services.hints.publish(tx, merchantId, [{ type: 'task.changed', ids: [record.id], shopId: null }]);
}
