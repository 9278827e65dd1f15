/** Parcels of which nothing is heard: a trouble of their order until they move, arrive or are called back. */
import type { TenantTx } from '../../../platform/database/database.ts';
import type { DeskAct } from './act-on-orders.ts';
import { clearTrouble, setTrouble } from './for-others.ts';

const BY = { kind: 'system', id: 'fulfilment', name: 'fulfilment' } as const;

type Parcel = { orderId: string; was: string | null; is: string | null; lastWords: string };

export async function followParcels(tx: TenantTx, act: Omit<DeskAct, 'actor'>, parcels: readonly Parcel[]): Promise<void> {
  const bySystem = { ...act, actor: BY };
  for (const { orderId, was, is, lastWords } of parcels) {
    if (was !== null) await clearTrouble(tx, bySystem, { orderIds: [orderId], code: was });
    if (is !== null) await setTrouble(tx, bySystem, { orderIds: [orderId], code: is, reason: lastWords });
  }
}
