import { notificationKindNames, notificationKinds } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { enqueue, type JobHandler, type NewJob } from '../lanes/lanes.ts';
import type { Services } from '../services.ts';

const KEPT_MS = 90 * 86_400_000;
const EVERY_MS = 86_400_000;

/** Kinds that are never settled: they go by their age alone. Of the others, what is still so stays, however old. */
const onceKinds = notificationKindNames.filter((kind) => !notificationKinds[kind].isOpen);

/** Takes away what is older than ninety days, once a day for each merchant; who read it goes with it. */
export const purgeNotificationsHandler: JobHandler<Record<string, never>> = {
  kind: 'notifications.purge',
  payload: z.strictObject({}),
  batchMax: 1,
  maxAttempts: 10,
  run: async (_jobs, context) => {
    await context.commit(
      async (tx) => {
        await tx
          .deleteFrom('notification')
          .where('raised_at', '<', new Date(context.now() - KEPT_MS))
          .where(({ or, eb }) => or([eb('closed_at', 'is not', null), eb('kind', 'in', onceKinds)]))
          .execute();
      },
      { reschedule: { dueAt: context.now() + EVERY_MS } },
    );
  },
};

const purgeJob = (dueAt: number): NewJob => ({
  lane: 'notifications',
  kind: 'notifications.purge',
  payload: {},
  dedupeKey: 'purge',
  dueAt,
});

/** The job returns by itself; it is only made where there is none. */
export async function keepPurging({ database, clock }: Pick<Services, 'database' | 'clock'>, merchantId: string): Promise<void> {
  const now = clock.now();
  const job = purgeJob(now);
  await database.withMerchant(merchantId, async (tx) => {
    const { rows } = await sql`SELECT 1 FROM system.job WHERE kind = ${job.kind} AND parked_at IS NULL LIMIT 1`.execute(tx);
    if (rows.length === 0) await enqueue(tx, { merchantId, jobs: [job], now });
  });
}
