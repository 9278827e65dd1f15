import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { hashOfBuyer, subjectOf } from '../erased-buyers.ts';
import { eraseBuyerJob } from '../jobs.ts';
import { erasureView } from '../queries/erasure-view.ts';
import { openSealedBuyer } from '../sealed-buyer.ts';

type Input = { caller: Caller; requestId: string; orderId?: string | undefined; channelBuyerId?: string | undefined };

/**
 * A buyer asked for their data to be deleted: from this commit on no order they placed until now is stored with it again, and a job
 * clears what is there, in every shop of the merchant. Whoever is bound to some shops may not, because it reaches beyond them.
 */
export async function requestErasure(services: Services, input: Input): Promise<AnswerOf<Routes['buyer-erasures.create']> | Refusal> {
  const { caller, requestId } = input;
  if (caller.shopIds !== null) return refuse('forbidden', 'Deleting a buyer reaches every shop; this needs access to all of them.');
  if ((input.orderId === undefined) === (input.channelBuyerId === undefined))
    return { refused: 'invalid-input', errors: [{ path: '', code: 'one-of', message: 'give orderId or channelBuyerId, one of them' }] };
  const now = services.clock.now();
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const subject =
      input.channelBuyerId === undefined ? await subjectOfOrder(tx, secrets, input.orderId) : hashOfBuyer(secrets, input.channelBuyerId);
    if (subject === null) return refuse('not-found');
    // Waits for pages of orders under way; see erased-buyers.ts.
    await sql`LOCK TABLE buyer_erasure IN EXCLUSIVE MODE`.execute(tx);
    const row = await tx
      .insertInto('buyer_erasure')
      .values({
        merchant_id: caller.merchantId,
        id: services.newId(),
        buyer_hash: subject,
        erased_up_to: new Date(now),
        requested_at: new Date(now),
        finished_at: null,
        orders: 0,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'buyer.erasure-requested',
      objectKind: 'buyer-erasure',
      objectId: row.id,
      facts: {},
    });
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [eraseBuyerJob(row.id, now)], now });
    return erasureView(row);
  });
}

async function subjectOfOrder(tx: TenantTx, secrets: MerchantSecrets, orderId: string | undefined): Promise<string | null> {
  const order = await tx
    .selectFrom('orders')
    .select(['id', 'channel_order_id', 'buyer', 'buyer_hash'])
    .where('id', '=', orderId ?? '')
    .executeTakeFirst();
  if (!order) return null;
  return order.buyer_hash ?? subjectOf(secrets, { channelOrderId: order.channel_order_id, ...openSealedBuyer(secrets, order) });
}
