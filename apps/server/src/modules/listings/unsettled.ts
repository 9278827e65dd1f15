import { sql } from 'kysely';
import type { TenantTx } from '../../platform/database/database.ts';
import type { IntentQuestion, IntentSource, UnsettledIntent } from '../../platform/intents/unsettled.ts';

/** Listings that platforms refused or may have taken, and those that they would not put on or take off. */
export const listingIntents: IntentSource = {
  kinds: ['publication', 'global-product', 'listing-switch'],
  find: async (tx, question) => [
    ...(await publications(tx, question)),
    ...(await globalProducts(tx, question)),
    ...(await switches(tx, question)),
  ],
};

type Found = Omit<UnsettledIntent, 'kind' | 'link'>;

async function publications(tx: TenantTx, { shopIds, before, limit }: IntentQuestion): Promise<UnsettledIntent[]> {
  const { rows } = await sql<Found>`
    SELECT own.id, own.shop_id AS "shopId", CASE WHEN own.state = 'rejected' THEN 'rejected' ELSE 'unknown' END AS state,
      product.title AS subject, own.failures -> 0 ->> 'code' AS code, own.failures -> 0 ->> 'message' AS message,
      COALESCE(CASE WHEN own.state = 'sending' THEN own.sent_at END, own.updated_at) AS since
    FROM publication AS own JOIN product ON product.id = own.product_id
    WHERE own.shop_id = ANY (${shopIds}::uuid[]) AND (own.state = 'rejected' OR own.intent = 'unknown' OR (own.intent = 'sent' AND own.sent_at < ${before}))
    ORDER BY own.updated_at DESC LIMIT ${limit}`.execute(tx);
  return rows.map((row) => ({ ...row, kind: 'publication', link: { page: '/listings', search: { open: row.id } } }));
}

async function globalProducts(tx: TenantTx, { shopIds, before, limit }: IntentQuestion): Promise<UnsettledIntent[]> {
  const { rows } = await sql<Found>`
    SELECT own.id, NULL AS "shopId", 'unknown' AS state, product.title AS subject, NULL AS code, NULL AS message, own.sent_at AS since
    FROM global_publication AS own JOIN product ON product.id = own.product_id
    WHERE (own.intent = 'unknown' OR (own.intent = 'sent' AND own.sent_at < ${before}))
      AND EXISTS (SELECT 1 FROM shop WHERE shop.authorization_id = own.authorization_id AND shop.id = ANY (${shopIds}::uuid[]))
    ORDER BY own.sent_at DESC LIMIT ${limit}`.execute(tx);
  return rows.map((row) => ({ ...row, kind: 'global-product', link: { page: '/listings', search: { q: row.subject } } }));
}

async function switches(tx: TenantTx, { shopIds, before, limit }: IntentQuestion): Promise<UnsettledIntent[]> {
  const { rows } = await sql<Found>`
    SELECT own.listing_id AS id, own.shop_id AS "shopId", CASE WHEN own.state = 'refused' THEN 'rejected' ELSE 'unknown' END AS state,
      listing.title AS subject, own.code, own.message, own.asked_at AS since
    FROM listing_switch AS own JOIN listing ON listing.id = own.listing_id
    WHERE own.shop_id = ANY (${shopIds}::uuid[]) AND (own.state = 'refused' OR (own.state = 'sent' AND own.asked_at < ${before}))
    ORDER BY own.asked_at DESC LIMIT ${limit}`.execute(tx);
  return rows.map((row) => ({ ...row, kind: 'listing-switch', link: { page: '/listings', search: { view: 'live' } } }));
}
