import { sql } from 'kysely';
import { enqueue, replayParked } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { adSpendReading, type Reading, sweepJob, sweepKind } from '../jobs.ts';
import type { StreamName } from '../stream.ts';

const PARKED_REST_MS = 10 * 60_000;

type Input = { merchantId: string; streams: readonly StreamName[]; readings?: readonly Reading[] };

/**
 * The safety net under the safety net: an active shop without a waiting sweep gets one, and a sweep that was parked is
 * tried again after a rest, since what the platform refused may have been mended there. Harmless to run at any time.
 */
export async function keepSweeping(services: Services, { merchantId, streams, readings = [adSpendReading] }: Input): Promise<void> {
  const now = services.clock.now();
  const kinds = [sweepKind, ...readings.map(({ kind }) => kind)];
  await services.database.withMerchant(merchantId, async (tx) => {
    const { rows: missing } = await sql<{ shop_id: string; stream: string }>`
      SELECT shop.id AS shop_id, wanted.stream FROM shop CROSS JOIN unnest(${[...streams, ...readings.map(({ stream }) => stream)]}::text[]) AS wanted(stream)
      WHERE shop.state = 'active' AND NOT EXISTS (
        SELECT 1 FROM system.job WHERE job.merchant_id = shop.merchant_id AND job.lane = 'shop:' || shop.id || ':' || wanted.stream AND job.kind = ANY (${kinds}::text[]))`.execute(
      tx,
    );
    const { rows: parked } = await sql<{
      id: string;
    }>`SELECT id FROM system.job WHERE kind = ANY (${kinds}::text[]) AND parked_at <= ${new Date(now - PARKED_REST_MS)}`.execute(tx);
    if (parked.length > 0)
      await replayParked(
        tx,
        merchantId,
        parked.map((job) => job.id),
      );
    // The names in `missing` are those handed in.
    const jobs = missing.map(
      ({ shop_id: shopId, stream }) =>
        readings.find((reading) => reading.stream === stream)?.job(shopId, now) ?? sweepJob(shopId, stream as StreamName, now),
    );
    if (jobs.length > 0) await enqueue(tx, { merchantId, jobs, now });
  });
}
