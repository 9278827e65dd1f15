import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue, resumeLane } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { adSpendJob, sweepJob } from '../jobs.ts';
import type { StreamName } from '../stream.ts';

const BACKFILL_DAYS = 90;
/** A call for each conversation: as far back as its rates reach. */
const CONVERSATION_DAYS = 30;
const DAY_MS = 86_400_000;

type Input = { services: Services; streams: readonly StreamName[]; merchantId: string; shopId: string; now: number };

/** Begins (or, for a shop bound again, resumes) reading a shop: its streams go on from where their cursors stand. */
export async function startStreams(tx: TenantTx, { services, streams, merchantId, shopId, now }: Input): Promise<void> {
  // A day beyond, so that the first of them is whole in every zone.
  const daysBack = (days: number) => new Date(now - (days + 1) * DAY_MS);
  const beginsAt = (stream: StreamName): Date => {
    // A listing is on sale however long ago it was last touched; the history of 90 days is that of what happens.
    if (stream === 'listings') return new Date(0);
    return daysBack(stream === 'conversations' ? CONVERSATION_DAYS : BACKFILL_DAYS);
  };
  const begun = await tx
    .insertInto('sync_stream')
    .values(
      streams.map((stream) => ({
        merchant_id: merchantId,
        shop_id: shopId,
        stream,
        cursor_at: beginsAt(stream),
        backfill_total: null,
        backfill_done: 0,
        backfilled_at: null,
        last_swept_at: null,
        last_deep_swept_at: null,
        repairs: 0,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('stream')
    .execute();
  if (begun.length > 0) {
    await tx
      .insertInto('task')
      .values({
        merchant_id: merchantId,
        id: services.newId(),
        kind: 'backfill',
        shop_id: shopId,
        state: 'running',
        done: 0,
        total: null,
        created_by: 'system',
        created_at: new Date(now),
        updated_at: new Date(now),
        finished_at: null,
      })
      .execute();
  }
  const jobs = [...streams.map((stream) => sweepJob(shopId, stream, now)), adSpendJob(shopId, now)];
  // A refused consent had paused them; this is the new consent.
  for (const { lane } of jobs) await resumeLane(tx, merchantId, lane);
  await enqueue(tx, { merchantId, jobs, now });
}
