import type { Take } from '@tradewind/rules/stock-reservation';
import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import { type BulkColumn, unnestRows } from '../../platform/database/unnest.ts';
import type { ReservationState } from './tables.ts';

export type ReservationKey = { reference: string; line: string };
export type Reservation = ReservationKey & {
  shopId: string | null;
  orderId: string | null;
  variantId: string;
  sets: number;
  short: number;
  state: ReservationState;
  expiresAt: number | null;
  takes: readonly Take[];
};

export const reservationKey = ({ reference, line }: ReservationKey): string => JSON.stringify([reference, line]);

type Rows = { merchantId: string; now: number; reservations: readonly Reservation[] };

/** New ones, as parts of another statement: `, kept AS (INSERT …), kept_parts AS (INSERT …)`. */
export function insertedWith({ merchantId, now, reservations }: Rows): RawBuilder<unknown> {
  const heads = unnestRows(reservations, headColumns({ merchantId, now }));
  const parts = unnestRows(partRows(reservations), partColumns(merchantId));
  return sql`,
    kept AS (INSERT INTO stock_reservation (${heads.names}) SELECT * FROM ${heads.source}),
    kept_parts AS (INSERT INTO stock_reservation_part (${parts.names}) SELECT * FROM ${parts.source})`;
}

/** New and known ones; the parts of those named are replaced as a whole. */
export async function saveReservations(tx: TenantTx, rows: Rows): Promise<void> {
  if (rows.reservations.length === 0) return;
  const heads = unnestRows(rows.reservations, headColumns(rows));
  await sql`
    INSERT INTO stock_reservation (${heads.names}) SELECT * FROM ${heads.source}
    ON CONFLICT (merchant_id, reference, line) DO UPDATE SET variant_id = excluded.variant_id, sets = excluded.sets, short = excluded.short,
      state = excluded.state, expires_at = excluded.expires_at, changed_at = excluded.changed_at`.execute(tx);
  const parts = unnestRows(partRows(rows.reservations), partColumns(rows.merchantId));
  await sql`
    DELETE FROM stock_reservation_part p USING (SELECT reference, line FROM ${heads.source}) g
    WHERE p.reference = g.reference AND p.line = g.line`.execute(tx);
  await sql`INSERT INTO stock_reservation_part (${parts.names}) SELECT * FROM ${parts.source}`.execute(tx);
}

const headColumns = ({ merchantId, now }: Pick<Rows, 'merchantId' | 'now'>): Record<string, BulkColumn<Reservation>> => ({
  merchant_id: ['uuid', () => merchantId],
  reference: ['text', ({ reference }) => reference],
  line: ['text', ({ line }) => line],
  shop_id: ['uuid', ({ shopId }) => shopId],
  order_id: ['uuid', ({ orderId }) => orderId],
  variant_id: ['uuid', ({ variantId }) => variantId],
  sets: ['bigint', ({ sets }) => sets],
  short: ['bigint', ({ short }) => short],
  state: ['text', ({ state }) => state],
  expires_at: ['timestamptz', ({ expiresAt }) => (expiresAt === null ? null : new Date(expiresAt))],
  made_at: ['timestamptz', () => new Date(now)],
  changed_at: ['timestamptz', () => new Date(now)],
});

type PartRow = ReservationKey & Take;
const partColumns = (merchantId: string): Record<string, BulkColumn<PartRow>> => ({
  merchant_id: ['uuid', () => merchantId],
  reference: ['text', ({ reference }) => reference],
  line: ['text', ({ line }) => line],
  variant_id: ['uuid', ({ variantId }) => variantId],
  warehouse_id: ['uuid', ({ warehouseId }) => warehouseId],
  units: ['bigint', ({ units }) => units],
});

/** Units of one variant from one warehouse are one row, however often it was served from there. */
function partRows(reservations: readonly Reservation[]): PartRow[] {
  return reservations.flatMap(({ reference, line, takes }) => {
    const rows = new Map<string, PartRow>();
    for (const { variantId, warehouseId, units } of takes) {
      const key = `${variantId} ${warehouseId}`;
      rows.set(key, { reference, line, variantId, warehouseId, units: units + (rows.get(key)?.units ?? 0) });
    }
    return [...rows.values()];
  });
}

/** With their parts. `where` may end in a lock. */
export async function readReservations(tx: TenantTx, where: RawBuilder<unknown>): Promise<Reservation[]> {
  const { rows } = await sql<Omit<Reservation, 'takes' | 'expiresAt'> & { expiresAt: Date | null }>`
    SELECT r.reference, r.line, r.shop_id AS "shopId", r.order_id AS "orderId", r.variant_id AS "variantId", r.sets, r.short, r.state,
      r.expires_at AS "expiresAt"
    FROM stock_reservation r WHERE ${where}`.execute(tx);
  if (rows.length === 0) return [];
  const given = unnestRows(rows, { reference: ['text', ({ reference }) => reference], line: ['text', ({ line }) => line] });
  const { rows: parts } = await sql<PartRow>`
    SELECT p.reference, p.line, p.variant_id AS "variantId", p.warehouse_id AS "warehouseId", p.units
    FROM stock_reservation_part p JOIN (SELECT * FROM ${given.source}) g ON g.reference = p.reference AND g.line = p.line`.execute(tx);
  const takes = new Map(rows.map((row): [string, Take[]] => [reservationKey(row), []]));
  for (const { reference, line, ...take } of parts) takes.get(reservationKey({ reference, line }))?.push(take);
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt?.getTime() ?? null, takes: takes.get(reservationKey(row)) ?? [] }));
}
