import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { announce } from '../jobs.ts';
import { actorOf, moveLevels } from '../ledger.ts';
import { readReservations } from '../store.ts';
import { movementsOf, release } from './release.ts';
import type { Kept, Reserve } from './reserve.ts';

type View = AnswerOf<Routes['stock-reservations.create']>;

const viewOf = ({ reference, line, shopId, orderId, variantId, sets, short, state, expiresAt }: Kept): View => ({
  ...{ reference, line, shopId, orderId, variantId, sets, short, state },
  expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
});

/** The route's way to `reserve`. No entry of who did what: the ledger names who, for each unit. */
export async function keepReservation(
  reserve: Reserve,
  { caller, body }: Parameters<Handlers['stock-reservations.create']>[0],
): Promise<View | Refusal> {
  const { reference, line, variantId, units, warehouseId, expiresAt } = body;
  const wish = {
    reference: own(reference),
    line,
    variantId,
    sets: units,
    warehouseId,
    expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
  };
  const answer = await reserve({ merchantId: caller.merchantId, actor: actorOf(caller), wish });
  switch (answer.outcome) {
    case 'held':
    case 'held-before':
      return { ...viewOf(answer.reservation), reference };
    case 'short':
      return refuse('stock-not-there');
    case 'not-counted':
      return refuse('stock-not-counted');
    case 'other-under-this-name':
      return refuse('reservation-differs');
    case 'unknown-variant':
      return { refused: 'invalid-input', errors: [{ path: '/variantId', code: 'unknown-variant', message: 'No variant has this id' }] };
  }
}

/** A name of one's own can never be that of an order, whose reference is its bare id. */
const own = (reference: string): string => `own:${reference}`;

type Ending = { caller: Caller; requestId: string; reference: string };

export async function releaseReservation(
  services: Services,
  { caller, requestId, reference }: Ending,
): Promise<{ items: View[] } | Refusal> {
  const base = { services, merchantId: caller.merchantId, now: services.clock.now() };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { known, variantIds } = await release(tx, { ...base, actor: actorOf(caller), reference: own(reference), to: 'released' });
    if (known.length === 0) return refuse('not-found');
    await audit(tx, {
      id: services.newId(),
      at: base.now,
      caller,
      requestId,
      action: 'stock.released',
      objectKind: 'stock',
      objectId: reference,
      facts: { variants: variantIds.length },
    });
    await announce(tx, { ...base, variantIds });
    return { items: known.map((one) => ({ ...viewOf(one), reference })) };
  });
}

export async function shipReservation(services: Services, { caller, requestId, reference }: Ending): Promise<{ items: View[] } | Refusal> {
  const base = { services, merchantId: caller.merchantId, now: services.clock.now() };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const known = await readReservations(tx, sql`r.reference = ${own(reference)} ORDER BY r.line FOR UPDATE`);
    if (known.length === 0) return refuse('not-found');
    const held = known.filter(({ state }) => state === 'held');
    await moveLevels(tx, { ...base, actor: actorOf(caller), movements: held.flatMap((one) => movementsOf(one, 'ship')) });
    if (held.length > 0) {
      await tx
        .updateTable('stock_reservation')
        .set({ state: 'shipped', changed_at: new Date(base.now) })
        .where('reference', '=', own(reference))
        .where('state', '=', 'held')
        .execute();
      await audit(tx, {
        id: services.newId(),
        at: base.now,
        caller,
        requestId,
        action: 'stock.shipped',
        objectKind: 'stock',
        objectId: reference,
        facts: { lines: held.length },
      });
      await announce(tx, { ...base, variantIds: held.flatMap(({ takes }) => takes.map(({ variantId }) => variantId)) });
    }
    return { items: known.map((one) => ({ ...viewOf(one), reference, state: one.state === 'held' ? 'shipped' : one.state })) };
  });
}
