/** How shipments move, in the caller's transaction, with the task they belong to and a hint. */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Services } from '../../../platform/services.ts';
import { showTask } from '../../intake/index.ts';
import type { ShipmentState } from '../tables.ts';

export type ShipmentMove = {
  id: string;
  state: ShipmentState;
  code?: string | null;
  message?: string | null;
  sentAt?: Date | null;
  channelPackageId?: string;
  trackingNumber?: string | null;
};
type Moving = { merchantId: string; now: number; moves: readonly ShipmentMove[] };

/** What a person has cancelled stays cancelled; the others answer with their ids. */
export async function moveShipments(
  tx: TenantTx,
  services: Pick<Services, 'hints'>,
  { merchantId, now, moves }: Moving,
): Promise<Set<string>> {
  if (moves.length === 0) return new Set();
  const { source } = unnestRows(moves, {
    id: ['uuid', ({ id }) => id],
    state: ['text', ({ state }) => state],
    code: ['text', ({ code }) => code ?? null],
    message: ['text', ({ message }) => message ?? null],
    sent_at: ['timestamptz', ({ sentAt }) => sentAt ?? null],
    package_id: ['text', ({ channelPackageId }) => channelPackageId ?? null],
    tracking_number: ['text', ({ trackingNumber }) => trackingNumber ?? null],
  });
  const { rows } = await sql<{ id: string; run_id: string }>`
    UPDATE shipment AS own SET state = told.state, code = told.code, message = told.message,
      sent_at = COALESCE(told.sent_at, CASE WHEN told.state = 'planned' THEN NULL ELSE own.sent_at END),
      channel_package_id = COALESCE(own.channel_package_id, told.package_id),
      tracking_number = COALESCE(own.tracking_number, told.tracking_number), updated_at = ${new Date(now)}::timestamptz
    FROM (SELECT * FROM ${source}) AS told WHERE own.id = told.id AND own.state <> 'cancelled' RETURNING own.id, own.run_id`.execute(tx);
  for (const runId of [...new Set(rows.map(({ run_id }) => run_id))].sort()) await showShipmentRun(tx, { merchantId, runId, now });
  await tellShipments(tx, services, merchantId);
  return new Set(rows.map(({ id }) => id));
}

export const tellShipments = (tx: TenantTx, { hints }: Pick<Services, 'hints'>, merchantId: string) =>
  hints.publish(tx, merchantId, [
    { type: 'shipment.changed', ids: [], shopId: null },
    { type: 'task.changed', ids: [], shopId: null },
  ]);

/** The task is locked before its rows are counted: two shops that move at once would each miss the other. */
export async function showShipmentRun(
  tx: TenantTx,
  { merchantId, runId, now }: { merchantId: string; runId: string; now: number },
): Promise<void> {
  const run = await tx.selectFrom('shipment_run').select('created_by').where('id', '=', runId).forNoKeyUpdate().executeTakeFirstOrThrow();
  const { rows } = await sql<{ total: number; open: number; cancelled: number }>`
    SELECT count(*)::int AS total, count(*) FILTER (WHERE state IN ('planned', 'sent', 'unknown'))::int AS open,
      count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled FROM shipment WHERE run_id = ${runId}`.execute(tx);
  const { total, open, cancelled } = rows[0] ?? { total: 0, open: 0, cancelled: 0 };
  const state = open > 0 ? 'running' : cancelled > 0 ? 'cancelled' : 'done';
  await showTask(tx, { merchantId, id: runId, kind: 'shipping', state, done: total - open, total, createdBy: run.created_by, now });
}
