/**
 * The merchant's own answer for a platform's category that is none that we know: one of the rules' categories, or one that no rule speaks
 * of. It holds for every listing of that category, those to come included, until the platform's becomes known.
 */
import type { CategoryMapping } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { categoryMappings } from '../queries/category-mappings.ts';

export async function mapCategory(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['category-mappings.set']>[0],
): Promise<CategoryMapping | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', 'A category is answered for every shop; ask a colleague of all shops.');
  const { channel, channelCategory, category } = body;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const known = await categoryMappings(tx, { caller, only: { channel, channelCategory } });
    if (known.length === 0) return refuse('not-found', 'No listing has this category, or the workbench knows it already.');
    const key = { merchant_id: caller.merchantId, channel, channel_category: channelCategory };
    if (category === null)
      await tx.deleteFrom('category_mapping').where('channel', '=', channel).where('channel_category', '=', channelCategory).execute();
    else {
      const values = { category, set_by: caller.name, set_at: new Date(now) };
      await tx
        .insertInto('category_mapping')
        .values({ ...key, ...values })
        .onConflict((conflict) => conflict.columns(['merchant_id', 'channel', 'channel_category']).doUpdateSet(values))
        .execute();
    }
    await sql`
      UPDATE listing SET category = ${category}, is_own_category = ${category !== null}
      FROM shop WHERE shop.merchant_id = listing.merchant_id AND shop.id = listing.shop_id AND shop.channel = ${channel}
        AND listing.channel_category = ${channelCategory} AND (listing.category IS NULL OR listing.is_own_category)`.execute(tx);
    const act = { objectKind: 'category', objectId: channel, facts: { channelCategory, category } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'category-mapping.set' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'listing.changed', ids: [], shopId: null }]);
    const [saved] = await categoryMappings(tx, { caller, only: { channel, channelCategory } });
    return saved ?? refuse('not-found');
  });
}
