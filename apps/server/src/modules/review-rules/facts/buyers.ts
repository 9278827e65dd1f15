/** Who bought: what they did before, and whether somebody wrote them down. */
import { addressKey, type BlacklistKind, isHidden, type OrderFacts, phoneKey } from '@tradewind/rules/review-rules';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import { hashOfBuyer, openSealedBuyer, subjectOf } from '../../orders/index.ts';
import type { OrderRow } from './read-orders.ts';

type History = NonNullable<OrderFacts['history']>;

/** Where the platform named nobody the order stands for itself, and nothing is known of its buyer. */
const isSomebody = (secrets: MerchantSecrets, { buyerHash, channelOrderId, isErased }: OrderRow): boolean =>
  !isErased && buyerHash !== null && buyerHash !== subjectOf(secrets, { channelOrderId, channelBuyerId: '' });

export async function readHistories(
  tx: TenantTx,
  secrets: MerchantSecrets,
  orders: readonly OrderRow[],
): Promise<ReadonlyMap<string, History>> {
  const ids = orders.filter((order) => isSomebody(secrets, order)).map(({ id }) => id);
  const { rows } = await sql<History & { id: string }>`
    SELECT o.id, h.orders, h.cancellations, h.returns FROM orders o CROSS JOIN LATERAL (
      SELECT count(*)::int AS orders, count(*) FILTER (WHERE p.cancelled_by = 'buyer')::int AS cancellations,
        count(*) FILTER (WHERE EXISTS (SELECT 1 FROM after_sale a
          WHERE a.shop_id = p.shop_id AND a.channel_order_id = p.channel_order_id AND a.kind <> 'cancellation'))::int AS returns
      FROM orders p WHERE p.buyer_hash = o.buyer_hash AND (p.created_at, p.id) < (o.created_at, o.id)) AS h
    WHERE o.id = ANY (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, ...history }) => [id, history]));
}

/** What an entry is met by; null where the text says nothing. */
export function blacklistHash(secrets: MerchantSecrets, kind: BlacklistKind, text: string): string | null {
  if (isHidden(text)) return null;
  if (kind === 'buyer') return hashOfBuyer(secrets, text.trim());
  const key = kind === 'phone' ? phoneKey(text) : addressKey(text);
  return key.length < 5 ? null : secrets.blindIndex(`blacklist.${kind}`, key);
}

type Buyer = { address: string | null; hashes: { kind: BlacklistKind; hash: string }[] };

export function buyerOf(secrets: MerchantSecrets, order: Pick<OrderRow, 'id' | 'buyer'>): Buyer {
  const { channelBuyerId, phone, address } = openSealedBuyer(secrets, order);
  const texts = { buyer: channelBuyerId, phone, address };
  const hashes = (['buyer', 'phone', 'address'] as const).flatMap((kind) => {
    const hash = blacklistHash(secrets, kind, texts[kind]);
    return hash === null ? [] : [{ kind, hash }];
  });
  return { address: isHidden(address) ? null : address, hashes };
}

/** By order: as what they are on the blacklist. */
export async function readBlacklisted(tx: TenantTx, buyers: ReadonlyMap<string, Buyer>): Promise<ReadonlyMap<string, BlacklistKind[]>> {
  const asked = [...buyers].flatMap(([orderId, { hashes }]) => hashes.map((one) => ({ orderId, ...one })));
  if (asked.length === 0) return new Map();
  const { names, source } = unnestRows(asked, {
    order_id: ['uuid', ({ orderId }) => orderId],
    kind: ['text', ({ kind }) => kind],
    hash: ['text', ({ hash }) => hash],
  });
  const { rows } = await sql<{ orderId: string; kinds: BlacklistKind[] }>`
    SELECT g.order_id AS "orderId", array_agg(g.kind ORDER BY g.kind) AS kinds FROM (SELECT ${names} FROM ${source}) AS g
    JOIN blacklist_entry b ON b.kind = g.kind AND b.hash = g.hash GROUP BY g.order_id`.execute(tx);
  return new Map(rows.map(({ orderId, kinds }) => [orderId, kinds]));
}
