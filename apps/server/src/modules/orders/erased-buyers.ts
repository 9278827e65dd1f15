/**
 * Buyers whose data was deleted on request. `buyer_erasure` is the list of them, by keyed hash.
 *
 * The order of events between a page of orders and a request that arrives in its midst: the page reads the list FOR SHARE, which holds the
 * table against the request's lock until the page has committed; the request locks, inserts and commits. So a page either sees the
 * request, or its orders are there for the request's job to find.
 */
import type { ChannelOrder } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { MerchantSecrets } from '../../platform/secrets/secrets.ts';

export const hashOfBuyer = (secrets: MerchantSecrets, channelBuyerId: string): string =>
  secrets.blindIndex('order.buyer-id', channelBuyerId);

/** Where the platform names no buyer the order stands for itself. */
export function subjectOf(secrets: MerchantSecrets, order: { channelOrderId: string; channelBuyerId: string }): string {
  return order.channelBuyerId === ''
    ? secrets.blindIndex('order.without-buyer-id', order.channelOrderId)
    : hashOfBuyer(secrets, order.channelBuyerId);
}

/** Up to when these buyers' data was deleted, by their hash; held until the caller's page has committed, as above. */
export async function readErasures(tx: TenantTx, hashes: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await sql<{ buyer_hash: string; erased_up_to: Date }>`
    SELECT buyer_hash, erased_up_to FROM buyer_erasure WHERE buyer_hash = ANY(${[...new Set(hashes)]}::text[]) FOR SHARE`.execute(tx);
  const found = new Map<string, number>();
  for (const { buyer_hash, erased_up_to } of rows) found.set(buyer_hash, Math.max(found.get(buyer_hash) ?? 0, erased_up_to.getTime()));
  return found;
}

function withoutBuyer(order: ChannelOrder): ChannelOrder {
  const buyer = { channelBuyerId: '', name: '', phone: '', email: '', address: '', region: order.buyer.region, state: '', postcode: '' };
  return { ...order, buyer, buyerMessage: '' };
}

/** The orders as they may be stored: without their buyer where its data was deleted after the order was placed. */
export async function respectErasures(
  tx: TenantTx,
  { secrets, orders }: { secrets: MerchantSecrets; orders: ChannelOrder[] },
): Promise<{ orders: ChannelOrder[]; erased: ReadonlySet<string> }> {
  const subjects = orders.map((order) => [
    subjectOf(secrets, { channelOrderId: order.channelOrderId, channelBuyerId: order.buyer.channelBuyerId }),
    subjectOf(secrets, { channelOrderId: order.channelOrderId, channelBuyerId: '' }),
  ]);
  const { rows } = await sql<{ buyer_hash: string; erased_up_to: Date }>`
    SELECT buyer_hash, erased_up_to FROM buyer_erasure WHERE buyer_hash = ANY(${[...new Set(subjects.flat())]}::text[]) FOR SHARE`.execute(
    tx,
  );
  if (rows.length === 0) return { orders, erased: new Set() };
  const isErased = (order: ChannelOrder, index: number) =>
    rows.some((row) => subjects[index]?.includes(row.buyer_hash) && order.createdAt <= row.erased_up_to.getTime());
  const erased = new Set(orders.filter(isErased).map((order) => order.channelOrderId));
  return { orders: orders.map((order) => (erased.has(order.channelOrderId) ? withoutBuyer(order) : order)), erased };
}
