import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { takeInListings } from '../../catalog/index.ts';
import { planRun } from './plan-run.ts';

type Route = Routes['listing-copies.create'];
type Input = { caller: Caller; requestId: string; body: ParsedOf<Route>['body'] };

/** Drafts for other shops, by the products that these listings are; what is no product yet is taken in first. Nothing is sent. */
export async function copyListings(services: Services, { caller, requestId, body }: Input): Promise<AnswerOf<Route> | Refusal> {
  const listingIds = [...new Set(body.listingIds)];
  const read = () => services.database.withMerchant(caller.merchantId, (tx) => productsOfListings(tx, { caller, listingIds }));
  const first = await read();
  if (first.known < listingIds.length)
    return {
      refused: 'invalid-input',
      errors: [{ path: '/listingIds', code: 'unknown-listing', message: 'one of them is no listing of yours' }],
    };
  if (first.loose > 0) {
    const taken = await takeInListings(services, { caller, requestId });
    if ('refused' in taken) return taken;
  }
  const { productIds } = first.loose > 0 ? await read() : first;
  if (productIds.length === 0) return refuse('conflict', 'These listings have no SKU that a product could be told by.');
  return planRun(services, { caller, requestId, body: { productIds, shopIds: body.shopIds } });
}

type Found = { productIds: string[]; known: number; loose: number };

async function productsOfListings(tx: TenantTx, { caller, listingIds }: { caller: Caller; listingIds: readonly string[] }): Promise<Found> {
  const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
  const { rows } = await sql<{ id: string; productIds: string[] }>`
    SELECT listing.id, ARRAY(
      SELECT DISTINCT variant.product_id FROM variant_link AS link
      JOIN variant ON variant.merchant_id = link.merchant_id AND variant.id = link.variant_id
      WHERE link.merchant_id = listing.merchant_id AND link.listing_id = listing.id ORDER BY 1) AS "productIds"
    FROM listing WHERE listing.id = ANY (${listingIds}::uuid[]) AND listing.shop_id = ANY (${shopIds}::uuid[]) AND listing.status <> 'deleted'`.execute(
    tx,
  );
  return {
    productIds: [...new Set(rows.flatMap(({ productIds }) => productIds))],
    known: rows.length,
    loose: rows.filter(({ productIds }) => productIds.length === 0).length,
  };
}
