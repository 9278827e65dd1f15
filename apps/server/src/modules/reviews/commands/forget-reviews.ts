import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { forgetReviewTranslations } from '../../translation/index.ts';

type Erased = { orders: readonly { shopId: string; channelOrderId: string }[]; now: number };

/**
 * A buyer's words and name go with the buyer, and with them what the shop answered: an answer repeats what was said. That somebody gave so many
 * stars stays: figures are made of it.
 */
export async function forgetReviews(tx: TenantTx, { orders, now }: Erased): Promise<void> {
  const [shopIds, ids] = [orders.map(({ shopId }) => shopId), orders.map(({ channelOrderId }) => channelOrderId)];
  const { rows } = await sql<{ id: string }>`
    UPDATE review r SET body = '', author = '', themes = '{}', reply_body = CASE WHEN r.replied_at IS NULL THEN NULL ELSE '' END, is_erased = true
    FROM unnest(${shopIds}::uuid[], ${ids}::text[]) AS gone(shop_id, channel_order_id)
    WHERE r.shop_id = gone.shop_id AND r.channel_order_id = gone.channel_order_id RETURNING r.id`.execute(tx);
  await forgetReviewTranslations(
    tx,
    rows.map(({ id }) => id),
  );
  await sql`
    UPDATE review_reply SET body = '',
      failure_code = CASE WHEN intent IN ('planned', 'sent', 'unknown') THEN 'buyer-erased' ELSE failure_code END,
      ended_at = COALESCE(ended_at, ${new Date(now)}),
      intent = CASE WHEN intent IN ('planned', 'sent', 'unknown') THEN 'rejected' ELSE intent END
    WHERE review_id = ANY (${rows.map(({ id }) => id)}::uuid[])`.execute(tx);
}
