import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { droppedBy } from './change-wave.ts';
import { endIfPacked, tellWaves } from './tell-wave.ts';

type Moved = { id: string; order: { status: string; dispatchedAt: number | null }; isNew: boolean };
type Input = { services: Services; shop: { merchantId: string }; orders: readonly Moved[]; now: number };

/**
 * In the transaction that learns of a cancellation the order leaves its wave, also one that is packed and has not left the house: what was
 * taken from the shelf for it is to be put back.
 */
export async function dropCancelled(tx: TenantTx, { services, shop, orders, now }: Input): Promise<void> {
  const ids = orders.flatMap(({ id, order, isNew }) => (!isNew && order.status === 'cancelled' && order.dispatchedAt === null ? [id] : []));
  if (ids.length === 0) return;
  const { rows } = await sql<{ waveId: string }>`
    SELECT DISTINCT wave_id AS "waveId" FROM pick_wave_order
    WHERE order_id = ANY (${ids}::uuid[]) AND (is_held OR state = 'verified')`.execute(tx);
  if (rows.length === 0) return;
  const waveIds = rows.map(({ waveId }) => waveId);
  const waves = await tx.selectFrom('pick_wave').selectAll().where('id', 'in', waveIds).orderBy('id').forUpdate().execute();
  for (const wave of waves) {
    await tx
      .updateTable('pick_wave_order')
      .set(droppedBy('cancelled', { wasPicked: wave.state !== 'open', now }))
      .where('wave_id', '=', wave.id)
      .where('order_id', 'in', ids)
      .where(({ or, eb }) => or([eb('is_held', '=', true), eb('state', '=', 'verified')]))
      .execute();
    await endIfPacked(tx, { waveId: wave.id, now });
  }
  await tellWaves(tx, services, { merchantId: shop.merchantId, waveIds });
}
