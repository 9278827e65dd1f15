/**
 * Writes down what each look foretells, so that it can be laid beside what the platform then records. One row is one row of the platform's
 * table foretold for a stretch of time: a look that foretells it again lengthens the stretch, a longer silence ends it.
 */
import type { DispatchMetric } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';

export type PredictedRow = { shopId: string; metric: DispatchMetric; points: number; expectedAt: number };
type Input = { merchantId: string; found: readonly PredictedRow[]; now: number };

/** A restart does not end what was foretold. */
export const PREDICTION_GAP_MS = 3 * 3_600_000;
/** As long as points count. */
const KEPT_MS = 180 * 86_400_000;

export async function keepPredictions(tx: TenantTx, { merchantId, found, now }: Input): Promise<void> {
  if (found.length > 0) {
    const { names, source } = unnestRows(found, {
      merchant_id: ['uuid', () => merchantId],
      shop_id: ['uuid', (row) => row.shopId],
      metric: ['text', (row) => row.metric],
      points: ['int', (row) => row.points],
      foreseen_at: ['timestamptz', () => new Date(now)],
      expected_at: ['timestamptz', (row) => new Date(row.expectedAt)],
      held_until: ['timestamptz', () => new Date(now)],
    });
    await sql`
      WITH found AS (SELECT * FROM ${source}),
      lengthened AS (
        UPDATE rate_prediction AS held SET held_until = found.held_until FROM found
        WHERE held.shop_id = found.shop_id AND held.metric = found.metric AND held.points = found.points
          AND held.held_until >= ${new Date(now - PREDICTION_GAP_MS)}
        RETURNING held.shop_id, held.metric, held.points)
      INSERT INTO rate_prediction (${names}) SELECT ${names} FROM found
      WHERE (shop_id, metric, points) NOT IN (SELECT shop_id, metric, points FROM lengthened)
      ON CONFLICT DO NOTHING`.execute(tx);
  }
  await tx
    .deleteFrom('rate_prediction')
    .where('held_until', '<', new Date(now - KEPT_MS))
    .execute();
}
