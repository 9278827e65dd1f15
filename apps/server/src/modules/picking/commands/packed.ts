/** What packing says to the order desk, in the transaction of the scan. */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { setPacked } from '../../desk/index.ts';

/** Before its wave, as whoever learns of a cancellation locks both. */
export const lockOrder = (tx: TenantTx, orderId: string) => sql`SELECT FROM orders WHERE id = ${orderId} FOR SHARE`.execute(tx);

type Packed = { caller: Caller; requestId: string; orderId: string; isPacked: boolean };

export const sayPacked = (tx: TenantTx, services: Services, { caller, requestId, orderId, isPacked }: Packed) => {
  const { merchantId, kind, id, name } = caller;
  const act = { services, merchantId, now: services.clock.now(), actor: { kind, id, name }, requestId };
  return setPacked(tx, act, { orderIds: [orderId], isPacked });
};
