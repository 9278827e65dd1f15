/**
 * Orders whose units are to lie elsewhere than before, or lie somewhere for the first time: served from levels that are locked, and written
 * with their movements and with what was decided. The one way in which an order's units come into being or move.
 */
import type { Take } from '@tradewind/rules/stock-reservation';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import { expireJob, hint, isAwaited, plansOf } from '../jobs.ts';
import { type Moving, moveLevels } from '../ledger.ts';
import { type Allocated, type OrderToServe, saveAllocations, serveLocked } from '../serving.ts';
import { insertedWith, type Reservation, saveReservations } from '../store.ts';
import { movementsOf } from './release.ts';

export type Becomes = 'held' | 'shipped' | 'released';
export type Step = {
  before: Reservation | null;
  after: Reservation;
  becomes: Becomes;
  parts: OrderToServe['lines'][number]['parts'];
  /** Whether other units than before are to be held, or none. */
  isMoved: boolean;
};
export type ServedOrder = Omit<OrderToServe, 'lines'> & { isSettled: boolean };
type Input = Omit<Moving, 'movements'> & {
  steps: readonly Step[];
  /** Those of the orders of which units are to be held anew. */
  orders: readonly ServedOrder[];
};

/** Answers the variants whose levels moved. */
export async function serveSteps(tx: TenantTx, { steps, orders, ...base }: Input): Promise<string[]> {
  const anew = orders.map((order) => ({
    order,
    steps: steps.filter(({ isMoved, becomes, after }) => isMoved && becomes !== 'released' && after.reference === order.orderId),
  }));
  const given = steps.flatMap(({ before, isMoved }) => (before?.state === 'held' && isMoved ? [before] : []));
  const sent = steps.filter(({ becomes }) => becomes === 'shipped');
  const { rows } = await sql<{ isPlanned: boolean }>`SELECT ${isAwaited} AS "isPlanned"`.execute(tx);
  const found = await serveLocked(tx, {
    orders: anew.map((one) => ({ ...one.order, lines: one.steps.map(({ parts, after }) => ({ parts, sets: after.sets })) })),
    given: given.flatMap(({ takes }) => takes),
    others: sent.flatMap(({ before }) => before?.takes ?? []),
  });
  const servedOf = new Map(
    anew.flatMap((one, at) => one.steps.map((step, line) => [step, found[at]?.served[line] ?? { sets: 0, takes: [] }] as const)),
  );
  const done = steps.map((step): Step => {
    const served = servedOf.get(step);
    return served ? { ...step, after: { ...step.after, takes: served.takes, short: step.after.sets - served.sets } } : step;
  });
  const moved = done.filter(
    ({ before, after, becomes, isMoved }) =>
      isMoved && !(becomes === 'held' && before?.state === 'held' && isSame(before.takes, after.takes)),
  );
  const movements = [
    ...moved.flatMap(({ before }) => (before?.state === 'held' ? movementsOf(before, 'release') : [])),
    ...moved.flatMap(({ after, becomes }) => (becomes === 'released' ? [] : movementsOf(after, 'reserve'))),
    ...done.flatMap(({ after, becomes }) => (becomes === 'shipped' ? movementsOf(after, 'ship') : [])),
  ];
  const reservations = done.map(({ after, becomes, before }) => ({ ...after, state: becomes, isFirst: before === null }));
  const variantIds = await save(tx, { ...base, movements, reservations, isPlanned: rows[0]?.isPlanned ?? false });
  const allocated = anew.flatMap(({ order, steps: own }, at): Allocated[] => {
    const { warehouseIds = [], considered = [] } = found[at] ?? {};
    return own.length === 0 ? [] : [{ ...order, warehouseId: warehouseIds[0] ?? null, considered }];
  });
  await saveAllocations(tx, { ...base, allocated });
  return variantIds;
}

type Saving = Moving & { reservations: readonly (Reservation & { isFirst: boolean })[]; isPlanned: boolean };

/** Others wait for the levels from their lock until the commit: what is kept for the first time goes with the statement that moves them. */
async function save(tx: TenantTx, { reservations, isPlanned, ...moving }: Saving): Promise<string[]> {
  const { now, movements } = moving;
  const variantIds = [...new Set(movements.map(({ variantId }) => variantId))];
  const also = insertedWith({ ...moving, reservations: reservations.filter(({ isFirst }) => isFirst) });
  await moveLevels(tx, { ...moving, also, told: hint({ ...moving, variantIds }) });
  await saveReservations(tx, { ...moving, reservations: reservations.filter(({ isFirst }) => !isFirst) });
  const isShort = reservations.some(({ short }) => short > 0);
  const expiries = reservations.flatMap(({ reference, state, expiresAt }) =>
    state === 'held' && expiresAt !== null ? [expireJob(reference, Math.max(now, expiresAt))] : [],
  );
  await enqueue(tx, { ...moving, jobs: [...(isPlanned || isShort ? plansOf(variantIds, now) : []), ...expiries] });
  return variantIds;
}

function isSame(before: readonly Take[], after: readonly Take[]): boolean {
  const summed = (takes: readonly Take[]) => {
    const units = new Map<string, number>();
    for (const take of takes) {
      const key = `${take.variantId} ${take.warehouseId}`;
      units.set(key, take.units + (units.get(key) ?? 0));
    }
    return units;
  };
  const [one, other] = [summed(before), summed(after)];
  return one.size === other.size && [...one].every(([key, units]) => other.get(key) === units);
}
