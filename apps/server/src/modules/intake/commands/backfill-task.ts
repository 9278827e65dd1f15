import type { TenantTx } from '../../../platform/database/database.ts';
import { raise } from '../../../platform/notifications/index.ts';
import type { Services } from '../../../platform/services.ts';

type Input = { services: Services; merchantId: string; shopId: string; now: number };

/**
 * The shop's back-fill as the tray shows it: the sum of its streams, done when each has met the present once. The task's row is locked
 * before the streams are read: two streams that end at the same moment would else each find the other still running, and nobody would
 * come by again to say that it is done.
 */
export async function moveBackfillTask(tx: TenantTx, { services, merchantId, shopId, now }: Input): Promise<void> {
  const task = await tx
    .selectFrom('task')
    .select('id')
    .where('shop_id', '=', shopId)
    .where('kind', '=', 'backfill')
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  if (!task) return;
  const streams = await tx
    .selectFrom('sync_stream')
    .select(['backfill_done', 'backfill_total', 'backfilled_at'])
    .where('shop_id', '=', shopId)
    .execute();
  const finished = streams.every((stream) => stream.backfilled_at !== null);
  const done = streams.reduce((sum, stream) => sum + stream.backfill_done, 0);
  const stated = streams.reduce((sum, stream) => sum + Math.max(stream.backfill_total ?? 0, stream.backfill_done), 0);
  const known = streams.every((stream) => stream.backfill_total !== null || stream.backfilled_at !== null);
  await tx
    .updateTable('task')
    .set({
      done,
      total: finished ? done : known ? stated : null,
      updated_at: new Date(now),
      ...(finished ? { state: 'done' as const, finished_at: new Date(now) } : {}),
    })
    .where('id', '=', task.id)
    .execute();
  if (finished) await raise(tx, services, { merchantId, kind: 'backfill-complete', subject: task.id, shopId, facts: { count: done }, now });
  await services.hints.publish(tx, merchantId, [{ type: 'task.changed', ids: [], shopId }]);
}
