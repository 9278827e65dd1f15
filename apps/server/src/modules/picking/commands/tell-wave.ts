import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';

type Told = { merchantId: string; waveIds: readonly string[] };

export const tellWaves = (tx: TenantTx, services: Pick<Services, 'hints'>, { merchantId, waveIds }: Told): Promise<void> =>
  services.hints.publish(tx, merchantId, [{ type: 'pick-wave.changed', ids: [...waveIds], shopId: null }]);

type Ended = { waveId: string; now: number };

/** A wave is done once nothing of it is left to pack; its orders are free of it. Its row is locked by the caller. */
export async function endIfPacked(tx: TenantTx, { waveId, now }: Ended): Promise<void> {
  const open = await tx
    .selectFrom('pick_wave_order')
    .select('order_id')
    .where('wave_id', '=', waveId)
    .where('state', 'in', ['waiting', 'packing'])
    .limit(1)
    .execute();
  if (open.length > 0) return;
  await tx
    .updateTable('pick_wave')
    .set({ state: 'done', ended_at: new Date(now) })
    .where('id', '=', waveId)
    .where('state', 'in', ['open', 'picking'])
    .execute();
  await tx.updateTable('pick_wave_order').set({ is_held: false }).where('wave_id', '=', waveId).execute();
}
