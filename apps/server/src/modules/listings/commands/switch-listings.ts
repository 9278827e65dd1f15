import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { complianceGate } from '../../onboarding/index.ts';
import { switchListingsJob } from '../publication-jobs.ts';

type Route = Routes['listing-switches.create'];
type Input = { caller: Caller; requestId: string; body: ParsedOf<Route>['body'] };
export type Switched = {
  id: string;
  channelProductId: string;
  shopId: string;
  legalEntityId: string;
  market: string;
  category: string | null;
  brand: string | null;
};

/** A wish for each listing, told in its shop's lane. To put one on is to offer it: the gate is asked here and once more before the call. */
export async function switchListings(services: Services, { caller, requestId, body }: Input): Promise<AnswerOf<Route>> {
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const { rows } = await sql<Switched>`
      SELECT listing.id, listing.channel_product_id AS "channelProductId", listing.shop_id AS "shopId", shop.legal_entity_id AS "legalEntityId",
             shop.market, ${OFFERED_AS}
      FROM listing JOIN shop ON shop.merchant_id = listing.merchant_id AND shop.id = listing.shop_id
      WHERE listing.id = ANY (${body.listingIds}::uuid[]) AND listing.shop_id = ANY (${shopIds}::uuid[]) AND listing.status <> 'deleted'
        AND shop.state = 'active' ORDER BY listing.id`.execute(tx);
    const refused = body.isOn ? await refusedByGate(tx, rows, now) : new Set<string>();
    const wishes = rows.map(({ id, shopId }) => ({ id, shopId, isRefused: refused.has(id) }));
    const { source } = unnestRows(wishes, {
      listing_id: ['uuid', ({ id }) => id],
      shop_id: ['uuid', ({ shopId }) => shopId],
      state: ['text', ({ isRefused }) => (isRefused ? 'refused' : 'planned')],
      code: ['text', ({ isRefused }) => (isRefused ? GATE : null)],
    });
    await sql`
      INSERT INTO listing_switch (merchant_id, listing_id, shop_id, is_on, state, code, message, asked_by, asked_at)
      SELECT ${merchantId}::uuid, wish.listing_id, wish.shop_id, ${body.isOn}, wish.state, wish.code, NULL, ${caller.name}, ${new Date(now)}::timestamptz
      FROM (SELECT * FROM ${source}) AS wish
      ON CONFLICT (merchant_id, listing_id) DO UPDATE SET is_on = excluded.is_on, state = excluded.state, code = excluded.code,
        message = NULL, asked_by = excluded.asked_by, asked_at = excluded.asked_at`.execute(tx);
    const answer = { planned: rows.length - refused.size, keptBack: refused.size };
    const act = { objectKind: 'listing', objectId: requestId, action: body.isOn ? 'listings.put-on' : 'listings.taken-off' };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: answer });
    await services.hints.publish(tx, merchantId, [{ type: 'listing.changed', ids: [], shopId: null }]);
    const planned = new Set(wishes.flatMap(({ shopId, isRefused }) => (isRefused ? [] : [shopId])));
    await enqueue(tx, { merchantId, jobs: [...planned].map((shopId) => switchListingsJob(shopId, now)), now });
    return answer;
  });
}

export const GATE = 'gate-refused';

/** Where the platform's category is none that we know, the product's: not to know it is no way past the gate. */
export const OFFERED_AS = sql`COALESCE(listing.category, (
  SELECT min(product.category) FROM variant_link AS link
  JOIN variant ON variant.merchant_id = link.merchant_id AND variant.id = link.variant_id
  JOIN product ON product.merchant_id = variant.merchant_id AND product.id = variant.product_id
  WHERE link.merchant_id = listing.merchant_id AND link.listing_id = listing.id)) AS category, listing.brand`;

/** Those that may not be offered, by their papers and the merchant's own rules. */
export async function refusedByGate(tx: TenantTx, listings: readonly Switched[], now: number): Promise<Set<string>> {
  const subjects = listings.map(({ id, ...subject }) => ({ ...subject, listingId: id }));
  const verdicts = await complianceGate(tx, subjects, now);
  return new Set(listings.flatMap(({ id }, at) => (verdicts[at]?.listable ? [] : [id])));
}
