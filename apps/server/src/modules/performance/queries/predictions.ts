import type { DispatchMetric } from '@tradewind/contract';
import type { TenantTx } from '../../../platform/database/database.ts';

/** `expectedAt`: when the first look that foretold it saw it come. `heldUntil`: the last look that still did. */
export type RatePrediction = {
  shopId: string;
  metric: DispatchMetric;
  points: number;
  foreseenAt: number;
  expectedAt: number;
  heldUntil: number;
};

export async function predictionsOf(tx: TenantTx, shopIds: readonly string[]): Promise<RatePrediction[]> {
  if (shopIds.length === 0) return [];
  const rows = await tx.selectFrom('rate_prediction').selectAll().where('shop_id', 'in', shopIds).orderBy('foreseen_at').execute();
  return rows.map((row) => ({
    ...{ shopId: row.shop_id, metric: row.metric, points: row.points },
    foreseenAt: row.foreseen_at.getTime(),
    expectedAt: row.expected_at.getTime(),
    heldUntil: row.held_until.getTime(),
  }));
}
