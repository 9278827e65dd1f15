/** What is said of an opening, checked where a schema of one field cannot: against the merchant's own objects and the platform's markets. */
import { isIn } from '@tradewind/rules/categories';
import { markets } from '@tradewind/rules/markets';
import type { TenantTx } from '../../platform/database/database.ts';
import type { TenantTables } from '../../platform/database/tables.ts';
import { type Caller, isRefusal, type Refusal, refuse } from '../../platform/http/handler.ts';
import type { FieldError } from '../../platform/http/problem.ts';
import { type ShopInScope, shopsInScope } from '../accounts/index.ts';
import { isForMarket, isOfEntity } from './opening-verdict.ts';

export type OpeningFacts = {
  sourceShopId: string;
  targetMarket: string;
  /** Null: the entity of the source shop. */
  legalEntityId: string | null;
  category: string;
  brandOwner: boolean;
  licenceNamesOnlineSales: boolean | null;
  documentIds: readonly string[];
};

/** A further shop is everybody's business: whoever is bound to some shops opens none. */
export const refuseOfSomeShops = ({ shopIds }: Pick<Caller, 'shopIds'>): Refusal | null =>
  shopIds === null ? null : refuse('forbidden', 'A further shop is opened by colleagues who are bound to no single shops.');

export type OpeningColumns = Pick<
  TenantTables['opening'],
  'source_shop_id' | 'target_market' | 'legal_entity_id' | 'category' | 'brand_owner' | 'licence_names_online_sales' | 'document_ids'
>;

/** The columns of these facts, or everything that is wrong with them. */
export async function checkOpening(tx: TenantTx, caller: Caller, facts: OpeningFacts): Promise<OpeningColumns | Refusal> {
  const [source] = await shopsInScope(tx, { caller, shopIds: [facts.sourceShopId] });
  const entity = await entityOf(tx, facts, source);
  const errors: FieldError[] = [
    ...sourceErrors(source),
    ...(Object.hasOwn(markets, facts.targetMarket)
      ? []
      : [{ path: '/targetMarket', code: 'unknown-market', message: `one of ${Object.keys(markets).join(', ')}` }]),
    ...(isRefusal(entity) ? (entity.errors ?? []) : []),
    ...(await paperErrors(tx, facts, isRefusal(entity) ? null : entity)),
  ];
  if (errors.length > 0 || isRefusal(entity) || !entity) return { refused: 'invalid-input', errors };
  return {
    source_shop_id: facts.sourceShopId,
    target_market: facts.targetMarket,
    legal_entity_id: entity.id,
    category: facts.category,
    brand_owner: facts.brandOwner,
    licence_names_online_sales: facts.licenceNamesOnlineSales,
    document_ids: [...new Set(facts.documentIds.map((id) => id.toLowerCase()))],
  };
}

/** Another merchant's shop, one that the caller may not see and one that never was read alike. */
function sourceErrors(source: ShopInScope | undefined): FieldError[] {
  const path = '/sourceShopId';
  if (!source) return [{ path, code: 'unknown-shop', message: 'No shop of yours has this id' }];
  return source.state === 'unbound' ? [{ path, code: 'shop-unbound', message: 'The shop is bound no longer' }] : [];
}

type Entity = { id: string };

async function entityOf(tx: TenantTx, facts: OpeningFacts, source: ShopInScope | undefined): Promise<Entity | Refusal | null> {
  const id = facts.legalEntityId ?? source?.legalEntityId;
  if (id === undefined) return null;
  const entity = await tx.selectFrom('legal_entity').select('id').where('id', '=', id).executeTakeFirst();
  if (entity) return entity;
  const error = { path: '/legalEntityId', code: 'unknown-legal-entity', message: 'No legal entity of yours has this id' };
  return { refused: 'invalid-input', errors: [error] };
}

async function paperErrors(tx: TenantTx, facts: OpeningFacts, entity: Entity | null): Promise<FieldError[]> {
  if (facts.documentIds.length === 0) return [];
  const rows = await tx
    .selectFrom('document')
    .select(['id', 'status', 'category', 'markets', 'legal_entity_id as legalEntityId', 'listing_ids'])
    .where('id', 'in', [...facts.documentIds])
    .execute();
  return facts.documentIds.flatMap((id, index): FieldError[] => {
    const row = rows.find((each) => each.id === id.toLowerCase());
    const fault = row ? faultOf(row, facts, entity) : (['unknown-document', 'No document of yours has this id'] as const);
    return fault ? [{ path: `/documentIds/${index}`, code: fault[0], message: fault[1] }] : [];
  });
}

type Row = { status: string; category: string | null; markets: string[]; legalEntityId: string | null; listing_ids: string[] };

function faultOf(row: Row, facts: OpeningFacts, entity: Entity | null): readonly [code: string, message: string] | null {
  if (entity && !isOfEntity(row, { legalEntity: { ...entity, jurisdiction: '' } }))
    return ['other-entity', 'The document belongs to another legal entity'];
  if (!isForMarket(row, facts)) return ['other-market', 'The document does not count in the target market'];
  if (row.category !== null && !isIn(facts.category, row.category)) return ['other-category', 'The document is for another category'];
  if (row.listing_ids.length > 0) return ['of-listings', 'The document is for single listings'];
  return row.status === 'approved' ? null : ['not-approved', 'The document is not approved'];
}
