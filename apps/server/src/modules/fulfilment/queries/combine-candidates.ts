import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { type Caller, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

type Input = { caller: Caller; params: { orderId: string } };
type Row = { id: string; channelOrderId: string; units: number; createdAt: Date };

/** By the keyed hash of who bought, so that nobody has to be shown a name; an order whose buyer is hidden or gone has none. */
export function readCombineCandidates(
  services: Services,
  { caller, params }: Input,
): Promise<AnswerOf<Routes['combine-candidates.list']> | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const order = await tx.selectFrom('orders').select(['shop_id', 'buyer_hash']).where('id', '=', params.orderId).executeTakeFirst();
    if (!order || !mayUseShop(caller, order.shop_id)) return refuse('not-found');
    const { rows } = await sql<Row>`
      SELECT id, channel_order_id AS "channelOrderId", units, created_at AS "createdAt" FROM orders
      WHERE buyer_hash = ${order.buyer_hash} AND shop_id = ${order.shop_id}::uuid AND id <> ${params.orderId}::uuid AND status = 'awaiting-shipment'
      ORDER BY created_at, id LIMIT 50`.execute(tx);
    return { isBuyerKnown: order.buyer_hash !== null, items: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) };
  });
}
