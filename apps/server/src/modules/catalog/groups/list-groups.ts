import type { AnswerOf, ProductGroup, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

/** What a leaf asks for, any of the merchant's shops that uses it may have told. */
export async function groupViews(tx: TenantTx, groupId?: string): Promise<ProductGroup[]> {
  const { rows } = await sql<ProductGroup>`
    SELECT own.id, own.parent_id AS "parentId", own.name, own.attributes, own.version,
           (SELECT count(*)::int FROM product WHERE product.group_id = own.id) AS "productCount",
           COALESCE((SELECT jsonb_agg(jsonb_build_object('channel', leaf.channel, 'market', leaf.market,
                       'channelCategoryId', leaf.channel_category_id, 'name', leaf.name, 'attributeIds', leaf.attribute_ids,
                       'channelAttributes', asked.attributes) ORDER BY leaf.channel, leaf.market)
                     FROM product_group_leaf AS leaf
                     LEFT JOIN LATERAL (
                       SELECT (SELECT COALESCE(jsonb_agg(jsonb_build_object('channelAttributeId', each -> 'channelAttributeId', 'name', each -> 'name',
                                 'isRequired', each -> 'isRequired')), '[]') FROM jsonb_array_elements(used.attributes) AS each
                               WHERE each ->> 'kind' = 'product') AS attributes
                       FROM shop JOIN shop_category AS used ON used.merchant_id = shop.merchant_id AND used.shop_id = shop.id
                       WHERE shop.channel = leaf.channel AND shop.market = leaf.market AND used.channel_category_id = leaf.channel_category_id
                         AND used.attributes IS NOT NULL LIMIT 1) AS asked ON true
                     WHERE leaf.group_id = own.id), '[]') AS leaves
    FROM product_group AS own WHERE ${groupId === undefined ? sql`true` : sql`own.id = ${groupId}`} ORDER BY own.name, own.id`.execute(tx);
  return rows;
}

export const listGroups = async (services: Services, { caller }: { caller: Caller }): Promise<AnswerOf<Routes['product-groups.list']>> => ({
  items: await services.database.withMerchant(caller.merchantId, (tx) => groupViews(tx)),
});
