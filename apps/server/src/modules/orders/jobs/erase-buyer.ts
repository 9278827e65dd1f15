/**
 * Deletes a buyer's data from everything the merchant's rows hold. In this order, because what to look for is known from the orders:
 *
 *   1. find the buyer's orders, reading all orders once; those of before the column buyer_hash are opened; and their conversations
 *   2. clear raw hints and kept answers that name the buyer, one of the orders or a conversation
 *   3. clear the orders, their search terms and what other modules hold, write the audit entry, finish
 *
 * Killed between, it begins again and finds the same, since the orders are cleared last. Rows stay: money, lines, dates and the region
 * are the books. Sealed bytes of before lie on in dead rows, the write-ahead log and backups until those are overwritten or age out.
 */
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { z } from 'zod';
import { auditSystem } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { forgetAnswers } from '../../../platform/http/idempotency.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { forgetHints } from '../../intake/index.ts';
import { subjectOf } from '../erased-buyers.ts';
import { eraseBuyerKind } from '../jobs.ts';
import { openSealedBuyer, type SealedBuyer, sealBuyer } from '../sealed-buyer.ts';
import { buyerField } from '../store.ts';

const payload = z.strictObject({ erasureId: z.uuid() });
/** Orders looked at in one statement: bounded far below the time that a statement has. */
const PAGE = 10_000;
/** Shorter texts are found in half of everything. */
const TELLING_CHARACTERS = 2;

type Found = { id: string; shopId: string; channelOrderId: string; buyer: SealedBuyer };
type Erasure = Selectable<TenantTables['buyer_erasure']>;
export type ErasedBuyer = { merchantId: string; now: number; orders: readonly Found[]; buyerHash: string; upTo: Date };
type Chat = { id: string; shopId: string; channelConversationId: string };
/** What other modules keep of a buyer: in the transaction that clears the orders, and where else hints and answers speak of them. */
type Elsewhere = {
  forget: readonly ((tx: TenantTx, erased: ErasedBuyer) => Promise<void>)[];
  chats: (tx: TenantTx, buyerHash: string) => Promise<Chat[]>;
};
type Run = { services: Services; context: JobContext; secrets: MerchantSecrets; erasure: Erasure; elsewhere: Elsewhere };
const NOWHERE: Elsewhere = { forget: [], chats: async () => [] };

export function eraseBuyerJobHandler(services: Services, elsewhere: Elsewhere = NOWHERE): JobHandler<z.output<typeof payload>> {
  return {
    kind: eraseBuyerKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const erasureId = jobs[0]?.payload.erasureId ?? '';
      const erasure = await services.database.withMerchant(context.merchantId, (tx) =>
        tx.selectFrom('buyer_erasure').selectAll().where('id', '=', erasureId).executeTakeFirst(),
      );
      if (!erasure || erasure.finished_at !== null) return;
      const secrets = await services.secrets.forMerchant(context.merchantId);
      await erase({ services, context, secrets, erasure, elsewhere });
    },
  };
}

async function erase(run: Run): Promise<void> {
  const { services, context, secrets, erasure, elsewhere } = run;
  const found = await findOrders(run);
  const chats = await services.database.withMerchant(context.merchantId, (tx) => elsewhere.chats(tx, erasure.buyer_hash));
  const mentions = mentionsOf(
    found,
    chats.flatMap(({ id, channelConversationId }) => [id, channelConversationId]),
  );
  const hints = await forgetHints(context, {
    secrets,
    mentions,
    objects: [
      ...found.map(({ shopId, channelOrderId }) => ({ shopId, channelObjectId: channelOrderId })),
      ...chats.map(({ shopId, channelConversationId }) => ({ shopId, channelObjectId: channelConversationId })),
    ],
  });
  const answers = await context.commit((tx) => forgetAnswers(tx, { secrets, mentions }), { finish: false });
  await context.commit(async (tx) => {
    // First, as a page that is taken in meanwhile does: otherwise each might wait for what the other holds.
    await tx.selectFrom('buyer_erasure').select('id').where('id', '=', erasure.id).forUpdate().execute();
    for (const order of found) await clearOrder(tx, run, order);
    const { buyer_hash: buyerHash, erased_up_to: upTo } = erasure;
    for (const forget of elsewhere.forget)
      await forget(tx, { merchantId: context.merchantId, now: context.now(), orders: found, buyerHash, upTo });
    await tx
      .updateTable('buyer_erasure')
      .set({ finished_at: new Date(context.now()), orders: found.length })
      .where('id', '=', erasure.id)
      .execute();
    await auditSystem(tx, {
      id: services.newId(),
      at: context.now(),
      merchantId: context.merchantId,
      actorId: eraseBuyerKind,
      action: 'buyer.erased',
      objectKind: 'buyer-erasure',
      objectId: erasure.id,
      facts: { orders: found.length, hints, answers },
    });
    const ids = found.slice(0, 50).map((order) => order.id);
    if (ids.length > 0) await services.hints.publish(tx, context.merchantId, [{ type: 'order.changed', ids, shopId: null }]);
  });
}

