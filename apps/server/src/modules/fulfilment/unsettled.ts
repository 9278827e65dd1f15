import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { IntentQuestion, IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** Parcels that platforms would not let leave or may have, and packages that they would not change. */
export const fulfilmentIntents: IntentSource = {
  kinds: ['shipment', 'package-change'],
  find: async (tx, question) => [...(await shipments(tx, question)), ...(await changes(tx, question))],
};

type Found = Omit<UnsettledIntent, 'kind' | 'link'> & { orderId?: string };

async function shipments(tx: TenantTx, { shopIds, before, limit }: IntentQuestion): Promise<UnsettledIntent[]> {
  const { rows } = await sql<Found & { runId: string }>`
    SELECT id, run_id AS "runId", shop_id AS "shopId", CASE WHEN state = 'rejected' THEN 'rejected' ELSE 'unknown' END AS state,
      channel_order_id AS subject, code, message, CASE WHEN state = 'rejected' THEN updated_at ELSE sent_at END AS since
    FROM shipment WHERE shop_id = ANY (${shopIds}::uuid[]) AND (state = 'rejected' OR state = 'unknown' OR (state = 'sent' AND sent_at < ${before}))
    ORDER BY updated_at DESC LIMIT ${limit}`.execute(tx);
  return rows.map(({ runId, ...row }) => ({ ...row, kind: 'shipment', link: { page: '/orders/shipments', search: { run: runId } } }));
}

async function changes(tx: TenantTx, { shopIds, before, limit }: IntentQuestion): Promise<UnsettledIntent[]> {
  const { rows } = await sql<Found>`
    SELECT id, shop_id AS "shopId", CASE WHEN state = 'rejected' THEN 'rejected' ELSE 'unknown' END AS state,
      array_to_string(channel_order_ids, ', ') AS subject, code, message, CASE WHEN state = 'rejected' THEN updated_at ELSE sent_at END AS since
    FROM package_change WHERE shop_id = ANY (${shopIds}::uuid[]) AND (state IN ('rejected', 'unknown') OR (state = 'sent' AND sent_at < ${before}))
    ORDER BY updated_at DESC LIMIT ${limit}`.execute(tx);
  return rows.map((row) => ({ ...row, kind: 'package-change', link: { page: '/orders/shipments', search: { view: 'changes' } } }));
}
