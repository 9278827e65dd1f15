import { sql } from 'kysely';
import { enqueue, replayParked } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { adSpendJob, adSpendKind, sweepJob, sweepKind } from '../jobs.ts';
import type { StreamName } from '../stream.ts';

const PARKED_REST_MS = 10 * 60_000;

/**
 * The safety net under the safety net: an active shop without a waiting sweep gets one, and a sweep that was parked is
 * tried again after a rest, since what the platform refused may have been mended there. Harmless to run at any time.
 */
export async function keepSweeping(
  services: Services,
  { merchantId, streams }: { merchantId: string; streams: readonly StreamName[] },
): Promise<void> {
  const now = services.clock.now();
  await services.database.withMerchant(merchantId, async (tx) => {
    const { rows: missing } = await sql<{ shop_id: string; stream: string }>`
      SELECT shop.id AS shop_id, wanted.stream FROM shop CROSS JOIN unnest(${[...streams, 'ad-spend']}::text[]) AS wanted(stream)
      WHERE shop.state = 'active' AND NOT EXISTS (
        SELECT 1 FROM system.job WHERE job.merchant_id = shop.merchant_id AND job.lane = 'shop:' || shop.id || ':' || wanted.stream AND job.kind IN (${sweepKind}, ${adSpendKind}))`.execute(
      tx,
    );
    const { rows: parked } = await sql<{
      id: string;
    }>`SELECT id FROM system.job WHERE kind IN (${sweepKind}, ${adSpendKind}) AND parked_at <= ${new Date(now - PARKED_REST_MS)}`.execute(
      tx,
    );
    if (parked.length > 0)
      await replayParked(
        tx,
        merchantId,
        parked.map((job) => job.id),
      );
    // The names in `missing` are those handed in.
    const jobs = missing.map((row) =>
      row.stream === 'ad-spend' ? adSpendJob(row.shop_id, now) : sweepJob(row.shop_id, row.stream as StreamName, now),
    );
    if (jobs.length > 0) await enqueue(tx, { merchantId, jobs, now });
  });
}
