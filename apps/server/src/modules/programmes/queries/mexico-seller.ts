/** What is known of a shop towards US to Mexico: what a person wrote, else what its binding says; beside it, what opens by itself. */
import { mexicoCategories } from '@tradewind/rules/policies';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import { originOf, readShopFacts, type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { papersOfEntity } from '../../onboarding/index.ts';

export type MexicoSeller = {
  shop: ShopInScope;
  origin: 'us-local' | 'cn-cross-border' | 'other';
  shopPerformanceScore: number | null;
  dispatchDays: number;
  leadTimeDays: number;
  shipFrom: string;
  invitedCategories: string[];
  qualifications: string[];
  savedAt: Date | null;
  known: { invitedCategories: string[]; qualifications: string[] };
};
type Wanted = { caller: Pick<Caller, 'shopIds'>; shopId: string; secrets: MerchantSecrets; now: number };

/** What a form begins with; the programme asks for no more than two days. */
const unsaid = { dispatchDays: 2, leadTimeDays: 30 };
const markets = ['MX', 'US'];
/** Papers that a category of the pilot asks for; others open nothing here. */
const asked = new Set(mexicoCategories.flatMap(({ qualifications }) => qualifications));

/** Null: no such shop, or not one of the caller's. */
export async function readSeller(tx: TenantTx, { caller, shopId, secrets, now }: Wanted): Promise<MexicoSeller | null> {
  const [shop] = await shopsInScope(tx, { caller, shopIds: [shopId] });
  const facts = shop && (await readShopFacts(tx, { caller, shopId: shop.id }));
  if (!shop || !facts) return null;
  const row = await tx.selectFrom('mexico_seller').selectAll().where('shop_id', '=', shop.id).executeTakeFirst();
  const approved = await tx
    .selectFrom('programme_application')
    .select('invited_categories')
    .where('shop_id', '=', shop.id)
    .where('programme', '=', 'us-to-mexico')
    .where('status', '=', 'approved')
    .execute();
  const papers = await papersOfEntity(tx, { caller, legalEntityId: shop.legalEntityId, secrets, now });
  const valid = papers.filter(
    ({ type, isValid, markets: of }) => isValid && asked.has(type) && (of.length === 0 || of.some((one) => markets.includes(one))),
  );
  return {
    shop,
    origin: row?.origin ?? originOf(facts),
    shopPerformanceScore: row?.performance_score ?? null,
    dispatchDays: row?.dispatch_days ?? unsaid.dispatchDays,
    leadTimeDays: row?.lead_time_days ?? unsaid.leadTimeDays,
    shipFrom: row?.ship_from ?? shop.market,
    invitedCategories: row?.invited_categories ?? [],
    qualifications: row?.qualifications ?? [],
    savedAt: row?.updated_at ?? null,
    known: {
      invitedCategories: distinct(approved.flatMap(({ invited_categories }) => invited_categories)),
      qualifications: distinct(valid.map(({ type }) => type)),
    },
  };
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** What the policy is asked about the seller, whoever says it. */
export const policySeller = (seller: MexicoSeller) => ({
  seller: { origin: seller.origin, shopPerformanceScore: seller.shopPerformanceScore },
  dispatchDays: seller.dispatchDays,
  invitedCategories: distinct([...seller.invitedCategories, ...seller.known.invitedCategories]),
  qualifications: distinct([...seller.qualifications, ...seller.known.qualifications]),
});
