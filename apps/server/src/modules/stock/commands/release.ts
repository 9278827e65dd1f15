import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type Actor, moveLevels } from '../ledger.ts';
import { type Reservation, readReservations } from '../store.ts';

type Releasing = { services: Services; merchantId: string; now: number; actor: Actor; reference: string; to: 'released' | 'expired' };

/** Gives back what is held under a reference, once; answers what is known under it now, and of which variants units are available again. The caller announces them. */
export async function release(
  tx: TenantTx,
  { reference, to, ...base }: Releasing,
): Promise<{ known: Reservation[]; variantIds: string[] }> {
  const { services, now } = base;
  const known = await readReservations(tx, sql`r.reference = ${reference} ORDER BY r.line FOR UPDATE`);
  const given = services.guards.releaseOnce ? known.filter(({ state }) => state === 'held') : known;
  if (given.length === 0) return { known, variantIds: [] };
  await tx
    .updateTable('stock_reservation')
    .set({ state: to, changed_at: new Date(now) })
    .where('reference', '=', reference)
    .where('state', '=', 'held')
    .execute();
  await moveLevels(tx, { ...base, movements: given.flatMap((one) => movementsOf(one, 'release')) });
  const variantIds = [...new Set(given.flatMap(({ takes }) => takes.map(({ variantId }) => variantId)))];
  const after = known.map((one) => (one.state === 'held' ? { ...one, state: to } : one));
  return { known: after, variantIds };
}

/** Moves what a reservation holds, as a whole. */
export const movementsOf = (
  { takes, reference, orderId }: Pick<Reservation, 'takes' | 'reference' | 'orderId'>,
  kind: 'release' | 'ship' | 'reserve',
) => takes.map((take) => ({ ...take, kind, reason: orderId === null ? 'reservation' : 'order', reference }));
