import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';

type Erased = { orders: readonly { shopId: string; channelOrderId: string }[] };

/** A buyer's region and postcode go with the buyer; from where an order was sent stays. */
export async function forgetDestinations(tx: TenantTx, { orders }: Erased): Promise<void> {
  const [shopIds, ids] = [orders.map(({ shopId }) => shopId), orders.map(({ channelOrderId }) => channelOrderId)];
  await sql`
    UPDATE stock_allocation a SET to_region = '', to_postcode_area = ''
    FROM orders o JOIN unnest(${shopIds}::uuid[], ${ids}::text[]) AS gone(shop_id, channel_order_id)
      ON o.shop_id = gone.shop_id AND o.channel_order_id = gone.channel_order_id
    WHERE a.order_id = o.id`.execute(tx);
}