type OrderRow = Pick<Selectable<TenantTables['orders']>, 'id' | 'shop_id' | 'channel_order_id' | 'buyer_hash' | 'buyer'>;

async function findOrders({ services, context, secrets, erasure }: Run): Promise<Found[]> {
  const found: Found[] = [];
  let after = '00000000-0000-0000-0000-000000000000';
  while (!context.signal.aborted) {
    const { last, rows } = await services.database.withMerchant(context.merchantId, (tx) => candidates(tx, erasure, after));
    for (const row of rows) {
      const buyer = openSealedBuyer(secrets, row);
      const subject = row.buyer_hash ?? subjectOf(secrets, { channelOrderId: row.channel_order_id, channelBuyerId: buyer.channelBuyerId });
      if (subject === erasure.buyer_hash) found.push({ id: row.id, shopId: row.shop_id, channelOrderId: row.channel_order_id, buyer });
    }
    if (last === null) return found;
    after = last;
  }
  throw new Error('stopped while looking for the orders; begins again');
}

/** `last` is where the next page begins, null after the last order. */
async function candidates(tx: TenantTx, erasure: Erasure, after: string): Promise<{ last: string | null; rows: OrderRow[] }> {
  const { rows: ends } = await sql<{ id: string }>`
    SELECT id FROM orders WHERE id > ${after}::uuid ORDER BY id OFFSET ${PAGE - 1} LIMIT 1`.execute(tx);
  const last = ends[0]?.id ?? null;
  const { rows } = await sql<OrderRow>`
    SELECT id, shop_id, channel_order_id, buyer_hash, buyer FROM orders
    WHERE id > ${after}::uuid ${last === null ? sql`` : sql`AND id <= ${last}::uuid`} AND created_at <= ${erasure.erased_up_to}
      AND (buyer_hash = ${erasure.buyer_hash} OR buyer_hash IS NULL)`.execute(tx);
  return { last, rows };
}

async function clearOrder(tx: TenantTx, { secrets, context }: Run, { id, channelOrderId, buyer }: Found): Promise<void> {
  const nobody: SealedBuyer = { channelBuyerId: '', name: '', phone: '', email: '', address: '', region: buyer.region, message: '' };
  await tx
    .updateTable('orders')
    .set({
      buyer: sealBuyer(secrets, id, nobody),
      buyer_hash: subjectOf(secrets, { channelOrderId, channelBuyerId: '' }),
      buyer_erased_at: new Date(context.now()),
      // A keyed hash of the whole order, buyer included.
      content_hash: '',
    })
    .where('id', '=', id)
    .execute();
  await tx.deleteFrom('search_term').where('field', '=', buyerField).where('id', '=', id).execute();
}

/** Whether a text names the buyer: by any word of theirs as a whole, or by the number of one of the orders or conversations. */
function mentionsOf(found: readonly Found[], chats: readonly string[]): (text: string) => boolean {
  const ofOrders = found.flatMap(({ channelOrderId, buyer: { channelBuyerId, name, phone, email, address, message } }) => [
    channelOrderId,
    channelBuyerId,
    name,
    phone,
    email,
    address,
    message,
  ]);
  const telling = [...new Set([...ofOrders, ...chats].map((word) => word.trim().toLowerCase()))].filter(
    (word) => word.length >= TELLING_CHARACTERS,
  );
  return (text) => {
    const folded = text.toLowerCase();
    return telling.some((word) => folded.includes(word));
  };
}
