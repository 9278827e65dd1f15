import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { planAnew } from '../../stock/index.ts';

type Input = { caller: Caller; requestId: string; body: ParsedOf<Routes['listing-matches.set']>['body'] };

/** A person says which variants these are. What is in none of the caller's shops, and variants that are not there, count as none. */
export async function setMatches(services: Services, { caller, requestId, body }: Input): Promise<AnswerOf<Routes['listing-matches.set']>> {
  const now = services.clock.now();
  const { merchantId } = caller;
  const { names, source } = unnestRows(body.matches, {
    listing_id: ['uuid', ({ listingId }) => listingId],
    channel_sku_id: ['text', ({ channelSkuId }) => channelSkuId],
    variant_id: ['uuid', ({ variantId }) => variantId],
  });
  return services.database.withMerchant(merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const own = sql`
      SELECT DISTINCT ON (given.listing_id, given.channel_sku_id) ${sql.join([sql`given.listing_id`, sql`given.channel_sku_id`, sql`given.variant_id`])}
      FROM (SELECT ${names} FROM ${source}) AS given
      JOIN listing ON listing.id = given.listing_id AND listing.shop_id = ANY (${shopIds}::uuid[])
      JOIN listing_variant AS sold ON sold.listing_id = given.listing_id AND sold.channel_sku_id = given.channel_sku_id`;
    const set = await sql<{ variant_id: string }>`
      INSERT INTO variant_link AS link (merchant_id, listing_id, channel_sku_id, variant_id, matched_by, matched_at)
      SELECT ${merchantId}::uuid, own.listing_id, own.channel_sku_id, variant.id, 'person', ${new Date(now)}::timestamptz
      FROM (${own}) AS own JOIN variant ON variant.id = own.variant_id
      ON CONFLICT (merchant_id, listing_id, channel_sku_id)
      DO UPDATE SET variant_id = excluded.variant_id, matched_by = 'person', matched_at = excluded.matched_at WHERE link.variant_id <> excluded.variant_id
      RETURNING variant_id`.execute(tx);
    const taken = await sql`
      DELETE FROM variant_link AS link USING (${own}) AS own
      WHERE own.variant_id IS NULL AND link.listing_id = own.listing_id AND link.channel_sku_id = own.channel_sku_id`.execute(tx);
    const changed = set.rows.length + Number(taken.numAffectedRows ?? 0n);
    if (changed > 0) {
      const act = { objectKind: 'listing-match', objectId: requestId, action: 'listing-matches.set' };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { changed } });
      await services.hints.publish(tx, merchantId, [{ type: 'product.changed', ids: [], shopId: null }]);
      await planAnew(tx, { merchantId, now, variantIds: set.rows.map(({ variant_id }) => variant_id) });
    }
    return { changed };
  });
}
