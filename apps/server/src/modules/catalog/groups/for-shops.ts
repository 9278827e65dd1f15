/** Where products belong in the trees of shops, and what they say there: for whoever publishes them. */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { attributesOf, chainOf, type Group, type Groups, leafOf } from './inherit.ts';

type Wanted = { productIds: readonly string[]; shopIds: readonly string[] };
type Pair = { productId: string; shopId: string };

/** Only pairs that have one: of the product's group, or of the nearest above it, for the shop's channel and market. */
export async function leavesFor(tx: TenantTx, wanted: Wanted): Promise<(Pair & { channelCategoryId: string })[]> {
  const { products, shops, groups } = await read(tx, wanted);
  return products.flatMap(({ id: productId, groupId }) => {
    const chain = chainOf(groups, groupId);
    return shops.flatMap(({ id: shopId, ...place }) => {
      const leaf = leafOf(chain, place);
      return leaf ? [{ productId, shopId, channelCategoryId: leaf.channelCategoryId }] : [];
    });
  });
}

export type GivenAttribute = {
  name: string;
  value: string;
  /** Which of the platform's a person said that it is; null: the one of the same name, if there is one. */
  channelAttributeId: string | null;
};

/** What each product says of itself, with what it inherits from its groups. */
export async function attributesFor(tx: TenantTx, wanted: Wanted): Promise<(Pair & { attributes: GivenAttribute[] })[]> {
  const { products, shops, groups } = await read(tx, wanted);
  return products.flatMap(({ id: productId, groupId, attributes }) => {
    const chain = chainOf(groups, groupId);
    const said = Object.entries(attributesOf(chain, attributes));
    return shops.map(({ id: shopId, ...place }) => {
      const ids = leafOf(chain, place)?.attributeIds ?? {};
      return { productId, shopId, attributes: said.map(([name, value]) => ({ name, value, channelAttributeId: ids[name] ?? null })) };
    });
  });
}

async function read(tx: TenantTx, { productIds, shopIds }: Wanted) {
  const products = await sql<{ id: string; groupId: string | null; attributes: Record<string, string> }>`
    SELECT id, group_id AS "groupId", attributes FROM product WHERE id = ANY (${productIds}::uuid[]) ORDER BY id`.execute(tx);
  const shops = await sql<{ id: string; channel: string; market: string }>`
    SELECT id, channel, market FROM shop WHERE id = ANY (${shopIds}::uuid[]) ORDER BY id`.execute(tx);
  return { products: products.rows, shops: shops.rows, groups: await groupsOf(tx) };
}

/** All of them: a merchant has some dozens. */
export async function groupsOf(tx: TenantTx): Promise<Groups> {
  const { rows } = await sql<Group>`
    SELECT own.id, own.parent_id AS "parentId", own.attributes,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('channel', leaf.channel, 'market', leaf.market,
                       'channelCategoryId', leaf.channel_category_id, 'attributeIds', leaf.attribute_ids))
                     FROM product_group_leaf AS leaf WHERE leaf.group_id = own.id), '[]') AS leaves
    FROM product_group AS own`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}
