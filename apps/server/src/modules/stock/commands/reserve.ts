/**
 * Keeps units for a sale that is made elsewhere: by a script, at a fair, in a shop of one's own.
 *
 * Callers of the same moment are joined. While one statement is on its way, those who arrive wait; then all of them go in one statement
 * (one group at a time for each merchant and actor in a process). A row lock of PostgreSQL passes from one to the next some thousand
 * times a second; the joined statement takes it once for all of them.
 *
 * What is given to whom is planned from levels that nobody has locked, in the order of arrival. The statement then moves the levels only
 * if what was planned is still there. If another process was quicker, nothing of it happens, and the group is planned again.
 *
 * Who asks again under the same reference and line is answered what was answered first.
 */
import { type Demand, serve } from '@tradewind/rules/stock-reservation';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { announce, expireJob } from '../jobs.ts';
import { type Actor, moveLevels, NotThere } from '../ledger.ts';
import { partsOf, shelvesOf, type WarehousesOf, warehousesByShop } from '../shelves.ts';
import { insertedWith, type Reservation, readReservations, reservationKey } from '../store.ts';

export type Wish = {
  reference: string;
  line: string;
  variantId: string;
  sets: number;
  /** Only from this one; null: from wherever there is enough. */
  warehouseId: string | null;
  expiresAt: number | null;
};
export type Reserving =
  | { outcome: 'held' | 'held-before'; reservation: Reservation }
  | { outcome: 'short' | 'not-counted' | 'unknown-variant' | 'other-under-this-name' };
export type Reserve = (ask: { merchantId: string; actor: Actor; wish: Wish }) => Promise<Reserving>;

type Waiting = { wish: Wish; resolve: (answer: Reserving) => void; reject: (error: unknown) => void };
type Group = { merchantId: string; actor: Actor; waiting: Waiting[]; isRunning: boolean };

const GROUP_MAX = 256;
/** Each new try means that another process was quicker; so many in a row do not happen unless something is broken. */
const TRIES_MAX = 50;

export function createReserve(services: Services): Reserve {
  const groups = new Map<string, Group>();
  const run = async (key: string, group: Group): Promise<void> => {
    group.isRunning = true;
    while (group.waiting.length > 0) {
      const taken = group.waiting.splice(0, GROUP_MAX);
      try {
        const answers = await reserveAll(services, { ...group, wishes: taken.map(({ wish }) => wish) });
        taken.forEach(({ resolve, reject }, index) => {
          const answer = answers[index];
          if (answer) resolve(answer);
          else reject(new Error('a wish without an answer'));
        });
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
    }
    groups.delete(key);
  };
  return ({ merchantId, actor, wish }) =>
    new Promise((resolve, reject) => {
      const key = JSON.stringify([merchantId, actor.kind, actor.name]);
      const group = groups.get(key) ?? { merchantId, actor, waiting: [], isRunning: false };
      groups.set(key, group);
      group.waiting.push({ wish, resolve, reject });
      if (!group.isRunning) void run(key, group);
    });
}

type Joined = { merchantId: string; actor: Actor; wishes: readonly Wish[] };

async function reserveAll(services: Services, joined: Joined): Promise<Reserving[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await services.database.withMerchant(joined.merchantId, (tx) => attempt(services, tx, joined));
    } catch (error) {
      if (!(error instanceof NotThere || isUniqueViolation(error)) || tries >= TRIES_MAX) throw error;
    }
  }
}

// PostgreSQL's code of a second row under the same key.
const isUniqueViolation = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505';

async function attempt(services: Services, tx: TenantTx, { merchantId, actor, wishes }: Joined): Promise<Reserving[]> {
  const now = services.clock.now();
  const [sold, warehousesOf, known] = await Promise.all([
    partsOf(tx, services, [...new Set(wishes.map(({ variantId }) => variantId))]),
    warehousesByShop(tx),
    held(tx, wishes),
  ]);
  const before = new Map(known.map((reservation) => [reservationKey(reservation), reservation]));
  const wishesByKey = new Map<string, Wish>();
  const plan = wishes.map((wish) => planned(wish, { sold, warehousesOf, before, asked: wishesByKey }));
  const asked = plan.flatMap((step) => ('demand' in step ? [step] : []));
  const shelves = await shelvesOf(tx, [...new Set(asked.flatMap(({ demand }) => demand.parts.map(({ variantId }) => variantId)))]);
  const served = serve(
    asked.map(({ demand }) => demand),
    shelves,
  );
  const answers = new Map(asked.map(({ wish }, index) => [wish, madeOf(wish, served[index]?.takes ?? [])]));
  const made = [...answers.values()].filter(({ takes }) => takes.length > 0);
  const movements = made.flatMap(({ reference, takes }) =>
    takes.map((take) => ({ ...take, kind: 'reserve' as const, reason: 'reservation', reference })),
  );
  const also = insertedWith({ merchantId, now, reservations: made });
  await moveLevels(tx, { services, merchantId, now, actor, movements, also });
  const jobs = made.flatMap(({ reference, expiresAt }) => (expiresAt === null ? [] : [expireJob(reference, expiresAt)]));
  await announce(tx, { services, merchantId, now, variantIds: movements.map(({ variantId }) => variantId), jobs });
  const answerTo = (wish: Wish, outcome: 'held' | 'held-before'): Reserving => {
    const reservation = answers.get(wish);
    return reservation && reservation.takes.length > 0 ? { outcome, reservation } : { outcome: 'short' };
  };
  return plan.map((step) => {
    if ('answer' in step) return step.answer;
    return 'first' in step ? answerTo(step.first, 'held-before') : answerTo(step.wish, 'held');
  });
}

const held = (tx: TenantTx, wishes: readonly Wish[]): Promise<Reservation[]> =>
  readReservations(tx, sql`r.reference = ANY (${[...new Set(wishes.map(({ reference }) => reference))]}::text[])`);

type Known = {
  sold: Awaited<ReturnType<typeof partsOf>>;
  warehousesOf: WarehousesOf;
  /** What is held under these names, and who asked for them first in this group. */
  before: ReadonlyMap<string, Reservation>;
  asked: Map<string, Wish>;
};
type Planned = { answer: Reserving } | { first: Wish } | { wish: Wish; demand: Demand };

function planned(wish: Wish, { sold, warehousesOf, before, asked }: Known): Planned {
  const key = reservationKey(wish);
  const earlier = before.get(key) ?? asked.get(key);
  if (earlier && (earlier.variantId !== wish.variantId || earlier.sets !== wish.sets))
    return { answer: { outcome: 'other-under-this-name' } };
  const reservation = before.get(key);
  if (reservation) return { answer: { outcome: 'held-before', reservation } };
  const first = asked.get(key);
  if (first) return { first };
  const parts = sold.get(wish.variantId)?.parts;
  if (!parts) return { answer: { outcome: 'unknown-variant' } };
  if (parts.some(({ countedSince }) => countedSince === null)) return { answer: { outcome: 'not-counted' } };
  asked.set(key, wish);
  const warehouseIds = wish.warehouseId === null ? warehousesOf(null).map(({ id }) => id) : [wish.warehouseId];
  return { wish, demand: { parts, sets: wish.sets, isPartial: false, warehouseIds } };
}

const madeOf = ({ reference, line, variantId, sets, expiresAt }: Wish, takes: Reservation['takes']): Reservation => ({
  ...{ reference, line, shopId: null, orderId: null, variantId, sets, short: 0, state: 'held', expiresAt, takes },
});
