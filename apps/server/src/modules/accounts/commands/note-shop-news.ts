import type { TenantTx } from '../../../platform/database/database.ts';

const WEBHOOK_STAMP_EVERY_MS = 5_000;

/** A webhook of the shop arrived; written at most every few seconds, so that a storm does not queue on one row. */
export async function noteWebhook(tx: TenantTx, { shopId, now }: { shopId: string; now: number }): Promise<void> {
  await tx
    .updateTable('shop')
    .set({ last_webhook_at: new Date(now) })
    .where('id', '=', shopId)
    .where((where) =>
      where.or([where('last_webhook_at', 'is', null), where('last_webhook_at', '<', new Date(now - WEBHOOK_STAMP_EVERY_MS))]),
    )
    .execute();
}

/** The shop was read to its end: whatever failed before is over. */
export async function clearShopFailure(tx: TenantTx, shopId: string): Promise<void> {
  await tx
    .updateTable('shop')
    .set({ last_error_code: null, last_error_kind: null, last_error_message: null, last_error_at: null })
    .where('id', '=', shopId)
    .where('last_error_code', 'is not', null)
    .execute();
}
