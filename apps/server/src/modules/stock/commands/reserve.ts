/**
 * Keeps units for a sale that is made elsewhere: by a script, at a fair, in a shop of one's own.
 *
 * Callers of the same moment are joined. While one statement is on its way, those who arrive wait; then all of them go in one statement
 * (one group at a time for each merchant and actor in a process). A row lock of PostgreSQL passes from one to the next some thousand
 * times a second; the joined statement takes it once for all of them.
 *
 * What is given to whom is planned from levels that nobody has locked, read in one trip to the database, in the order of arrival. One
 * statement then moves the levels if what was planned is still there, and writes the ledger and the reservations beside them; between it,
 * which takes the locks, and the commit lies only the work for shops that are told numbers. If another process was quicker, nothing of it
 * happens, and the group is planned again.
 *
 * Who asks again under the same reference and line is answered what was answered first.
 */
import { type Demand, serve } from '@tradewind/rules/stock-reservation';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { expireJob, hint, isAwaited, plansOf } from '../jobs.ts';
import { type Actor, moveLevels, NotThere } from '../ledger.ts';
import { type Facts, factsOf } from '../shelves.ts';
import { insertedWith, type Reservation, reservationKey } from '../store.ts';

export type Wish = {
  reference: string;
  line: string;
  variantId: string;
  sets: number;
  /** Only from this one; null: from wherever there is enough. */
  warehouseId: string | null;
  expiresAt: number | null;
};
/** Without the units behind it, which only whoever moves them reads. */
export type Kept = Omit<Reservation, 'takes'>;
export type Reserving =
  | { outcome: 'held' | 'held-before'; reservation: Kept }
  | { outcome: 'short' | 'not-counted' | 'unknown-variant' | 'other-under-this-name' };
export type Reserve = (ask: { merchantId: string; actor: Actor; wish: Wish }) => Promise<Reserving>;

type Waiting = { wish: Wish; resolve: (answer: Reserving) => void; reject: (error: unknown) => void };
type Group = { merchantId: string; actor: Actor; waiting: Waiting[] };

const GROUP_MAX = 256;
/** Each new try means that another process was quicker; so many in a row do not happen unless something is broken. */
const TRIES_MAX = 50;

export function createReserve(services: Services): Reserve {
  const groups = new Map<string, Group>();
  const run = async (key: string, group: Group): Promise<void> => {
    while (group.waiting.length > 0) {
      const taken: Waiting[] = [];
      try {
        const answers = await reserveAll(services, group, taken);
        taken.forEach(({ resolve, reject }, index) => {
          const answer = answers[index];
          if (answer) resolve(answer);
          else reject(new Error('a wish without an answer'));
        });
      } catch (error) {
        // Nobody was taken: the transaction did not begin.
        for (const { reject } of taken.length > 0 ? taken : group.waiting.splice(0)) reject(error);
      }
    }
    groups.delete(key);
  };
  return ({ merchantId, actor, wish }) =>
    new Promise((resolve, reject) => {
      const key = JSON.stringify([merchantId, actor.kind, actor.name]);
      const known = groups.get(key);
      const group = known ?? { merchantId, actor, waiting: [] };
      group.waiting.push({ wish, resolve, reject });
      if (known) return;
      groups.set(key, group);
      void run(key, group);
    });
}

/** Who comes while the transaction begins goes with it: those who were answered together ask again together, one of them first. */
async function reserveAll(services: Services, group: Group, taken: Waiting[]): Promise<Reserving[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await services.database.writeMerchant(group.merchantId, (tx) => {
        taken.push(...group.waiting.splice(0, GROUP_MAX - taken.length));
        return attempt(services, tx, { ...group, wishes: taken.map(({ wish }) => wish) });
      });
    } catch (error) {
      if (!(error instanceof NotThere || isUniqueViolation(error)) || tries >= TRIES_MAX) throw error;
    }
  }
}

// PostgreSQL's code of a second row under the same key.
const isUniqueViolation = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505';

type Joined = { merchantId: string; actor: Actor; wishes: readonly Wish[] };

async function attempt(services: Services, tx: TenantTx, { merchantId, actor, wishes }: Joined): Promise<Reserving[]> {
  const now = services.clock.now();
  const facts = await factsOf(tx, services, {
    variantIds: [...new Set(wishes.map(({ variantId }) => variantId))],
    also: sql<{ known: Kept[]; isAwaited: boolean }>`${knownUnder(wishes)} AS known, ${isAwaited} AS "isAwaited"`,
  });
  const before = new Map(facts.known.map((reservation) => [reservationKey(reservation), reservation]));
  const wishesByKey = new Map<string, Wish>();
  const plan = wishes.map((wish) => planned(wish, { ...facts, before, asked: wishesByKey }));
  const asked = plan.flatMap((step) => ('demand' in step ? [step] : []));
  const served = serve(
    asked.map(({ demand }) => demand),
    facts.shelves,
  );
  const answers = new Map(asked.map(({ wish }, index) => [wish, madeOf(wish, served[index]?.takes ?? [])]));
  const made = [...answers.values()].filter(({ takes }) => takes.length > 0);
  await keep(tx, { services, merchantId, now, actor, made, isAwaited: facts.isAwaited });
  const answerTo = (wish: Wish, outcome: 'held' | 'held-before'): Reserving => {
    const reservation = answers.get(wish);
    return reservation && reservation.takes.length > 0 ? { outcome, reservation } : { outcome: 'short' };
  };
  return plan.map((step) => {
    if ('answer' in step) return step.answer;
    return 'first' in step ? answerTo(step.first, 'held-before') : answerTo(step.wish, 'held');
  });
}

type Keeping = { services: Services; merchantId: string; now: number; actor: Actor; made: readonly Reservation[]; isAwaited: boolean };

async function keep(tx: TenantTx, { made, isAwaited: isPlanned, ...base }: Keeping): Promise<void> {
  if (made.length === 0) return;
  const movements = made.flatMap(({ reference, takes }) =>
    takes.map((take) => ({ ...take, kind: 'reserve' as const, reason: 'reservation', reference })),
  );
  const variantIds = [...new Set(movements.map(({ variantId }) => variantId))];
  const told = hint({ ...base, variantIds });
  await moveLevels(tx, { ...base, movements, told, also: insertedWith({ ...base, reservations: made }) });
  const expiries = made.flatMap(({ reference, expiresAt }) => (expiresAt === null ? [] : [expireJob(reference, expiresAt)]));
  await enqueue(tx, { ...base, jobs: [...(isPlanned ? plansOf(variantIds, base.now) : []), ...expiries] });
}

const knownUnder = (wishes: readonly Wish[]) => sql`(
  SELECT COALESCE(jsonb_agg(k), '[]') FROM (
    SELECT reference, line, shop_id AS "shopId", order_id AS "orderId", variant_id AS "variantId", sets, short, state,
      (extract(epoch FROM expires_at) * 1000)::bigint AS "expiresAt"
    FROM stock_reservation WHERE reference = ANY (${[...new Set(wishes.map(({ reference }) => reference))]}::text[])) k)`;

type Known = Pick<Facts, 'sold' | 'warehousesOf'> & {
  /** What is held under these names, and who asked for them first in this group. */
  before: ReadonlyMap<string, Kept>;
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
