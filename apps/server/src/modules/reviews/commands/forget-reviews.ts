import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

type Erased = { orders: readonly { shopId: string; channelOrderId: string }[] };

/** A buyer's words and name go with the buyer; that somebody gave so many stars stays: figures are made of it. */
export async function forgetReviews(tx: TenantTx, { orders }: Erased): Promise<void> {
  const [shopIds, ids] = [orders.map(({ shopId }) => shopId), orders.map(({ channelOrderId }) => channelOrderId)];
  await sql`
    UPDATE review r SET body = '', author = '', is_erased = true
    FROM unnest(${shopIds}::uuid[], ${ids}::text[]) AS gone(shop_id, channel_order_id)
    WHERE r.shop_id = gone.shop_id AND r.channel_order_id = gone.channel_order_id`.execute(tx);
}
