import type { AnswerOf, CategoryMapping, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

type Row = Omit<CategoryMapping, 'setAt'> & { setAt: Date | null };
type Wanted = { caller: Pick<Caller, 'shopIds'>; only?: { channel: string; channelCategory: string } };

/** As many as a person sorts; a platform has some thousand leaves, and a merchant sells in few. */
const CATEGORIES_MAX = 500;

/** Categories of the platforms that we do not know, with how many listings stand in them; those without an answer first, the largest at the top. */
export async function categoryMappings(tx: TenantTx, { caller, only }: Wanted): Promise<CategoryMapping[]> {
  const { rows } = await sql<Row>`
    SELECT shop.channel, listing.channel_category AS "channelCategory", own.category, count(*)::int AS listings,
           (count(*) FILTER (WHERE listing.status = 'live'))::int AS live, own.set_by AS "setBy", own.set_at AS "setAt"
    FROM shop JOIN listing ON listing.merchant_id = shop.merchant_id AND listing.shop_id = shop.id
    LEFT JOIN category_mapping AS own ON own.merchant_id = shop.merchant_id AND own.channel = shop.channel AND own.channel_category = listing.channel_category
    WHERE (listing.category IS NULL OR listing.is_own_category) AND listing.channel_category IS NOT NULL
      AND shop.state <> 'unbound' AND listing.status <> 'deleted'
      AND (${caller.shopIds}::uuid[] IS NULL OR shop.id = ANY (${caller.shopIds}::uuid[]))
      AND (${only?.channel ?? null}::text IS NULL OR (shop.channel = ${only?.channel ?? null} AND listing.channel_category = ${only?.channelCategory ?? null}))
    GROUP BY shop.channel, listing.channel_category, own.category, own.set_by, own.set_at
    ORDER BY own.category IS NOT NULL, count(*) DESC, listing.channel_category LIMIT ${CATEGORIES_MAX}`.execute(tx);
  return rows.map((row) => ({ ...row, setAt: row.setAt?.toISOString() ?? null }));
}

export async function listCategoryMappings(
  { database }: Pick<Services, 'database'>,
  { caller }: { caller: Caller },
): Promise<AnswerOf<Routes['category-mappings.list']>> {
  return { items: await database.withMerchant(caller.merchantId, (tx) => categoryMappings(tx, { caller })) };
}
