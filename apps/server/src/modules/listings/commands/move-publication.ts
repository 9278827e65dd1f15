/** The one way in which a publication changes once it is sent, with the task it belongs to and a hint, in the caller's transaction. */
import { type SqlBool, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { showTask } from '../../intake/index.ts';
import type { PublicationProblem, PublicationState } from '../publication-cell.ts';

type Marks = {
  state?: PublicationState;
  intent?: 'planned' | 'sent' | 'unknown' | null;
  sent_at?: Date | null;
  failures?: PublicationProblem[];
  channel_product_id?: string;
  came_from?: null;
  last_sent?: string;
  drift?: null;
  global_publication_id?: null;
};
type Move = { merchantId: string; publicationId: string; from: readonly PublicationState[]; now: number };

/** Undefined: it is no longer in a state to move from (it was cancelled, or a newer run has moved it), and nothing has changed. */
export async function movePublication(tx: TenantTx, services: Pick<Services, 'hints'>, { marks, ...move }: Move & { marks: Marks }) {
  const { failures, ...columns } = marks;
  const row = await tx
    .updateTable('publication')
    .set({ ...columns, ...(failures ? { failures: JSON.stringify(failures) } : {}), updated_at: new Date(move.now) })
    .where('id', '=', move.publicationId)
    .where('state', 'in', move.from)
    .returning(['run_id', 'shop_id'])
    .executeTakeFirst();
  if (!row) return undefined;
  if (marks.state !== undefined) await showRun(tx, { merchantId: move.merchantId, runId: row.run_id, now: move.now });
  await tellPublications(tx, services, { merchantId: move.merchantId, ids: [move.publicationId], shopId: row.shop_id });
  return row;
}

type Told = { merchantId: string; ids: string[]; shopId: string | null };
export const tellPublications = (tx: TenantTx, { hints }: Pick<Services, 'hints'>, { merchantId, ids, shopId }: Told) =>
  hints.publish(tx, merchantId, [
    { type: 'publication.changed', ids: ids.slice(0, 50), shopId },
    { type: 'task.changed', ids: [], shopId: null },
  ]);

/** The tasks of these publications, until the caller's transaction ends. */
export const lockRuns = (tx: TenantTx, publicationIds: readonly string[]) =>
  sql`SELECT id FROM publication_run WHERE id IN (SELECT run_id FROM publication WHERE id = ANY (${publicationIds}::uuid[]))
    ORDER BY id FOR NO KEY UPDATE`.execute(tx);

/**
 * How far a task is, as the tray shows it. What was never submitted is not part of it. The task is locked before its rows are counted: two
 * shops that move at once would each miss the other, and the last word would be an old one.
 */
export async function showRun(tx: TenantTx, { merchantId, runId, now }: { merchantId: string; runId: string; now: number }): Promise<void> {
  const run = await tx
    .selectFrom('publication_run')
    .select('created_by')
    .where('id', '=', runId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const { total, sending } = await tx
    .selectFrom('publication')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere(sql<SqlBool>`state NOT IN ('draft', 'incomplete') OR submitted_at IS NOT NULL`).as('total'),
      fn.countAll<number>().filterWhere(sql<SqlBool>`state = 'sending' OR submitted_at IS NOT NULL`).as('sending'),
    ])
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow();
  const state = sending > 0 ? 'running' : total > 0 ? 'done' : 'cancelled';
  await showTask(tx, { merchantId, id: runId, kind: 'publishing', state, done: total - sending, total, createdBy: run.created_by, now });
}
