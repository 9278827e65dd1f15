/** What platforms say of parcels: one that was refused is a trouble of its order until the order's parcel is taken. */
import type { TenantTx } from '../../../platform/database/database.ts';
import type { DeskAct } from './act-on-orders.ts';
import { clearTrouble, setTrouble } from './for-others.ts';

const CODE = 'shipment-rejected';
const BY = { kind: 'system', id: 'fulfilment', name: 'fulfilment' } as const;

export type ToldParcel = { orderId: string; state: 'shipped' | 'rejected'; reason: string };

export async function followShipments(tx: TenantTx, act: Omit<DeskAct, 'actor'>, parcels: readonly ToldParcel[]): Promise<void> {
  const bySystem = { ...act, actor: BY };
  const shipped = parcels.filter(({ state }) => state === 'shipped').map(({ orderId }) => orderId);
  if (shipped.length > 0) await clearTrouble(tx, bySystem, { orderIds: shipped, code: CODE });
  const refused = new Map<string, string[]>();
  for (const { orderId, state, reason } of parcels)
    if (state === 'rejected') refused.set(reason, [...(refused.get(reason) ?? []), orderId]);
  for (const [reason, orderIds] of refused) await setTrouble(tx, bySystem, { orderIds, code: CODE, reason });
}
