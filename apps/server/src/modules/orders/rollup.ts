import { addDays, dayIn, startOfDay } from '@tradewind/rules/calendar';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { unnestRows } from '../../platform/database/unnest.ts';

/**
 * Moves the hour and day roll-ups by differences, in the transaction that moves the orders. A change is written as
 * "take the old contribution out, put the new one in"; what cancels out is never written.
 */
export type Movement = { at: number; currency: string; gmvMinor: number; orders: number; units: number; refundsMinor: number };
type Slot = Omit<Movement, 'at'> & { key: string };

const HOUR_MS = 3_600_000;
type Place = { merchantId: string; shopId: string; timeZone: string };

export async function moveRollups(tx: TenantTx, place: Place, movements: readonly Movement[]): Promise<void> {
  const hours = gather(movements, (at) => new Date(at - (at % HOUR_MS)).toISOString());
  const days = gather(movements, daysOf(place.timeZone));
  if (hours.length > 0) await add(tx, place, { table: 'rollup_hour', column: 'hour_at', type: 'timestamptz', slots: hours });
  if (days.length > 0) await add(tx, place, { table: 'rollup_day', column: 'on_day', type: 'date', slots: days });
}

/** Asks the calendar once a day instead of once an order: a page's orders lie close together, and a zone's day is dear to name. */
function daysOf(timeZone: string): (at: number) => string {
  const known: { day: string; from: number; to: number }[] = [];
  return (at) => {
    const held = known.find(({ from, to }) => at >= from && at < to);
    if (held) return held.day;
    const day = dayIn(at, timeZone);
    known.push({ day, from: startOfDay(day, timeZone), to: startOfDay(addDays(day, 1), timeZone) });
    return day;
  };
}

function gather(movements: readonly Movement[], keyOf: (at: number) => string): Slot[] {
  const slots = new Map<string, Slot>();
  for (const move of movements) {
    const key = keyOf(move.at);
    const slot = slots.get(`${key} ${move.currency}`) ?? {
      key,
      currency: move.currency,
      gmvMinor: 0,
      orders: 0,
      units: 0,
      refundsMinor: 0,
    };
    slot.gmvMinor += move.gmvMinor;
    slot.orders += move.orders;
    slot.units += move.units;
    slot.refundsMinor += move.refundsMinor;
    slots.set(`${key} ${move.currency}`, slot);
  }
  // In key order, so that two transactions touching the same slots cannot wait for each other.
  return [...slots.values()]
    .filter((slot) => slot.gmvMinor !== 0 || slot.orders !== 0 || slot.units !== 0 || slot.refundsMinor !== 0)
    .sort((a, b) => (a.key === b.key ? (a.currency < b.currency ? -1 : 1) : a.key < b.key ? -1 : 1));
}

type Target = { table: 'rollup_hour' | 'rollup_day'; column: 'hour_at' | 'on_day'; type: 'timestamptz' | 'date'; slots: Slot[] };

async function add(tx: TenantTx, { merchantId, shopId }: Place, { table, column, type, slots }: Target): Promise<void> {
  const { names, source } = unnestRows(slots, {
    merchant_id: ['uuid', () => merchantId],
    shop_id: ['uuid', () => shopId],
    [column]: [type, (slot) => slot.key],
    currency: ['text', (slot) => slot.currency],
    gmv_minor: ['bigint', (slot) => slot.gmvMinor],
    orders: ['int', (slot) => slot.orders],
    units: ['int', (slot) => slot.units],
    refunds_minor: ['bigint', (slot) => slot.refundsMinor],
  });
  await sql`
    INSERT INTO ${sql.table(table)} AS held (${names}) SELECT * FROM ${source}
    ON CONFLICT (merchant_id, shop_id, ${sql.ref(column)}, currency) DO UPDATE SET
      gmv_minor = held.gmv_minor + excluded.gmv_minor, orders = held.orders + excluded.orders,
      units = held.units + excluded.units, refunds_minor = held.refunds_minor + excluded.refunds_minor`.execute(tx);
}
