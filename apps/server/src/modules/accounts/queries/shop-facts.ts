import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';

/** What rules ask about a shop: where it sells, who owns it, and what else its merchant has. */
export type ShopFacts = {
  channel: string;
  name: string;
  market: string;
  currency: string;
  sellerType: 'cross-border' | 'local';
  entity: { name: string; jurisdiction: string };
  /** Names of the entities of the other bound shops. */
  otherEntities: string[];
  /** Markets of all bound shops. */
  markets: string[];
};
/** Of a Chinese company the programmes speak otherwise than of a company in the US. */
export function originOf({ sellerType, entity, market }: ShopFacts): 'us-local' | 'cn-cross-border' | 'other' {
  if (sellerType === 'local') return market === 'US' ? 'us-local' : 'other';
  return entity.jurisdiction === 'CN' ? 'cn-cross-border' : 'other';
}

type Input = { caller: Pick<Caller, 'shopIds'>; shopId: string };

/** Null: no such shop, or not one of the caller's. Of the other shops only those count that the caller may see. */
export async function readShopFacts(tx: TenantTx, { caller, shopId }: Input): Promise<ShopFacts | null> {
  const rows = await tx
    .selectFrom('shop')
    .innerJoin('legal_entity as entity', 'entity.id', 'shop.legal_entity_id')
    .select(['shop.id', 'shop.channel', 'shop.name', 'shop.market', 'shop.currency', 'shop.seller_type', 'shop.state'])
    .select(['entity.name as entityName', 'entity.jurisdiction'])
    .orderBy('shop.market')
    .execute();
  const visible = rows.filter((row) => caller.shopIds === null || caller.shopIds.includes(row.id));
  const shop = visible.find((row) => row.id === shopId);
  if (!shop) return null;
  const bound = visible.filter((row) => row.state !== 'unbound');
  return {
    channel: shop.channel,
    name: shop.name,
    market: shop.market,
    currency: shop.currency,
    sellerType: shop.seller_type,
    entity: { name: shop.entityName, jurisdiction: shop.jurisdiction },
    otherEntities: [...new Set(bound.filter((row) => row.id !== shopId).map((row) => row.entityName))].sort(),
    markets: [...new Set(bound.map((row) => row.market))],
  };
}
